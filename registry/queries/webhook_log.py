"""The messages of a webhook as its owner reads of them: each as the feed tells of it today."""

from registry.models import Change
from registry.queries import feed

MERGE = f"organization.{Change.Op.MERGE}"


def log_of(webhook):
    """The messages, the youngest first.

    A merge may have become a removal like any other. Of one that never arrived, and that its webhook did not ask for by
    that name, nothing is told, and nothing is counted: its place in the log would say what it was.
    """
    merges = webhook.deliveries.filter(event=MERGE, seq__isnull=False).only("pk", "seq", "event", "attempts")
    unknown = [merge for merge in merges if not any(attempt["status"] for attempt in merge.attempts)]
    entries = feed.entries([merge.seq for merge in unknown])
    # What has left the feed was told last as nobody knows.
    hidden = [one.pk for one in unknown if one.seq not in entries or not webhook.wants(_name(one, entries))]
    return webhook.deliveries.exclude(pk__in=hidden).order_by("-pk")


def told_today(deliveries):
    """[(message, what it is called)]"""
    entries = feed.entries([delivery.seq for delivery in deliveries if delivery.seq])
    return [(delivery, _name(delivery, entries)) for delivery in deliveries]


def _name(delivery, entries):
    entry = entries.get(delivery.seq)
    return entry.told_as(delivery.event) if entry else delivery.event
