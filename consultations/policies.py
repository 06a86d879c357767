"""Questions about a person and a consultation. Page and button ask the same one."""

from consultations.states import ConsultationInvitationState, ReportState
from registry.roles import Permission
from registry.states import PUBLIC_STATES


def may_manage_consultations(user):
    return user.holds(Permission.MANAGE_CONSULTATIONS)


def may_publish_report(user, report):
    """A second person, not whoever sent it to review."""
    return may_manage_consultations(user) and report.state == ReportState.IN_REVIEW and report.sent_by_id != user.pk


def may_contribute(user, organization, consultation):
    """Whoever edits for an organization that is published or was invited; whether it is not too late the verb says."""
    if not user.holds_in(organization, Permission.EDIT_ORGANIZATION):
        return False
    asked = consultation.invitations.filter(organization=organization)
    return organization.state in PUBLIC_STATES or asked.exclude(state=ConsultationInvitationState.PREPARED).exists()
