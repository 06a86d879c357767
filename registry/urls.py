"""Every page of the registry. `GET` looks, `POST` acts; each act has its own address and name."""

from django.urls import path

from registry.views import (
    accounts,
    audit,
    claims,
    contacts,
    directory,
    documents,
    duplicates,
    facts,
    gaps,
    history,
    import_rows,
    imports,
    jobs,
    joining,
    links,
    members,
    merges,
    messages,
    missions,
    notes,
    organizations,
    own_contacts,
    own_documents,
    own_records,
    pages,
    partnerships,
    people,
    proposals,
    statistics,
)

app_name = "registry"

urlpatterns = [
    # For everybody
    path("", pages.home, name="home"),
    path("organizations/", directory.organization_list, name="organization-list"),
    path("organizations/organizations.csv", directory.organization_csv, name="organization-csv"),
    path("organizations/<str:reference>/", directory.organization_detail, name="organization-detail"),
    path("statistics/", statistics.statistics_page, name="statistics"),
    path("statistics/statistics.csv", statistics.statistics_csv, name="statistics-csv"),
    path("levels/", pages.levels, name="levels"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("invitations/<str:token>/", people.invitation, name="invitation-detail"),
    path("invitations/<str:token>/accept/", people.accept_invitation, name="invitation-accept"),
    path("register/", joining.search, name="register"),
    path("register/new/", joining.new, name="register-new"),
    path("register/proof/<str:token>/", joining.proof, name="claim-proof"),
    path("register/proof/<str:token>/confirm/", joining.prove, name="claim-prove"),
    path("register/<str:reference>/claim/", joining.claim, name="register-claim"),
    # For staff
    path("staff/", pages.staff_home, name="staff-home"),
    # staff: organizations
    path("staff/organizations/", organizations.organization_list, name="staff-organizations"),
    path("staff/organizations/new/", organizations.new, name="organization-new"),
    path("staff/organizations/<str:reference>/", organizations.edit, name="organization-edit"),
    path("staff/organizations/<str:reference>/history/", history.history, name="organization-history"),
    path(
        "staff/organizations/<str:reference>/history/<int:first>..<int:second>/",
        history.compare,
        name="organization-compare",
    ),
    path(
        "staff/organizations/<str:reference>/history/<int:number>/restore/<slug:field>/",
        history.restore,
        name="organization-restore",
    ),
    path("staff/organizations/<str:reference>/publish/", organizations.publish, name="organization-publish"),
    path("staff/organizations/<str:reference>/review/", organizations.review, name="organization-review"),
    path("staff/organizations/<str:reference>/archive/", organizations.archive, name="organization-archive"),
    path("staff/organizations/<str:reference>/dormant/", organizations.make_dormant, name="organization-dormant"),
    path("staff/organizations/<str:reference>/verify/", organizations.verify, name="organization-verify"),
    path("staff/organizations/<str:reference>/at-risk/", organizations.mark_at_risk, name="organization-at-risk"),
    path(
        "staff/organizations/<str:reference>/at-risk/propose-lifting/",
        organizations.propose_lifting_risk,
        name="organization-propose-lifting",
    ),
    path("staff/organizations/<str:reference>/at-risk/lift/", organizations.lift_risk, name="organization-lift-risk"),
    # staff: the parts of a record
    path(
        "staff/organizations/<str:reference>/partnerships/",
        partnerships.partnership_list,
        name="organization-partnerships",
    ),
    path("staff/organizations/<str:reference>/partnerships/new/", partnerships.new, name="partnership-new"),
    path(
        "staff/organizations/<str:reference>/partnerships/<str:partnership>/verify/",
        partnerships.verify,
        name="partnership-verify",
    ),
    path(
        "staff/organizations/<str:reference>/partnerships/<str:partnership>/end/",
        partnerships.end,
        name="partnership-end",
    ),
    path(
        "staff/organizations/<str:reference>/partnerships/<str:partnership>/reject/",
        partnerships.reject,
        name="partnership-reject",
    ),
    path("staff/organizations/<str:reference>/sources/", facts.sources, name="organization-sources"),
    path(
        "staff/organizations/<str:reference>/sources/<str:about>/<str:field>/verify/", facts.verify, name="fact-verify"
    ),
    path("staff/organizations/<str:reference>/contacts/", contacts.contact_list, name="organization-contacts"),
    path("staff/organizations/<str:reference>/contacts/new/", contacts.new, name="contact-new"),
    path("staff/organizations/<str:reference>/contacts/<str:contact>/edit/", contacts.edit, name="contact-edit"),
    path("staff/organizations/<str:reference>/contacts/<str:contact>/end/", contacts.end, name="contact-end"),
    path("staff/organizations/<str:reference>/documents/", documents.document_list, name="organization-documents"),
    path("staff/organizations/<str:reference>/documents/new/", documents.new, name="document-new"),
    path("staff/organizations/<str:reference>/documents/<str:document>/file/", documents.file, name="document-file"),
    path(
        "staff/organizations/<str:reference>/documents/<str:document>/original/",
        documents.original,
        name="document-original",
    ),
    path(
        "staff/organizations/<str:reference>/documents/<str:document>/replace/",
        documents.replace,
        name="document-replace",
    ),
    path(
        "staff/organizations/<str:reference>/documents/<str:document>/narrow/", documents.narrow, name="document-narrow"
    ),
    path("staff/organizations/<str:reference>/notes/", notes.note_list, name="organization-notes"),
    path("staff/organizations/<str:reference>/notes/new/", notes.new, name="note-new"),
    path("staff/organizations/<str:reference>/notes/<str:note>/agree/", notes.agree, name="note-agree"),
    path("staff/organizations/<str:reference>/notes/<str:note>/refuse/", notes.refuse, name="note-refuse"),
    path("staff/organizations/<str:reference>/notes/<str:note>/renew/", notes.renew, name="note-renew"),
    path("staff/organizations/<str:reference>/notes/<str:note>/close/", notes.close, name="note-close"),
    path("staff/organizations/<str:reference>/links/", links.link_list, name="organization-links"),
    path("staff/organizations/<str:reference>/links/new/", links.new, name="link-new"),
    path("staff/organizations/<str:reference>/links/<str:link>/end/", links.end, name="link-end"),
    # staff: how fresh the facts are
    path("staff/freshness/", facts.board, name="freshness"),
    path("staff/freshness/<str:kind>/<str:name>/", facts.fact_list, name="fact-list"),
    # staff: how the inventory stands, mission by mission
    path("staff/missions/", missions.mission_list, name="mission-list"),
    path("staff/missions/missions.csv", missions.mission_csv, name="mission-csv"),
    path("staff/missions/<str:code>/partnerships/", missions.mission_partnerships, name="mission-partnerships"),
    # staff: who works where, and where nobody does
    path("staff/gaps/", gaps.matrix, name="gap-list"),
    path("staff/gaps/gaps.csv", gaps.matrix_csv, name="gap-csv"),
    path("staff/gaps/<str:area>/<str:country>/", gaps.cell, name="gap-detail"),
    # staff: duplicates; an answer stands before the two references that would take it for one
    path("staff/duplicates/", duplicates.pair_list, name="duplicate-list"),
    path("staff/duplicates/<str:reference>/decide/", duplicates.decide, name="duplicate-decide"),
    # staff: duplicates and merges. The first of the two records is the one that stays
    path("staff/duplicates/<str:first>/<str:second>/", merges.compare, name="duplicate-compare"),
    path("staff/duplicates/<str:first>/<str:second>/merge/", merges.propose, name="duplicate-merge"),
    path("staff/merges/", merges.merge_list, name="merge-list"),
    path("staff/merges/<str:reference>/", merges.detail, name="merge-detail"),
    path("staff/merges/<str:reference>/confirm/", merges.confirm, name="merge-confirm"),
    path("staff/merges/<str:reference>/withdraw/", merges.withdraw, name="merge-withdraw"),
    path("staff/merges/<str:reference>/undo/", merges.undo, name="merge-undo"),
    # staff: who wants to be let in
    path("staff/claims/", claims.claim_list, name="claim-list"),
    path("staff/claims/<str:reference>/", claims.claim_detail, name="claim-detail"),
    path("staff/claims/<str:reference>/accept/", claims.accept, name="claim-accept"),
    path("staff/claims/<str:reference>/refuse/", claims.refuse, name="claim-refuse"),
    path("staff/claims/<str:reference>/document/", claims.document, name="claim-document"),
    # staff: imports
    path("staff/import/", imports.import_list, name="import-list"),
    path("staff/import/new/", imports.new, name="import-new"),
    path("staff/import/<str:reference>/", imports.detail, name="import-detail"),
    path("staff/import/<str:reference>/columns/", imports.columns, name="import-columns"),
    path("staff/import/<str:reference>/check/", imports.check_again, name="import-check"),
    path("staff/import/<str:reference>/approve/", imports.approve, name="import-approve"),
    path("staff/import/<str:reference>/go-on/", imports.go_on, name="import-go-on"),
    path("staff/import/<str:reference>/discard/", imports.discard, name="import-discard"),
    path("staff/import/<str:reference>/rejected/<str:form>/", imports.rejected, name="import-rejected"),
    path("staff/import/<str:reference>/rows/", import_rows.row_list, name="import-rows"),
    path("staff/import/<str:reference>/rows/<int:number>/", import_rows.row_detail, name="import-row"),
    path("staff/import/<str:reference>/rows/<int:number>/decide/", import_rows.decide, name="import-row-decide"),
    # staff: jobs
    path("staff/jobs/", jobs.job_list, name="job-list"),
    path("staff/jobs/<str:reference>/", jobs.job_detail, name="job-detail"),
    path("staff/jobs/<str:reference>/stop/", jobs.stop, name="job-stop"),
    path("staff/jobs/<str:reference>/retry/", jobs.retry, name="job-retry"),
    # staff: messages
    path("staff/messages/", messages.message_list, name="message-list"),
    path("staff/messages/received/", messages.received_list, name="message-received-list"),
    path("staff/messages/received/<str:name>/", messages.received_detail, name="message-received"),
    path("staff/messages/<str:reference>/", messages.message_detail, name="message-detail"),
    path("staff/messages/<str:reference>/retry/", messages.retry, name="message-retry"),
    # staff: the audit
    path("staff/audit/", audit.change_list, name="audit"),
    path("staff/audit/changes.csv", audit.change_csv, name="audit-csv"),
    path("staff/audit/<int:number>/", audit.change_detail, name="audit-change"),
    # staff: access
    path("staff/access/", people.staff_access, name="staff-access"),
    path("staff/access/matrix/", people.staff_access_matrix, name="staff-access-matrix"),
    path("staff/access/invite/", people.staff_invite, name="staff-invite"),
    path(
        "staff/access/invitations/<str:reference>/withdraw/", people.revoke_invitation, name="staff-invitation-revoke"
    ),
    path("staff/access/invitations/<str:reference>/resend/", people.resend_invitation, name="staff-invitation-resend"),
    path("staff/access/people/<str:reference>/", people.staff_person, name="staff-person"),
    path("staff/access/people/<str:reference>/end-function/", people.end_assignment, name="staff-person-end-function"),
    path(
        "staff/access/people/<str:reference>/functions/<str:function>/",
        people.change_assignment,
        name="staff-person-function",
    ),
    path("staff/access/people/<str:reference>/close/", people.deactivate, name="staff-person-close"),
    path("staff/access/people/<str:reference>/open/", people.reactivate, name="staff-person-open"),
    path(
        "staff/access/people/<str:reference>/reset-second-step/",
        people.reset_second_factor,
        name="staff-person-reset-second-step",
    ),
    path("staff/organizations/<str:reference>/access/", members.team, {"door": "staff"}, name="organization-access"),
    path(
        "staff/organizations/<str:reference>/access/<str:person>/role/",
        members.change_role,
        {"door": "staff"},
        name="organization-access-role",
    ),
    path(
        "staff/organizations/<str:reference>/access/<str:person>/remove/",
        members.remove,
        {"door": "staff"},
        name="organization-access-remove",
    ),
    path(
        "staff/organizations/<str:reference>/access/invitations/<str:invitation>/withdraw/",
        members.revoke_invitation,
        {"door": "staff"},
        name="organization-access-invitation-revoke",
    ),
    path(
        "staff/organizations/<str:reference>/access/invitations/<str:invitation>/resend/",
        members.resend_invitation,
        {"door": "staff"},
        name="organization-access-invitation-resend",
    ),
    # staff: what organizations propose
    path("staff/proposals/", proposals.proposal_list, name="proposal-list"),
    path("staff/proposals/<str:reference>/", proposals.proposal_detail, name="proposal-detail"),
    # For members of an organization
    path("my/", members.home, name="my-home"),
    path("my/organizations/<str:reference>/profile/", own_records.profile, name="own-record"),
    path("my/organizations/<str:reference>/profile/confirm/", own_records.confirm, name="own-record-confirm"),
    path("my/organizations/<str:reference>/profile/history/", own_records.history, name="own-record-history"),
    path("my/organizations/<str:reference>/profile/contacts/", own_contacts.contact_list, name="own-contacts"),
    path("my/organizations/<str:reference>/profile/contacts/new/", own_contacts.new, name="own-contact-new"),
    path(
        "my/organizations/<str:reference>/profile/contacts/<str:contact>/edit/",
        own_contacts.edit,
        name="own-contact-edit",
    ),
    path(
        "my/organizations/<str:reference>/profile/contacts/<str:contact>/end/",
        own_contacts.end,
        name="own-contact-end",
    ),
    path(
        "my/organizations/<str:reference>/profile/proposals/<str:proposal>/withdraw/",
        own_records.withdraw,
        name="own-proposal-withdraw",
    ),
    path("my/organizations/<str:reference>/profile/<str:section>/", own_records.section, name="own-record-section"),
    path("my/organizations/<str:reference>/documents/", own_documents.document_list, name="own-documents"),
    path("my/organizations/<str:reference>/documents/new/", own_documents.new, name="own-document-new"),
    path(
        "my/organizations/<str:reference>/documents/<str:document>/replace/",
        own_documents.replace,
        name="own-document-replace",
    ),
    path("my/organizations/<str:reference>/documents/<str:document>/", own_documents.file, name="own-document-file"),
    path("my/claims/<str:reference>/withdraw/", claims.withdraw, name="claim-withdraw"),
    path("my/settings/", accounts.profile, name="my-settings"),
    path("my/organizations/<str:reference>/team/", members.team, {"door": "my"}, name="team"),
    path(
        "my/organizations/<str:reference>/team/<str:person>/role/",
        members.change_role,
        {"door": "my"},
        name="team-role",
    ),
    path(
        "my/organizations/<str:reference>/team/<str:person>/remove/", members.remove, {"door": "my"}, name="team-remove"
    ),
    path(
        "my/organizations/<str:reference>/team/claims/<str:claim>/accept/", claims.team_accept, name="team-claim-accept"
    ),
    path(
        "my/organizations/<str:reference>/team/claims/<str:claim>/refuse/", claims.team_refuse, name="team-claim-refuse"
    ),
    path(
        "my/organizations/<str:reference>/team/invitations/<str:invitation>/withdraw/",
        members.revoke_invitation,
        {"door": "my"},
        name="team-invitation-revoke",
    ),
    path(
        "my/organizations/<str:reference>/team/invitations/<str:invitation>/resend/",
        members.resend_invitation,
        {"door": "my"},
        name="team-invitation-resend",
    ),
]
