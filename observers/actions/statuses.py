"""What happens to a status: opened by a decision, then one dated event after another, each citing its act."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from observers.models import Observer, ObserverKind, StatusEvent
from observers.models.statuses import STATE_AFTER, folded_name
from observers.policies import may_manage_observer
from observers.queries import statuses
from observers.queries.clock import database_now, day_in
from observers.states import NEXT, StatusState
from registry import actions as registry
from registry.actions.promises import promises_of
from registry.errors import Refused
from registry.models import User
from registry.roles import PERMISSIONS, Function, Permission

Kind = StatusEvent.Kind
S = StatusState
_KEEPING = [function for function in Function if Permission.MANAGE_OBSERVERS in PERMISSIONS[function]]

# Two kinds of event may lead to one state; which of them fits says where the status comes from. None: no status yet.
FROM = {
    Kind.ADMITTED: {None, S.WITHDRAWN, S.RESIGNED},
    Kind.CONFIRMATION_DUE: {S.ACTIVE},
    Kind.CONFIRMED: {S.CONFIRMATION_DUE, S.LAPSING},
    Kind.LAPSING: {S.CONFIRMATION_DUE},
    Kind.SUSPENDED: {S.ACTIVE, S.CONFIRMATION_DUE, S.LAPSING},
    Kind.WITHDRAWN: {S.SUSPENDED},
    Kind.RESIGNED: {S.ACTIVE, S.CONFIRMATION_DUE, S.LAPSING, S.SUSPENDED},
    Kind.REINSTATED: {S.SUSPENDED, S.WITHDRAWN},
}


def lock_observer(observer):
    """First in every verb about an observer."""
    locked = Observer.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("organization").get(pk=observer.pk)


def tell(observer, message, **context):
    """Write to the one person who is written to for the organization. Without any, staff see that on their page."""
    recipient = statuses.correspondent(observer)
    if recipient is None:
        return None
    context = {"observer": observer, **context}
    return registry.notify(
        message,
        recipient=recipient,
        subject=observer.reference,
        organization=observer.organization,
        context=context,
    )


def tell_staff(observer, message):
    """Write to everybody at IOM who keeps statuses and may read this one; never to who acts for the organization."""
    staff = User.objects.filter(is_active=True, assignments__function__in=_KEEPING).distinct().order_by("pk")
    for person in staff:
        if (
            may_manage_observer(person, observer)
            and Observer.objects.visible_to(person).filter(pk=observer.pk).exists()
        ):
            registry.notify(message, recipient=person, subject=observer.reference)


@transaction.atomic
def open_status(application, *, decision, by):
    """The Council admitted: find or make the observer and open its status. Returns (observer, event)."""
    observer = _observer_of(application.organization)
    with translation.override("en"):
        source = f"Resolution {decision.resolution}, {decision.session}"
    event = record_event(
        observer,
        kind=Kind.ADMITTED,
        on=decision.decided_on,
        source=source,
        by=by,
        session=decision.session,
        resolution=decision.resolution,
        decision=decision,
    )
    return observer, event


def _observer_of(organization):
    """Its observer; one that history knows by the same name and nobody has linked yet; or a new one."""
    folded = folded_name(organization.name)
    found = Observer.objects.filter(organization=organization).first()
    found = found or Observer.objects.filter(organization=None, kind=ObserverKind.CSO, folded=folded).first()
    if found is None:
        found = Observer(name=organization.name, folded=folded, is_demo=organization.is_demo, version=0)
    if found.organization_id is None:
        found.organization = organization
        found.version += 1
        found.save()
    return found


@transaction.atomic
def record_event(
    observer,
    *,
    kind,
    on,
    source,
    by,
    session=None,
    session_name="",
    resolution="",
    precision=StatusEvent.Precision.DAY,
    decision=None,
):
    """Append one event. Refused when the status cannot change so, on a day to come, or before its latest event."""
    observer = lock_observer(observer)
    now = database_now()
    last = observer.events.order_by("-on", "-pk").first()
    before = STATE_AFTER[last.kind] if last else None
    refuse_unlawful(kind, before=before)
    refuse_uncited(kind, source=source, session=session or session_name)
    if on > day_in(now):
        raise Refused(_("This day has not come yet. Write the day on which the act took effect."))
    if last and on < last.on:
        raise Refused(
            _("Something later is recorded already, of %(day)s. Only loading history writes before it.")
            % {"day": last.on.isoformat()}
        )
    event = StatusEvent(
        observer=observer,
        kind=kind,
        on=on,
        precision=precision,
        session=session,
        session_name=session_name,
        resolution=resolution,
        source=source,
        decision=decision,
        recorded_at=now,
        recorded_by=None if isinstance(by, str) else by,
    )
    with promises_of(StatusEvent):
        event.save()
    registry.publish_rows("observer", [observer.reference])
    _record(event, before, by)
    return event


def refuse_unlawful(kind, *, before):
    """Refuse an event that cannot follow on the state `before`, or on no status at all."""
    after = STATE_AFTER[kind]
    if before in FROM[kind] and (before is None or after in NEXT[StatusState][before]):
        return
    words = {"event": Kind(kind).label, "state": before.label if before else ""}
    if before is None:
        raise Refused(_("There is no observer status yet, so “%(event)s” cannot be recorded.") % words)
    raise Refused(_("The status is “%(state)s”, so “%(event)s” cannot be recorded now.") % words)


def refuse_uncited(kind, *, source, session):
    """Refuse an event that does not say by which act; an admission is an act of a session of the Council."""
    if not source.strip():
        raise Refused(_("Every event cites its act. Say where it is written."))
    if kind == Kind.ADMITTED and not session:
        raise Refused(_("Only the Council admits observers. Say at which session it did."))


def _record(event, before, by):
    observer = event.observer
    is_public = event.kind in statuses.PUBLIC_EVENTS and Observer.objects.public().filter(pk=observer.pk).exists()
    registry.record(
        f"observer.{event.kind}",
        subject=observer.reference,
        by=by,
        op="upsert" if is_public else "",
        diff={
            "status": [str(before or ""), str(STATE_AFTER[event.kind])],
            "on": ["", event.on.isoformat()],
            "source": ["", event.source],
        },
    )
