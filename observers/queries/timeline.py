"""The way of an application as its organization is told it: stages, whose turn, until when, why a date moved.

Steps inside IOM that share a stage are one stretch: neither their number nor their dates tell what was recommended.
"""

from dataclasses import dataclass, field
from datetime import datetime

from observers.models import Turn
from observers.queries.times import spent
from observers.states import OPEN, STAGES, ApplicationState, Side

S = ApplicationState
# The road from the draft to the Council, and the states in which it is at each step.
_ROAD = (
    ("prepare", S.DRAFT, (S.DRAFT,)),
    ("screening", S.SCREENING, (S.SUBMITTED, S.SCREENING, S.INCOMPLETE)),
    ("review", S.IN_REVIEW, (S.IN_REVIEW, S.CLARIFICATION, S.READY, S.RECOMMENDED)),
    ("council", S.WITH_COUNCIL, (S.WITH_COUNCIL, S.DEFERRED)),
)
# Of what lies between the review and the Council, the date is that of the review.
_INSIDE = (S.READY, S.RECOMMENDED)


@dataclass
class Stretch:
    """Time in one stage on one side; `ended_at` is empty while it lasts."""

    label: str
    side: str
    began_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    slips: list = field(default_factory=list)
    # Why it came there, where both sides read it.
    reasons: list = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """`place` is done, now or next; `detail` says what lasts now where that has another name than the step."""

    code: str
    label: str
    place: str
    detail: str = ""
    side: str = ""
    due_at: datetime | None = None


def current_turn(application):
    """The turn that lasts now; None when the application is over."""
    return application.turns.filter(ended_at=None).first()


def stretches(application):
    """Its stages in the order of time, each with the dates that were moved."""
    told = []
    turns = Turn.objects.filter(application=application).prefetch_related("slips").order_by("began_at", "pk")
    for turn in turns:
        label, slips = STAGES[turn.state], sorted(turn.slips.all(), key=lambda slip: slip.at)
        if told and (told[-1].label, told[-1].side) == (label, turn.side):
            told[-1].ended_at = turn.ended_at
            told[-1].slips += slips
            if turn.state not in _INSIDE:
                told[-1].due_at = turn.due_at
        else:
            told.append(Stretch(label, turn.side, turn.began_at, turn.ended_at, turn.due_at, slips))
        told[-1].reasons += [turn.reason] if turn.reason else []
    return told


def road(application):
    """The four steps to the Council's decision; nothing once it is over."""
    if application.state not in OPEN:
        return []
    at = next(n for n, (_code, _stage, states) in enumerate(_ROAD) if application.state in states)
    current = stretches(application)[-1]
    return [
        Step(code, STAGES[stage], "now", _detail(current, stage), current.side, current.due_at)
        if n == at
        else Step(code, STAGES[stage], "done" if n < at else "next")
        for n, (code, stage, _states) in enumerate(_ROAD)
    ]


def _detail(current, stage):
    return "" if current.label == STAGES[stage] else current.label


def time_on_each_side(application):
    """{side: how long it was its turn since the application was sent}."""
    told = spent([application.pk])[application.pk]
    return {Side.APPLICANT: told.applicant, Side.IOM: told.iom, Side.COUNCIL: told.council}
