"""The messages of a webhook as its owner reads of them: each as the feed tells of it today."""

from registry.queries import feed


def told_today(webhook, deliveries):
    """[(message, what it is called)]: a merge may have become a removal like any other.

    Of one that was never sent, and that its webhook did not ask for by that name, nothing is told: its place in the log
    would say what it was.
    """
    entries = feed.entries([delivery.seq for delivery in deliveries if delivery.seq])
    named = [(delivery, _name(delivery, entries.get(delivery.seq))) for delivery in deliveries]
    return [(one, name) for one, name in named if one.attempts or one.seq not in entries or webhook.wants(name)]


def _name(delivery, entry):
    return entry.told_as(delivery.event) if entry else delivery.event
