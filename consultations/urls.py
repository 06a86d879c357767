"""Every page of the consultations."""

from django.urls import path

from consultations.views import follow_up, notes, organize, own_follow_up, public, recommendations, responses, sessions

app_name = "consultations"
OWN = "my/consultations/<slug:slug>/follow-up/<str:recommendation>/<str:organization>"
SESSION = "staff/consultations/<str:reference>/agenda/<str:item>"
ASKED = "staff/consultations/<str:reference>/recommendations"
ONE = "staff/recommendations/<str:recommendation>"
urlpatterns = [
    # For everybody
    path("consultations/", public.consultation_list, name="consultation-list"),
    path("consultations/<slug:slug>/", public.consultation_detail, name="consultation-detail"),
    path("consultations/<slug:slug>/follow-up/", follow_up.of_edition, name="follow-up"),
    path("consultations/<slug:slug>/opening/", follow_up.opening, name="opening"),
    path("recommendations/", follow_up.recommendation_list, name="recommendation-list"),
    # For members, and for rapporteurs
    path("my/consultations/<slug:slug>/follow-up/", own_follow_up.own, name="my-follow-up"),
    path(f"{OWN}/report/", own_follow_up.report, name="action-report"),
    path(f"{OWN}/follow/", own_follow_up.follow, name="recommendation-follow"),
    path(f"{OWN}/unfollow/", own_follow_up.unfollow, name="recommendation-unfollow"),
    path("my/notes/<str:note>/", notes.write, name="note"),
    path("my/notes/<str:note>/hand-in/", notes.hand_in, name="note-hand-in"),
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
    path(f"{SESSION}/notes/", notes.of_session, name="session-notes"),
    path(f"{SESSION}/notes/pick/", notes.pick, name="notes-pick"),
    path(f"{SESSION}/rapporteur/", notes.rapporteur, name="rapporteur-new"),
    path(f"{ASKED}/", recommendations.recommendation_list, name="staff-recommendations"),
    path(f"{ASKED}/new/", recommendations.new, name="recommendation-new"),
    path(f"{ASKED}/assign/", recommendations.assign, name="recommendations-assign"),
    path(f"{ASKED}/order/", recommendations.order, name="recommendations-order"),
    path(f"{ASKED}/publish/", recommendations.publish, name="recommendations-publish"),
    path("staff/recommendations/", responses.of_units, name="recommendations-of-units"),
    path(f"{ONE}/", responses.detail, name="staff-recommendation"),
    path(f"{ONE}/edit/", recommendations.edit, name="recommendation-edit"),
    path(f"{ONE}/answer/", responses.answer, name="recommendation-answer"),
    path(f"{ONE}/report/", responses.report, name="recommendation-report"),
    path(f"{ONE}/report/<str:update>/close/", responses.close, name="recommendation-close"),
    path(f"{ONE}/report/<str:update>/evidence/", responses.evidence, name="recommendation-evidence"),
    path(f"{ONE}/drop/", responses.drop, name="recommendation-drop"),
    path(f"{ONE}/similar/", responses.similar, name="recommendation-similar"),
]
