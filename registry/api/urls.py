"""The registry's part of the API."""

from django.urls import path

from registry.api.codelists import CODE_LISTS
from registry.api.match_views import MatchJobListViewSet, MatchJobViewSet, MatchResultViewSet, MatchViewSet
from registry.api.reconcile import (
    ExtensionViewSet,
    PreviewViewSet,
    ReconcileViewSet,
    ReconcileWithSlashViewSet,
    SuggestViewSet,
)
from registry.api.schema import described
from registry.api.views import (
    CodeListViewSet,
    CoverageViewSet,
    OrganizationListViewSet,
    OrganizationViewSet,
    ProblemViewSet,
    ProgrammeViewSet,
    SchemaViewSet,
)

urlpatterns = [
    path("organizations", OrganizationListViewSet.as_view({"get": "list"}), name="organization-list"),
    path("organizations/<str:id>", OrganizationViewSet.as_view({"get": "retrieve"}), name="organization-detail"),
    *(
        path(name, described(CodeListViewSet, known).as_view({"get": "list"}, code_list=name), name=name)
        for name, known in CODE_LISTS.items()
    ),
    path("programmes/<str:code>", ProgrammeViewSet.as_view({"get": "retrieve"}), name="programme-detail"),
    path("programmes/<str:code>/coverage", CoverageViewSet.as_view({"get": "retrieve"}), name="programme-coverage"),
    path("match", MatchViewSet.as_view({"post": "create"}), name="match"),
    path("match/jobs", MatchJobListViewSet.as_view({"post": "create"}), name="match-job-list"),
    path("match/jobs/<str:id>", MatchJobViewSet.as_view({"get": "retrieve"}), name="match-job-detail"),
    path("match/jobs/<str:id>/result", MatchResultViewSet.as_view({"get": "list"}), name="match-job-result"),
    path("reconcile", ReconcileViewSet.as_view({"get": "retrieve", "post": "create"}), name="reconcile"),
    path(
        "reconcile/", ReconcileWithSlashViewSet.as_view({"get": "retrieve", "post": "create"}), name="reconcile-slash"
    ),
    path("reconcile/suggest/<str:kind>", SuggestViewSet.as_view({"get": "list"}), name="reconcile-suggest"),
    path("reconcile/extend/properties", ExtensionViewSet.as_view({"get": "list"}), name="reconcile-properties"),
    path("reconcile/preview", PreviewViewSet.as_view({"get": "retrieve"}), name="reconcile-preview"),
    path("reconcile/flyout", PreviewViewSet.as_view({"get": "flyout"}), name="reconcile-flyout"),
    path("problems", ProblemViewSet.as_view({"get": "list"}), name="problem-list"),
    path("problems/<str:code>", ProblemViewSet.as_view({"get": "retrieve"}), name="problem-detail"),
    path("openapi.json", SchemaViewSet.as_view({"get": "as_json"}), name="openapi-json"),
    path("openapi.yaml", SchemaViewSet.as_view({"get": "as_yaml"}), name="openapi-yaml"),
]
