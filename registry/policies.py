"""Questions about a person and a thing, answered yes or no. Page, button and API ask the same one."""

from datetime import timedelta

from registry.roles import PERMISSIONS, Permission

# For so long whoever may merge may also undo; later the records are parted on request, by a data steward.
MERGES_ARE_UNDONE_FOR = timedelta(days=30)
# What was done to many things at once can be taken back for so long.
BATCHES_ARE_UNDONE_FOR = timedelta(hours=24)


def may_read_staff_pages(user):
    return user.is_authenticated and user.holds(Permission.READ_STAFF_PAGES)


def may_work_at_the_desk(user):
    """Whoever decides anything of what waits there."""
    return any(
        user.holds(permission)
        for permission in (
            Permission.EDIT_ORGANIZATION,
            Permission.PUBLISH_ORGANIZATION,
            Permission.MANAGE_MEMBERS,
            Permission.MARK_AT_RISK,
        )
    ) or may_approve_import(user)


def may_add_organization(user):
    return user.holds(Permission.EDIT_ORGANIZATION)


def may_edit_organization(user, organization):
    return user.holds(Permission.EDIT_ORGANIZATION, countries=_scope(organization))


def may_edit_own_record(user, organization):
    """As one of its members: what is theirs to say goes into the record, or becomes a proposal."""
    return user.holds_in(organization, Permission.EDIT_ORGANIZATION)


def may_edit_own_contacts(user, organization):
    return may_edit_own_record(user, organization) and user.holds_in(organization, Permission.READ_CONTACTS)


def may_read_own_contacts(user, organization):
    return user.holds_in(organization, Permission.READ_CONTACTS)


def may_run_refreshes(user):
    """Ask organizations whether their record is right; whom she may ask hangs on her countries (queries.refreshes)."""
    return user.holds(Permission.RUN_REFRESHES)


def may_steer_refresh(user, campaign):
    """Start, pause and end it: who made it, and who answers for every country."""
    return may_run_refreshes(user) and (
        campaign.made_by_id == user.pk or user.holds_everywhere(Permission.RUN_REFRESHES)
    )


def may_decide_proposals(user):
    return user.holds(Permission.EDIT_ORGANIZATION)


def may_decide_proposal(user, proposal):
    """Whoever keeps the record, but never the person who proposed it."""
    return may_edit_organization(user, proposal.organization) and proposal.proposer != user


def may_answer_disputes(user):
    return user.holds(Permission.EDIT_ORGANIZATION)


def may_answer_dispute(user, dispute):
    """Whoever keeps the record, but never the person who disputed it."""
    return may_edit_organization(user, dispute.partnership.organization) and dispute.made_by_id != user.pk


def may_publish_organization(user, organization):
    return user.holds(Permission.PUBLISH_ORGANIZATION, countries=_scope(organization))


def may_mark_at_risk(user, organization):
    # Any curator, wherever she works: in danger, minutes count.
    return user.holds(Permission.MARK_AT_RISK)


def may_read_contacts(user, organization):
    return user.holds(Permission.READ_CONTACTS, countries=_scope(organization)) or user.holds_in(
        organization, Permission.READ_CONTACTS
    )


def may_edit_contacts(user, organization):
    return may_edit_organization(user, organization) and may_read_contacts(user, organization)


def may_read_notes(user, organization):
    """Who answers for the record reads and writes what staff noted of it."""
    return may_edit_organization(user, organization)


def may_read_documents(user, organization):
    """Evidence is read by who works with it, and each reading is noted."""
    return user.holds(Permission.READ_DOCUMENTS, countries=_scope(organization))


def may_file_document(user, organization):
    return may_edit_organization(user, organization) and may_read_documents(user, organization)


def may_read_history(user, organization):
    return user.holds(Permission.READ_HISTORY)


def may_read_audit(user):
    """Everything at once, also what colleagues may not know of each other: for auditors without a limit of countries.

    An organization at risk is left out of it for whoever may not know of it (queries.audit).
    """
    return user.holds_everywhere(Permission.READ_AUDIT)


def may_restore_field(user, organization):
    return may_edit_organization(user, organization) and may_read_history(user, organization)


def may_manage_members(user, organization):
    return user.holds(Permission.MANAGE_MEMBERS, countries=_scope(organization)) or user.holds_in(
        organization, Permission.MANAGE_MEMBERS
    )


def may_read_members(user, organization):
    """Every member sees with whom she works; staff, who may write to them."""
    return (
        may_read_contacts(user, organization)
        or may_manage_members(user, organization)
        or any(membership.organization_id == organization.pk for membership in user.current_memberships())
    )


def may_decide_pair(user, pair):
    """Who keeps one of the two records. That she may know of both, `visible_pairs` has seen to."""
    return may_edit_organization(user, pair.first) or may_edit_organization(user, pair.second)


def may_read_issues(user):
    """Who keeps records sees what looks unlikely in them. Which ones, `visible_issues` says."""
    return user.holds(Permission.EDIT_ORGANIZATION)


def may_mute_issue(user, issue):
    return may_edit_organization(user, issue.organization)


def may_read_matches(user):
    """At all, and never because of another function. Which ones, `visible_matches` says."""
    return user.holds(Permission.JUDGE_MATCHES)


def may_judge_match(user, match):
    return user.holds(Permission.JUDGE_MATCHES, countries=_scope(match.organization))


def may_load_watch_list(user):
    """It changes matches in every country, so a limit of countries keeps her out."""
    return user.holds_everywhere(Permission.JUDGE_MATCHES)


def may_decide_claims(user):
    return user.holds(Permission.MANAGE_MEMBERS)


def may_decide_claim(user, claim):
    """Who may let others in may let her in: staff who answer for the organization, and its administrators."""
    return claim.person_id != user.pk and may_manage_members(user, claim.organization)


def may_bulk_edit(user):
    """At all; each record asks for itself whether it may be changed."""
    return user.holds(Permission.EDIT_ORGANIZATION)


def may_import(user):
    """Only without a limit of countries: a file names whom it likes, also organizations in danger elsewhere."""
    return user.holds_everywhere(Permission.IMPORT_INVENTORY)


def may_approve_import(user):
    return user.holds_everywhere(Permission.APPROVE_IMPORT)


def may_keep_sources(user):
    """Whoever may let an import in may say where imports come from by themselves."""
    return may_approve_import(user)


def may_merge(user):
    """At all; which two records is another question."""
    return user.holds(Permission.EDIT_ORGANIZATION)


def may_merge_records(user, first, second):
    return may_edit_organization(user, first) and may_edit_organization(user, second)


def may_confirm_merge(user, merge):
    """The second person: never the one who proposed it."""
    return may_merge_records(user, merge.winner, merge.loser) and user.pk != merge.proposed_by_id


def may_undo_merge(user, merge, *, at):
    if not may_merge_records(user, merge.winner, merge.loser):
        return False
    is_recent = merge.confirmed_at is None or at <= merge.confirmed_at + MERGES_ARE_UNDONE_FOR
    return is_recent or user.holds(Permission.UNDO_OLD_MERGES, countries=_scope(merge.winner))


def may_manage_programmes(user):
    """Write what a programme is. It concerns many countries, so a limit of countries keeps her out."""
    return user.holds_everywhere(Permission.EDIT_ORGANIZATION)


def may_manage_editions(user):
    """Make an edition of the inventory and publish it: what is quoted from then on."""
    return user.holds(Permission.MANAGE_EDITIONS)


def may_decide_lesson(user, lesson):
    """Whoever keeps the record of who contributed it, but not that person; what IOM put there, who keeps programmes."""
    if lesson.organization is None:
        return may_manage_programmes(user)
    return may_edit_organization(user, lesson.organization) and lesson.proposed_by_id != user.pk


def may_manage_units(user):
    """Close a part of IOM. What hangs on it may lie in any country, and may be in danger there."""
    return user.holds_everywhere(Permission.EDIT_ORGANIZATION)


def may_manage_clients(user):
    """Without a limit of countries: a system may be let read of all."""
    return user.holds_everywhere(Permission.MANAGE_CLIENTS)


def may_answer_client(user, client):
    """Give it the partner profile or not: never to a system of one's own."""
    return may_manage_clients(user) and client.owner_id != user.pk


def may_keep_client(user, client):
    """Say what it is, and have keys made: its owner alone, for nobody else may see one."""
    return client.owner_id == user.pk


def may_end_client(user, client):
    """Revoke its keys, or shut it out."""
    return may_keep_client(user, client) or may_manage_clients(user)


def may_tend_webhooks(user, client):
    """Try, stop and remove where it is told of changes. Its secrets only its owner makes."""
    return may_end_client(user, client)


def may_manage_jobs(user):
    return user.holds(Permission.MANAGE_JOBS)


def may_read_counts_of_jobs(user):
    """How many a run found or changed: records that not everybody may know of are among them."""
    return user.holds_everywhere(Permission.READ_AT_RISK)


def may_stop_job(user, job):
    """Stop or retry: who keeps the jobs, and who asked for this one."""
    return may_manage_jobs(user) or (may_read_staff_pages(user) and job.asked_by_id == user.pk)


def may_read_held_rows(user, job):
    """What a job holds for a person. Rows of an import are its file, contacts included: for who may read files."""
    return may_stop_job(user, job) and (may_import(user) or not job.kind.startswith("import."))


def may_manage_staff(user):
    return user.holds(Permission.MANAGE_STAFF)


def may_give_function(user, countries):
    """A function for these countries, or for everywhere when there are none: never more than she has herself."""
    scopes = [
        set(a.countries) for a in user.current_assignments() if Permission.MANAGE_STAFF in PERMISSIONS[a.function]
    ]
    return user.is_active and any(not scope or (countries and set(countries) <= scope) for scope in scopes)


def may_manage_person(user, person):
    """Close the account or end the functions of somebody, all of whose functions she could have given."""
    return may_manage_staff(user) and all(
        may_give_function(user, assignment.countries) for assignment in person.current_assignments()
    )


def may_change_view(user, view):
    """Rename, share, delete. Who may see it, `views_for` has seen to."""
    return view.owner_id == user.pk


def may_read_messages(user):
    return user.holds(Permission.READ_MESSAGES)


def may_retry_messages(user):
    return user.holds(Permission.RETRY_MESSAGES)


def _scope(organization):
    """The countries by which an assignment covers an organization; a record without any belongs to everybody."""
    return organization.countries_of_work() or None
