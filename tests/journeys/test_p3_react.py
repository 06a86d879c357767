"""P3, react: told by webhook, verified, fetched; the receiver is down for hours, and nothing is lost or done twice."""

import json
from datetime import timedelta

import pytest
import requests
from django.utils import timezone
from standardwebhooks import Webhook as Standard

from registry import actions, tasks
from registry.models import Webhook
from tests import make
from tests.registry.receiver import let_time_pass

# A live server, a real receiver and the commits of both.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EVENTS = ["organization.*", "observer.*"]


@pytest.fixture
def portal(system):
    return system(make.api_key(scopes=("read", "webhooks")))


@pytest.fixture
def webhook(portal, receiver):
    """Its address, as the portal has it from the answer to its own request."""
    made = portal.post("/api/v1/webhooks", json={"address": receiver.address, "events": EVENTS}).json()
    receiver.secret = made["secret"]
    return f"/api/v1/webhooks/{made['id']}"


def process(portal, receiver):
    """{reference: what the portal holds}: each message once, by its id, in the order of seq, fetched when read."""
    messages = {id_: content["data"] for id_, content in receiver.got}
    held = {}
    for data in sorted(messages.values(), key=lambda data: data["seq"]):
        # What was published then may be gone by now: then there is nothing to fetch, and a later message says so too.
        answer = portal.get(f"/api/v1/organizations/{data['id']}")
        if answer.ok:
            held[data["id"]] = answer.json()["description"]["en"]
        else:
            held.pop(data["id"], None)
    return held


def test_a_receiver_that_was_down_for_two_hours_has_missed_nothing_and_does_nothing_twice(portal, webhook, receiver):
    kept, closed = make.organization("Riverbend"), make.organization("Closed")
    tasks.tell_webhooks()
    assert process(portal, receiver) == {kept.reference: None, closed.reference: None}

    # Two hours without an answer: the changes of that time wait.
    receiver.answer = 503
    kept = actions.edit_organization(kept, changes={"description_en": "First."}, by="test")
    tasks.tell_webhooks()
    actions.archive_organization(closed, by="test", reason="closed")
    actions.edit_organization(kept, changes={"description_en": "Second."}, by="test")
    tasks.tell_webhooks()
    log = portal.get(f"{webhook}/deliveries").json()["results"]
    assert sorted(row["state"] for row in log) == ["delivered", "delivered", "waiting", "waiting", "waiting"]
    let_time_pass(Webhook.objects.get(), hours=2)
    receiver.answer = 204
    tasks.tell_webhooks()

    # Each arrived once, in its order, and what is held is what can be read now.
    assert receiver.seqs == [1, 2, 3, 4, 5]
    assert process(portal, receiver) == {kept.reference: "Second."}

    # The portal lost a message and has it sent once more: an old one, behind younger ones, under the id that it had.
    (lost,) = (row for row in log if row["seq"] == 3)
    answer = portal.post(f"{webhook}/deliveries/{lost['id']}/replay")
    tasks.tell_webhooks()
    assert (answer.status_code, receiver.seqs) == (200, [1, 2, 3, 4, 5, 3])
    assert len(receiver.ids) == 5
    assert process(portal, receiver) == {kept.reference: "Second."}
    assert receiver.refused == 0


def test_a_change_of_observer_status_is_told_and_can_be_fetched(portal, webhook, receiver):
    observer = make.observer(make.organization("Riverbend"))
    tasks.tell_webhooks()
    admitted = portal.get("/api/v1/observers").json()["results"]
    make.event(observer, "resigned", timezone.localdate())
    tasks.tell_webhooks()

    told = sorted((content["data"]["seq"], content["type"]) for _id, content in receiver.got)
    assert [event for _seq, event in told if event.startswith("observer")] == ["observer.upsert", "observer.delete"]
    assert [row["name"] for row in admitted] == ["Riverbend"]
    assert portal.get("/api/v1/observers").json()["results"] == []


def test_a_message_that_somebody_else_wrote_or_sent_again_much_later_is_not_taken(webhook, receiver):
    make.organization()
    tasks.tell_webhooks()
    ((id_, content),) = receiver.got
    body, now = json.dumps(content), timezone.now()

    def knock(secret, at):
        signed = Standard(secret).sign(msg_id=id_, timestamp=at, data=body)
        said = {"webhook-id": id_, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signed}
        return requests.post(receiver.address, data=body, headers=said, timeout=20).status_code

    statuses = [
        knock("whsec_c29tZWJvZHkgZWxzZSB3cm90ZSB0aGlz", now),
        knock(receiver.secret, now - timedelta(minutes=10)),
        knock(receiver.secret, now),
    ]

    assert statuses == [401, 401, 204]
