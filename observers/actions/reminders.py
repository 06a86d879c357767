"""The ledger of reminders, and those of applications: never lost, never twice, none when the turn has passed on."""

from datetime import timedelta

from django.db import transaction

from observers.actions.moves import correspondent_of, lead_of, lock
from observers.models import Reminder, Turn
from observers.queries.clock import GENEVA, database_now, day_in
from observers.states import OPEN, Side
from registry.actions import notify, record

CLOCK = "clock"
# How many days before a turn is due its side is reminded.
DAYS_BEFORE = (14, 3)
_DUE = "application.due"


def claim(kind, *, subject, due_on, days_before):
    """Whether somebody is to be reminded now of what is due on a day. True once for each of `days_before`.

    What the clock missed while it stood still is written down as missed: only the latest is sent.
    """
    today = day_in(database_now())
    if today > due_on:
        return False
    passed = {days for days in days_before if due_on - timedelta(days=days) <= today}
    told = Reminder.objects.filter(kind=kind, subject=subject, due_on=due_on)
    fresh = sorted(passed - set(told.values_list("days_before", flat=True)))
    Reminder.objects.bulk_create(
        Reminder(
            kind=kind,
            subject=subject,
            due_on=due_on,
            days_before=days,
            sent_at=database_now() if days == fresh[0] else None,
        )
        for days in fresh
    )
    return bool(fresh)


def remind_of_due_dates():
    """Remind whoever's turn it is that it ends soon; returns how many were reminded."""
    soon = database_now() + timedelta(days=max(DAYS_BEFORE) + 1)
    turns = Turn.objects.filter(ended_at=None, due_at__lte=soon, due_at__gte=database_now()).select_related(
        "application"
    )
    return sum(_remind(turn.application) for turn in turns.order_by("pk"))


@transaction.atomic
def _remind(application):
    application = lock(application)
    turn = application.turns.filter(ended_at=None, due_at__isnull=False).first()
    if turn is None or application.state not in OPEN or turn.side == Side.COUNCIL:
        return 0
    is_theirs = turn.side == Side.APPLICANT
    recipient = correspondent_of(application) if is_theirs else lead_of(application)
    due_on = day_in(turn.due_at, GENEVA)
    # Without anybody to remind nothing is used up.
    if recipient is None or not claim(
        f"{_DUE}.{turn.state}", subject=application.reference, due_on=due_on, days_before=DAYS_BEFORE
    ):
        return 0
    kind = "observers.due_soon" if is_theirs else "observers.staff_due_soon"
    notify(
        kind,
        recipient=recipient,
        subject=application.reference,
        organization=application.organization,
        context={"application": application, "turn": turn},
    )
    record("application.reminded", subject=application.reference, by=CLOCK)
    return 1
