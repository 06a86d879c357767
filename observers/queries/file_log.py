"""What happened to an application, as staff may read it: never who found what, nor who has a conflict of interest."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from observers.models import Slip
from registry.models import Change, Membership, Unit

# What is not named here is told nowhere: findings, declarations, who reviews, notes.
VERBS = {
    "application.submitted": _("Sent"),
    "application.screening_began": _("Completeness check began"),
    "application.incomplete": _("Sent back: something is missing"),
    "application.complete": _("Complete: the review begins"),
    "application.questions_sent": _("Questions sent"),
    "application.answers_sent": _("Answers received"),
    "application.round_closed": _("IOM goes on without all answers"),
    "application.due_date_moved": _("Due date moved"),
    "application.opinion_asked": _("Opinion asked for"),
    "application.opinion_given": _("Opinion given"),
    "application.opinion_silent": _("No opinion came in time"),
    "application.answer_translated": _("Translation attached"),
    "application.ready": _("Both reviews are in and agree"),
    "application.review_reopened": _("The review goes on"),
    "application.recommendation_signed": _("Recommendation signed by one person"),
    "application.recommendation_returned": _("Recommendation returned"),
    "application.recommended": _("Recommended"),
    "application.on_agenda": _("On the agenda of a session"),
    "application.off_agenda": _("Taken from the agenda"),
    "application.decided": _("Outcome recorded"),
    "application.resumed": _("Taken up again after the deferral"),
    "application.withdrawn": _("Withdrawn"),
    "application.closed": _("Closed without prejudice"),
    "application.correction_asked": _("Correction of a fact asked for"),
    "application.correction_answered": _("Correction answered"),
}
# Reasons that both sides, or all of the staff, may read; a settlement or an ended review tells its own nowhere.
_REASON_TOLD = {
    "application.due_date_moved",
    "application.round_closed",
    "application.off_agenda",
    "application.closed",
}
ORGANIZATION, IOM, YOU, CLOCK = "organization", "iom", "you", "clock"
SIDES = {ORGANIZATION: _("The organization"), IOM: _("IOM"), YOU: _("You"), CLOCK: _("The clock")}


@dataclass(frozen=True)
class Event:
    at: datetime
    verb: str
    side: str
    text: str = ""

    @property
    def label(self):
        return VERBS[self.verb]

    @property
    def who(self):
        return SIDES[self.side]


def timeline(application, user):
    """Its steps, the latest first; a role in place of each name."""
    changes = list(Change.objects.about(application.reference).filter(verb__in=VERBS))
    members = set(Membership.objects.filter(organization=application.organization_id).values_list("user", flat=True))
    units = {unit.code: unit.name for unit in Unit.objects.filter(code__in=[_unit(change) for change in changes])}
    return [Event(change.at, change.verb, _side(change, user, members), _text(change, units)) for change in changes]


def slips(application):
    """Every due date that was moved, with its reason; the latest first."""
    return Slip.objects.filter(turn__application=application).order_by("-at", "-pk")


def _side(change, user, members):
    if change.by_id is None:
        return CLOCK if change.by == "clock" else ORGANIZATION
    if change.by_id == user.pk:
        return YOU
    return ORGANIZATION if change.by_id in members else IOM


def _text(change, units):
    if change.verb in _REASON_TOLD:
        return change.reason
    return units.get(_unit(change), "")


def _unit(change):
    """The code of the unit that an opinion was asked of, or nothing."""
    return change.diff["unit"][-1] if "unit" in change.diff else ""
