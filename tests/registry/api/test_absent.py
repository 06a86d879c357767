"""What is absent is null in every answer, and what is read can be proposed again (docs/decisions/0048)."""

import pytest
from jsonschema import Draft202012Validator

from registry import actions
from registry.api import schema
from registry.api.docs import reading
from registry.models import ChangeProposal, Scope, Unit
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
    make.observer(organization)
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


def faults(path, told):
    """Where an answer is not what the document says of it."""
    document = schema.document()
    said = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = said | {"components": document["components"]}
    return [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(whole).iter_errors(told)]


def test_no_answer_holds_an_empty_text(caller, bare):
    asked = list(addresses(bare))

    for path, address in asked:
        told = caller.get(address)
        assert told.status_code == 200, (address, told.content)
        assert not [way for way, text in texts(told.json()) if not text], address
        assert faults(path, told.json()) == [], address

    assert len(asked) > 25


def test_no_answer_to_a_key_holds_an_empty_text(client, bare):
    partner = make.client(scopes=[scope.value for scope in Scope])
    webhook, _secret = make.webhook(partner)
    actions.ping_webhook(webhook, by=partner.owner)
    key = {"Authorization": f"Bearer {make.api_key(partner)}"}
    names = client.get(f"/api/v1/organizations/{bare['/organizations']}").json()["names"]
    proposed = {
        "organization": bare["/organizations"],
        "changes": {"names": names, "website": None, "type_explained": ""},
        "source": "A letter.",
    }

    sent = client.post(
        "/api/v1/proposals", proposed, "application/json", headers=key | {"Idempotency-Key": "once"}
    ).json()
    matched = client.post(
        "/api/v1/match", [{"ref": "1", "name": "Riverbend"}, {"ref": "2", "name": ""}], "application/json", headers=key
    ).json()
    read = [
        client.get(f"/api/v1/{path}", headers=key).json()
        for path in ("organizations", "webhooks", f"webhooks/{webhook.reference}/deliveries", "proposals")
    ]

    assert [row["hq_city"] for row in read[0]["results"]] == [None]
    for told in (sent, matched, *read):
        # A pointer to the whole of what was sent is an empty text (RFC 6901).
        assert not [way for way, text in texts(told) if not text and not way.endswith("/pointer")], told


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
