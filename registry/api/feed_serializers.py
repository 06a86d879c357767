"""What the feed of changes and webhooks say, field by field."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.api.bodies import Strict
from registry.api.serializers import Shape, TextOrNull
from registry.exporters.webhooks import is_address
from registry.models import Change, Event, FeedEntry
from registry.states import DeliveryState, WebhookState

FEED_OPS = [op.value for op in Change.Op if op]
FEED_TYPES = FeedEntry.Type.values
WEBHOOK_EVENTS = Event.values
WEBHOOK_STATES = WebhookState.values
DELIVERY_STATES = DeliveryState.values


class ChangeSerializer(Shape):
    seq = serializers.IntegerField(help_text="Grows with each entry, in the order in which changes became visible.")
    at = serializers.DateTimeField()
    op = serializers.ChoiceField(
        choices=FEED_OPS,
        help_text="`upsert`: it is there, and may be new. `delete`: it is gone, for whatever reason. `merge`: it became"
        " `into`. `unmerge`: a merge was undone, it is there again.",
    )
    type = serializers.ChoiceField(choices=FEED_TYPES)
    id = serializers.CharField(
        help_text="Of a participation: the ids of the consultation and of the organization, parted by `/`."
    )
    version = serializers.IntegerField(help_text="How many entries there were of this thing.")
    into = serializers.CharField(required=False, help_text="With `merge`: the id to use from now on.")
    also = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Of an organization: `partnership`, when its partnerships are others than before.",
    )
    data = serializers.DictField(
        required=False,
        allow_null=True,
        help_text="With `upsert` and `unmerge`: the thing as it is now, which may be younger than the entry. Null when"
        " it is gone by now: a later entry says so. An organization is what `/organizations/{id}` answers; everything"
        " else is the row of its table in the exports.",
    )


@extend_schema_field(
    {
        "type": "string",
        "maxLength": 500,
        "pattern": r"^https://([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(:443)?(/[!-~]*)?$",
        "example": "https://example.org/hooks",
    }
)
class Receiver(serializers.CharField):
    """Where messages may go; `is_address` looks closer."""


class WebhookBodySerializer(Strict):
    address = Receiver(max_length=500, help_text="On the web, by https, at its usual port.")
    events = serializers.ListField(child=serializers.ChoiceField(choices=WEBHOOK_EVENTS), min_length=1)

    def validate_address(self, address):
        if not is_address(address):
            raise serializers.ValidationError(
                _("Write an address that begins with https://, with a name and without a port of its own."),
                "not-allowed",
            )
        return address


class WebhookChangeSerializer(WebhookBodySerializer):
    def get_fields(self):
        """One of them is enough."""
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class WebhookSerializer(Shape):
    address = serializers.CharField()
    events = serializers.ListField(child=serializers.ChoiceField(choices=WEBHOOK_EVENTS))
    id = serializers.CharField()
    state = serializers.ChoiceField(choices=WEBHOOK_STATES, help_text="`disabled`: stopped by the registry.")
    because = serializers.CharField(
        allow_null=True, help_text="Why it was disabled: the receiver is `gone`, or has been `failing` for five days."
    )
    after = serializers.IntegerField(help_text="Up to which number of the feed messages were written.")
    failing_since = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class WebhookWithSecretSerializer(WebhookSerializer):
    secret = serializers.CharField(help_text="Told this once. Messages are signed with it.")


class AttemptSerializer(Shape):
    at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True)
    reason = TextOrNull(help_text="Null when it arrived.")
    milliseconds = serializers.IntegerField()


class DeliverySerializer(Shape):
    id = serializers.CharField(help_text="`webhook-id` of the message; the same at each attempt.")
    event = serializers.CharField()
    seq = serializers.IntegerField(allow_null=True, help_text="Of the feed of changes; null for a ping.")
    state = serializers.ChoiceField(choices=DELIVERY_STATES)
    created_at = serializers.DateTimeField()
    next_at = serializers.DateTimeField(allow_null=True, help_text="When it is tried next.")
    attempts = AttemptSerializer(many=True)


class ChangePageSerializer(Shape):
    changes = ChangeSerializer(many=True)
    next_after = serializers.IntegerField(help_text="Ask with it as `after` for what follows.")
    has_more = serializers.BooleanField(help_text="Whether more is there already.")
