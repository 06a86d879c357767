"""What partners propose: it changes nothing until it was answered, field by field, and they learn why."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection
from django.utils import timezone

from registry import actions
from registry.errors import Refused
from registry.models import Change, ChangeProposal, Organization
from registry.states import OrganizationState
from tests import make

ADDRESS = "/api/v1/proposals"
_keys = count(1)


class Partner:
    def __init__(self, caller, client):
        self.caller, self.client = caller, client
        self.key = make.api_key(client)

    def send(self, said, *, key="", text=None):
        return self.caller.client.post(
            ADDRESS,
            text if text is not None else json.dumps(said),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.key}", "Idempotency-Key": key or f"send-{next(_keys)}"},
        )

    def read(self, reference="", **query):
        return self.caller.get(f"{ADDRESS}{reference and '/'}{reference}", query, Authorization=f"Bearer {self.key}")


@pytest.fixture
def partner(caller):
    return Partner(caller, make.client(scopes=("read", "propose")))


@pytest.fixture
def riverbend():
    return make.organization("Riverbend", founded=1998, website="https://old.example")


def about(organization, **changes):
    return {"organization": organization.reference, "changes": changes, "source": "https://register.example/1"}


def code(answer):
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def test_a_proposal_waits_and_the_partner_learns_what_became_of_each_field_and_why(partner, riverbend, curator):
    answer = partner.send(about(riverbend, founded=1997, website="https://new.example"))
    told = answer.json()
    riverbend.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (202, f"/api/v1/proposals/{told['id']}")
    assert (riverbend.founded, riverbend.website) == (1998, "https://old.example")
    assert (told["state"], {row["decision"] for row in told["changes"]}) == ("open", {"waiting"})

    proposal = ChangeProposal.objects.get(reference=told["id"])
    decisions = {"founded": ("refused", "Its statutes say 1998."), "website": ("accepted", "")}
    actions.decide_proposal(proposal, decisions=decisions, by=curator)

    told = partner.read(proposal.reference).json()
    riverbend.refresh_from_db()
    assert (riverbend.founded, riverbend.website) == (1998, "https://new.example")
    assert told["state"] == "partly_accepted"
    assert told["changes"] == [
        {"field": "founded", "value": 1997, "decision": "refused", "reason": "Its statutes say 1998."},
        {"field": "website", "value": "https://new.example", "decision": "accepted", "reason": None},
    ]
    fact = riverbend.facts.get(field="website", stands=True)
    assert (fact.teller, fact.source) == ("partner", partner.client.reference)
    assert Change.objects.get(verb="proposal.sent").by == f"client {partner.client.reference}"


def test_names_types_and_identifiers_are_proposed_as_the_api_shows_them(partner, riverbend, curator):
    said = about(
        riverbend,
        names=[{"text": "River Bend", "kind": "legal", "language": "en"}, {"text": "RB", "kind": "acronym"}],
        types=["foundation"],
        identifiers=[{"scheme": "GB-CHC", "value": "1234567"}],
        hq_country="UGA",
    )

    proposal = ChangeProposal.objects.get(reference=partner.send(said).json()["id"])
    accept = {row.field: ("accepted", "") for row in proposal.fields.all()}
    actions.decide_proposal(proposal, decisions=accept, by=curator)

    record = partner.caller.get(riverbend.reference).json()
    assert (record["name"], record["acronym"], record["types"], record["hq_country"]) == (
        "River Bend", "RB", ["foundation"], "UGA",
    )  # fmt: skip
    assert record["identifiers"] == [{"scheme": "GB-CHC", "value": "1234567"}]


def test_names_that_were_read_can_be_sent_back_with_one_more(partner, caller, riverbend):
    names = caller.get(riverbend.reference).json()["names"]

    told = partner.send(about(riverbend, names=[*names, {"text": "نهر", "kind": "local", "language": "ar"}])).json()

    (field,) = told["changes"]
    assert names == [{"text": "Riverbend", "kind": "legal", "language": None, "script": "Latn"}]
    assert {(one["text"], one["kind"], one["language"]) for one in field["value"]} == {
        ("Riverbend", "legal", None),
        ("نهر", "local", "ar"),
    }
    assert "script" not in field["value"][0]


def test_identifiers_that_ended_are_told_to_no_partner_and_stay_in_the_record(partner, riverbend, curator):
    before = [{"scheme": "GB-CHC", "value": "1234567"}, {"scheme": "GB-COH", "value": "00099"}]
    actions.edit_organization(riverbend, changes={"identifiers": before}, by=curator)
    riverbend.identifiers.filter(scheme="GB-COH").update(valid_until=date(2020, 1, 1))

    answer = partner.send(about(riverbend, identifiers=[{"scheme": "GB-CHC", "value": "7654321"}]))
    proposal = ChangeProposal.objects.get(reference=answer.json()["id"])
    actions.decide_proposal(proposal, decisions={"identifiers": ("accepted", "")}, by=curator)

    for told in (answer, partner.read(proposal.reference), partner.read()):
        assert "7654321" in told.content.decode()
        assert "00099" not in told.content.decode()
    assert set(riverbend.identifiers.values_list("value", flat=True)) == {"7654321", "00099"}


def test_sent_again_under_its_key_it_is_the_same_proposal(partner, riverbend):
    said = about(riverbend, founded=1997)

    first, again = partner.send(said, key="one"), partner.send(said, key="one")
    other = partner.send(about(riverbend, founded=1996), key="one")

    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert code(other) == (422, "idempotency-key-reused")
    assert ChangeProposal.objects.count() == 1


@pytest.mark.parametrize("key", ["", " ", "two words", "é", "x" * 101])
def test_a_sending_without_a_name_is_refused(partner, riverbend, key):
    answer = partner.caller.client.post(
        ADDRESS,
        json.dumps(about(riverbend, founded=1997)),
        content_type="application/json",
        headers={"Authorization": f"Bearer {partner.key}", "Idempotency-Key": key},
    )

    assert code(answer) == (400, "idempotency-key-missing")


@pytest.mark.parametrize(
    ("changes", "pointer", "fault"),
    [
        ({}, "/changes", "required"),
        ({"hq_city": "Nairobi"}, "/changes/hq_city", "unknown"),
        ({"is_at_risk": True}, "/changes/is_at_risk", "unknown"),
        ({"a/b~": 1}, "/changes/a~1b~0", "unknown"),
        ({"founded": "long ago"}, "/changes/founded", "malformed"),
        ({"founded": "1998"}, "/changes/founded", "malformed"),
        ({"founded": True}, "/changes/founded", "malformed"),
        ({"founded": 1997.5}, "/changes/founded", "malformed"),
        ({"founded": None, "kind": "castle"}, "/changes/kind", "not-allowed"),
        ({"founded": 99999}, "/changes/founded", "out-of-range"),
        ({"website": "javascript:alert(1)"}, "/changes/website", "malformed"),
        ({"types": ["castle"]}, "/changes/types/0", "not-allowed"),
        ({"types": ["a\0b"]}, "/changes/types/0", "unreadable"),
        ({"hq_country": "XYZ"}, "/changes/hq_country", "not-allowed"),
        ({"names": []}, "/changes/names", "empty"),
        ({"names": [{"text": "A", "kind": "legal", "is_primary": False}]}, "/changes/names/0/is_primary", "unknown"),
        ({"names": [{"text": "A\0B", "kind": "legal"}]}, "/changes/names/0/text", "unreadable"),
        ({"names": [{"text": "\ud800", "kind": "legal"}]}, "/changes/names/0/text", "unreadable"),
        ({"identifiers": [{"scheme": "NOWHERE", "value": "1"}]}, "/changes/identifiers/0/scheme", "not-allowed"),
    ],
)
def test_each_fault_of_a_body_is_named_by_its_place(partner, riverbend, changes, pointer, fault):
    answer = partner.send(about(riverbend, **changes))

    assert code(answer) == (422, "invalid-body")
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, fault)]
    assert ChangeProposal.objects.count() == 0


def test_every_fault_is_told_at_once_and_of_a_word_those_that_are_allowed(partner, riverbend):
    said = about(riverbend, kind="castle", types=["ngo", "keep"], founded=99999, moat=True) | {"source": " "}

    told = {error.pop("pointer"): error for error in partner.send(said).json()["errors"]}

    assert {place: error["code"] for place, error in told.items()} == {
        "/changes/kind": "not-allowed", "/changes/types/1": "not-allowed", "/changes/founded": "out-of-range",
        "/changes/moat": "unknown", "/source": "empty",
    }  # fmt: skip
    assert told["/changes/kind"]["detail"] == "`castle` is none of the values that are allowed."
    assert "cso" in told["/changes/kind"]["allowed"]
    assert "ngo" in told["/changes/types/1"]["allowed"]


@pytest.mark.parametrize(
    ("text", "status"),
    [("{", 400), ("[" * 100_000, 400), ("[]", 422), ("null", 422), ('"x"', 422), ('{"organization": 1}', 422)],
)
def test_a_body_that_is_no_proposal_is_refused(partner, text, status):
    assert partner.send(None, text=text).status_code == status


def test_proposing_takes_a_key_that_is_for_it(caller, riverbend):
    reader = Partner(caller, make.client(scopes=("read",)))
    nobody = caller.client.post(ADDRESS, {}, content_type="application/json")

    assert code(nobody) == (401, "key-needed")
    assert code(caller.get(ADDRESS)) == (401, "key-needed")
    assert code(reader.send(about(riverbend, founded=1997))) == (403, "scope-missing")
    assert code(reader.read()) == (403, "scope-missing")


def test_a_key_for_countries_proposes_there_alone(caller, riverbend):
    partner = Partner(caller, make.client(scopes=("read", "propose"), countries=["UGA"]))

    assert code(partner.send(about(riverbend, founded=1997))) == (403, "out-of-country")


def hide(organization, curator):
    actions.mark_at_risk(organization, reason="Threats", by=curator)


def withdraw(organization, curator):
    actions.archive_organization(organization, reason="Closed", by=curator)


@pytest.mark.parametrize("go", [hide, withdraw])
def test_whoever_is_listed_no_more_is_in_no_answer(partner, riverbend, curator, go):
    said = about(riverbend, founded=1997)
    reference = partner.send(said, key="one").json()["id"]
    draft = make.organization(state=OrganizationState.DRAFT)

    go(riverbend, curator)

    assert partner.read().json()["results"] == []
    answers = [partner.read(reference), partner.send(said, key="one"), partner.send(about(draft, founded=1990))]
    assert [code(answer) for answer in answers] == [(404, "not-found")] * 3
    assert len({answer.json()["detail"] for answer in answers[1:]}) == 1


def test_partners_see_their_own_proposals_alone(caller, partner, riverbend):
    reference = partner.send(about(riverbend, founded=1997)).json()["id"]
    other = Partner(caller, make.client(scopes=("read", "propose")))

    assert other.read().json()["results"] == []
    assert code(other.read(reference)) == (404, "not-found")
    assert code(other.send(about(riverbend, founded=1996))) == (409, "refused")
    assert partner.read()["Cache-Control"] == "private, no-cache"


def test_a_later_value_takes_the_place_of_the_one_that_waits(partner, riverbend):
    first = partner.send(about(riverbend, founded=1997, kind="un")).json()["id"]

    partner.send(about(riverbend, founded=1996))

    decisions = {row["field"]: row["decision"] for row in partner.read(first).json()["changes"]}
    assert decisions == {"kind": "waiting", "founded": "superseded"}


def test_a_field_that_says_something_else_each_time_waits_until_tomorrow(partner, riverbend):
    answers = [partner.send(about(riverbend, founded=1990 + number)) for number in range(6)]
    other = partner.send(about(riverbend, website="https://new.example"))
    ChangeProposal.objects.update(proposed_at=timezone.now() - timedelta(hours=25))
    tomorrow = partner.send(about(riverbend, founded=1995))

    assert [answer.status_code for answer in answers] == [202] * 5 + [409]
    assert answers[5].json()["detail"] == (
        "Within a day you have proposed 5 values already for: founded. Send the last one tomorrow."
    )
    assert (other.status_code, tomorrow.status_code) == (202, 202)


def test_what_waits_already_is_not_proposed_again(partner, riverbend):
    first = partner.send(about(riverbend, founded=1997)).json()["id"]
    version = Organization.objects.get(pk=riverbend.pk).version

    same = partner.send(about(riverbend, founded=1997))
    more = partner.send(about(riverbend, founded=1997, website="https://new.example"))

    assert code(same) == (409, "refused")
    assert [row["field"] for row in more.json()["changes"]] == ["website"]
    assert partner.read(first).json()["state"] == "open"
    assert ChangeProposal.objects.count() == 2
    assert Organization.objects.get(pk=riverbend.pk).version == version + 1


def test_the_word_of_the_organization_goes_before_that_of_a_partner(partner, riverbend):
    member = make.member(riverbend)
    reference = partner.send(about(riverbend, founded=1997)).json()["id"]

    actions.change_own_record(Organization.objects.get(pk=riverbend.pk), changes={"founded": 1990}, by=member)

    told = partner.read(reference).json()
    assert (told["state"], told["changes"][0]["decision"]) == ("superseded", "superseded")
    assert code(partner.send(about(riverbend, founded=1991))) == (409, "refused")


def test_what_a_partner_proposes_is_no_word_of_the_organization_on_its_pages(partner, riverbend, client):
    reference = partner.send(about(riverbend, names=[{"text": "Strange Name", "kind": "legal"}])).json()["id"]
    member = make.member(riverbend)
    client.force_login(member)

    for part in ("", "names/", "history/"):
        page = client.get(f"/en/my/organizations/{riverbend.reference}/profile/{part}")
        assert "Strange Name" not in page.content.decode()
    answer = client.post(f"/en/my/organizations/{riverbend.reference}/profile/proposals/{reference}/withdraw/")
    assert answer.status_code == 404


def test_nobody_decides_what_her_own_system_proposed(caller, riverbend, curator):
    partner = Partner(caller, make.client(owner=curator, scopes=("read", "propose")))
    proposal = ChangeProposal.objects.get(reference=partner.send(about(riverbend, founded=1997)).json()["id"])

    with pytest.raises(Refused):
        actions.decide_proposal(proposal, decisions={"founded": ("accepted", "")}, by=curator)


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_for_three(partner, django_assert_num_queries, number):
    for _ in range(number):
        partner.send(about(make.organization(), founded=1990))
    partner.read()

    with django_assert_num_queries(4):
        assert len(partner.read().json()["results"]) == number


def test_a_list_is_walked_by_its_cursor(partner):
    sent = [partner.send(about(make.organization(), founded=1990)).json()["id"] for _ in range(3)]

    first = partner.read(limit=2).json()
    second = partner.read(limit=2, cursor=first["next_cursor"]).json()
    back = partner.caller.get(
        second["previous"].removeprefix("http://127.0.0.1:8000"), Authorization=f"Bearer {partner.key}"
    ).json()

    assert [row["id"] for row in first["results"] + second["results"]] == sent[::-1]
    assert second["next"] is None
    assert back["results"] == first["results"]
    assert partner.read(state="accepted").json()["results"] == []
    assert code(partner.read(state="accepted", cursor=first["next_cursor"])) == (400, "cursor-mismatch")


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_once_under_one_key_are_one_proposal(partner, riverbend):
    def send(_):
        try:
            return partner.send(about(riverbend, founded=1997), key="one").json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        references = set(pool.map(send, range(4)))

    assert len(references) == 1
    assert ChangeProposal.objects.count() == 1
