"""The pages of webhooks: their owner's, and those of who keeps systems."""

from html import unescape

import pytest
from django.urls import reverse

from registry import actions
from registry.models import Webhook
from tests import make

pytestmark = pytest.mark.django_db
SAID = {"address": "https://receiver.example/hooks", "events": ["organization.*"]}


@pytest.fixture
def owner():
    return make.user(name="Owner")


@pytest.fixture
def client_of_owner(owner):
    return make.client(owner=owner, scopes=("read", "webhooks"))


def act(client, name, webhook):
    return client.post(reverse(f"registry:webhook-{name}", args=[webhook.client.reference, webhook.reference]))


def test_the_secret_stands_on_one_page_once_and_nobody_keeps_that(client, owner, client_of_owner):
    client.force_login(owner)

    made = client.post(reverse("registry:webhook-new", args=[client_of_owner.reference]), SAID)
    secret = Webhook.objects.get().secret
    page = client.get(Webhook.objects.get().get_absolute_url())

    assert f'data-copy="{secret}"' in unescape(made.content.decode())
    assert "no-store" in made["Cache-Control"]
    assert secret not in unescape(page.content.decode())


def test_an_address_inside_is_refused_in_words(client, owner, client_of_owner):
    client.force_login(owner)

    refused = client.post(
        reverse("registry:webhook-new", args=[client_of_owner.reference]), SAID | {"address": "https://10.0.0.1/"}
    )

    assert refused.status_code == 422
    assert "Write an address that begins with https://" in refused.content.decode()


def test_who_keeps_systems_tries_and_stops_a_webhook_but_makes_no_secret(client, administrator, client_of_owner):
    webhook, secret = make.webhook(client_of_owner)
    client.force_login(administrator)

    answers = [act(client, name, webhook).status_code for name in ("ping", "pause", "resume", "secret")]

    webhook.refresh_from_db()
    assert answers == [302, 302, 302, 403]
    assert (webhook.state, webhook.secret, webhook.deliveries.count()) == ("active", secret, 1)


def test_a_webhook_is_asked_for_once_more_before_it_goes_with_its_log(client, owner, client_of_owner):
    webhook, _secret = make.webhook(client_of_owner)
    client.force_login(owner)
    address = reverse("registry:webhook-remove", args=[client_of_owner.reference, webhook.reference])

    asked = client.get(address)
    still_there = Webhook.objects.count()
    done = client.post(address)

    assert "for good" in asked.content.decode()
    assert (still_there, done.status_code, Webhook.objects.count()) == (1, 302, 0)


def test_the_log_says_in_words_what_came_of_each_attempt(client, owner, client_of_owner):
    webhook, _ = make.webhook(client_of_owner)
    actions.ping_webhook(webhook, by=owner)
    attempt = {"at": "2026-11-22T09:14:00Z", "status": None, "reason": "inside", "milliseconds": 3}
    refused = {"at": "2026-11-22T09:19:00Z", "status": 503, "reason": "answer", "milliseconds": 120}
    webhook.deliveries.update(attempts=[attempt, refused])
    client.force_login(owner)

    page = client.get(webhook.get_absolute_url()).content.decode()

    assert "The name leads to an address inside a network, and was not asked." in page
    assert "The receiver did not take it. It answered 503 within 0.12 s." in page


def test_a_webhook_that_is_stopped_promises_no_next_attempt(client, owner, client_of_owner):
    webhook, _ = make.webhook(client_of_owner)
    actions.ping_webhook(webhook, by=owner)
    webhook.deliveries.update(tries=1)
    client.force_login(owner)

    before = client.get(webhook.get_absolute_url()).content.decode()
    actions.pause_webhook(webhook, by=owner)
    after = client.get(webhook.get_absolute_url()).content.decode()

    assert "next attempt" in before
    assert "next attempt" not in after


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_costs_the_same_for_one_message_and_for_three(
    client, owner, client_of_owner, count, django_assert_max_num_queries
):
    webhook, _ = make.webhook(client_of_owner)
    for _number in range(count):
        make.organization()
    actions.queue_webhooks()
    client.force_login(owner)
    client.get(webhook.get_absolute_url())

    with django_assert_max_num_queries(14):
        client.get(webhook.get_absolute_url())
