"""Suspension with notice and reply, and the ways out: each cites its act, and none happens by itself."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.designations import end_locked
from observers.actions.statuses import Kind, lock_observer, record_event, tell, tell_staff
from observers.models import Suspension
from observers.queries import statuses
from observers.queries.clock import database_now, day_in
from observers.states import MAY_TAKE_PART
from registry import actions as registry
from registry.errors import Contradiction, Refused

_LEFT = "Resignation by the organization in its account"


@transaction.atomic
def notify_suspension(observer, *, grounds, reply_until=None, by):
    """Tell the organization why its status may be suspended, and until when it can reply."""
    observer = lock_observer(observer)
    if statuses.latest_state(observer) not in MAY_TAKE_PART:
        raise Refused(_("This status cannot be suspended: it is suspended, or it has ended."))
    if observer.suspensions.filter(ended_at=None).exists():
        raise Refused(_("There is an open notice already. Decide that one first."))
    now = database_now()
    days = statuses.rule(observer, "reply_days")
    until = day_in(now) + timedelta(days=days) if days else reply_until
    if until is None or until <= day_in(now):
        raise Contradiction(_("Give the organization a day to come until which it can reply."))
    suspension = Suspension.objects.create(
        observer=observer, grounds=grounds, notified_at=now, notified_by=by, reply_until=until
    )
    tell(observer, "observers.suspension_notice", suspension=suspension)
    registry.record("observer.suspension_notified", subject=observer.reference, by=by)
    return suspension


@transaction.atomic
def reply_suspension(suspension, *, reply, by):
    """The organization answers; also after the day, as long as nothing is decided."""
    suspension = _lock(suspension)
    if suspension.replied_at:
        raise Refused(_("A reply was sent already. IOM reads it before it decides."))
    suspension.reply = reply
    suspension.replied_at, suspension.replied_by = database_now(), by
    _save(suspension)
    tell_staff(suspension.observer, "observers.suspension_replied")
    registry.record("observer.suspension_replied", subject=suspension.observer.reference, by=by)
    return suspension


@transaction.atomic
def decide_suspension(
    suspension, *, ending, reason, by, effective_on=None, source="", session=None, session_name="", resolution=""
):
    """Suspend, or drop it: by another person than who gave notice, after the reply or the days for it."""
    suspension = _lock(suspension)
    observer, now = suspension.observer, database_now()
    if suspension.notified_by_id == by.pk:
        raise Refused(_("You gave the notice, so somebody else decides. Ask a colleague."))
    if ending == Suspension.Ending.SUSPENDED:
        if not suspension.replied_at and day_in(now) <= suspension.reply_until:
            raise Refused(
                _("The organization can reply until %(day)s. Decide after that day, or when it has replied.")
                % {"day": suspension.reply_until.isoformat()}
            )
        if effective_on and effective_on < day_in(suspension.notified_at):
            raise Refused(_("A suspension cannot begin before its notice. Write a later day."))
        suspension.effective_on = effective_on or day_in(now)
    suspension.ending, suspension.ending_reason = ending, reason
    suspension.ended_at, suspension.ended_by = now, by
    _save(suspension)
    if ending == Suspension.Ending.SUSPENDED:
        record_event(
            observer,
            kind=Kind.SUSPENDED,
            on=suspension.effective_on,
            source=source,
            session=session,
            session_name=session_name,
            resolution=resolution,
            by=by,
        )
    tell(observer, "observers.suspension_decided", suspension=suspension)
    registry.record(
        "observer.suspension_decided", subject=observer.reference, by=by, diff={"ending": ["", str(ending)]}
    )
    return suspension


@transaction.atomic
def reinstate(observer, *, on, source, by, session=None, session_name="", resolution=""):
    """The status is whole again, by an act that is cited."""
    act = {"session": session, "session_name": session_name, "resolution": resolution}
    event = record_event(observer, kind=Kind.REINSTATED, on=on, source=source, by=by, **act)
    tell(event.observer, "observers.status_changed", event=event)
    return event


@transaction.atomic
def withdraw_status(observer, *, on, source, by, session=None, session_name="", resolution=""):
    """The status is taken away, by an act that is cited; nobody represents the observer any more."""
    observer = lock_observer(observer)
    act = {"session": session, "session_name": session_name, "resolution": resolution}
    _end_everything(observer, by)
    event = record_event(observer, kind=Kind.WITHDRAWN, on=on, source=source, by=by, **act)
    tell(observer, "observers.status_changed", event=event)
    return event


@transaction.atomic
def resign(observer, *, by):
    """The organization gives up its status, today. It can apply again."""
    observer = lock_observer(observer)
    _end_everything(observer, by)
    event = record_event(observer, kind=Kind.RESIGNED, on=day_in(database_now()), source=_LEFT, by=by)
    tell(observer, "observers.status_changed", event=event)
    return event


def _end_everything(observer, by):
    """What makes no sense without a status: designations with their nominations, and an open notice of suspension."""
    now = database_now()
    end_locked(list(observer.designations.select_for_update(of=("self",)).filter(ended_at=None)), at=now)
    for suspension in observer.suspensions.select_for_update(of=("self",)).filter(ended_at=None):
        if suspension.notified_by_id == by.pk:
            raise Refused(_("Your own notice of suspension is open. Ask a colleague to decide it first."))
        suspension.ending, suspension.ending_reason = Suspension.Ending.DROPPED, _("The status has ended.")
        suspension.ended_at, suspension.ended_by = now, by
        _save(suspension)


def _lock(suspension):
    observer = lock_observer(suspension.observer)
    suspension = Suspension.objects.select_for_update(of=("self",)).get(pk=suspension.pk)
    suspension.observer = observer
    if suspension.ended_at:
        raise Refused(_("This notice was decided already: %(ending)s.") % {"ending": suspension.get_ending_display()})
    return suspension


def _save(suspension):
    suspension.version += 1
    suspension.save()
