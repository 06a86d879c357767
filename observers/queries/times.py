"""Time on each side of the desk, from the turns that an application has had. The draft counts for nobody."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Sum, Value
from django.db.models.functions import Coalesce

from observers.models import Turn
from observers.queries.clock import database_now, working_days_between
from observers.states import OPEN, ApplicationState, Side

S = ApplicationState
# States that share one clock of the criteria set, and the field that says its days.
_CLOCKS = (
    ((S.SUBMITTED, S.SCREENING), "screening_days", True),
    ((S.IN_REVIEW, S.READY), "review_days", True),
    ((S.INCOMPLETE,), "answer_days", False),
    ((S.CLARIFICATION,), "answer_days", False),
)


@dataclass(frozen=True)
class Spent:
    """How long it was whose turn, since it was sent, up to now."""

    applicant: timedelta = timedelta()
    iom: timedelta = timedelta()
    council: timedelta = timedelta()


@dataclass(frozen=True)
class Stage:
    """How long a stage took where it is over: in how many applications, half of them, nine of ten."""

    state: str
    side: str
    number: int
    median: timedelta
    ninetieth: timedelta

    @property
    def label(self):
        return S(self.state).label

    @property
    def side_label(self):
        return Side(self.side).label

    @property
    def median_days(self):
        return self.median / timedelta(days=1)

    @property
    def ninetieth_days(self):
        return self.ninetieth / timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """The n-th day of a clock; `of` is None where nobody has set how many there are."""

    n: int
    of: int | None
    is_working: bool


def spent(applications):
    """{application's key: Spent} of a queryset or a list, in one statement."""
    turns = Turn.objects.filter(application__in=applications).exclude(state=S.DRAFT)
    sums = turns.values("application", "side").annotate(lasted=Sum(_lasted(database_now())))
    told = defaultdict(dict)
    for row in sums:
        told[row["application"]][row["side"]] = row["lasted"]
    return defaultdict(Spent, {key: Spent(**sides) for key, sides in told.items()})


def stages(applications):
    """Each stage in its order, with what is usual; an application that came back to one counts once, with the sum."""
    turns = Turn.objects.filter(application__in=applications, ended_at__isnull=False).exclude(state=S.DRAFT)
    sums = turns.values("application", "state", "side").annotate(lasted=Sum(F("ended_at") - F("began_at")))
    lasted = defaultdict(list)
    for row in sums:
        lasted[row["state"], row["side"]].append(row["lasted"])
    order = [str(state) for state in OPEN]
    return [
        Stage(state, side, len(found), _share(found, 0.5), _share(found, 0.9))
        for (state, side), found in sorted(lasted.items(), key=lambda one: (order.index(one[0][0]), one[0][1]))
    ]


def day_of_clock(application, turns, now):
    """Which day of the clock that runs now it is; None where none runs. `turns` are all of the application.

    While the organization answers, the clock of the review stands still; a decision of the Council begins a new one.
    """
    for states, field, is_working in _CLOCKS:
        if application.state in states:
            counted = _of_this_clock(turns, states)
            count = working_days_between if is_working else _days_between
            used = sum(count(turn.began_at, turn.ended_at or now) for turn in counted)
            return Day(max(used, 1), getattr(application.criteria_set, field), is_working)
    return None


def _of_this_clock(turns, states):
    """The turns in these states since the clock was last set to nought: sent again, or back from the Council."""
    counted = []
    for turn in sorted(turns, key=lambda turn: (turn.began_at, turn.pk), reverse=True):
        if turn.state in states:
            counted.append(turn)
        elif S.IN_REVIEW not in states or turn.state == S.DEFERRED:
            break
    return counted


def _lasted(now):
    return ExpressionWrapper(Coalesce("ended_at", Value(now)) - F("began_at"), output_field=DurationField())


def _days_between(start, end):
    return (end - start).days


def _share(durations, share):
    """The duration that this share of them stays within, between two where it falls between two."""
    ordered = sorted(durations)
    at = (len(ordered) - 1) * share
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)
