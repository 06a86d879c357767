"""How an application and a finding look to staff: words, a colour and an icon, for observers/_state.html."""

from django.utils.translation import gettext as _

from observers.models import Verdict
from observers.queries.checks import CANNOT_TELL, MET, NOT_MET
from observers.states import ApplicationState

S = ApplicationState
_STATES = {
    S.DRAFT: ("", "doc"),
    S.SUBMITTED: ("info", "inbox"),
    S.SCREENING: ("info", "clipboard"),
    S.INCOMPLETE: ("warn", "warn"),
    S.IN_REVIEW: ("info", "clipboard"),
    S.CLARIFICATION: ("warn", "chat"),
    S.READY: ("info", "check"),
    S.RECOMMENDED: ("info", "check"),
    S.WITH_COUNCIL: ("info", "calendar"),
    S.DEFERRED: ("warn", "clock"),
    S.ADMITTED: ("ok", "check"),
    S.NOT_ADMITTED: ("line", "x"),
    S.WITHDRAWN: ("line", "undo"),
    S.CLOSED: ("line", "stop"),
}
_VERDICTS = {
    Verdict.MET: ("ok", "check"),
    Verdict.PARTLY: ("warn", "warn"),
    Verdict.NOT_MET: ("bad", "x"),
    Verdict.CANNOT_ASSESS: ("", "info"),
    Verdict.NOT_APPLICABLE: ("line", ""),
}


def application_look(state):
    tone, icon = _STATES[state]
    return {"tone": tone, "icon": icon, "label": S(state).label}


def verdict_look(verdict):
    tone, icon = _VERDICTS[verdict]
    return {"tone": tone, "icon": icon, "label": Verdict(verdict).label}


def outcome_look(outcome):
    """Of an automatic check: a help, in words of its own, so that nobody takes it for a finding."""
    tone, icon, label = {
        MET: ("ok", "check", _("Looks met")),
        NOT_MET: ("warn", "warn", _("Does not look met")),
        CANNOT_TELL: ("", "info", _("Cannot tell")),
    }[outcome]
    return {"tone": tone, "icon": icon, "label": label}
