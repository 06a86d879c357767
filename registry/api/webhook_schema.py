"""Webhooks in the OpenAPI document: how they are kept, and the messages that go out."""

from drf_spectacular.utils import OpenApiParameter, OpenApiWebhook, inline_serializer

from registry.api import feed_serializers as shapes
from registry.api.schema import operation
from registry.models import Event, FeedEntry
from registry.models.feed import PARTNERSHIP

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
    " entry of the feed of changes says, without its data; `export.ready`, `proposal.decided` and `match_job.done` say"
    " an id and little more. See `webhooks` in this document. The secret is told in this answer alone.",
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


def _header(name, says):
    return {"name": name, "in": "header", "required": True, "description": says, "schema": {"type": "string"}}


_HEADERS = [
    _header("webhook-id", "The same at each attempt: a message that comes twice is known by it."),
    _header("webhook-timestamp", "When this attempt was signed, in seconds since 1970."),
    _header("webhook-signature", "By Standard Webhooks: `v1,` and a signature; two while a secret is changed."),
]
_TAKEN = {
    "2XX": {"description": "The message was taken. Answer within 15 seconds."},
    "410": {"description": "The receiver is gone for good: the webhook is stopped."},
    "default": {"description": "The message is tried again, for days."},
}


def _message(name, summary, events, data, *, example, description):
    """What a receiver is sent: `{type, timestamp, data}`."""
    properties = {
        "type": {"type": "string", "enum": events},
        "timestamp": {"type": "string", "format": "date-time"},
        "data": data,
    }
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    sent = {"type": events[0], "timestamp": "2026-11-22T09:14:00Z", "data": example}
    said = {
        "operationId": name,
        "summary": summary,
        "description": description,
        "tags": ["webhooks"],
        "security": [],
        "parameters": _HEADERS,
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema, "example": sent}}},
        "responses": _TAKEN,
    }
    return OpenApiWebhook(name, {"post": said})


def _object(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


_FED = (*FeedEntry.Type.values, PARTNERSHIP)
_TEXT = {"type": "string"}
change_message = _message(
    "changeMessage",
    "Something that is published came, changed or went",
    [event for event in Event.values if event.partition(".")[0] in _FED and not event.endswith("*")],
    {"$ref": "#/components/schemas/Change"},
    example={
        "seq": 184221,
        "at": "2026-11-22T09:14:00Z",
        "op": "upsert",
        "type": "organization",
        "id": "CSO-7K2M9XQ4",
        "version": 3,
    },
    description="An entry of the feed of changes without its `data`: fetch what you need. `seq` gives the order. A"
    " message about partnerships is the entry of their organization.",
)
export_message = _message(
    "exportMessage",
    "The files of the night are ready",
    [Event.EXPORT_READY.value],
    _object(id=_TEXT | {"description": "The day, as in `/exports/{date}/…`."}, seq={"type": "integer"}),
    example={"id": "2026-11-22", "seq": 184221},
    description="The copy of a day was written, and the feed of changes goes on from its `seq`. When it is written anew"
    " without somebody who left, nothing is sent.",
)
proposal_message = _message(
    "proposalMessage",
    "A proposal of yours was answered",
    [Event.PROPOSAL_DECIDED.value],
    _object(id=_TEXT, state={"$ref": "#/components/schemas/ProposalState"}),
    example={"id": "PRO-7K2M9XQ4", "state": "partly_accepted"},
    description="Sent to the system that made it, and to no other. `/proposals/{id}` says what became of each field,"
    " and why. `open` when a part still waits, or an answer was taken back.",
)
match_message = _message(
    "matchMessage",
    "A list that you sent was matched, or could not be",
    [Event.MATCH_JOB_DONE.value],
    _object(id=_TEXT, state=_TEXT | {"enum": ["done", "failed"]}),
    example={"id": "5f0c2a8e-7a5d-4c6e-9a51-2f7f2d0c9b11", "state": "done"},
    description="Sent to the system with whose key the list was sent, and to no other. `/match/jobs/{id}` leads to the"
    " answers, or says what was wrong with the file.",
)
