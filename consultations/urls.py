"""Every page of the consultations."""

from django.urls import path

from consultations.views import day, organize, privacy, public, sessions

app_name = "consultations"
urlpatterns = [
    # For everybody
    path("consultations/", public.consultation_list, name="consultation-list"),
    path("consultations/<slug:slug>/", public.consultation_detail, name="consultation-detail"),
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
    # The day, and what is kept of it
    path("staff/consultations/<str:reference>/day/", day.overview, name="staff-day"),
    path("staff/consultations/<str:reference>/day/send/", day.send, name="check-ins-send"),
    path("staff/consultations/<str:reference>/day/close/", day.close, name="attendance-close"),
    path("staff/consultations/<str:reference>/day/badges/", day.badges, name="badges"),
    path("staff/consultations/<str:reference>/day/list-for-the-door/", day.door_list, name="door-list"),
    path("staff/consultations/<str:reference>/day/list/", day.participants_list, name="participants-list"),
    path("staff/consultations/<str:reference>/day/<str:registration>/", day.person, name="staff-participant"),
    path("staff/consultations/<str:reference>/day/<str:registration>/check-in/", day.check_in, name="check-in"),
    path("staff/consultations/<str:reference>/day/<str:registration>/undo/", day.undo, name="check-in-undo"),
    path("staff/consultations/<str:reference>/personal-data/", privacy.overview, name="staff-personal-data"),
    path("staff/consultations/<str:reference>/personal-data/purge/", privacy.purge, name="participants-purge"),
]
