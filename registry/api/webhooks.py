"""Webhooks through the API: what a system says of its own, and how they look."""

from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime

from registry.models import WebhookDelivery
from registry.queries.webhook_log import told_today

# Of the log, the youngest.
LOGGED = 100


def of_caller(request, reference=None):
    """The webhooks of the system that asks; or the one, 404 when it is not hers."""
    webhooks = request.auth.client.webhooks.select_related("client__owner").order_by("pk")
    return webhooks if reference is None else get_object_or_404(webhooks, reference=reference)


def message_of(webhook, message_id):
    return get_object_or_404(WebhookDelivery, webhook=webhook, message_id=message_id)


def shown(webhook, *, secret=""):
    """A webhook as JSON; its secret once, in the answer to who made it."""
    told = {
        "id": webhook.reference,
        "address": webhook.address,
        "events": webhook.events,
        "state": webhook.state,
        "because": webhook.because or None,
        "after": webhook.after,
        "failing_since": _moment(webhook.failing_since),
        "created_at": _moment(webhook.created_at),
    }
    return told | ({"secret": secret} if secret else {})


def shown_deliveries(webhook, deliveries):
    return [_shown_delivery(webhook, delivery, event) for delivery, event in told_today(deliveries)]


def _shown_delivery(webhook, delivery, event):
    return {
        "id": delivery.message_id,
        "event": event,
        "seq": delivery.seq,
        "state": delivery.state,
        "created_at": _moment(delivery.created_at),
        "next_at": _moment(delivery.next_at) if delivery.ended_at is None and webhook.is_told else None,
        "attempts": [_attempt(told) for told in delivery.attempts],
    }


def _attempt(told):
    return told | {"at": _moment(parse_datetime(told["at"])), "reason": told["reason"] or None}


def _moment(moment):
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
