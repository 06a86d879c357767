"""Questions about a person and a consultation. Page and button ask the same one."""

from registry.roles import Permission


def may_manage_consultations(user):
    return user.holds(Permission.MANAGE_CONSULTATIONS)
