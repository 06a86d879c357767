"""The documentation of the API, for people: its addresses begin with their language."""

from django.urls import path

from registry.api.docs import views

app_name = "docs"

urlpatterns = [
    path("", views.start, name="start"),
    path("guides/<str:name>/", views.guide, name="guide"),
    path("changes.atom", views.changelog_feed, name="changelog-feed"),
    path("<str:name>/", views.operation, name="operation"),
    path("<str:name>/try/", views.attempt, name="try"),
]
