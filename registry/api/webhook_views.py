"""The doors of webhooks, for systems that have a key for them."""

from registry import actions
from registry.api import webhook_schema, webhooks
from registry.api.answers import fresh
from registry.api.bodies import read_body
from registry.api.feed_serializers import WebhookBodySerializer, WebhookChangeSerializer
from registry.api.permissions import Countries
from registry.api.views import PublicViewSet
from registry.models import Scope
from registry.queries.webhook_log import log_of


class WebhookViewSet(PublicViewSet):
    """Where the system that asks is told of changes."""

    may = dict.fromkeys(
        ("list", "create", "retrieve", "partial_update", "destroy", "deliveries", "ping", "secret", "replay")
    )
    scope = Scope.WEBHOOKS
    countries = Countries.NO_MATTER

    @webhook_schema.webhook_list
    def list(self, request):
        return fresh({"results": [webhooks.shown(one) for one in webhooks.of_caller(request)]})

    @webhook_schema.webhook_create
    def create(self, request):
        said = read_body(request, WebhookBodySerializer)
        webhook, secret = actions.add_webhook(request.auth.client, **said, by=request.user)
        return fresh(webhooks.shown(webhook, secret=secret), status=201)

    @webhook_schema.webhook
    def retrieve(self, request, id):
        return fresh(webhooks.shown(webhooks.of_caller(request, id)))

    @webhook_schema.webhook_change
    def partial_update(self, request, id):
        said = read_body(request, WebhookChangeSerializer)
        webhook = actions.change_webhook(webhooks.of_caller(request, id), **said, by=request.user)
        return fresh(webhooks.shown(webhook))

    @webhook_schema.webhook_remove
    def destroy(self, request, id):
        actions.remove_webhook(webhooks.of_caller(request, id), by=request.user)
        return fresh(None, status=204)

    @webhook_schema.webhook_secret
    def secret(self, request, id):
        webhook, secret = actions.rotate_webhook_secret(webhooks.of_caller(request, id), by=request.user)
        return fresh(webhooks.shown(webhook, secret=secret))

    @webhook_schema.webhook_ping
    def ping(self, request, id):
        webhook = webhooks.of_caller(request, id)
        delivery = actions.ping_webhook(webhook, by=request.user)
        return fresh(*webhooks.shown_deliveries(webhook, [delivery]))

    @webhook_schema.webhook_deliveries
    def deliveries(self, request, id):
        webhook = webhooks.of_caller(request, id)
        return fresh({"results": webhooks.shown_deliveries(webhook, log_of(webhook)[: webhooks.LOGGED])})

    @webhook_schema.webhook_replay
    def replay(self, request, id, message):
        webhook = webhooks.of_caller(request, id)
        delivery = actions.replay_delivery(webhooks.message_of(webhook, message), by=request.user)
        return fresh(*webhooks.shown_deliveries(webhook, [delivery]))
