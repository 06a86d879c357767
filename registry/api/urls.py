"""The registry's part of the API."""

from django.urls import path

from registry.api.codelists import CODE_LISTS
from registry.api.proposal_views import ProposalViewSet
from registry.api.schema import described
from registry.api.views import (
    ChangeListViewSet,
    CodeListViewSet,
    CoverageViewSet,
    OrganizationListViewSet,
    OrganizationViewSet,
    ProblemViewSet,
    ProgrammeViewSet,
    SchemaViewSet,
)
from registry.api.webhook_views import WebhookViewSet

urlpatterns = [
    path("organizations", OrganizationListViewSet.as_view({"get": "list"}), name="organization-list"),
    path("organizations/<str:id>", OrganizationViewSet.as_view({"get": "retrieve"}), name="organization-detail"),
    path("changes", ChangeListViewSet.as_view({"get": "list"}), name="change-list"),
    path("webhooks", WebhookViewSet.as_view({"get": "list", "post": "create"}), name="webhook-list"),
    path(
        "webhooks/<str:id>",
        WebhookViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="webhook-detail",
    ),
    path("webhooks/<str:id>/secret", WebhookViewSet.as_view({"post": "secret"}), name="webhook-secret"),
    path("webhooks/<str:id>/ping", WebhookViewSet.as_view({"post": "ping"}), name="webhook-ping"),
    path("webhooks/<str:id>/deliveries", WebhookViewSet.as_view({"get": "deliveries"}), name="webhook-deliveries"),
    path(
        "webhooks/<str:id>/deliveries/<str:message>/replay",
        WebhookViewSet.as_view({"post": "replay"}),
        name="webhook-replay",
    ),
    *(
        path(name, described(CodeListViewSet, known).as_view({"get": "list"}, code_list=name), name=name)
        for name, known in CODE_LISTS.items()
    ),
    path("programmes/<str:code>", ProgrammeViewSet.as_view({"get": "retrieve"}), name="programme-detail"),
    path("programmes/<str:code>/coverage", CoverageViewSet.as_view({"get": "retrieve"}), name="programme-coverage"),
    path("proposals", ProposalViewSet.as_view({"get": "list", "post": "create"}), name="proposal-list"),
    path("proposals/<str:id>", ProposalViewSet.as_view({"get": "retrieve"}), name="proposal-detail"),
    path("problems", ProblemViewSet.as_view({"get": "list"}), name="problem-list"),
    path("problems/<str:code>", ProblemViewSet.as_view({"get": "retrieve"}), name="problem-detail"),
    path("openapi.json", SchemaViewSet.as_view({"get": "as_json"}), name="openapi-json"),
    path("openapi.yaml", SchemaViewSet.as_view({"get": "as_yaml"}), name="openapi-yaml"),
]
