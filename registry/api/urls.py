"""The registry's part of the API."""

from django.urls import path

from registry.api.codelists import CODE_LISTS
from registry.api.schema import AS_JSON, AS_YAML, described
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
    path("problems", ProblemViewSet.as_view({"get": "list"}), name="problem-list"),
    path("problems/<str:code>", ProblemViewSet.as_view({"get": "retrieve"}), name="problem-detail"),
    path("openapi.json", SchemaViewSet.as_view({"get": "as_json"}, renderer_classes=AS_JSON), name="openapi-json"),
    path("openapi.yaml", SchemaViewSet.as_view({"get": "as_yaml"}, renderer_classes=AS_YAML), name="openapi-yaml"),
]
