"""Every page of the consultations."""

from django.urls import path

from consultations.views import organize, outputs, public, reports, sessions

app_name = "consultations"
urlpatterns = [
    # For everybody
    path("consultations/", public.consultation_list, name="consultation-list"),
    path("consultations/<slug:slug>/", public.consultation_detail, name="consultation-detail"),
    path("consultations/<slug:slug>/report/", outputs.report, name="report"),
    path("consultations/<slug:slug>/report/<int:number>/", outputs.report_version, name="report-version"),
    path("consultations/<slug:slug>/report/<int:number>.<slug:kind>", outputs.file, name="report-file"),
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
]
