"""Webhooks: told of what happened, signed, tried for days, stopped with a notice, and never a second thing for one."""

import json
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from standardwebhooks import Webhook as Standard

from registry import actions
from registry.actions import webhook_delivery
from registry.errors import Contradiction, Refused
from registry.models import FeedEntry, Message, Webhook, WebhookDelivery
from registry.states import ClientState
from tests import make
from tests.iom_partners.waiting import patiently
from tests.registry.actions.merging import merged
from tests.registry.receiver import Receiver, let_time_pass

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings):
    receiver = Receiver()
    settings.WEBHOOK_TRIAL_HOSTS = [receiver.host]
    yield receiver
    receiver.stop()


@pytest.fixture
def webhook(receiver):
    webhook, receiver.secret = make.webhook(address=receiver.address)
    return webhook


def tell():
    actions.queue_webhooks()
    return actions.deliver_webhooks()


def test_a_receiver_is_told_of_what_happens_after_it_was_added(webhook, receiver):
    organization = make.organization("Riverbend")

    assert tell() == 1

    entry = FeedEntry.objects.get()
    ((_id, content),) = receiver.got
    assert content == {
        "type": "organization.upsert",
        "timestamp": f"{entry.at:%Y-%m-%dT%H:%M:%SZ}",
        "data": {
            "seq": entry.seq,
            "at": f"{entry.at:%Y-%m-%dT%H:%M:%SZ}",
            "op": "upsert",
            "type": "organization",
            "id": organization.reference,
            "version": 1,
        },
    }
    assert receiver.refused == 0


def test_nothing_is_told_twice_and_nothing_from_before(receiver):
    make.organization()
    webhook, receiver.secret = make.webhook(address=receiver.address)
    tell()
    make.organization()
    tell()
    tell()

    assert receiver.seqs == [2]
    assert webhook.deliveries.get().state == "delivered"


def test_only_what_was_asked_for_is_told(receiver):
    _, receiver.secret = make.webhook(address=receiver.address, events=["organization.delete"])
    closed = make.organization()
    make.organization()
    actions.archive_organization(closed, by="test", reason="closed")

    tell()

    assert [content["data"]["op"] for _id, content in receiver.got] == ["delete"]


def test_a_receiver_that_was_down_gets_each_message_once_and_in_the_order_of_seq(webhook, receiver):
    receiver.answer = 503
    for _ in range(3):
        make.organization()
    tell()
    hits = receiver.hits
    receiver.answer = 204
    let_time_pass(webhook, hours=2)

    tell()

    assert hits == 1  # who does not answer is not asked again for each message that waits
    assert receiver.seqs == [1, 2, 3]
    assert len(receiver.ids) == 3
    webhook.refresh_from_db()
    assert (webhook.failing_since, webhook.failures) == (None, 0)


def test_nobody_waits_for_a_receiver_that_is_slow(webhook, receiver, settings, monkeypatch):
    """Of two places it takes one; by the other all that the rest are told of arrives."""
    monkeypatch.setattr(webhook_delivery, "_RECEIVERS", 2)
    quick, seen = [Receiver() for _ in range(3)], []
    settings.WEBHOOK_TRIAL_HOSTS = [receiver.host, *(one.host for one in quick)]
    for one in quick:
        _, one.secret = make.webhook(address=one.address)

    def be_slow(handler):
        seen.append(patiently(lambda: [len(one.got) for one in quick] == [2, 2, 2], seconds=5))
        handler.send_response(204)
        handler.end_headers()

    receiver.answer = be_slow
    for _ in range(2):
        make.organization()
    try:
        arrived = tell()
    finally:
        for one in quick:
            one.stop()

    assert (seen, arrived) == ([True, True], 8)


def test_a_slow_receiver_has_a_short_turn_and_then_waits_behind_the_others(webhook, receiver, settings, monkeypatch):
    monkeypatch.setattr(webhook_delivery, "_RECEIVERS", 1)
    monkeypatch.setattr(webhook_delivery, "_TURN", 0)
    quick = Receiver()
    settings.WEBHOOK_TRIAL_HOSTS = [receiver.host, quick.host]
    _, quick.secret = make.webhook(address=quick.address)
    told = []
    for one, name in ((receiver, "slow"), (quick, "quick")):
        one.answer = lambda handler, name=name: (told.append(name), handler.send_response(204), handler.end_headers())
    for _ in range(3):
        make.organization()

    try:
        tell()
    finally:
        quick.stop()

    assert told == ["slow", "quick"] * 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow  # What happens meanwhile is committed by another thread, so the database is emptied afterwards.
def test_what_happens_while_one_is_slow_is_told_to_the_others(webhook, receiver, settings):
    quick, seen = Receiver(), []
    settings.WEBHOOK_TRIAL_HOSTS = [receiver.host, quick.host]
    _, quick.secret = make.webhook(address=quick.address)

    def be_slow(handler):
        if not seen:
            make.organization()
            connection.close()
            seen.append(patiently(lambda: len(quick.got) == 2, seconds=5))
        handler.send_response(204)
        handler.end_headers()

    receiver.answer = be_slow
    make.organization()
    try:
        tell()
    finally:
        quick.stop()

    assert seen == [True]


def test_a_message_is_tried_at_the_times_that_are_promised_and_then_no_more(webhook, receiver):
    receiver.answer = 500
    make.organization()
    pauses = []
    for _ in range(12):
        tell()
        delivery = webhook.deliveries.get()
        if delivery.state != "waiting":
            break
        pauses.append((delivery.next_at - timezone.now()).total_seconds())
        let_time_pass(webhook, hours=30)
        Webhook.objects.update(failing_since=None)

    promised = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    assert all(0.89 * told - 5 < pause < 1.11 * told for told, pause in zip(promised, pauses, strict=True))
    assert (delivery.state, len(delivery.attempts), receiver.hits) == ("failed", 10, 10)
    assert {(attempt["status"], attempt["reason"]) for attempt in delivery.attempts} == {(500, "answer")}


def test_a_message_that_did_not_arrive_is_sent_again_by_hand_with_the_same_id(webhook, receiver):
    make.organization()
    tell()
    delivery = webhook.deliveries.get()

    actions.replay_delivery(delivery, by=webhook.client.owner)
    tell()

    assert len(receiver.got) == 2
    assert receiver.ids == [delivery.message_id]
    with pytest.raises(Refused, match="waits to be sent already"):
        actions.replay_delivery(webhook.deliveries.get(), by="test") and actions.replay_delivery(delivery, by="test")


def test_who_put_the_receiver_right_does_not_wait_a_day_for_the_next_attempt(webhook, receiver):
    receiver.answer = 500
    make.organization()
    tell()
    webhook.deliveries.update(tries=9, next_at=timezone.now() + timedelta(hours=24))
    Webhook.objects.update(not_before=timezone.now() + timedelta(minutes=5))
    receiver.answer = 204

    delivery = actions.replay_delivery(webhook.deliveries.get(), by=webhook.client.owner)
    tell()

    assert len(receiver.got) == 1
    assert (webhook.deliveries.get().state, delivery.tries) == ("delivered", 0)


def test_a_ping_tells_of_nothing_and_does_not_wait_behind_other_messages(webhook, receiver):
    receiver.answer = 503
    make.organization()
    tell()
    receiver.answer = 204

    actions.ping_webhook(webhook, by=webhook.client.owner)
    tell()

    assert [(content["type"], content["data"]) for _id, content in receiver.got] == [("ping", {})]


def test_one_ping_waits_at_a_time(webhook, receiver):
    receiver.answer = 503
    first = actions.ping_webhook(webhook, by=webhook.client.owner)
    tell()
    receiver.answer = 204

    again = actions.ping_webhook(webhook, by=webhook.client.owner)

    assert (again, tell()) == (first, 1)
    assert actions.ping_webhook(webhook, by=webhook.client.owner) != first


def test_both_secrets_hold_for_a_day_and_then_the_new_one_alone(webhook, receiver):
    old = receiver.secret
    webhook, new = actions.rotate_webhook_secret(webhook, by=webhook.client.owner)
    make.organization()
    tell()
    receiver.secret = new
    make.organization()
    tell()
    let_time_pass(webhook, hours=25)
    receiver.secret = old
    make.organization()
    tell()

    assert receiver.seqs == [1, 2]
    assert receiver.refused == 1


def test_a_receiver_that_is_gone_for_good_is_told_nothing_more_and_its_owner_is_written_to(webhook, receiver):
    receiver.answer = 410
    make.organization()

    tell()

    webhook.refresh_from_db()
    assert (webhook.state, webhook.because) == ("disabled", "gone")
    message = Message.objects.get(kind="registry.webhook_disabled")
    assert message.address == webhook.client.owner.email
    assert "CSO-" not in message.body
    make.organization()
    tell()
    assert receiver.hits == 1


def test_five_days_without_an_answer_stop_a_webhook_and_it_goes_on_with_what_happens_then(webhook, receiver):
    receiver.answer = 500
    make.organization()
    tell()
    let_time_pass(webhook, days=5)
    tell()
    webhook.refresh_from_db()
    assert (webhook.state, webhook.because) == ("disabled", "failing")
    make.organization()
    receiver.answer = 204

    actions.resume_webhook(webhook, by=webhook.client.owner)
    let_time_pass(webhook, days=2)
    make.organization()
    tell()

    assert receiver.seqs == [1, 3]


@pytest.mark.parametrize("closed", [{"state": ClientState.CLOSED, "closed_at": timezone.now()}, {"scopes": ["read"]}])
def test_a_system_that_was_shut_out_is_told_nothing(webhook, receiver, closed):
    make.organization()
    actions.queue_webhooks()
    type(webhook.client).objects.update(**closed)

    tell()

    assert receiver.hits == 0


def test_a_worker_that_dies_is_made_up_for_when_its_lease_ends(webhook, receiver):
    make.organization()
    actions.queue_webhooks()
    webhook_delivery._take(1)

    assert actions.deliver_webhooks() == 0
    let_time_pass(webhook, minutes=5)
    assert actions.deliver_webhooks() == 1


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_failed_takes_no_outcome_of_another_along(webhook, receiver, settings):
    other = Receiver()
    settings.WEBHOOK_TRIAL_HOSTS = [receiver.host, other.host]
    later, other.secret = make.webhook(address=other.address)

    def answer(handler):
        handler.send_response(204)
        handler.end_headers()

    def be_forgotten(handler):
        WebhookDelivery.objects.filter(webhook=webhook).delete()
        connection.close()
        answer(handler)

    def be_slow(handler):
        time.sleep(1)
        answer(handler)

    receiver.answer, other.answer = be_forgotten, be_slow
    make.organization()
    try:
        arrived = tell()
    finally:
        other.stop()

    assert (arrived, later.deliveries.get().state) == (1, "delivered")


def test_after_some_minutes_nobody_is_given_another_turn_until_the_next_tick(webhook, receiver, monkeypatch):
    make.organization()
    with monkeypatch.context() as over:
        over.setattr(webhook_delivery, "_AT_MOST", 0)
        assert tell() == 0

    assert tell() == 1


def test_a_hundred_changes_at_once_wait_in_the_feed_and_not_as_rows_without_end(webhook, receiver, monkeypatch):
    monkeypatch.setattr(Webhook, "MOST_WAITING", 2)
    for _ in range(5):
        make.organization()

    actions.queue_webhooks()
    first = WebhookDelivery.objects.count()
    for _ in range(4):
        tell()

    assert first == 2
    assert receiver.seqs == [1, 2, 3, 4, 5]


def test_no_message_leads_to_one_that_must_not_be_found_any_more(webhook, receiver, curator, steward):
    winner, loser = make.organization(), make.organization()
    merged(winner, loser, first=curator, second=steward)
    actions.queue_webhooks()
    winner.refresh_from_db()
    actions.mark_at_risk(winner, reason="Threats.", by=curator)

    tell()

    of_loser = [content for _id, content in receiver.got if content["data"]["id"] == loser.reference]
    assert [content["type"] for content in of_loser] == ["organization.upsert", "organization.delete"]
    assert "into" not in json.dumps(receiver.got)


def test_who_asked_for_merges_alone_is_not_told_of_a_removal_that_was_one(receiver, curator, steward):
    webhook, receiver.secret = make.webhook(address=receiver.address, events=["organization.merge"])
    winner, loser = make.organization(), make.organization()
    merged(winner, loser, first=curator, second=steward)
    actions.queue_webhooks()
    winner.refresh_from_db()
    actions.mark_at_risk(winner, reason="Threats.", by=curator)

    tell()

    assert receiver.hits == 0
    assert not webhook.deliveries.exists()
    webhook.refresh_from_db()
    assert webhook.taken_until <= timezone.now()


def test_a_message_names_nothing_but_the_number_in_the_database(webhook):
    organization = make.organization("Riverbend")
    actions.queue_webhooks()

    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM registry_webhookdelivery d")
        said = cursor.fetchone()[0]

    assert organization.reference not in said


def test_secrets_stand_sealed_in_the_database(webhook, receiver):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM registry_webhook")
        kept = cursor.fetchone()[0]

    assert receiver.secret.removeprefix("whsec_") not in kept
    assert Webhook.objects.get().secret == receiver.secret
    assert Standard(receiver.secret)


def test_a_webhook_whose_secrets_cannot_be_read_any_more_is_stopped_like_another(webhook, receiver, settings):
    actions.rotate_webhook_secret(webhook, by=webhook.client.owner)
    settings.SECRET_KEY = "another, since the old one was found out"
    make.organization()
    tell()
    let_time_pass(Webhook.objects.defer("secret", "old_secret").get(), days=5)

    tell()

    webhook.refresh_from_db()
    assert (webhook.state, webhook.because) == ("disabled", "failing")
    actions.resume_webhook(webhook, by=webhook.client.owner)
    _webhook, receiver.secret = actions.rotate_webhook_secret(webhook, by=webhook.client.owner)
    make.organization()
    tell()
    assert receiver.seqs == [2]


@pytest.mark.parametrize(
    "address",
    [
        "http://receiver.example/hooks",
        "https://receiver.example:8443/hooks",
        "https://user:word@receiver.example/hooks",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://localhost/",
        "https://metadata/",
        "ftp://receiver.example/",
        "https://",
        "https://receiver.example:99999/",
        "receiver.example",
    ],
)
def test_an_address_that_is_none_of_the_web_is_refused(address):
    with pytest.raises(Contradiction, match="by https to a name on the web"):
        make.webhook(address=address)


def test_the_log_of_a_month_ago_is_forgotten(webhook, receiver):
    make.organization()
    tell()
    WebhookDelivery.objects.update(ended_at=timezone.now() - timedelta(days=31))

    assert actions.forget_deliveries(by="night") == 1
