"""The list of the invited as organizers read it: whom a reader may not know of is not in it, nor in any number."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone

from consultations.models import ConsultationInvitation, Registration
from consultations.queries.audiences import reachable
from consultations.states import LIVE_REGISTRATIONS, UNANSWERED, ConsultationInvitationState

REMINDED_EVERY = timedelta(days=7)


@dataclass(frozen=True)
class Counts:
    """How many a reader may know of: in each state, in the order of their life, and with a mail to be written."""

    by_state: dict
    being_written: int
    sendable: int
    remindable: int

    @property
    def total(self):
        return sum(self.by_state.values())


class Invited:
    """The invitations of one consultation by the name of the organization, each with what its row tells.

    To be sliced, as a paginator does. First come those with a name in the directory, read in the order of its index,
    so that a page costs its own rows; then the few whose organization is not published.
    """

    def __init__(self, consultation, user, *, state=""):
        found = ConsultationInvitation.objects.filter(consultation=consultation).visible_to(user)
        found = found.filter(state=state) if state else found
        by_name = ("organization__listing__sort_name", "organization__listing__pk", "pk")
        self.listed = found.filter(organization__listing__isnull=False).order_by(*by_name)
        self.others = found.filter(organization__listing__isnull=True).order_by("pk")

    def __getitem__(self, page):
        start, stop = page.start or 0, page.stop
        rows = _rows(self.listed, start, stop)
        if len(rows) < stop - start:
            listed = start + len(rows) if rows or not start else self.listed.count()
            rows += _rows(self.others, max(0, start - listed), stop - listed)
        prefetch_related_objects(rows, "organization__names")
        return rows


def _rows(found, start, stop):
    """What the rows of a part tell. The part is cut first, so that the rest is looked up for its rows alone."""
    registrations = Registration.objects.filter(invitation=OuterRef("pk"), state__in=LIVE_REGISTRATIONS).order_by()
    named = registrations.values("invitation").annotate(n=Count("pk")).values("n")
    part = ConsultationInvitation.objects.filter(pk__in=found.values("pk")[start:stop])
    part = part.annotate(named=Coalesce(Subquery(named), 0), is_reachable=reachable("organization"))
    part = part.select_related("consultation", "organization__hq_country", "answered_by")
    return list(part.order_by(*found.query.order_by))


def counts(consultation, user):
    """All numbers of the list, in one query.

    Whether a mail may be written is asked in groups: of an aggregate the database does not know how often it is asked.
    """
    found = ConsultationInvitation.objects.filter(consultation=consultation).visible_to(user).order_by()
    kinds = {
        "is_sendable": ExpressionWrapper(is_sendable(), BooleanField()),
        "is_remindable": ExpressionWrapper(is_remindable(), BooleanField()),
    }
    rows = found.annotate(**kinds).values_list("state", *kinds)
    rows = list(rows.annotate(n=Count("pk"), waiting=Count("pk", filter=Q(asked_to_send_at__isnull=False))))
    by_state = Counter()
    for state, _is_sendable, _is_remindable, n, _waiting in rows:
        by_state[state] += n
    return Counts(
        {state: by_state[state] for state in ConsultationInvitationState},
        being_written=sum(waiting for *_kinds, waiting in rows),
        sendable=sum(n for _state, is_sendable, _is_remindable, n, _waiting in rows if is_sendable),
        remindable=sum(n for _state, _is_sendable, is_remindable, n, _waiting in rows if is_remindable),
    )


def is_sendable():
    """Prepared, not marked yet, with somebody to write to. An organization in danger is not written to."""
    return Q(
        reachable("organization"),
        state=ConsultationInvitationState.PREPARED,
        asked_to_send_at=None,
        organization__is_at_risk=False,
    )


def is_remindable():
    """Unanswered, written to at least seven days ago, reminded less than three times."""
    before = timezone.now() - REMINDED_EVERY
    return Q(
        Q(reminded_at__isnull=True) | Q(reminded_at__lte=before),
        state__in=UNANSWERED,
        sent_at__lte=before,
        reminders__lt=ConsultationInvitation.MOST_REMINDERS,
        asked_to_send_at=None,
        organization__is_at_risk=False,
    )
