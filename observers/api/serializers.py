"""What the API says of observers, field by field. Only who has the status on a day, and the act by which it began."""

from rest_framework import serializers

from observers.models import ObserverKind, StatusEvent
from registry.api.serializers import REFERENCE, Shape, TextOrNull

OBSERVER_KINDS = ObserverKind.values
OBSERVER_STATUS = ["active", "suspended"]
PRECISION = StatusEvent.Precision.values


class ObserverSerializer(Shape):
    id = serializers.RegexField(r"^STA-[0-9A-HJKMNP-TV-Z]{8}$", help_text="Permanent and never reused.")
    name = serializers.CharField(help_text="As the act of admission names it.")
    kind = serializers.ChoiceField(choices=OBSERVER_KINDS)
    status = serializers.ChoiceField(choices=OBSERVER_STATUS)
    since = serializers.DateField(help_text="First day of the present stretch; in a year alone, its last day.")
    since_precision = serializers.ChoiceField(choices=PRECISION, help_text="How exactly the source knows `since`.")
    session = TextOrNull(help_text="Of the Council; null when the source names none.")
    resolution = TextOrNull(help_text="Null when the source names none.")
    source = serializers.CharField(help_text="Where the act is written.")
    organization = serializers.RegexField(
        REFERENCE, allow_null=True, help_text="See `/organizations/{id}`; null when it is not in the registry."
    )
    is_demo = serializers.BooleanField(help_text="Invented, to show how the registry works.")


class StatementSerializer(Shape):
    """A figure that a source gave. It stands beside the registry's own count and is not corrected by it."""

    on = serializers.DateField(allow_null=True, help_text="The day that the source speaks of, when it names one.")
    count = serializers.IntegerField()
    is_at_least = serializers.BooleanField(help_text="The source says “more than”.")
    counts = serializers.CharField(help_text="What the source counts, in the language asked for.")
    source = serializers.CharField()


class ObserverPageSerializer(Shape):
    as_of = serializers.DateField()
    kind = serializers.ChoiceField(choices=OBSERVER_KINDS)
    count = serializers.IntegerField(help_text="The registry's own count, of all pages.")
    counts = serializers.CharField(help_text="What `count` counts, in the language asked for.")
    statements = StatementSerializer(many=True, help_text="What sources say, the nearest days first.")
    results = ObserverSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    next_cursor = serializers.CharField(allow_null=True)
