"""Telling receivers what happened: rows first, then attempts, for days. Doing it twice tells nobody anything new.

A webhook follows the feed as any reader does. While a worker sends for one, it holds a lease of it; one that dies is
made up for when the lease ends, and the receiver knows the message again by its id.
"""

import logging
import secrets
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from registry.actions.history import record
from registry.actions.messages import notify
from registry.exporters import webhooks as messages
from registry.models import Webhook, WebhookDelivery
from registry.queries import feed
from registry.queries.webhook_log import MERGE
from registry.states import NEXT, DeliveryState, WebhookState

# After each attempt that failed: seconds, minutes, then hours. The last one that fails is the end.
PAUSES = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
]
JITTER = 0.1
DISABLED_AFTER = timedelta(days=5)
# A receiver that does not answer is asked at most so often, whatever waits for it.
LONGEST_REST = timedelta(minutes=5)
KEPT = timedelta(days=30)
_random = secrets.SystemRandom()

# At once: receivers, messages to each, entries of the feed looked through for one.
_RECEIVERS, _MESSAGES, _ENTRIES = 8, 10, 1000
# After so many seconds a receiver is sent nothing more in its turn.
_TURN = 5
# Longer than a turn can take: its last message may wait as long as one may.
_LEASE = timedelta(minutes=4)
# After so many seconds nobody is given another turn by this worker: the next tick of the clock goes on.
_AT_MOST = 300

logger = logging.getLogger(__name__)


def queue_webhooks():
    """Write a message for each new entry of the feed that a webhook asks for; returns how many."""
    behind = Webhook.objects.active().filter(after__lt=feed.last_seq())
    return sum(_queue(pk) for pk in behind.values_list("pk", flat=True))


def deliver_webhooks():
    """Send what is due, to several receivers at the same time; returns how many messages arrived.

    Nobody waits for who is slow: as soon as one has had its turn the next gets one, and what happens meanwhile is told.
    """
    arrived, under_way, until = 0, {}, time.monotonic() + _AT_MOST
    with ThreadPoolExecutor(_RECEIVERS) as pool:
        try:
            while time.monotonic() < until:
                for webhook, letters in _take(_RECEIVERS - len(under_way)):
                    under_way[pool.submit(_send_in_turn, letters)] = webhook
                if not under_way:
                    break
                arrived += _note_those_done(under_way)
                queue_webhooks()
        finally:
            # What arrived is written down, whatever happened: nobody is to be told of it twice.
            while under_way:
                arrived += _note_those_done(under_way)
    return arrived


def forget_deliveries(*, by):
    """The log of a webhook goes back for a month. A step of the night."""
    return WebhookDelivery.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()[0]


@transaction.atomic
def _queue(pk):
    webhook = Webhook.objects.active().select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if webhook is None:
        return 0
    room = Webhook.MOST_WAITING - webhook.deliveries.filter(state=DeliveryState.WAITING).count()
    if room <= 0:
        return 0
    page, now = feed.page(webhook.after, limit=min(room, _ENTRIES), with_data=False), timezone.now()
    wanted = [(entry, event) for entry in page.entries for event in entry.events if webhook.wants(event)]
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(webhook=webhook, seq=entry.seq, event=event, created_at=now, next_at=now)
            for entry, event in wanted
        ],
        ignore_conflicts=True,
    )
    Webhook.objects.filter(pk=pk).update(after=page.next_after)
    return len(wanted)


@transaction.atomic
def _take(most):
    """[(webhook, letters)] of those at which nobody else is at work, under a lease; who had a turn last comes last."""
    now = timezone.now()
    due = WebhookDelivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=now)
    free = Webhook.objects.active().filter(Q(not_before=None) | Q(not_before__lte=now))
    free = free.filter(Q(taken_until=None) | Q(taken_until__lte=now))
    free = free.filter(Exists(due.filter(webhook=OuterRef("pk"))))
    free = free.order_by(F("taken_until").asc(nulls_first=True), "pk")
    webhooks = list(free.select_for_update(of=("self",), skip_locked=True)[:most])
    Webhook.objects.filter(pk__in=[webhook.pk for webhook in webhooks]).update(taken_until=now + _LEASE)
    return [(webhook, _letters(webhook, due, now)) for webhook in webhooks]


def _letters(webhook, due, now):
    """[(delivery, address, headers, body)] in the order of the feed; a trial comes first."""
    deliveries = list(due.filter(webhook=webhook).order_by(F("seq").asc(nulls_first=True), "pk")[:_MESSAGES])
    entries = feed.entries([delivery.seq for delivery in deliveries if delivery.seq])
    letters = []
    for delivery in deliveries:
        entry = entries.get(delivery.seq)
        event, at, data = _told(delivery, entry)
        if not webhook.wants(event) if entry else delivery.event == MERGE:
            # A merge that is told as a removal by now, or not at all: who asked for merges alone would know that it
            # was one.
            delivery.delete()
            continue
        body = messages.body_of(event, at, data)
        headers = messages.headers_of(delivery.message_id, now, body, webhook.secrets_at(now))
        letters.append((delivery, webhook.address, headers, body))
    return letters


def _told(delivery, entry):
    """(event, moment, data): an entry as the feed tells it today, which may be less than when it was written."""
    if entry is None:
        return delivery.event, delivery.created_at, {"seq": delivery.seq} if delivery.seq else delivery.told
    return entry.told_as(delivery.event), entry.at, entry.said


def _send_in_turn(letters):
    """Send until one does not arrive, or the turn is over: who does not answer, or slowly, is not waited for message by
    message."""
    outcomes, until = [], time.monotonic() + _TURN
    for delivery, address, headers, body in letters:
        outcome = messages.send(address, headers, body)
        outcomes.append((delivery, outcome, timezone.now()))
        if outcome.reason or time.monotonic() >= until:
            break
    return outcomes


def _note_those_done(under_way):
    """Wait a second for who has had its turn; returns how many messages arrived. One that failed leaves the others."""
    arrived = 0
    for turn in wait(under_way, timeout=1, return_when=FIRST_COMPLETED).done:
        webhook = under_way.pop(turn)
        try:
            arrived += _note(webhook, turn.result())
        except Exception:
            # Its lease ends by itself, and then it has another turn.
            logger.exception("The turn of webhook %s failed", webhook.reference)
    return arrived


@transaction.atomic
def _note(webhook, outcomes):
    """Write down what came of each attempt, and whether the receiver is to be left alone; returns how many arrived."""
    webhook = Webhook.objects.select_for_update(of=("self",)).select_related("client__owner").filter(pk=webhook.pk)
    webhook = webhook.first()
    if webhook is None:
        # Removed meanwhile.
        return 0
    # From when it is free again, and since when it waits for its next turn.
    webhook.not_before, webhook.taken_until = None, timezone.now()
    for delivery, outcome, at in outcomes:
        _note_attempt(delivery, outcome, at)
        if not outcome.reason:
            webhook.failing_since, webhook.failures = None, 0
        else:
            webhook.failing_since = webhook.failing_since or at
            webhook.failures += 1
            webhook.not_before = at + min(PAUSES[0] * 2 ** min(webhook.failures - 1, 10), LONGEST_REST)
    webhook.save(update_fields=["failing_since", "failures", "not_before", "taken_until", "updated_at"])
    if outcomes:
        _disable_if_hopeless(webhook, outcomes[-1])
    return sum(not outcome.reason for _delivery, outcome, _at in outcomes)


def _note_attempt(delivery, outcome, at):
    delivery = WebhookDelivery.objects.select_for_update().get(pk=delivery.pk)
    delivery.tries += 1
    delivery.attempts.append(
        {
            "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "status": outcome.status,
            "reason": outcome.reason,
            "milliseconds": outcome.milliseconds,
        }
    )
    if not outcome.reason:
        delivery.state, delivery.ended_at = DeliveryState.DELIVERED, at
    elif delivery.tries > len(PAUSES):
        delivery.state, delivery.ended_at = DeliveryState.FAILED, at
    else:
        delivery.next_at = at + PAUSES[delivery.tries - 1] * _random.uniform(1 - JITTER, 1 + JITTER)
    delivery.save()


def _disable_if_hopeless(webhook, last):
    _delivery, outcome, at = last
    if WebhookState.DISABLED not in NEXT[WebhookState][webhook.state]:
        return
    if outcome.status == 410:
        webhook.because = Webhook.Because.GONE
    elif webhook.failing_since and at - webhook.failing_since >= DISABLED_AFTER:
        webhook.because = Webhook.Because.FAILING
    else:
        return
    webhook.state = WebhookState.DISABLED
    webhook.version += 1
    # Not its secrets: they may be such as cannot be read any more.
    webhook.save(update_fields=["because", "state", "version", "updated_at"])
    client = webhook.client
    if client.owner.is_active:
        notify(
            "registry.webhook_disabled",
            recipient=client.owner,
            subject=client.reference,
            context={"webhook": webhook},
        )
    record(
        "webhook.disabled",
        subject=client.reference,
        by="webhooks",
        diff={"webhook": ["", webhook.reference]},
        reason=str(webhook.because),
    )
