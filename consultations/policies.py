"""Questions about a person and a consultation. Page and button ask the same one."""

from consultations.models import ConsultationDocument
from consultations.states import UNDER_WAY, ConsultationInvitationState, RecommendationState, ReportState
from registry.roles import Permission
from registry.states import PUBLIC_STATES

R = RecommendationState


def may_manage_consultations(user):
    return user.holds(Permission.MANAGE_CONSULTATIONS)


def may_propose_topics(user, organization):
    """As a member who writes for a published organization; whether topics are collected now, the verb says."""
    return organization.state in PUBLIC_STATES and user.holds_in(organization, Permission.EDIT_ORGANIZATION)


def is_participant(user, consultation):
    """As a member of an organization that accepted the invitation, or for which somebody is registered."""
    if not user.is_authenticated or not user.is_active:
        return False
    mine = {"organization__in": user.memberships.filter(left_at=None).values("organization")}
    accepted = consultation.invitations.filter(state=ConsultationInvitationState.ACCEPTED, **mine)
    return accepted.exists() or consultation.registrations.live().filter(**mine).exists()


def may_read_document(user, document):
    """What is for everybody, and what is for participants by who takes part. Staff have a door of their own."""
    return document.audience == ConsultationDocument.Audience.PUBLIC or is_participant(user, document.consultation)


def may_publish_report(user, report):
    """A second person, not whoever sent it to review."""
    return may_manage_consultations(user) and report.state == ReportState.IN_REVIEW and report.sent_by_id != user.pk


def may_contribute(user, organization, consultation):
    """Whoever edits for an organization that is published or was invited; whether it is not too late the verb says."""
    if not user.holds_in(organization, Permission.EDIT_ORGANIZATION):
        return False
    asked = consultation.invitations.filter(organization=organization)
    return organization.state in PUBLIC_STATES or asked.exclude(state=ConsultationInvitationState.PREPARED).exists()


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


def may_take_part(user, organization):
    """Answer its invitations and name who comes: its administrators and editors."""
    return user.holds_in(organization, Permission.TAKE_PART)


def may_read_registrations(user):
    """Who comes, what each needs and agreed to: the organizers alone, for these are facts about people."""
    return user.holds(Permission.MANAGE_CONSULTATIONS)
