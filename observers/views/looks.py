"""How an application and a finding look to staff: words, a colour and an icon, for observers/_state.html."""

from django.utils.translation import gettext as _

from observers.looks import LOOKS
from observers.models import Verdict
from observers.queries.checks import CANNOT_TELL, MET, NOT_MET
from observers.states import ApplicationState

S = ApplicationState


def application_look(state):
    tone, icon = LOOKS["application", str(state)]
    return {"tone": tone, "icon": icon, "label": S(state).label}


def verdict_look(verdict):
    tone, icon = LOOKS["finding", str(verdict)]
    return {"tone": tone, "icon": icon, "label": Verdict(verdict).label}


def outcome_look(outcome):
    """Of an automatic check: a help, in words of its own, so that nobody takes it for a finding."""
    tone, icon, label = {
        MET: ("ok", "check", _("Looks met")),
        NOT_MET: ("warn", "warn", _("Does not look met")),
        CANNOT_TELL: ("", "info", _("Cannot tell")),
    }[outcome]
    return {"tone": tone, "icon": icon, "label": label}


def decision_look(decision):
    """An outcome looks like the state that it leads to."""
    tone, icon = LOOKS["application", str(decision.outcome)]
    return {"tone": tone, "icon": icon, "label": decision.get_outcome_display()}


def found_row(one):
    """What both found on one criterion, side by side, and what stands."""
    return {
        "criterion": one.criterion,
        "findings": [{"finding": finding, "look": verdict_look(finding.verdict)} for finding in one.findings],
        "settlement": one.settlement,
        "look": verdict_look(one.verdict) if one.verdict else None,
    }
