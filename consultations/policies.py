"""Questions about a person and a consultation. Page and button ask the same one."""

from consultations.states import UNDER_WAY, RecommendationState
from registry.roles import Permission

R = RecommendationState


def may_manage_consultations(user):
    return user.holds(Permission.MANAGE_CONSULTATIONS)


def may_answer_recommendation(user, recommendation):
    """Who works in the unit that is asked, and the organizers for it."""
    is_asked = recommendation.state == R.ASSIGNED or recommendation.state in UNDER_WAY
    return is_asked and recommendation.unit_id is not None and _speaks_for_unit(user, recommendation)


def may_report_for_iom(user, recommendation):
    return recommendation.state in UNDER_WAY and _speaks_for_unit(user, recommendation)


def may_close_recommendation(user, recommendation):
    """Who looks at the evidence: the unit, or the organizers."""
    return recommendation.state == R.IN_PROGRESS and _speaks_for_unit(user, recommendation)


def may_read_evidence(user, recommendation):
    """A document that an organization shows: whoever decides whether it is done opens it."""
    return _speaks_for_unit(user, recommendation)


def may_act_for(user, organization):
    """As one of its members: report what it did, follow a recommendation."""
    return user.holds_in(organization, Permission.EDIT_ORGANIZATION)


def may_write_notes(user, note):
    return note.written_by_id == user.pk


def _speaks_for_unit(user, recommendation):
    units = {assignment.unit_id for assignment in user.current_assignments()} - {None}
    return recommendation.unit_id in units or may_manage_consultations(user)
