"""Questions about a person and a thing, answered yes or no. Page, button and API ask the same one."""

from registry.roles import Permission


def may_read_staff_pages(user):
    return user.is_authenticated and user.holds(Permission.READ_STAFF_PAGES)


def may_add_organization(user):
    return user.holds(Permission.EDIT_ORGANIZATION)


def may_edit_organization(user, organization):
    return user.holds(Permission.EDIT_ORGANIZATION, countries=_scope(organization))


def may_publish_organization(user, organization):
    return user.holds(Permission.PUBLISH_ORGANIZATION, countries=_scope(organization))


def may_mark_at_risk(user, organization):
    # Any curator, wherever she works: in danger, minutes count.
    return user.holds(Permission.MARK_AT_RISK)


def may_read_contacts(user, organization):
    return user.holds(Permission.READ_CONTACTS, countries=_scope(organization)) or user.holds_in(
        organization, Permission.READ_CONTACTS
    )


def may_read_history(user, organization):
    return user.holds(Permission.READ_HISTORY)


def may_manage_members(user, organization):
    return user.holds(Permission.MANAGE_MEMBERS, countries=_scope(organization)) or user.holds_in(
        organization, Permission.MANAGE_MEMBERS
    )


def may_import(user):
    return user.holds(Permission.IMPORT_INVENTORY)


def may_approve_import(user):
    return user.holds(Permission.APPROVE_IMPORT)


def may_manage_jobs(user):
    return user.holds(Permission.MANAGE_JOBS)


def may_manage_staff(user):
    return user.holds(Permission.MANAGE_STAFF)


def may_read_messages(user):
    return user.holds(Permission.READ_MESSAGES)


def _scope(organization):
    """The countries by which an assignment covers an organization; a record without any belongs to everybody."""
    return organization.countries_of_work() or None
