"""Webhooks in the OpenAPI document."""

from drf_spectacular.utils import OpenApiParameter, inline_serializer

from registry.api import feed_serializers as shapes
from registry.api.schema import operation

_ID = OpenApiParameter(
    "id",
    {"type": "string", "pattern": "^WHK-[0-9A-HJKMNP-TV-Z]{8}$", "example": "WHK-7K2M9XQ4"},
    "path",
    description="The id of the webhook.",
)
_MESSAGE = OpenApiParameter(
    "message", {"type": "string", "pattern": "^msg_[0-9a-f]{32}$"}, "path", description="The id of the message."
)
_WEBHOOK = {
    "id": "WHK-7K2M9XQ4",
    "address": "https://example.org/hooks",
    "events": ["organization.*"],
    "state": "active",
    "because": None,
    "after": 184220,
    "failing_since": None,
    "created_at": "2026-11-22T09:14:00Z",
}


def _operation(operation_id, summary, shape, *, path=(_ID,), **said):
    return operation(operation_id, summary, shape, tag="webhooks", path=path, **said)


webhook_list = _operation(
    "listWebhooks",
    "List your webhooks",
    inline_serializer("WebhookList", {"results": shapes.WebhookSerializer(many=True)}),
    path=(),
)
webhook_create = _operation(
    "addWebhook",
    "Add a webhook",
    shapes.WebhookWithSecretSerializer,
    path=(),
    body=shapes.WebhookBodySerializer,
    status=201,
    description="From now on this address is told of what happens. Messages follow Standard Webhooks and say what an"
    " entry of the feed of changes says, without its data. The secret is told in this answer alone.",
)
webhook = _operation("getWebhook", "Read one webhook", shapes.WebhookSerializer, example=_WEBHOOK)
webhook_change = _operation(
    "changeWebhook",
    "Change a webhook",
    shapes.WebhookSerializer,
    body=shapes.WebhookChangeSerializer,
    description="Another address, or other events. What waits goes to the new address.",
)
webhook_remove = _operation("removeWebhook", "Remove a webhook", None, status=204)
webhook_secret = _operation(
    "changeWebhookSecret",
    "Make a new secret",
    shapes.WebhookWithSecretSerializer,
    description="For a day messages are signed with the old secret, too.",
)
webhook_ping = _operation(
    "pingWebhook", "Send a trial", shapes.DeliverySerializer, description="A message that tells of nothing, at once."
)
webhook_deliveries = _operation(
    "listDeliveries",
    "Read the log of a webhook",
    inline_serializer("DeliveryList", {"results": shapes.DeliverySerializer(many=True)}),
    description="The last 100 messages of the last 30 days, each with every attempt.",
)
webhook_replay = _operation(
    "replayDelivery",
    "Send a message once more",
    shapes.DeliverySerializer,
    path=(_ID, _MESSAGE),
    description="With the same id, beginning with its attempts anew.",
)
