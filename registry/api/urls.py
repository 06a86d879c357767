"""The registry's part of the API."""

from django.urls import path

from registry.api.codelists import CODE_LISTS
from registry.api.exports import ExportFileViewSet, ExportJobViewSet, LinkViewSet, ManifestViewSet
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
    path("exports", ManifestViewSet.as_view({"get": "list"}), name="export-list"),
    path("exports/jobs/<str:id>", ExportJobViewSet.as_view({"get": "retrieve"}), name="export-job"),
    path("exports/files/<str:token>", LinkViewSet.as_view({"get": "retrieve"}), name="export-link"),
    path("exports/<str:day>", ManifestViewSet.as_view({"get": "retrieve"}), name="export-detail"),
    path("exports/<str:day>/<str:name>", ExportFileViewSet.as_view({"get": "retrieve"}), name="export-file"),
    path("problems", ProblemViewSet.as_view({"get": "list"}), name="problem-list"),
    path("problems/<str:code>", ProblemViewSet.as_view({"get": "retrieve"}), name="problem-detail"),
    path("openapi.json", SchemaViewSet.as_view({"get": "as_json"}), name="openapi-json"),
    path("openapi.yaml", SchemaViewSet.as_view({"get": "as_yaml"}), name="openapi-yaml"),
]
