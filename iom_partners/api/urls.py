"""All of /api/v1/ on one screen."""

from django.urls import include, path, re_path

from registry.api.views import nowhere

app_name = "api"

urlpatterns = [
    path("", include("registry.api.urls")),
    path("", include("observers.api.urls")),
    path("", include("consultations.api.urls")),
    re_path(r"", nowhere),
]
