"""Whom a question to the registry finds for a consultation: by the filters of its lists, and by two of our own.

A question is asked as the person who asks it: of whom she may not know, nothing is found, counted or left out.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.http import QueryDict
from django.utils import timezone

from consultations.models import ConsultationInvitation
from consultations.queries.participants import attended_before
from consultations.states import ConsultationInvitationState
from registry import slots
from registry.models import Contact, ListingFacet, Membership, Organization, ViewedList
from registry.queries.directory import Selection, search
from registry.queries.organizations import Asked, search_inventory
from registry.queries.saved_views import keep, naming_danger, query_of, views_for
from registry.roles import MemberRole

# Lists of organizations; one of gaps lists countries.
LISTS = (ViewedList.DIRECTORY, ViewedList.INVENTORY)
# What only an audience is asked: was it at an earlier consultation, has it observer status?
OWN_FILTERS = {"attendance": ("was", "never"), "observer": ("yes", "no")}
# Whom the mail of an invitation goes to: who may answer for the organization.
ANSWERING = (MemberRole.ADMIN, MemberRole.EDITOR)
WRITTEN_TO = (Contact.Role.FOCAL_POINT, Contact.Role.HEAD)
# Why an organization that was found is not invited; the first that is true of it.
REASONS = ("at_risk", "unpublished", "invited", "unreachable")


@dataclass(frozen=True)
class Question:
    """A list of the registry, and its filters as saved views keep them."""

    list_name: str = ViewedList.DIRECTORY
    filters: dict = field(default_factory=dict)

    @classmethod
    def from_query(cls, list_name, query):
        """From a QueryDict; what is no filter, or asks for what nobody knows, is left out."""
        facets = keep(ViewedList.DIRECTORY, query).filters
        facets.pop("ordering", None)
        filters = facets | (keep(list_name, query).filters if list_name == ViewedList.INVENTORY else {})
        own = {name: [query[name]] for name, values in OWN_FILTERS.items() if query.get(name) in values}
        return cls(list_name, filters | own)

    @property
    def query(self):
        return QueryDict(query_of(self.filters))


@dataclass(frozen=True)
class Sorted:
    """What a question found: how many may be invited, and how many not, by reason."""

    invitable: int
    left_out: dict

    @property
    def found(self):
        return self.invitable + sum(self.left_out.values())

    @property
    def told(self):
        """How many were found that may be told of to every organizer."""
        return self.found - self.left_out.get("at_risk", 0)


def asked(question, consultation, user):
    """The organizations that the question finds for this person, each with `why` it is left out, or nothing there."""
    query = question.query
    selection = Selection.from_query(query)
    if question.list_name == ViewedList.INVENTORY:
        found = search_inventory(user, Asked.from_query(query)).order_by()
    else:
        found = Organization.objects.visible_to(user).filter(listing__isnull=False)
        if selection.q:
            found = found.filter(pk__in=[key for key, _score in search(selection.q)])
    for values in selection.groups.values():
        found = found.filter(pk__in=ListingFacet.objects.filter(value__in=values).values("listing"))
    if query.get("attendance"):
        been = Q(pk__in=attended_before(consultation))
        found = found.filter(been if query["attendance"] == "was" else ~been)
    if query.get("observer"):
        observers = Q(reference__in=_observers(found))
        found = found.filter(observers if query["observer"] == "yes" else ~observers)
    return found.annotate(why=_why_not(consultation))


def sort(found):
    """Count what `asked` found, in one query."""
    counts = dict(found.order_by().values_list("why").annotate(n=Count("pk")))
    invitable = counts.pop("", 0)
    return Sorted(invitable, {reason: counts[reason] for reason in REASONS if counts.get(reason)})


def sort_keys(found):
    """The same, with the keys of those who may be invited, by name: one look, so that the numbers are theirs."""
    rows = list(found.order_by("listing__sort_name", "pk").values_list("why", "pk"))
    left_out = Counter(why for why, _key in rows)
    keys = [key for why, key in rows if not why]
    return Sorted(len(keys), {reason: left_out[reason] for reason in REASONS if left_out[reason]}), keys


def invitable(found):
    return found.filter(why="").order_by("listing__sort_name", "pk")


def frozen(consultation, user):
    """The audiences in the order in which they were made, each with the `name` of its view if this person may open it.

    `on_list` are those invited by it of which she may know now. Words that name an organization in danger are told to
    nobody again.
    """
    known = Organization.objects.visible_to(user).values("pk")
    on_list = Count("invitations", filter=Q(invitations__organization__in=known))
    audiences = consultation.audiences.select_related("made_by", "saved_view").annotate(on_list=on_list)
    found = list(audiences.order_by("pk"))
    views = {view.pk for view in views_for(user)} if found else set()
    for audience in found:
        audience.name = audience.saved_view.name if audience.saved_view_id in views else ""
    for audience in naming_danger(found) if found else ():
        audience.name, audience.filters = "", {name: said for name, said in audience.filters.items() if name != "q"}
    return found


def reachable(path="pk"):
    """Whether there is anybody to write to: a member who may answer, or a contact with an address."""
    today = timezone.localdate()
    members = Membership.objects.filter(
        organization=OuterRef(path), role__in=ANSWERING, left_at=None, user__is_active=True
    )
    contacts = current_contacts(today).filter(organization=OuterRef(path))
    return Exists(members) | Exists(contacts)


def current_contacts(today):
    return Contact.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gt=today),
        role__in=WRITTEN_TO,
    ).exclude(email="")


def _observers(found):
    """The references of those with observer status, which another app knows."""
    return slots.gather("directory", list(found.values_list("reference", flat=True)))


def _why_not(consultation):
    asked_already = ConsultationInvitation.objects.filter(consultation=consultation, organization=OuterRef("pk"))
    asked_already = asked_already.exclude(state=ConsultationInvitationState.EXPIRED)
    return Case(
        When(is_at_risk=True, then=Value("at_risk")),
        When(listing__isnull=True, then=Value("unpublished")),
        When(Exists(asked_already), then=Value("invited")),
        When(~reachable(), then=Value("unreachable")),
        default=Value(""),
    )
