"""What is done about webhooks: added, changed, tried, given a new secret, stopped, removed.

A secret exists in words once, in the answer to who made it.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.errors import Contradiction, Refused
from registry.exporters import webhooks as messages
from registry.models import Client, Scope, Webhook, WebhookDelivery
from registry.queries.feed import last_seq
from registry.states import NEXT, DeliveryState, WebhookState

# For so long messages are signed with the old secret too.
BOTH_SECRETS_FOR = timedelta(days=1)


@transaction.atomic
def add_webhook(client, *, address, events, by):
    """Tell this address of what happens from now on; returns (webhook, secret)."""
    client = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if not client.is_active or Scope.WEBHOOKS not in client.scopes:
        raise Refused(_("This system may not be told of changes: it has no such right, or was closed."))
    if client.webhooks.count() >= Webhook.MOST:
        raise Refused(_("This system has %(number)s webhooks, and may have no more.") % {"number": Webhook.MOST})
    _refuse_address(address)
    secret = messages.new_secret()
    webhook = Webhook.objects.create(
        client=client, address=address, events=sorted(set(events)), secret=secret, after=last_seq()
    )
    _record("webhook.added", webhook, by=by, diff={"address": ["", address], "events": ["", ", ".join(webhook.events)]})
    return webhook, secret


@transaction.atomic
def change_webhook(webhook, *, by, address=None, events=None):
    """Another address or other events; what waits goes to the new address."""
    webhook = _lock(webhook)
    before = (webhook.address, webhook.events)
    if address is not None:
        _refuse_address(address)
        webhook.address = address
    webhook.events = webhook.events if events is None else sorted(set(events))
    _save(webhook)
    diff = {"address": [before[0], webhook.address], "events": [", ".join(before[1]), ", ".join(webhook.events)]}
    _record("webhook.changed", webhook, by=by, diff={name: pair for name, pair in diff.items() if pair[0] != pair[1]})
    return webhook


@transaction.atomic
def pause_webhook(webhook, *, by):
    """Nothing is sent, and nothing new is written for it."""
    return _go(_lock(webhook), WebhookState.PAUSED, "webhook.paused", by=by)


@transaction.atomic
def resume_webhook(webhook, *, by):
    """Go on with what waits, and with what happens from now on: what was in between stands in the feed."""
    webhook = _lock(webhook)
    webhook.because, webhook.failing_since, webhook.failures, webhook.not_before = "", None, 0, None
    webhook.after = last_seq()
    return _go(webhook, WebhookState.ACTIVE, "webhook.resumed", by=by)


@transaction.atomic
def remove_webhook(webhook, *, by):
    """The address, its secrets and its messages are forgotten."""
    webhook = _lock(webhook)
    _record("webhook.removed", webhook, by=by, diff={"address": [webhook.address, ""]})
    webhook.delete()


@transaction.atomic
def rotate_webhook_secret(webhook, *, by):
    """A new secret; for a day messages are signed with the old one too. Returns (webhook, secret)."""
    webhook = _lock(webhook)
    webhook.old_secret, webhook.old_secret_until = webhook.secret, timezone.now() + BOTH_SECRETS_FOR
    webhook.secret = secret = messages.new_secret()
    _save(webhook)
    _record("webhook.secret_changed", webhook, by=by)
    return webhook, secret


@transaction.atomic
def ping_webhook(webhook, *, by):
    """Send a message that tells of nothing, at once; one that waits already is sent instead of another."""
    webhook = _lock(webhook)
    if webhook.state != WebhookState.ACTIVE:
        raise Refused(_("This webhook is stopped. Let it go on first."))
    now = timezone.now()
    # Who tries wants to know now, however much time the receiver was given.
    Webhook.objects.filter(pk=webhook.pk).update(not_before=None)
    waits = webhook.deliveries.filter(event=WebhookDelivery.PING, state=DeliveryState.WAITING)
    if waits.update(next_at=now):
        return waits.earliest("pk")
    delivery = webhook.deliveries.create(event=WebhookDelivery.PING, created_at=now, next_at=now)
    _record("webhook.tried", webhook, by=by)
    return delivery


def tell_webhooks(event, told, *, client=None):
    """Part of a verb: a message of what the feed does not tell, to those that ask for it; or to those of one client."""
    asking = Webhook.objects.active().filter(events__contains=[event])
    asking = asking.filter(client=client) if client else asking
    now = timezone.now()
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook=webhook, event=event, told=told, created_at=now, next_at=now) for webhook in asking
    )


@transaction.atomic
def replay_delivery(delivery, *, by):
    """Send a message once more, with the same id, beginning with its attempts anew; one whose next attempt is hours
    away as well."""
    webhook = _lock(delivery.webhook)
    delivery = webhook.deliveries.select_for_update().get(pk=delivery.pk)
    if webhook.state != WebhookState.ACTIVE:
        raise Refused(_("This webhook is stopped. Let it go on first."))
    if delivery.state == DeliveryState.WAITING and delivery.next_at <= timezone.now():
        raise Refused(_("This message waits to be sent already."))
    # However much time the receiver was given: it stands again, says who asks for this.
    Webhook.objects.filter(pk=webhook.pk).update(not_before=None)
    delivery.state, delivery.tries, delivery.next_at, delivery.ended_at = DeliveryState.WAITING, 0, timezone.now(), None
    delivery.save()
    _record("webhook.replayed", webhook, by=by, diff={"message": ["", delivery.message_id]})
    return delivery


def _refuse_address(address):
    if not messages.is_address(address):
        raise Contradiction(
            _("Messages go by https to a name on the web, at its usual port. Write an address such as %(example)s.")
            % {"example": "https://example.org/hooks"}
        )


def _go(webhook, to, verb, *, by):
    if to not in NEXT[WebhookState][webhook.state]:
        raise Refused(_("This webhook is %(state)s already.") % {"state": webhook.get_state_display().lower()})
    before, webhook.state = webhook.state, to
    _save(webhook)
    _record(verb, webhook, by=by, diff={"state": [before, str(to)]})
    return webhook


def _record(verb, webhook, *, by, diff=None):
    record(verb, subject=webhook.client.reference, by=by, diff={"webhook": ["", webhook.reference]} | (diff or {}))


def _lock(webhook):
    locked = Webhook.objects.select_for_update(of=("self",)).select_related("client__owner")
    return locked.get(pk=webhook.pk)


def _save(webhook):
    if not webhook.old_secret:
        # There is none, or none that can be read since SECRET_KEY was changed.
        webhook.old_secret_until = None
    webhook.version += 1
    webhook.save()
