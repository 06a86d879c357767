"""Who has observer status on a day. It is stored nowhere: the dated events of an observer say it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef

from observers.models import CriteriaSet, Designation, Observer, ObserverCount, StatusEvent
from observers.models.statuses import STATE_AFTER
from observers.queries.clock import database_now, day_in
from observers.states import MAY_TAKE_PART, StatusState
from registry.roles import MEMBER_PERMISSIONS, Permission

# After these an observer has no status any more.
ENDED = (StatusState.WITHDRAWN, StatusState.RESIGNED)
# What anybody may know. That a confirmation is asked for is between IOM and the organization.
PUBLIC_EVENTS = (
    StatusEvent.Kind.ADMITTED,
    StatusEvent.Kind.SUSPENDED,
    StatusEvent.Kind.REINSTATED,
    StatusEvent.Kind.WITHDRAWN,
    StatusEvent.Kind.RESIGNED,
)


@dataclass(frozen=True)
class Held:
    """An observer that has the status on a day, and the act by which its present stretch began."""

    reference: str
    kind: str
    name: str
    state: StatusState
    began: StatusEvent
    # The page in the registry, when there is one that the public may read.
    organization: str | None
    organization_name: str | None
    is_demo: bool

    @property
    def since(self):
        return self.began.on

    @property
    def session(self):
        return session_words(self.began)

    @property
    def is_suspended(self):
        return self.state == StatusState.SUSPENDED


def session_words(event):
    """The session of an event, as its source names it or as the registry knows it."""
    return event.session_name or (str(event.session) if event.session_id else "")


def today():
    """The day that it is in Geneva, where sessions are held, by the database's clock."""
    return day_in(database_now())


def states_on(day, *, observers=None):
    """{observer's key: its state on that day}, in one statement whatever their number. Before any event: not there."""
    events = StatusEvent.objects.filter(on__lte=day)
    if observers is not None:
        events = events.filter(observer__in=observers)
    last = events.order_by("observer", "-on", "-pk").distinct("observer").values_list("observer", "kind")
    return {key: STATE_AFTER[kind] for key, kind in last}


def state_of(observer, *, on=None):
    """The state on a day, by default today; None before its first event."""
    return states_on(on or today(), observers=[observer.pk]).get(observer.pk)


def latest_state(observer):
    """What its last event made of it, also where that bears a later day."""
    kind = observer.events.order_by("-on", "-pk").values_list("kind", flat=True).first()
    return STATE_AFTER[kind] if kind else None


def observers_on(day, *, kind=None, among=None, ids=None):
    """Those that have the status on that day and that the public may know, by name; one statement.

    With `among`, only these listed organizations, by their references; with `ids`, only these observers, by theirs.
    """
    known = Observer.objects.public()
    if ids is not None:
        known = known.filter(reference__in=ids)
    if kind:
        known = known.filter(kind=kind)
    if among is not None:
        known = known.filter(organization__listing__reference__in=among)
    events = (
        StatusEvent.objects.filter(on__lte=day, observer__in=known)
        .select_related("observer", "session")
        .annotate(
            listed=F("observer__organization__listing__reference"),
            listed_name=F("observer__organization__listing__name"),
        )
        .order_by("observer", "on", "pk")
    )
    told = {}
    for event in events:
        told.setdefault(event.observer_id, []).append(event)
    held = (_held(one) for one in told.values())
    return sorted((one for one in held if one), key=lambda one: (one.name.casefold(), one.reference))


def _held(events):
    """What the events of one observer, in their order, come to; None when the status has ended."""
    began = None
    for event in events:
        state = STATE_AFTER[event.kind]
        began = None if state in ENDED else began or event
    if began is None:
        return None
    observer = events[0].observer
    return Held(
        reference=observer.reference,
        kind=observer.kind,
        name=observer.name,
        state=state,
        began=began,
        organization=events[0].listed,
        organization_name=events[0].listed_name,
        is_demo=observer.is_demo,
    )


def statements_near(day, *, kind, most=4):
    """Figures that sources gave, the nearest days first; those without a day last."""
    told = list(ObserverCount.objects.filter(kind=kind))
    dated = sorted((one for one in told if one.on), key=lambda one: (abs((one.on - day).days), one.on))
    return [*dated, *sorted((one for one in told if not one.on), key=lambda one: one.count)][:most]


def has_status(organization, at):
    """Does the organization have observer status at that moment or on that day? A suspended one has it."""
    return _state(organization, at) in set(StatusState) - set(ENDED)


def may_take_part(organization, at):
    """May it send people to a session then?"""
    return _state(organization, at) in MAY_TAKE_PART


def _state(organization, at):
    day = at if isinstance(at, date) and not isinstance(at, datetime) else day_in(at)
    observer = Observer.objects.filter(organization=organization).first()
    return state_of(observer, on=day) if observer else None


def current_representatives(organization):
    """Who may represent it now: designated, not ended, and only while its status lets it take part."""
    if not may_take_part(organization, database_now()):
        return Designation.objects.none()
    open_now = Designation.objects.filter(observer__organization=organization, ended_at=None)
    return open_now.order_by("designated_at", "pk")


def with_status_among(references, *, on):
    """Which of these organizations, by their references, have observer status on a day and a listing; one statement."""
    known = Observer.objects.public().filter(organization__listing__reference__in=references)
    last = (
        StatusEvent.objects.filter(on__lte=on, observer__in=known)
        .order_by("observer", "-on", "-pk")
        .distinct("observer")
        .values_list("observer__organization__reference", "kind")
    )
    return {reference for reference, kind in last if STATE_AFTER[kind] not in ENDED}


def organizations_with(states, *, on):
    """The keys of the organizations whose observer has one of these states on a day; two statements."""
    known = dict(Observer.objects.public().exclude(organization=None).values_list("pk", "organization"))
    held = states_on(on, observers=known)
    return {known[key] for key, state in held.items() if state in states}


def rule(observer, field):
    """A clock or a limit for this observer: of the criteria it was admitted by, else of those in force; or None."""
    admission = (
        observer.events.filter(kind=StatusEvent.Kind.ADMITTED, decision__isnull=False)
        .select_related("decision__application__criteria_set")
        .order_by("-on", "-pk")
        .first()
    )
    own = admission.decision.application.criteria_set if admission else None
    for criteria in (own, CriteriaSet.objects.live()):
        if criteria is not None and getattr(criteria, field) is not None:
            return getattr(criteria, field)
    return None


def correspondent(observer):
    """Who is written to for the observer: whoever its application named, else who may sign, else who keeps the team."""
    if observer.organization_id is None:
        return None
    roles = [role for role, holds in MEMBER_PERMISSIONS.items() if Permission.SEND_APPLICATION in holds]
    members = observer.organization.memberships.filter(left_at=None, user__is_active=True, role__in=roles)
    named = observer.organization.applications.filter(correspondent=OuterRef("user"))
    membership = members.annotate(is_named=Exists(named)).select_related("user").order_by("-is_named", "joined_at")
    first = membership.first()
    return first.user if first else None
