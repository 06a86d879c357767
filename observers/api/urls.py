"""The part of the API that tells of observers."""

from django.urls import path

from observers.api.views import ObserverListViewSet

urlpatterns = [
    path("observers", ObserverListViewSet.as_view({"get": "list"}), name="observer-list"),
]
