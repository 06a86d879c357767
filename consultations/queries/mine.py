"""Consultations as the members of an organization find them: invited, open, past; and who of theirs comes."""

from django.db.models import Count, Exists, OuterRef, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone

from consultations.models import (
    Consultation,
    ConsultationInvitation,
    OpenQuestion,
    Recommendation,
    Registration,
    Report,
    Topic,
)
from consultations.queries import calendar, waiting
from consultations.queries.balance import words_of
from consultations.queries.places import is_late
from consultations.queries.registrations import letters_of, needs_of
from consultations.states import EXPECTING, LIVE_REGISTRATIONS, REGISTERING, ConsultationInvitationState, ReportState
from registry.models import Organization

INVITED = ConsultationInvitationState


def organizations_of(user):
    """For which organizations she acts, or reads: what her memberships say, which one page asks for once."""
    mine = sorted((membership.organization for membership in user.current_memberships()), key=lambda one: one.pk)
    if not user.is_staff_member():
        return mine
    # Who also works for IOM may know of her own what she may know of any.
    known = set(
        Organization.objects.visible_to(user).filter(pk__in=[one.pk for one in mine]).values_list("pk", flat=True)
    )
    return [one for one in mine if one.pk in known]


def named_organizations_of(user):
    """The same with their names, in one query more."""
    mine = organizations_of(user)
    prefetch_related_objects(mine, "names")
    return mine


def invitations_of(user, **only):
    """What her organizations were asked to; what is still prepared is the staff's."""
    mine = ConsultationInvitation.objects.filter(organization__in=organizations_of(user), **only)
    mine = mine.exclude(state=INVITED.PREPARED).select_related("consultation", "organization")
    # After a merge one organization has two: the living one stands for both.
    found = sorted(mine.prefetch_related("organization__names"), key=lambda one: (one.state != INVITED.EXPIRED, one.pk))
    return list({(one.consultation_id, one.organization_id): one for one in found}.values())


def with_what_there_is(consultations):
    """What the page of a member asks of one consultation, told with it: topics, questions, report, seats.

    Her parts of the page read these (consultations/views/my_parts.py).
    """
    this = {"consultation": OuterRef("pk")}
    taken = Registration.objects.filter(**this).in_the_room().with_a_place().order_by().values("consultation")
    return consultations.annotate(
        has_topics=Exists(Topic.objects.filter(**this)),
        has_questions=Exists(OpenQuestion.objects.filter(**this)),
        has_recommendations=Exists(Recommendation.objects.filter(**this)),
        has_report=Exists(Report.objects.filter(**this, state=ReportState.PUBLISHED)),
        seats_taken=Coalesce(Subquery(taken.annotate(n=Count("pk")).values("n")), 0),
    )


def my_shelves(user):
    """(shelves of what she was invited to, with its invitations; what else is coming), at a fixed number of queries."""
    invited = {}
    for one in invitations_of(user):
        invited.setdefault(one.consultation_id, []).append(one)
    found = calendar.shelves(Consultation.objects.public(), today=calendar.today_in("UTC"))
    shelves = (found.coming, found.past, found.cancelled)
    known = calendar.Shelves(*([one for one in shelf if one.pk in invited] for shelf in shelves))
    return known, [one for one in found.coming if one.pk not in invited], invited


def people_of(invitation):
    """Who comes for the invited organization: what each needs, her place in the line, the offer that waits for her.

    Also whom staff entered for it, and who was named by an organization that was merged into it.
    """
    people = Registration.objects.filter(
        consultation=invitation.consultation, organization=invitation.organization
    ).prefetch_related("needs")
    people = list(people.order_by("created_at", "pk"))
    places = {}
    if any(one.state == "waitlisted" for one in people):
        places = {one.registration.pk: one for one in waiting.line(invitation.consultation)}
    told = [_person(one, invitation, places.get(one.pk)) for one in people]
    words = words_of({code for one in told for code in one["served"]})
    return [one | {"served": [words[code] for code in one["served"]]} for one in told]


def _person(registration, invitation, waits):
    consultation = registration.consultation = invitation.consultation
    is_offered = registration.offered_until is not None and registration.offered_until > timezone.now()
    is_live = registration.state in LIVE_REGISTRATIONS
    return {
        "registration": registration,
        "needs": needs_of(registration),
        "letters": letters_of(registration),
        "place": waits.place if waits else None,
        "is_offered": is_offered,
        "served": registration.offered_for if is_offered else (waits.served if waits else []),
        "may_edit": is_live and consultation.state in REGISTERING,
        "is_late": is_late(consultation),
        "may_withdraw": registration.state in ("nominated", "confirmed", "waitlisted")
        and consultation.state in EXPECTING,
    }
