"""The registry's part of the API."""

from django.urls import path

from registry.api import organization_schema
from registry.api.blocks import BLOCKS
from registry.api.change_views import ChangeListViewSet
from registry.api.codelists import CODE_LISTS
from registry.api.exports import ExportFileViewSet, ExportJobViewSet, LinkViewSet, ManifestViewSet
from registry.api.match_views import MatchJobListViewSet, MatchJobViewSet, MatchResultViewSet, MatchViewSet
from registry.api.organization_views import (
    BlockViewSet,
    HistoryViewSet,
    OrganizationListViewSet,
    OrganizationViewSet,
)
from registry.api.partnership_views import PartnershipListViewSet
from registry.api.proposal_views import ProposalViewSet
from registry.api.reconcile import (
    ExtensionViewSet,
    PreviewViewSet,
    ReconcileViewSet,
    ReconcileWithSlashViewSet,
    SuggestViewSet,
)
from registry.api.schema import AS_JSON, AS_YAML, described
from registry.api.views import (
    CodeListViewSet,
    CoverageViewSet,
    ProblemViewSet,
    ProgrammeViewSet,
    SchemaViewSet,
    StatisticsViewSet,
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
        path(
            f"organizations/<str:id>/{name}",
            organization_schema.described(BlockViewSet, name).as_view({"get": "retrieve"}, block=name),
            name=f"organization-{name}",
        )
        for name in BLOCKS
    ),
    path("partnerships", PartnershipListViewSet.as_view({"get": "list"}), name="partnership-list"),
    path("organizations/<str:id>/history", HistoryViewSet.as_view({"get": "retrieve"}), name="organization-history"),
    *(
        path(name, described(CodeListViewSet, known).as_view({"get": "list"}, code_list=name), name=name)
        for name, known in CODE_LISTS.items()
    ),
    path("statistics", StatisticsViewSet.as_view({"get": "retrieve"}), name="statistics"),
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
    path("proposals", ProposalViewSet.as_view({"get": "list", "post": "create"}), name="proposal-list"),
    path("proposals/<str:id>", ProposalViewSet.as_view({"get": "retrieve"}), name="proposal-detail"),
    path("exports", ManifestViewSet.as_view({"get": "list"}), name="export-list"),
    path("exports/jobs/<str:id>", ExportJobViewSet.as_view({"get": "retrieve"}), name="export-job"),
    path("exports/files/<str:token>", LinkViewSet.as_view({"get": "retrieve"}), name="export-link"),
    path("exports/<str:day>", ManifestViewSet.as_view({"get": "retrieve"}), name="export-detail"),
    path("exports/<str:day>/<str:name>", ExportFileViewSet.as_view({"get": "retrieve"}), name="export-file"),
    path("problems", ProblemViewSet.as_view({"get": "list"}), name="problem-list"),
    path("problems/<str:code>", ProblemViewSet.as_view({"get": "retrieve"}), name="problem-detail"),
    path("openapi.json", SchemaViewSet.as_view({"get": "as_json"}, renderer_classes=AS_JSON), name="openapi-json"),
    path("openapi.yaml", SchemaViewSet.as_view({"get": "as_yaml"}, renderer_classes=AS_YAML), name="openapi-yaml"),
]
