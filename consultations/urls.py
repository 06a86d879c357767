"""Every page of the consultations."""

from django.urls import path

from consultations.views import calendars, documents, organize, public, sessions, topics

app_name = "consultations"
urlpatterns = [
    # For everybody
    path("consultations/", public.consultation_list, name="consultation-list"),
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
]
