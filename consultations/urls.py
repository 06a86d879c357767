"""Every page of the consultations."""

from django.urls import path

from consultations.views import (
    audiences,
    calendars,
    contribute,
    contributions,
    documents,
    figures,
    invitations,
    links,
    organize,
    outputs,
    public,
    reports,
    sessions,
    topics,
)

# What one organization writes about one question.
CONTRIBUTION = "my/consultations/<slug:slug>/contribute/<str:reference>/<int:number>"

app_name = "consultations"
urlpatterns = [
    # For everybody
    path("consultations/", public.consultation_list, name="consultation-list"),
    path("consultations/invitations/<str:token>/", links.invitation, name="invitation-link"),
    path("consultations/invitations/<str:token>/accept/", links.accept, name="invitation-link-accept"),
    path("consultations/invitations/<str:token>/decline/", links.decline, name="invitation-link-decline"),
    path("consultations/invitations/<str:token>/later/", links.later, name="invitation-link-later"),
    path("consultations/<slug:slug>/", public.consultation_detail, name="consultation-detail"),
    path("consultations.ics", calendars.calendar, name="calendar"),
    path("consultations/<slug:slug>.ics", calendars.consultation_calendar, name="consultation-calendar"),
    path("consultations/<slug:slug>/documents/<str:reference>/", documents.file, name="document-file"),
    # For members
    path("my/consultations/<slug:slug>/topics/", topics.my_topics, name="my-topics"),
    path("my/consultations/<slug:slug>/topics/new/", topics.propose, name="topic-new"),
    path("my/consultations/<slug:slug>/topics/<str:reference>/withdraw/", topics.withdraw, name="topic-withdraw"),
    path("my/consultations/<slug:slug>/topics/<str:reference>/support/", topics.support, name="topic-support"),
    path(
        "my/consultations/<slug:slug>/topics/<str:reference>/end-support/",
        topics.end_support,
        name="topic-end-support",
    ),
    path("consultations/<slug:slug>/report/", outputs.report, name="report"),
    path("consultations/<slug:slug>/report/<int:number>/", outputs.report_version, name="report-version"),
    path("consultations/<slug:slug>/report/<int:number>.<slug:kind>", outputs.file, name="report-file"),
    path("consultations/<slug:slug>/contributions/", contributions.contribution_list, name="contribution-list"),
    path("consultations/<slug:slug>/figures/", figures.public_figures, name="figures"),
    path("consultations/<slug:slug>/figures.csv", figures.public_figures_csv, name="figures-csv"),
    # For members
    path("my/consultations/<slug:slug>/contribute/", contribute.question_list, name="contribute"),
    path(f"{CONTRIBUTION}/", contribute.write, name="contribution"),
    path(f"{CONTRIBUTION}/draft/", contribute.autosave, name="contribution-autosave"),
    path(f"{CONTRIBUTION}/send/", contribute.send, name="contribution-send"),
    path(f"{CONTRIBUTION}/take-back/", contribute.take_back, name="contribution-take-back"),
    # For staff
    path("staff/consultations/", organize.consultation_list, name="staff-consultations"),
    path("staff/consultations/new/", organize.new, name="consultation-new"),
    path("staff/consultations/series/new/", organize.new_series, name="series-new"),
    path("staff/consultations/<str:reference>/", organize.detail, name="staff-consultation"),
    path("staff/consultations/<str:reference>/edit/", organize.edit, name="consultation-edit"),
    path("staff/consultations/<str:reference>/clone/", organize.clone, name="consultation-clone"),
    path("staff/consultations/<str:reference>/cancel/", organize.cancel, name="consultation-cancel"),
    path("staff/consultations/<str:reference>/move/<slug:to>/", organize.move, name="consultation-move"),
    path("staff/consultations/<str:reference>/agenda/new/", sessions.new, name="agenda-item-new"),
    path("staff/consultations/<str:reference>/agenda/<str:item>/", sessions.edit, name="agenda-item-edit"),
    path("staff/consultations/<str:reference>/agenda/<str:item>/remove/", sessions.remove, name="agenda-item-remove"),
    path("staff/consultations/<str:reference>/documents/", documents.staff_documents, name="staff-documents"),
    path("staff/consultations/<str:reference>/documents/new/", documents.new, name="document-new"),
    path(
        "staff/consultations/<str:reference>/documents/<str:document>/version/",
        documents.version,
        name="document-version",
    ),
    path("staff/consultations/<str:reference>/files/<str:file>/", documents.staff_file, name="staff-document-file"),
    path(
        "staff/consultations/<str:reference>/files/<str:file>/take-off/",
        documents.take_off,
        name="document-file-take-off",
    ),
    path("staff/consultations/<str:reference>/topics/", topics.staff_topics, name="staff-topics"),
    path("staff/consultations/<str:reference>/topics/<str:topic>/keep/", topics.keep, name="topic-keep"),
    path("staff/consultations/<str:reference>/topics/<str:topic>/leave-out/", topics.leave_out, name="topic-leave-out"),
    path("staff/consultations/<str:reference>/reports/", reports.report_list, name="staff-reports"),
    path("staff/consultations/<str:reference>/reports/new/", reports.new, name="report-new"),
    path("staff/consultations/<str:reference>/reports/<int:number>/", reports.detail, name="staff-report"),
    path("staff/consultations/<str:reference>/reports/<int:number>/edit/", reports.edit, name="report-edit"),
    path("staff/consultations/<str:reference>/reports/<int:number>/send/", reports.send, name="report-send"),
    path("staff/consultations/<str:reference>/reports/<int:number>/return/", reports.give_back, name="report-return"),
    path("staff/consultations/<str:reference>/reports/<int:number>/publish/", reports.publish, name="report-publish"),
    path(
        "staff/consultations/<str:reference>/reports/<int:number>.<slug:kind>", reports.file, name="staff-report-file"
    ),
    path("staff/consultations/<str:reference>/contributions/", contributions.staff_list, name="staff-contributions"),
    path(
        "staff/consultations/<str:reference>/contributions.csv",
        contributions.staff_csv,
        name="staff-contributions-csv",
    ),
    path("staff/consultations/<str:reference>/questions/new/", contributions.new, name="question-new"),
    path("staff/consultations/<str:reference>/questions/<int:number>/", contributions.edit, name="question-edit"),
    path(
        "staff/consultations/<str:reference>/questions/<int:number>/remove/",
        contributions.remove,
        name="question-remove",
    ),
    path("staff/consultations/<str:reference>/figures/", figures.staff_figures, name="staff-figures"),
    path("staff/consultations/<str:reference>/figures.csv", figures.staff_figures_csv, name="staff-figures-csv"),
    path("staff/consultations/<str:reference>/invitations/", invitations.invitation_list, name="staff-invitations"),
    path("staff/consultations/<str:reference>/invitations/choose/", audiences.choose, name="audience-new"),
    path("staff/consultations/<str:reference>/invitations/freeze/", audiences.freeze, name="audience-freeze"),
    path("staff/consultations/<str:reference>/invitations/add/", invitations.add, name="invitation-add"),
    path("staff/consultations/<str:reference>/invitations/send/", invitations.send, name="invitations-send"),
    path("staff/consultations/<str:reference>/invitations/remind/", invitations.remind, name="invitations-remind"),
    path(
        "staff/consultations/<str:reference>/invitations/<str:invitation>/quota/",
        invitations.quota,
        name="invitation-quota",
    ),
    path(
        "staff/consultations/<str:reference>/invitations/<str:invitation>/remove/",
        invitations.remove,
        name="invitation-remove",
    ),
    path(
        "staff/consultations/<str:reference>/invitations/<str:invitation>/answer/",
        invitations.answer,
        name="invitation-answer",
    ),
    path("staff/consultations/<str:reference>/targets/new/", audiences.new_target, name="target-new"),
    path(
        "staff/consultations/<str:reference>/targets/<slug:dimension>/<str:value>/remove/",
        audiences.remove_target,
        name="target-remove",
    ),
]
