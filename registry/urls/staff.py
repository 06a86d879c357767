"""Addresses for staff: everything that is about more than one organization."""

from django.urls import path

from registry.views import (
    audit,
    bulk_edits,
    claims,
    disputes,
    duplicates,
    facts,
    gaps,
    import_rows,
    import_undo,
    imports,
    issues,
    jobs,
    lessons,
    members,
    merges,
    messages,
    missions,
    people,
    programme_records,
    proposals,
    screening,
    units,
)

urlpatterns = [
    # one change of many organizations
    path("staff/bulk/", bulk_edits.edit_list, name="bulk-list"),
    path("staff/bulk/new/", bulk_edits.new, name="bulk-new"),
    path("staff/bulk/<str:reference>/", bulk_edits.detail, name="bulk-detail"),
    path("staff/bulk/<str:reference>/confirm/", bulk_edits.confirm, name="bulk-confirm"),
    path("staff/bulk/<str:reference>/undo/", bulk_edits.undo, name="bulk-undo"),
    # how fresh the facts are
    path("staff/freshness/", facts.board, name="freshness"),
    path("staff/freshness/<str:kind>/<str:name>/", facts.fact_list, name="fact-list"),
    # how the inventory stands, mission by mission
    path("staff/missions/", missions.mission_list, name="mission-list"),
    path("staff/missions/missions.csv", missions.mission_csv, name="mission-csv"),
    path("staff/missions/<str:code>/partnerships/", missions.mission_partnerships, name="mission-partnerships"),
    # who works where, and where nobody does
    path("staff/gaps/", gaps.matrix, name="gap-list"),
    path("staff/gaps/gaps.csv", gaps.matrix_csv, name="gap-csv"),
    path("staff/gaps/<str:area>/<str:country>/", gaps.cell, name="gap-detail"),
    # what looks unlikely
    path("staff/issues/", issues.issue_list, name="issue-list"),
    path("staff/issues/trend/", issues.trend, name="issue-trend"),
    path("staff/issues/<str:reference>/mute/", issues.mute, name="issue-mute"),
    path("staff/issues/<str:reference>/unmute/", issues.unmute, name="issue-unmute"),
    # who comes near to a watch list
    path("staff/screening/", screening.match_list, name="match-list"),
    path("staff/screening/lists/", screening.watch_list_list, name="watch-list-list"),
    path("staff/screening/lists/new/", screening.watch_list_new, name="watch-list-new"),
    path("staff/screening/<str:reference>/", screening.match_detail, name="match-detail"),
    path("staff/screening/<str:reference>/judge/", screening.judge, name="match-judge"),
    path("staff/screening/<str:reference>/reopen/", screening.reopen, name="match-reopen"),
    # units
    path("staff/units/", units.unit_list, name="unit-list"),
    path("staff/units/orphans/", units.orphan_list, name="orphan-list"),
    path("staff/units/orphans/assign/", units.assign, name="orphan-assign"),
    path("staff/units/<str:code>/", units.unit_detail, name="unit-detail"),
    path("staff/units/<str:code>/close/", units.close, name="unit-close"),
    # programmes
    path("staff/programmes/", programme_records.programme_list, name="staff-programmes"),
    path("staff/programmes/new/", programme_records.new, name="programme-new"),
    path("staff/programmes/<str:code>/", programme_records.programme_detail, name="staff-programme"),
    path("staff/programmes/<str:code>/edit/", programme_records.edit, name="programme-edit"),
    path("staff/programmes/<str:code>/names/new/", programme_records.new_name, name="programme-name-new"),
    path("staff/programmes/<str:code>/phases/new/", programme_records.new_phase, name="programme-phase-new"),
    path("staff/programmes/<str:code>/phases/<int:number>/", programme_records.edit_phase, name="programme-phase-edit"),
    path(
        "staff/programmes/<str:code>/statements/new/", programme_records.new_statement, name="programme-statement-new"
    ),
    path(
        "staff/programmes/<str:code>/statements/<str:key>/remove/",
        programme_records.remove_statement,
        name="programme-statement-remove",
    ),
    path("staff/programmes/<str:code>/donors/new/", programme_records.new_donor, name="programme-donor-new"),
    path(
        "staff/programmes/<str:code>/donors/<str:reference>/remove/",
        programme_records.remove_donor,
        name="programme-donor-remove",
    ),
    path("staff/programmes/<str:code>/lessons/new/", lessons.new, name="lesson-new"),
    path("staff/lessons/", lessons.staff_list, name="staff-lessons"),
    path("staff/lessons/<str:reference>/publish/", lessons.publish, name="lesson-publish"),
    path("staff/lessons/<str:reference>/refuse/", lessons.refuse, name="lesson-refuse"),
    path("staff/lessons/<str:reference>/withdraw/", lessons.withdraw, name="lesson-withdraw"),
    path("staff/lessons/<str:reference>/file/", lessons.staff_file, name="staff-lesson-file"),
    # duplicates; an answer stands before the two references that would take it for one
    path("staff/duplicates/", duplicates.pair_list, name="duplicate-list"),
    path("staff/duplicates/<str:reference>/decide/", duplicates.decide, name="duplicate-decide"),
    # duplicates and merges. The first of the two records is the one that stays
    path("staff/duplicates/<str:first>/<str:second>/", merges.compare, name="duplicate-compare"),
    path("staff/duplicates/<str:first>/<str:second>/merge/", merges.propose, name="duplicate-merge"),
    path("staff/merges/", merges.merge_list, name="merge-list"),
    path("staff/merges/<str:reference>/", merges.detail, name="merge-detail"),
    path("staff/merges/<str:reference>/confirm/", merges.confirm, name="merge-confirm"),
    path("staff/merges/<str:reference>/withdraw/", merges.withdraw, name="merge-withdraw"),
    path("staff/merges/<str:reference>/undo/", merges.undo, name="merge-undo"),
    # who wants to be let in
    path("staff/claims/", claims.claim_list, name="claim-list"),
    path("staff/claims/<str:reference>/", claims.claim_detail, name="claim-detail"),
    path("staff/claims/<str:reference>/accept/", claims.accept, name="claim-accept"),
    path("staff/claims/<str:reference>/refuse/", claims.refuse, name="claim-refuse"),
    path("staff/claims/<str:reference>/document/", claims.document, name="claim-document"),
    # imports
    path("staff/import/", imports.import_list, name="import-list"),
    path("staff/import/new/", imports.new, name="import-new"),
    path("staff/import/<str:reference>/", imports.detail, name="import-detail"),
    path("staff/import/<str:reference>/columns/", imports.columns, name="import-columns"),
    path("staff/import/<str:reference>/check/", imports.check_again, name="import-check"),
    path("staff/import/<str:reference>/approve/", imports.approve, name="import-approve"),
    path("staff/import/<str:reference>/go-on/", imports.go_on, name="import-go-on"),
    path("staff/import/<str:reference>/undo/", import_undo.undo, name="import-undo"),
    path("staff/import/<str:reference>/undo/go-on/", import_undo.go_on, name="import-undo-go-on"),
    path("staff/import/<str:reference>/undo/stays.csv", import_undo.kept, name="import-undo-kept"),
    path("staff/import/<str:reference>/discard/", imports.discard, name="import-discard"),
    path("staff/import/<str:reference>/rejected/<str:form>/", imports.rejected, name="import-rejected"),
    path("staff/import/<str:reference>/rows/", import_rows.row_list, name="import-rows"),
    path("staff/import/<str:reference>/rows/<int:number>/", import_rows.row_detail, name="import-row"),
    path("staff/import/<str:reference>/rows/<int:number>/correct/", import_rows.correct, name="import-row-correct"),
    path("staff/import/<str:reference>/rows/<int:number>/decide/", import_rows.decide, name="import-row-decide"),
    # jobs
    path("staff/jobs/", jobs.job_list, name="job-list"),
    path("staff/jobs/<str:reference>/", jobs.job_detail, name="job-detail"),
    path("staff/jobs/<str:reference>/stop/", jobs.stop, name="job-stop"),
    path("staff/jobs/<str:reference>/retry/", jobs.retry, name="job-retry"),
    # messages
    path("staff/messages/", messages.message_list, name="message-list"),
    path("staff/messages/received/", messages.received_list, name="message-received-list"),
    path("staff/messages/received/<str:name>/", messages.received_detail, name="message-received"),
    path("staff/messages/<str:reference>/", messages.message_detail, name="message-detail"),
    path("staff/messages/<str:reference>/retry/", messages.retry, name="message-retry"),
    # the audit
    path("staff/audit/", audit.change_list, name="audit"),
    path("staff/audit/changes.csv", audit.change_csv, name="audit-csv"),
    path("staff/audit/<int:number>/", audit.change_detail, name="audit-change"),
    # access
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
    # what organizations propose
    path("staff/proposals/", proposals.proposal_list, name="proposal-list"),
    path("staff/proposals/<str:reference>/", proposals.proposal_detail, name="proposal-detail"),
    # what organizations say is wrong about a partnership
    path("staff/disputes/", disputes.dispute_list, name="dispute-list"),
    path("staff/disputes/<str:reference>/", disputes.dispute_detail, name="dispute-detail"),
]
