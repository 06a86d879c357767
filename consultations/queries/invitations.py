"""The list of the invited as organizers read it: whom a reader may not know of is not in it, nor in any number."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from consultations.models import ConsultationInvitation
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


def invited(consultation, user, *, state=""):
    """The invitations of one consultation by the name of the organization, each with what its row tells."""
    found = ConsultationInvitation.objects.filter(consultation=consultation).visible_to(user)
    if state:
        found = found.filter(state=state)
    return (
        found.select_related("consultation", "organization__hq_country", "answered_by")
        .prefetch_related("organization__names")
        .annotate(
            named=Count("registrations", filter=Q(registrations__state__in=LIVE_REGISTRATIONS)),
            is_reachable=reachable("organization"),
        )
        .order_by("organization__listing__sort_name", "pk")
    )


def counts(consultation, user):
    """All numbers of the list, in one query."""
    found = ConsultationInvitation.objects.filter(consultation=consultation).visible_to(user).order_by()
    rows = found.values_list("state").annotate(
        n=Count("pk"),
        waiting=Count("pk", filter=Q(asked_to_send_at__isnull=False)),
        may_be_sent=Count("pk", filter=is_sendable()),
        may_be_reminded=Count("pk", filter=is_remindable()),
    )
    told = {state: numbers for state, *numbers in rows}
    return Counts(
        {state: told.get(state, (0,))[0] for state in ConsultationInvitationState},
        *(sum(numbers[place] for numbers in told.values()) for place in (1, 2, 3)),
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
