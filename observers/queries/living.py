"""How a status is lived: what is due, who represents the observer, and what it is asked to confirm."""

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from observers.models import (
    ChangeNotice,
    Confirmation,
    CouncilSession,
    Observer,
    Participation,
    Suspension,
)
from observers.queries import statuses
from observers.states import MAY_TAKE_PART, ConfirmationState, StatusState
from registry.queries.records import partnerships
from registry.states import PartnershipState


@dataclass
class Life:
    """Everything that is open about one observer."""

    state: StatusState | None
    confirmation: Confirmation | None = None
    suspension: Suspension | None = None
    designations: list = field(default_factory=list)
    former_designations: list = field(default_factory=list)
    nominations: list = field(default_factory=list)
    sessions: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    past_suspensions: list = field(default_factory=list)

    @property
    def may_take_part(self):
        return self.state in MAY_TAKE_PART

    @property
    def has_status(self):
        return self.state is not None and self.state not in statuses.ENDED


def life_of(observer):
    designations = list(observer.designations.order_by("designated_at", "pk"))
    suspensions = list(observer.suspensions.order_by("-notified_at"))
    state = statuses.state_of(observer)
    takes_part = state in MAY_TAKE_PART
    return Life(
        state=state,
        confirmation=observer.confirmations.exclude(state=ConfirmationState.ACCEPTED).first(),
        suspension=next((one for one in suspensions if one.ended_at is None), None),
        designations=[one for one in designations if one.ended_at is None],
        former_designations=[one for one in designations if one.ended_at],
        nominations=list(
            Participation.objects.filter(designation__observer=observer, withdrawn_at=None)
            .select_related("session", "designation")
            .order_by("-session__starts_on", "pk")
        ),
        sessions=list(sessions_to_come()) if takes_part else [],
        notices=list(observer.notices.select_related("document").order_by("-sent_at")),
        past_suspensions=[one for one in suspensions if one.ended_at],
    )


def sessions_to_come():
    """Of the Council and of the Dialogue, the nearest first; one that goes on is among them."""
    return CouncilSession.objects.filter(ends_on__gte=statuses.today()).order_by("starts_on", "pk")


def record_of(organization):
    """[(what, how it stands in the registry)]: what an observer is asked to confirm."""
    head = organization.contacts.filter(role="head", ends_on=None).first()
    names = [name.text for name in organization.names.all() if not name.is_primary and name.kind != "former"]
    country = organization.hq_country.name if organization.hq_country_id else ""
    return [
        (_("Name"), organization.name),
        (_("Other names"), ", ".join(names)),
        (_("Head of the organization"), head.name if head else ""),
        (_("Head office"), ", ".join(part for part in (organization.hq_city, country) if part)),
        (_("Type"), ", ".join(type_.name for type_ in organization.types.all())),
        (_("Website"), organization.website),
    ]


def activities_of(organization, said):
    """What the registry holds of work with IOM, in words, with what the observer has said of each; right until then."""
    known = {activity["reference"]: activity["is_right"] for activity in said}
    held = [one for one in partnerships(organization) if one.state != PartnershipState.REJECTED]
    return [
        {"reference": one.reference, "words": _words(one), "is_right": known.get(one.reference, True)} for one in held
    ]


def _words(partnership):
    first, last = partnership.period.lower, partnership.period.upper
    since = _("since %(year)s") % {"year": first.year} if first and not last else ""
    until = _("%(first)s to %(last)s") % {"first": first.year, "last": last.year} if first and last else ""
    parts = [partnership.role.name, partnership.area.name, partnership.country.name, since or until]
    return ", ".join(str(part) for part in parts if part)


def staff_rows(user):
    """Every observer that this person may know of, with its state today and what waits for somebody."""
    waiting = Q(confirmations__state=ConfirmationState.SENT)
    observers = (
        Observer.objects.visible_to(user)
        .annotate(
            to_look_at=Count("confirmations", filter=waiting, distinct=True),
            open_notices=Count("notices", filter=Q(notices__effect=""), distinct=True),
            open_suspensions=Count("suspensions", filter=Q(suspensions__ended_at=None), distinct=True),
        )
        .order_by("name", "pk")
    )
    states = statuses.states_on(statuses.today())
    confirmed = dict(
        Observer.objects.filter(events__kind="confirmed")
        .order_by("pk", "-events__on")
        .distinct("pk")
        .values_list("pk", "events__on")
    )
    return [{"observer": one, "state": states.get(one.pk), "confirmed_on": confirmed.get(one.pk)} for one in observers]


def waiting_for_staff(user):
    """How much waits for somebody at IOM: confirmations with changes, notices, replies to notices of suspension."""
    known = Observer.objects.visible_to(user)
    return (
        Confirmation.objects.filter(observer__in=known, state=ConfirmationState.SENT).count()
        + ChangeNotice.objects.filter(observer__in=known, effect="").count()
        + Suspension.objects.filter(observer__in=known, ended_at=None, replied_at__isnull=False).count()
    )


def attendance_of(session, user):
    """Everybody who is nominated for a session by an observer that this person may know of, by observer and name.

    Without those whose observer may not take part on the day of the session, or today when that comes first.
    """
    known = Observer.objects.visible_to(user)
    states = statuses.states_on(min(statuses.today(), session.starts_on))
    taking_part = [key for key, state in states.items() if state in MAY_TAKE_PART]
    return (
        Participation.objects.filter(session=session, withdrawn_at=None, designation__observer__in=known)
        .filter(designation__observer__in=taking_part)
        .select_related("designation__observer__organization")
        .order_by("designation__observer__name", "designation__name", "pk")
    )
