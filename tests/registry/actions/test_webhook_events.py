"""What webhooks may ask for beside organizations: partnerships, other tables, files, and what is theirs alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registry import actions
from registry.models import Message
from tests import make
from tests.registry.api.conftest import Caller
from tests.registry.receiver import Receiver

pytestmark = pytest.mark.django_db
ALL = ("read", "changes", "webhooks", "propose")


@pytest.fixture
def partner():
    return make.client(scopes=ALL)


def asking(client_, *events):
    """A webhook of this system that asks for these events."""
    return make.webhook(client_, events=events)[0]


def told(webhook):
    """[(event, what the row itself tells)] of all messages, in their order."""
    actions.queue_webhooks()
    return list(webhook.deliveries.order_by("seq", "pk").values_list("event", "told"))


def events(webhook):
    return [event for event, _told in told(webhook)]


def proposal(client_, organization, **fields):
    return actions.send_proposal(
        organization,
        changes=fields or {"founded": 1997},
        source="https://register.example/1",
        idempotency_key=f"key {organization.reference} {fields}",
        asked_sha256="0" * 64,
        client=client_,
    )


def decide(sent, by):
    decisions = {"founded": ("refused", "Its statutes say 1998."), "website": ("accepted", "")}
    asked = sent.fields.values_list("field", flat=True)
    return actions.decide_proposal(sent, decisions={field: decisions[field] for field in asked}, by=by)


def test_who_asks_for_partnerships_is_told_when_these_change_and_not_of_anything_else(partner):
    webhook = asking(partner, "partnership.*")
    organization, _without = make.organization(), make.organization()
    make.partnership(organization)
    actions.edit_organization(organization, changes={"description_en": "Other words."}, by="test")
    organization.refresh_from_db()
    actions.archive_organization(organization, by="test", reason="closed")

    page = Caller().get("/api/v1/changes", {"type": "partnership", "data": "none"}).json()

    assert events(webhook) == ["partnership.upsert", "partnership.delete"]
    assert [(one["op"], one["type"], one["id"], one["also"]) for one in page["changes"]] == [
        ("upsert", "organization", organization.reference, ["partnership"]),
        ("delete", "organization", organization.reference, ["partnership"]),
    ]


def test_who_asks_for_organizations_and_partnerships_gets_a_message_of_each(partner, settings):
    receiver = Receiver()
    settings.WEBHOOK_TRIAL_HOSTS = [receiver.host]
    try:
        _webhook, receiver.secret = make.webhook(
            partner, address=receiver.address, events=["organization.upsert", "partnership.upsert"]
        )
        make.partnership(make.organization())
        actions.queue_webhooks()
        actions.deliver_webhooks()
    finally:
        receiver.stop()

    assert [(content["type"], content["data"]["seq"]) for _id, content in receiver.got] == [
        ("organization.upsert", 1),
        ("organization.upsert", 2),
        ("partnership.upsert", 2),
    ]
    assert len(receiver.ids) == 3


def test_whoever_is_in_danger_and_had_partnerships_goes_like_anybody_who_was_withdrawn(partner, curator):
    webhook = asking(partner, "organization.*", "partnership.*")
    hidden, closed = (make.partnership(make.organization()).organization for _ in range(2))
    told(webhook)
    webhook.deliveries.all().delete()

    actions.mark_at_risk(hidden, reason="Threats.", by=curator)
    of_hidden = events(webhook)
    webhook.deliveries.all().delete()
    closed.refresh_from_db()
    actions.archive_organization(closed, by="test", reason="closed")

    assert events(webhook) == of_hidden == ["organization.delete", "partnership.delete"]


def test_observers_consultations_and_who_took_part_are_told_by_their_own_events(partner):
    webhook = asking(partner, "observer.*", "consultation.upsert", "participation.*")
    observer = make.observer()
    make.consultation(state="planned")
    make.event(observer, "resigned", observer.events.get().on)

    assert events(webhook) == ["observer.upsert", "consultation.upsert", "observer.delete"]


def test_the_files_of_a_night_are_told_of_once_and_not_when_they_are_written_anew(partner):
    webhook = asking(partner, "export.ready")
    leaver = make.organization()
    export = make.export()
    actions.archive_organization(leaver, by="test", reason="closed")
    actions.write_exports_anew()
    make.do_jobs("export.write")

    assert told(webhook) == [("export.ready", {"id": export.name, "seq": export.seq})]


def test_a_system_alone_is_told_what_became_of_its_proposal_and_its_owner_gets_a_mail(partner, curator):
    partner.owner.language = "fr"
    partner.owner.save()
    mine = asking(partner, "proposal.decided")
    others = asking(make.client(scopes=ALL), "proposal.decided")
    organization = make.organization(founded=1998, website="https://old.example")
    sent = proposal(partner, organization, founded=1997, website="https://new.example")

    decide(sent, curator)

    assert told(mine) == [("proposal.decided", {"id": sent.reference, "state": "partly_accepted"})]
    assert told(others) == []
    message = Message.objects.get(kind="registry.partner_proposal_decided")
    assert (message.recipient, message.language) == (partner.owner, "fr")
    assert sent.reference in message.body
    assert organization.reference not in message.body + message.title


@pytest.mark.parametrize("go", ["in danger", "withdrawn"])
def test_of_a_proposal_about_who_is_listed_no_more_nothing_is_told(partner, curator, go):
    webhook, organization = asking(partner, "proposal.decided"), make.organization(founded=1998)
    sent = proposal(partner, organization)
    organization.refresh_from_db()
    if go == "in danger":
        actions.mark_at_risk(organization, reason="Threats.", by=curator)
    else:
        actions.archive_organization(organization, by="test", reason="closed")

    decide(sent, curator)

    assert told(webhook) == []
    assert not Message.objects.filter(kind="registry.partner_proposal_decided").exists()


def test_a_system_is_told_when_the_organization_itself_said_something_else(partner):
    webhook, organization = asking(partner, "proposal.decided"), make.organization(founded=1998)
    sent = proposal(partner, organization)

    actions.change_own_record(organization, changes={"founded": 1996}, by=make.member(organization))

    assert told(webhook) == [("proposal.decided", {"id": sent.reference, "state": "superseded"})]


@pytest.mark.parametrize(("text", "state"), [("name\nRiverbend\n", "done"), ("one\ntwo\n", "failed")])
def test_a_system_is_told_when_a_list_that_it_sent_was_matched_or_could_not_be(partner, text, state):
    mine = asking(partner, "match_job.done")
    others = asking(make.client(scopes=ALL), "match_job.done")
    caller = Caller()
    key = {"Authorization": f"Bearer {make.api_key(partner)}"}
    file = SimpleUploadedFile("list.csv", text.encode())
    sent = caller.client.post("/api/v1/match/jobs", {"file": file}, headers=key).json()
    caller.client.post("/api/v1/match/jobs", {"file": SimpleUploadedFile("list.csv", text.encode())})

    make.do_jobs("match.list")

    assert told(mine) == [("match_job.done", {"id": sent["id"], "state": state})]
    assert told(others) == []
    assert caller.get(f"/api/v1/match/jobs/{sent['id']}").json()["state"] == state


def test_what_is_stopped_is_told_nothing_of_it(partner, curator):
    webhook = asking(partner, "proposal.decided")
    actions.pause_webhook(webhook, by=partner.owner)

    decide(proposal(partner, make.organization(founded=1998)), curator)

    assert told(webhook) == []
