"""P5, propose a correction: from the key, by a confirmed mail, to the decision field by field and the reason why."""

import re

import pytest
from django.test import Client

from registry import tasks
from registry.models import ChangeProposal, Message
from tests import make

# A live server, a receiver, and the pages of two people.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long pass phrase that nobody knows"
PROPOSALS = "/api/v1/proposals"


def registered_by_mail():
    """(browser, key) of somebody who signs up, confirms her address, registers a system and makes its key."""
    browser = Client()
    browser.post("/en/account/signup/", {"name": "Amina Saleh", "email": "amina@portal.example", "password1": PASSWORD})
    browser.post(re.search(r"https?://[^/]+(/\S+/confirm-email/\S+)", Message.objects.latest("pk").body)[1])
    browser.post("/en/account/login/", {"login": "amina@portal.example", "password": PASSWORD})
    said = {"name": "Portal", "run_by": "A team", "purpose": "To show partners", "scopes": ["propose", "webhooks"]}
    page = browser.post("/en/my/clients/new/", said, follow=True)
    made = browser.post(f"{page.request['PATH_INFO']}keys/new/").content.decode()
    return browser, re.search(r'id="key">([^<]+)<', made)[1]


def test_from_the_key_by_mail_to_the_decision_by_field_and_the_reason(system, receiver, curator):
    riverbend = make.organization("Riverbend", founded=1998, website="https://old.example")
    record = f"/api/v1/organizations/{riverbend.reference}"
    _browser, key = registered_by_mail()
    portal = system(key)
    before = portal.get(record)
    said = {"address": receiver.address, "events": ["organization.upsert", "proposal.decided"]}
    receiver.secret = portal.post("/api/v1/webhooks", json=said).json()["secret"]

    # Proposed with its source, and sent again after the line was cut: one proposal, and nothing has changed.
    correction = {
        "organization": riverbend.reference,
        "changes": {"founded": 1997, "website": "https://new.example"},
        "source": "https://register.example/riverbend",
    }
    sent = [portal.post(PROPOSALS, json=correction, headers={"Idempotency-Key": "row-17"}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [202, 202]
    assert sent[0].json() == sent[1].json()
    waiting = sent[0].json()
    assert {row["decision"] for row in waiting["changes"]} == {"waiting"}
    assert portal.get(record, If_None_Match=before.headers["ETag"]).status_code == 304
    tasks.tell_webhooks()
    assert receiver.got == []

    # Staff find it in their queue, see the source, accept one field and refuse the other with a reason.
    desk = Client()
    desk.force_login(curator)
    assert "Riverbend" in desk.get("/en/staff/proposals/").content.decode()
    page = desk.get(f"/en/staff/proposals/{waiting['id']}/")
    assert "https://register.example/riverbend" in page.content.decode()
    decisions = {"decision-website": "accepted", "decision-founded": "refused"}
    decisions |= {"reason-founded": "Its statutes say 1998.", "version": page.context["organization"].version}
    assert desk.post(f"/en/staff/proposals/{waiting['id']}/", decisions).status_code == 302

    # The portal is told that its proposal was answered and that the record changed; it reads both, and learns why.
    tasks.tell_webhooks()
    told = {content["type"]: content["data"] for _id, content in receiver.got}
    assert told["organization.upsert"]["id"] == riverbend.reference
    assert told["proposal.decided"] == {"id": waiting["id"], "state": "partly_accepted"}
    now = portal.get(record).json()
    assert (now["founded"], now["website"]) == (1998, "https://new.example")
    (answered,) = portal.get(PROPOSALS, {"updated_since": waiting["updated_at"]}).json()["results"]
    assert answered["state"] == "partly_accepted"
    assert {row["field"]: (row["decision"], row["reason"]) for row in answered["changes"]} == {
        "founded": ("refused", "Its statutes say 1998."),
        "website": ("accepted", None),
    }
    assert ChangeProposal.objects.count() == 1
