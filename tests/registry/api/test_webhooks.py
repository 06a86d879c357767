"""Webhooks through the API: a system keeps its own, and reads no other."""

import json

import pytest
from django.utils import timezone

from registry import actions
from registry.api import webhooks
from registry.models import Webhook
from tests import make
from tests.registry.actions.merging import merged

ADDRESS = "/api/v1/webhooks"
SAID = {"address": "https://receiver.example/hooks", "events": ["organization.*"]}


@pytest.fixture
def client_(db):
    return make.client(scopes=("read", "webhooks"))


@pytest.fixture
def ask(caller, client_):
    """Asks as the system does."""
    key = make.api_key(client_)

    def ask(method, path="", body=None, key=key):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return caller.client.generic(
            method,
            f"{ADDRESS}{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers=headers,
        )

    return ask


def test_a_system_adds_reads_changes_and_removes_its_webhook(ask):
    made = ask("POST", body=SAID)
    path = f"/{made.json()['id']}"

    read = ask("GET", path).json()
    changed = ask("PATCH", path, {"events": ["organization.delete"]}).json()
    listed = ask("GET").json()["results"]
    removed = ask("DELETE", path)

    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    assert made["Cache-Control"] == "no-store"
    assert read == {name: value for name, value in made.json().items() if name != "secret"}
    assert (changed["events"], listed) == (["organization.delete"], [changed])
    assert (removed.status_code, removed.content) == (204, b"")
    assert ask("GET", path).status_code == 404


def test_the_log_tells_each_attempt_and_a_message_is_sent_once_more(ask, client_):
    webhook, _ = make.webhook(client_)
    pinged = ask("POST", f"/{webhook.reference}/ping").json()
    webhook.deliveries.update(
        state="failed",
        ended_at=webhook.created_at,
        attempts=[{"at": "2026-11-22T09:14:00Z", "status": 500, "reason": "answer", "milliseconds": 12}],
    )

    (logged,) = ask("GET", f"/{webhook.reference}/deliveries").json()["results"]
    again = ask("POST", f"/{webhook.reference}/deliveries/{pinged['id']}/replay").json()

    assert (pinged["event"], pinged["state"], pinged["seq"]) == ("ping", "waiting", None)
    assert logged["attempts"] == [{"at": "2026-11-22T09:14:00Z", "status": 500, "reason": "answer", "milliseconds": 12}]
    assert (again["id"], again["state"]) == (pinged["id"], "waiting")


def test_the_log_calls_a_message_what_the_feed_calls_its_entry(ask, client_, curator, steward):
    webhook, _ = make.webhook(client_)
    winner, loser = make.organization(), make.organization()
    merged(winner, loser, first=curator, second=steward)
    actions.queue_webhooks()
    winner.refresh_from_db()
    actions.mark_at_risk(winner, reason="Threats.", by=curator)

    log = ask("GET", f"/{webhook.reference}/deliveries").json()["results"]

    assert "organization.merge" in webhook.deliveries.values_list("event", flat=True)
    assert {logged["event"] for logged in log} == {"organization.upsert", "organization.delete"}


def test_the_log_says_nothing_of_a_merge_that_was_never_sent_to_who_asks_for_merges_alone(
    ask, client_, caller, curator, steward
):
    webhook, _ = make.webhook(client_, events=["organization.merge"])
    winner, loser = make.organization(), make.organization()
    merged(winner, loser, first=curator, second=steward)
    actions.queue_webhooks()
    winner.refresh_from_db()
    actions.mark_at_risk(winner, reason="Threats.", by=curator)
    caller.client.force_login(client_.owner)

    log = ask("GET", f"/{webhook.reference}/deliveries").json()["results"]
    page = caller.client.get(webhook.get_absolute_url())

    assert (log, page.status_code) == ([], 200)
    assert webhook.deliveries.get().message_id not in page.content.decode()


def test_an_attempt_at_which_nobody_answered_told_nobody_of_a_merge(ask, client_, caller, curator, steward):
    webhook, _ = make.webhook(client_, events=["organization.merge"])
    winner, loser = make.organization(), make.organization()
    merged(winner, loser, first=curator, second=steward)
    actions.queue_webhooks()
    unsent = {"at": "2026-11-22T08:00:00Z", "status": None, "reason": "timeout", "milliseconds": 5_000}
    webhook.deliveries.update(attempts=[unsent])
    for _number in range(webhooks.LOGGED):
        delivery = webhook.deliveries.create(event="ping", created_at=timezone.now(), next_at=timezone.now())
    winner.refresh_from_db()
    actions.mark_at_risk(winner, reason="Threats.", by=curator)
    caller.client.force_login(client_.owner)

    log = ask("GET", f"/{webhook.reference}/deliveries").json()["results"]
    page = caller.client.get(webhook.get_absolute_url())

    # Nor do numbers leave room for it.
    assert (len(log), page.context["page"].paginator.count) == (webhooks.LOGGED, webhooks.LOGGED)
    assert delivery.message_id in {logged["id"] for logged in log}


def test_no_next_attempt_is_promised_where_nobody_answers_for_the_system(ask, client_):
    webhook, _ = make.webhook(client_)
    make.organization()
    actions.queue_webhooks()
    assert ask("GET", f"/{webhook.reference}/deliveries").json()["results"][0]["next_at"]

    actions.pause_webhook(webhook, by=client_.owner)

    assert ask("GET", f"/{webhook.reference}/deliveries").json()["results"][0]["next_at"] is None


def test_the_log_calls_a_message_about_partnerships_as_it_was_sent(ask, client_):
    webhook, _ = make.webhook(client_, events=["partnership.*"])
    make.partnership(make.organization())
    actions.queue_webhooks()

    (logged,) = ask("GET", f"/{webhook.reference}/deliveries").json()["results"]

    assert logged["event"] == "partnership.upsert"


def test_a_new_secret_is_told_once(ask, client_):
    webhook, secret = make.webhook(client_)

    told = ask("POST", f"/{webhook.reference}/secret").json()["secret"]

    assert told != secret
    assert Webhook.objects.get().secret == told


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"events": ["organization.*"]}, ("/address", "required")),
        (SAID | {"address": "http://receiver.example/"}, ("/address", "not-allowed")),
        (SAID | {"address": []}, ("/address", "malformed")),
        (SAID | {"events": []}, ("/events", "empty")),
        (SAID | {"events": ["person.*"]}, ("/events/0", "not-allowed")),
        (SAID | {"events": "organization.*"}, ("/events", "malformed")),
        (SAID | {"secret": "mine"}, ("/secret", "unknown")),
        ([], ("", "malformed")),
        ("text", ("", "malformed")),
    ],
)
def test_what_makes_no_sense_is_refused(ask, body, fault):
    refused = ask("POST", body=body)

    assert refused.status_code == 422
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [fault]


def test_the_webhooks_of_another_system_are_not_there(ask):
    webhook, _ = make.webhook()
    delivery = actions.ping_webhook(webhook, by=webhook.client.owner)

    paths = ["", "/deliveries"], ["/ping", "/secret", f"/deliveries/{delivery.message_id}/replay"]
    statuses = [ask("GET", f"/{webhook.reference}{path}").status_code for path in paths[0]]
    statuses += [ask("POST", f"/{webhook.reference}{path}").status_code for path in paths[1]]

    assert set(statuses) == {404}
    assert ask("GET").json() == {"results": []}


def test_without_a_key_for_webhooks_there_are_none(ask):
    assert ask("GET", key=None).status_code == 401
    assert ask("GET", key=make.api_key(scopes=("read",))).status_code == 403
