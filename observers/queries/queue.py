"""The staff's list of applications: by stage and session, with whose turn it is and what is late."""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils.translation import pgettext_lazy

from observers.models import Application, Conflict, CouncilSession, Recommendation, Review, Turn
from observers.queries.clock import database_now
from observers.queries.times import day_of_clock, spent
from observers.states import OPEN, ApplicationState, ReviewState
from registry.matching import fold
from registry.models import OrganizationName
from registry.roles import Permission

S = ApplicationState
GROUPS = {
    "completeness": (pgettext_lazy("queue", "Completeness check"), (S.SUBMITTED, S.SCREENING)),
    "review": (pgettext_lazy("queue", "Under review"), (S.IN_REVIEW, S.READY)),
    "waiting": (pgettext_lazy("queue", "With the organization"), (S.INCOMPLETE, S.CLARIFICATION)),
    "council": (pgettext_lazy("queue", "On the way to the Council"), (S.RECOMMENDED, S.WITH_COUNCIL, S.DEFERRED)),
    "over": (pgettext_lazy("queue", "Over"), (S.ADMITTED, S.NOT_ADMITTED, S.WITHDRAWN, S.CLOSED)),
}


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; empty: everything that is open."""

    group: str = ""
    session: str = ""
    is_mine: bool = False
    is_late: bool = False
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One application as the list shows it."""

    application: Application
    group: str
    turn: Turn | None
    is_late: bool
    age_days: int
    day: object
    spent: object
    mine: str
    has_declared: bool


def queue(user, wanted):
    """The applications that she may know of, in the order of the list; the next due first in each group."""
    now = database_now()
    open_turn = Turn.objects.filter(application=OuterRef("pk"), ended_at=None)
    found = Application.objects.open_to_staff(user).annotate(
        group_order=Case(
            *(When(state__in=states, then=Value(at)) for at, (_label, states) in enumerate(GROUPS.values())),
            output_field=IntegerField(),
        ),
        due_at=Subquery(open_turn.values("due_at")[:1]),
    )
    found = found.filter(state__in=GROUPS[wanted.group][1] if wanted.group else OPEN)
    if wanted.session:
        found = found.filter(session__reference=wanted.session)
    if wanted.is_mine:
        found = found.filter(_mine(user))
    if wanted.is_late:
        found = found.filter(due_at__lt=now)
    if wanted.words:
        found = found.filter(_named(wanted.words))
    return found.order_by("group_order", F("due_at").asc(nulls_last=True), "submitted_at", "pk")


def lines(applications, user):
    """What the list shows of one page of applications, in a fixed number of queries."""
    now = database_now()
    reviews = Review.objects.filter(reviewer=user).exclude(state=ReviewState.ENDED)
    applications = list(
        applications.select_related("organization", "criteria_set", "session", "lead").prefetch_related(
            "organization__names",
            "turns",
            Prefetch("reviews", reviews, to_attr="my_reviews"),
            Prefetch("conflicts", Conflict.objects.filter(user=user), to_attr="my_declarations"),
            Prefetch("recommendations", Recommendation.objects.filter(returned_at=None), to_attr="standing"),
        )
    )
    times = spent([application.pk for application in applications])
    return [_line(application, user, times[application.pk], now) for application in applications]


def counts(user):
    """How many applications stand in each group: {group: number}."""
    rows = Application.objects.open_to_staff(user).values("state").annotate(n=Count("pk"))
    by_state = {row["state"]: row["n"] for row in rows.order_by()}
    return {name: sum(by_state.get(state, 0) for state in states) for name, (_label, states) in GROUPS.items()}


def sessions_of(user):
    """The sessions that these applications aim at, the next first."""
    files = Application.objects.open_to_staff(user).filter(session=OuterRef("pk"))
    return CouncilSession.objects.filter(Exists(files)).order_by("-starts_on", "pk")


def waiting_for(user):
    """How many applications wait for her, for the menu."""
    return queue(user, Wanted(is_mine=True)).filter(state__in=OPEN).count()


def _line(application, user, times, now):
    turns = list(application.turns.all())
    turn = next((turn for turn in turns if turn.ended_at is None), None)
    return Line(
        application=application,
        group=next(name for name, (_label, states) in GROUPS.items() if application.state in states),
        turn=turn,
        is_late=bool(turn and turn.due_at and turn.due_at < now),
        age_days=((application.closed_at or now) - application.submitted_at).days,
        day=day_of_clock(application, turns, now),
        spent=times,
        mine=_part(application, user),
        has_declared=any(one.says == "none" for one in application.my_declarations),
    )


def _part(application, user):
    """What she has to do with it: "review", "sign", "lead" or nothing."""
    reviews = [review for review in application.my_reviews if review.cycle == application.cycle]
    if any(review.state != ReviewState.HANDED_IN for review in reviews):
        return "review"
    if application.state == S.READY and any(one.signed_by_id != user.pk for one in application.standing):
        return "sign"
    return "lead" if application.lead_id == user.pk else ""


def _mine(user):
    """Led by her, reviewed by her and not handed in yet, or waiting for a second signature that could be hers."""
    to_review = Review.objects.filter(
        application=OuterRef("pk"),
        cycle=OuterRef("cycle"),
        reviewer=user,
        state__in=[ReviewState.ASSIGNED, ReviewState.OPEN],
    )
    mine = Q(lead=user) | Exists(to_review)
    if user.holds(Permission.RECOMMEND):
        to_sign = Recommendation.objects.filter(application=OuterRef("pk"), agreed_at=None, returned_at=None)
        mine |= Q(state=S.READY) & Exists(to_sign.exclude(signed_by=user))
    return mine


def _named(words):
    names = OrganizationName.objects.filter(organization=OuterRef("organization"), folded__contains=fold(words))
    return Q(reference__iexact=words.strip()) | Exists(names)
