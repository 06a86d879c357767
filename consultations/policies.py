"""Questions about a person and a consultation. Page and button ask the same one."""

from registry.roles import Permission
from registry.states import PUBLIC_STATES


def may_manage_consultations(user):
    return user.holds(Permission.MANAGE_CONSULTATIONS)


def may_propose_topics(user, organization):
    """As a member who writes for a published organization; whether topics are collected now, the verb says."""
    return organization.state in PUBLIC_STATES and user.holds_in(organization, Permission.EDIT_ORGANIZATION)
