"""What is absent is null in every answer, and what is read can be proposed again (docs/decisions/0048)."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Replace
from django.utils import timezone
from jsonschema import Draft202012Validator

from registry import actions
from registry.api import schema
from registry.api.docs import reading
from registry.models import ChangeProposal, Country, Listing, Organization, Scope, Unit
from registry.models.proposals import PROPOSABLE
from tests import make

pytestmark = pytest.mark.django_db
# What stands in the path of an address, by what stands before it.
_BEFORE = "/{"
# Others' protocol, whole files, and what is there for a moment.
_NOT_OURS = ("/reconcile", "/exports/files", "/exports/jobs", "/exports/{day}", "/match", "/openapi")


def texts(value, way=""):
    """(where, text) of every text in an answer."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from texts(one, f"{way}/{name}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from texts(one, f"{way}/{number}")
    elif isinstance(value, str):
        yield way, value


@pytest.fixture
def bare(curator):
    """{beginning of an address: id} of one of everything, of which as little as possible is known."""
    organization = make.organization("Riverbend", hq_country_id=None, acronym="", types=())
    actions.edit_organization(
        organization, changes={"identifiers": [{"scheme": "KE-NCB", "value": ""}]}, by=curator, reason="It has none."
    )
    # Kosovo has no number at the United Nations.
    make.partnership(organization, unit=make.unit(), country="XKX")
    assert Country.objects.get(pk="XKX").m49 == ""
    # Whoever comes back names no session of the Council.
    observer = make.observer(organization)
    for year, kind in ((2014, "suspended"), (2015, "withdrawn"), (2016, "reinstated")):
        make.event(observer, kind, date(year, 6, 1))
    consultation = make.recommendation().consultation
    make.paper(consultation)
    make.export()
    programme = make.programme("compass", countries=["KEN"], source="")
    assert Unit.objects.filter(source="").exists()
    return {
        "/organizations": organization.reference,
        "/consultations": consultation.reference,
        "/programmes": programme.code,
        "/problems": "not-found",
    }


def addresses(known):
    """(path, address) of each read that is open to everybody."""
    for one in reading.operations():
        beginning = one.path.partition(_BEFORE)[0]
        if one.method == "GET" and one.is_open and not one.path.startswith(_NOT_OURS):
            reference = known.get(beginning, "")
            path = one.path.replace("{id}", reference).replace("{code}", reference)
            assert "{" not in path, path
            yield one.path, f"/api/v1{path}"


def faults(path, told, *, method="get", status="200"):
    """Where an answer is not what the document says of it."""
    document = schema.document()
    said = document["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
    whole = said | {"components": document["components"]}
    return [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(whole).iter_errors(told)]


def test_no_answer_holds_an_empty_text(caller, bare):
    day = f"as_of={timezone.localdate().isoformat()}"
    more = [
        ("/organizations", f"/api/v1/organizations?{query}")
        for query in (day, "expand=names,identifiers,countries", "fields=acronym,names.language", f"{day}&lang=es")
    ]
    asked = [*addresses(bare), *more]

    for path, address in asked:
        told = caller.get(address)
        assert told.status_code == 200, (address, told.content)
        assert not [way for way, text in texts(told.json()) if not text], address
        assert faults(path, told.json()) == [], address

    assert len(asked) > 25


def test_no_answer_to_a_key_holds_an_empty_text(client, bare):
    partner = make.client(scopes=[scope.value for scope in Scope])
    actions.edit_organization(
        Organization.objects.get(reference=bare["/organizations"]),
        changes={"presences": [{"country": "TCD", "admin1": ""}]}, by="test",
    )  # fmt: skip
    webhook, _secret = make.webhook(partner)
    actions.ping_webhook(webhook, by=partner.owner)
    arrived = {"at": "2026-11-23T08:00:00+00:00", "status": 204, "milliseconds": 12, "reason": ""}
    webhook.deliveries.update(state="delivered", ended_at=webhook.created_at, attempts=[arrived])
    key = {"Authorization": f"Bearer {make.api_key(partner)}"}
    record = client.get(f"/api/v1/organizations/{bare['/organizations']}").json()
    proposed = {
        "organization": bare["/organizations"],
        "changes": {"names": [*record["names"], {"text": "Amont", "kind": "local", "language": None}]},
        "source": "A letter.",
    }

    sent = client.post(
        "/api/v1/proposals", proposed, "application/json", headers=key | {"Idempotency-Key": "once"}
    ).json()
    matched = client.post(
        "/api/v1/match", [{"ref": "1", "name": "Riverbend"}, {"ref": "2", "name": ""}], "application/json", headers=key
    ).json()
    paths = ("/organizations", "/webhooks", "/webhooks/{id}/deliveries", "/proposals")
    read = {path: client.get(f"/api/v1{path.replace('{id}', webhook.reference)}", headers=key).json() for path in paths}

    assert [(row["hq_city"], row["places"][0]["admin1"]) for row in read["/organizations"]["results"]] == [(None, None)]
    assert read["/webhooks/{id}/deliveries"]["results"][0]["attempts"][0]["reason"] is None
    for told in (sent, matched, *read.values()):
        # A pointer to the whole of what was sent is an empty text (RFC 6901).
        assert not [way for way, text in texts(told) if not text and not way.endswith("/pointer")], told
    assert [faults(path, told) for path, told in read.items()] == [[]] * len(paths)
    assert faults("/proposals", sent, method="post", status="202") == []
    assert faults("/match", matched, method="post") == []


def test_what_was_read_can_be_sent_back_whole_and_says_nothing_new(client, bare):
    record = client.get(f"/api/v1/organizations/{bare['/organizations']}").json()
    key = make.api_key(make.client(scopes=("read", "propose")))

    answer = client.post(
        "/api/v1/proposals",
        {"organization": record["id"], "changes": {name: record[name] for name in PROPOSABLE}, "source": "You."},
        "application/json",
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "once"},
    )

    assert record["website"] is record["names"][0]["language"] is record["identifiers"][0]["value"] is None
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "The record says so already. There is nothing to propose.",
    )


def test_texts_that_were_stored_before_are_put_right_and_what_people_wrote_stays():
    organization = make.organization('Called:""', names=[{"kind": "other", "text": 'a":"",":""'}], description_en=':""')
    now = Listing.objects.get(pk=organization.pk)
    Listing.objects.update(
        public=Replace("public", Value(":null"), Value(':""')), partner=Replace("partner", Value(":null"), Value(':""'))
    )

    with connection.cursor() as cursor:
        cursor.execute(import_module("registry.migrations.0046_absent_is_null").NULL)

    before = Listing.objects.get(pk=organization.pk)
    assert (before.public, before.partner) == (now.public, now.partner)
    assert before.csv_columns == ""


def test_null_takes_a_text_away(client, curator):
    organization = make.organization("Riverbend", website="https://old.example")
    key = make.api_key(make.client(scopes=("read", "propose")))

    sent = client.post(
        "/api/v1/proposals",
        {"organization": organization.reference, "changes": {"website": None}, "source": "It is gone."},
        "application/json",
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "once"},
    ).json()
    proposal = ChangeProposal.objects.get(reference=sent["id"])
    actions.decide_proposal(proposal, decisions={"website": ("accepted", "")}, by=curator)

    assert sent["changes"][0]["value"] is None
    assert client.get(f"/api/v1/organizations/{organization.reference}").json()["website"] is None
