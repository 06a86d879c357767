"""Questions about a person and a consultation. Page and button ask the same one."""

from registry.roles import Permission


def may_manage_consultations(user):
    return user.holds(Permission.MANAGE_CONSULTATIONS)


def may_take_part(user, organization):
    """Answer its invitations and name who comes: its administrators and editors."""
    return user.holds_in(organization, Permission.TAKE_PART)


def may_read_registrations(user):
    """Who comes, what each needs and agreed to: the organizers alone, for these are facts about people."""
    return user.holds(Permission.MANAGE_CONSULTATIONS)
