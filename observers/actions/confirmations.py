"""From time to time an observer confirms. The clock asks, reminds and says what lapses; it never takes a right away."""

from calendar import monthrange
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.statuses import Kind, lock_observer, record_event, tell
from observers.models import Confirmation, Observer
from observers.queries import statuses
from observers.queries.clock import GENEVA, database_now, day_in
from observers.states import ConfirmationState, StatusState
from registry import actions as registry
from registry.errors import Refused

CLOCK = "clock"
# So many days before the day by which it is due; a choice of this registry, no rule of IOM is known.
REMIND_BEFORE = (30, 7)
REMINDER = "observers.confirmation"
_BY_RULE = "Periodic confirmation by the criteria in force"
_BY_HAND = "Confirmation asked for by IOM"
_BY_ITSELF = "Confirmed by the organization in its account"


def ask_confirmations():
    """Ask every observer whose confirmation is due by its criteria; returns how many were asked."""
    asked = 0
    for observer in _in_state(StatusState.ACTIVE):
        # Somebody may suspend it in this very moment: that one is left out, and the others are asked.
        with suppress(Refused), transaction.atomic():
            if _is_due(observer):
                ask_confirmation(observer, by=CLOCK)
                asked += 1
    return asked


@transaction.atomic
def ask_confirmation(observer, *, by):
    """Open the confirmation and write to the organization. Staff may ask at any time, the clock when it is due."""
    observer = lock_observer(observer)
    if observer.organization_id is None:
        raise Refused(_("Nobody can confirm yet: link this observer to its record in the registry first."))
    today = day_in(database_now())
    days = statuses.rule(observer, "lapse_days")
    if observer.confirmations.filter(state=ConfirmationState.SENT).exists():
        raise Refused(_("The organization has sent a confirmation already. Look at that one first."))
    # One that was left open when the status was suspended makes room: nobody has sent anything in it.
    observer.confirmations.filter(state=ConfirmationState.OPEN).delete()
    confirmation = Confirmation.objects.create(
        observer=observer, asked_on=today, due_on=today + timedelta(days=days) if days else None
    )
    source = _BY_RULE if by == CLOCK else _BY_HAND
    record_event(observer, kind=Kind.CONFIRMATION_DUE, on=today, source=source, by=by)
    tell(observer, "observers.confirmation_due", confirmation=confirmation)
    return confirmation


def remind():
    """Remind of open confirmations, once for each day in REMIND_BEFORE; after a standstill, of the latest only."""
    for confirmation in _open_confirmations().filter(due_on__isnull=False):
        for due_at in _reminded_at(confirmation):
            registry.plan_reminder(REMINDER, subject=confirmation.observer.reference, due_at=due_at)
    return registry.send_due_reminders(by=CLOCK, kind=REMINDER)


def send_reminder(reminder):
    """Write to the organization, if its confirmation is still open and not over: see registry.actions.reminders."""
    waiting = _open_confirmations().filter(observer__reference=reminder.subject, due_on__gte=statuses.today())
    confirmation = waiting.first()
    if confirmation is None:
        return False
    observer, confirmation = _again(confirmation)
    # Sent back to the organization, it is due on another day, of which she is reminded then.
    if confirmation is None or reminder.due_at not in _reminded_at(confirmation):
        return False
    tell(observer, "observers.confirmation_reminder", confirmation=confirmation)
    registry.record("observer.reminded", subject=observer.reference, by=CLOCK)
    return True


def let_lapse():
    """Say of statuses that were not confirmed in time that they lapse. They keep their rights: only people end one."""
    lapsed = 0
    for confirmation in _open_confirmations().filter(due_on__lt=statuses.today()):
        with transaction.atomic():
            lapsed += _let_lapse(confirmation)
    return lapsed


@transaction.atomic
def answer_record(confirmation, *, is_record_right, changes="", by):
    """First screen: is what the registry holds right, and if not, what has changed."""
    confirmation = _lock_open(confirmation)
    confirmation.is_record_right = is_record_right
    confirmation.changes = "" if is_record_right else changes
    return _save(confirmation)


@transaction.atomic
def answer_activities(confirmation, *, activities, note="", by):
    """Second screen: `activities` as the model keeps them, and what the registry does not know of."""
    confirmation = _lock_open(confirmation)
    confirmation.activities, confirmation.activities_note = activities, note
    confirmation.are_activities_answered = True
    return _save(confirmation)


@transaction.atomic
def send_confirmation(confirmation, *, is_interested, by):
    """Third screen. Without any change it is accepted at once; otherwise somebody at IOM looks at it."""
    confirmation = _lock_open(confirmation)
    if confirmation.is_record_right is None or not confirmation.are_activities_answered:
        raise Refused(_("Answer the first two screens before you send."))
    now = database_now()
    confirmation.is_interested = is_interested
    confirmation.sent_at, confirmation.sent_by = now, by
    registry.cancel_reminders(REMINDER, subject=confirmation.observer.reference)
    if confirmation.is_record_right:
        registry.edit_organization(confirmation.observer.organization, changes={"confirmed_on": day_in(now)}, by=by)
    if has_changes(confirmation):
        _move(confirmation, ConfirmationState.SENT)
        registry.record("observer.confirmation_sent", subject=confirmation.observer.reference, by=by)
        return confirmation
    return _accept(confirmation, now, by=by, source=_BY_ITSELF)


@transaction.atomic
def accept_confirmation(confirmation, *, by):
    """Staff have looked at the changes. Who is not interested any more resigns; nobody confirms for her."""
    confirmation = _lock(confirmation, ConfirmationState.SENT)
    if not confirmation.is_interested:
        raise Refused(
            _("The organization says that it is no longer interested. Send this back, and ask it to resign instead.")
        )
    now = database_now()
    confirmation.accepted_by = by
    confirmation = _accept(confirmation, now, by=by, source="Confirmed by the organization, accepted by IOM")
    tell(confirmation.observer, "observers.confirmation_accepted")
    return confirmation


@transaction.atomic
def return_confirmation(confirmation, *, reason, by):
    """Send it back to the organization with a reason that it reads; the days to answer begin again."""
    confirmation = _lock(confirmation, ConfirmationState.SENT)
    days = statuses.rule(confirmation.observer, "lapse_days")
    confirmation.return_reason = reason
    confirmation.due_on = day_in(database_now()) + timedelta(days=days) if days else None
    _move(confirmation, ConfirmationState.OPEN)
    tell(confirmation.observer, "observers.confirmation_returned", confirmation=confirmation)
    registry.record("observer.confirmation_returned", subject=confirmation.observer.reference, by=by)
    return confirmation


def has_changes(confirmation):
    """Is there anything that a person at IOM must look at?"""
    return (
        not confirmation.is_record_right
        or not confirmation.is_interested
        or bool(confirmation.activities_note)
        or any(not activity["is_right"] for activity in confirmation.activities)
    )


def _in_state(state):
    """Observers with a record whose state it is today."""
    keys = [key for key, known in statuses.states_on(statuses.today()).items() if known == state]
    return Observer.objects.filter(pk__in=keys, organization__isnull=False).order_by("pk")


def _is_due(observer):
    months = statuses.rule(observer, "confirmation_months")
    began = (
        observer.events.filter(kind__in=[Kind.ADMITTED, Kind.CONFIRMED, Kind.REINSTATED]).order_by("-on", "-pk").first()
    )
    return bool(months) and _months_after(began.on, months) <= statuses.today()


def _months_after(day, months):
    """The same day of the month so many months later, or the last one that there is."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _reminded_at(confirmation):
    days = [confirmation.due_on - timedelta(days=before) for before in REMIND_BEFORE]
    return [datetime.combine(day, time.min, ZoneInfo(GENEVA)) for day in days]


def _open_confirmations():
    return Confirmation.objects.filter(state=ConfirmationState.OPEN).select_related("observer").order_by("pk")


def _let_lapse(confirmation):
    observer, confirmation = _again(confirmation)
    today = day_in(database_now())
    if confirmation is None or confirmation.due_on is None or confirmation.due_on >= today:
        return 0
    record_event(observer, kind=Kind.LAPSING, on=today, source=_BY_RULE, by=CLOCK)
    tell(observer, "observers.lapsing", confirmation=confirmation)
    return 1


def _again(confirmation):
    """Lock the observer and look once more: (observer, its confirmation while it is open and asked for, else None)."""
    observer = lock_observer(confirmation.observer)
    still = observer.confirmations.filter(pk=confirmation.pk, state=ConfirmationState.OPEN).first()
    is_asked = statuses.latest_state(observer) == StatusState.CONFIRMATION_DUE
    return observer, still if is_asked else None


def _lock_open(confirmation):
    return _lock(confirmation, ConfirmationState.OPEN)


def _lock(confirmation, state):
    observer = lock_observer(confirmation.observer)
    confirmation = Confirmation.objects.select_for_update(of=("self",)).get(pk=confirmation.pk)
    confirmation.observer = observer
    if confirmation.state != state:
        raise Refused(
            _("This confirmation is at “%(state)s”, so this cannot be done now. Look at it again.")
            % {"state": confirmation.get_state_display()}
        )
    return confirmation


def _accept(confirmation, now, *, by, source):
    confirmation.accepted_at = now
    _move(confirmation, ConfirmationState.ACCEPTED)
    record_event(confirmation.observer, kind=Kind.CONFIRMED, on=day_in(now), source=source, by=by)
    return confirmation


def _move(confirmation, state):
    confirmation.state = state
    return _save(confirmation)


def _save(confirmation):
    confirmation.version += 1
    confirmation.save()
    return confirmation
