"""The part of the API that tells of consultations."""

from django.urls import path

from consultations.api import views

urlpatterns = [
    path("consultations", views.ConsultationListViewSet.as_view({"get": "list"}), name="consultation-list"),
    path("consultations/<str:id>", views.ConsultationViewSet.as_view({"get": "retrieve"}), name="consultation-detail"),
    path(
        "consultations/<str:id>/participations",
        views.ParticipationsViewSet.as_view({"get": "retrieve"}),
        name="consultation-participations",
    ),
    path(
        "consultations/<str:id>/outputs",
        views.OutputsViewSet.as_view({"get": "retrieve"}),
        name="consultation-outputs",
    ),
]
