"""Questions about a person and a consultation. Page and button ask the same one."""

from consultations.states import ReportState
from registry.roles import Permission


def may_manage_consultations(user):
    return user.holds(Permission.MANAGE_CONSULTATIONS)


def may_publish_report(user, report):
    """A second person, not whoever sent it to review."""
    return may_manage_consultations(user) and report.state == ReportState.IN_REVIEW and report.sent_by_id != user.pk
