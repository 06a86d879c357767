"""Every page of the consultations."""

from django.urls import path

from consultations.views import contribute, contributions, figures, organize, outputs, public, reports, sessions

# What one organization writes about one question.
CONTRIBUTION = "my/consultations/<slug:slug>/contribute/<str:reference>/<int:number>"

app_name = "consultations"
urlpatterns = [
    # For everybody
    path("consultations/", public.consultation_list, name="consultation-list"),
    path("consultations/<slug:slug>/", public.consultation_detail, name="consultation-detail"),
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
]
