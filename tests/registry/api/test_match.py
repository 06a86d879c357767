"""POST /match: which listed organization each line of a list means, and why."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from registry import actions
from registry.api import schema
from registry.api.match import MOST_ROWS
from registry.states import OrganizationState
from tests import make

MATCH = "/api/v1/match"


@pytest.fixture
def ask(caller):
    def post(rows, query="", **headers):
        body = rows if isinstance(rows, (str, bytes)) else json.dumps(rows)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return caller.client.post(f"{MATCH}{query}", body, content_type="application/json", headers=headers)

    return post


@pytest.fixture
def results(ask):
    def read(rows, query="", **headers):
        response = ask(rows, query, **headers)
        assert response.status_code == 200, response.content
        return response.json()["results"]

    return read


@pytest.fixture
def riverbend(db):
    return make.organization(
        "Riverbend Migrant Aid Network",
        acronym="RMAN",
        website="https://riverbend.example/about",
        names=[{"kind": "translation", "text": "Réseau d’aide aux migrants de Riverbend", "language": "fr"}],
        identifiers=[{"scheme": "GB-CHC", "value": "1234567"}],
    )


@pytest.mark.parametrize(
    "line",
    [
        {"name": "Riverbend Migrant Aid Network"},
        {"name": "RIVERBEND MIGRANT AID NETWORK (RMAN)", "country": "Kenya"},
        {"name": "Réseau d'aide aux migrants de Riverbend", "country": ["كينيا"]},
        {"name": "Riverbend Migrant Aid Netwrk", "country": "KE"},
        {"name": "Riverbend Migrant Aid Network", "country": "404", "type": "ngo"},
        {"name": "River bend", "external_id": "GB-CHC-1234567"},
        {"external_id": "GB-CHC:1234567"},
        {"external_id": "1234567"},
        {"name": "GB-CHC-1234567"},
    ],
)
def test_a_line_that_means_one_organization_is_matched(results, riverbend, line):
    (result,) = results([line])

    assert result["status"] == "matched"
    assert [(one["id"], one["match"]) for one in result["candidates"][:1]] == [(riverbend.reference, True)]


def test_our_own_reference_is_an_identifier_also_that_of_a_record_merged_into_it(results, riverbend):
    (result,) = results([{"name": riverbend.reference.lower()}])

    assert (result["status"], result["candidates"][0]["id"]) == ("matched", riverbend.reference)


def test_a_website_or_an_acronym_finds_but_is_not_certain(results, riverbend):
    found = results([{"website": "www.riverbend.example"}, {"acronym": "R.M.A.N."}, {"name": "rman"}])

    assert [result["status"] for result in found] == ["ambiguous"] * 3
    assert {result["candidates"][0]["id"] for result in found} == {riverbend.reference}


def test_two_of_one_name_are_told_apart_by_the_country_or_left_to_people(results):
    make.organization("Quiet Hill Union")
    uganda = make.organization("Quiet Hill Union", hq_country_id="UGA")

    without, with_country = results([{"name": "Quiet Hill Union"}, {"name": "Quiet Hill Union", "country": "UGA"}])

    assert (without["status"], len(without["candidates"])) == ("ambiguous", 2)
    assert (with_country["status"], with_country["candidates"][0]["id"]) == ("matched", uganda.reference)


def test_a_line_says_why_in_the_language_of_the_caller(results, riverbend):
    lines = [{"ref": 7, "name": "Riverbend Migrant Aid Network", "country": "UGA"}]

    (result,) = results(lines, "?lang=fr")

    (candidate,) = result["candidates"]
    assert (result["ref"], result["status"]) == (7, "ambiguous")
    assert candidate["name"] == "Réseau d’aide aux migrants de Riverbend"
    assert {"id": "country", "value": False} in candidate["features"]
    reasons = {(reason["code"], reason["agrees"]): reason["detail"] for reason in candidate["reasons"]}
    assert "Riverbend Migrant Aid Network" in reasons["name", True]
    assert "Ouganda" in reasons["country", False]


def test_nobody_comes_near_to_a_stranger(results, riverbend):
    assert results([{"name": "Lighthouse Theatre of Zanzibar"}])[0]["status"] == "none"


@pytest.mark.parametrize(
    ("line", "pointer", "code"),
    [
        ("text", "/0", "malformed"),
        ({}, "/0", "empty"),
        ({"ref": 1}, "/0", "empty"),
        ({"name": "  "}, "/0", "empty"),
        ({"name": "A", "nmae": "B"}, "/0/nmae", "unknown"),
        ({"name": 5}, "/0/name", "malformed"),
        ({"name": ["A", "B"]}, "/0/name", "malformed"),
        ({"name": "A" * 301}, "/0/name", "malformed"),
        ({"name": "A\0"}, "/0/name", "malformed"),
        ({"name": "A", "country": "Nowhere"}, "/0/country", "not-allowed"),
        ({"name": "A", "type": "cult"}, "/0/type", "not-allowed"),
        ({"name": "A", "website": "not a site"}, "/0/website", "malformed"),
        ({"name": "A", "ref": {"deep": 1}}, "/0/ref", "malformed"),
    ],
)
def test_a_line_that_is_not_understood_says_where_and_spoils_no_other(results, riverbend, line, pointer, code):
    wrong, right = results([line, {"name": "Riverbend Migrant Aid Network"}])

    assert (wrong["status"], wrong["candidates"]) == ("invalid", [])
    assert [(error["pointer"], error["code"]) for error in wrong["errors"]] == [(pointer, code)]
    assert right["status"] == "matched"


def test_a_fault_names_the_value_and_says_what_may_stand_there(results, riverbend):
    (wrong,) = results([{"name": "A", "country": ["Kenya", "Atlantis"], "nmae": "B"}])

    told = {error["pointer"]: error["detail"] for error in wrong["errors"]}
    assert "may have: name, acronym, country," in told["/0/nmae"]
    assert told["/0/country"] == "This is not understood: `Atlantis`. The API lists what there is at `/countries`."


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "bad-request"),
        ("{}", 422, "invalid-body"),
        ("[]", 422, "invalid-body"),
        ("null", 422, "invalid-body"),
        (json.dumps([{"name": "A"}] * (MOST_ROWS + 1)), 413, "too-large"),
        (b"\xff\xfe", 400, "bad-request"),
        ("[" * 100_000, 400, "bad-request"),
        ('[{"name": "A", "ref": "\\ud800"}]', 422, "invalid-body"),
        (f'["{"A" * 300_000}"]', 413, "too-large"),
    ],
)
def test_a_body_that_is_no_list_of_lines_is_refused(ask, body, status, code):
    response = ask(body)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"].endswith(code)


def test_a_body_that_is_no_json_is_told_where(ask):
    assert ask('[\n {"name": "A",}]').json()["detail"] == "The body is not JSON: look at line 2, column 15."
    assert "UTF-8" in ask(b"\xff\xfe").json()["detail"]


def test_a_parameter_that_is_not_known_is_refused(ask):
    assert ask([{"name": "A"}], "?limit=500").status_code == 400
    assert ask([{"name": "A"}], "?nosuch=1").status_code == 400


def test_as_many_candidates_are_told_as_are_asked_for(results):
    for town in ("Dunga", "Kasa", "Mori"):
        make.organization(f"Fishers of {town}")

    (result,) = results([{"name": "Fishers of the Lake"}], "?limit=2")

    assert len(result["candidates"]) == 2


def test_who_is_at_risk_is_answered_like_somebody_who_never_was(results, riverbend):
    lines = [
        {"name": "Riverbend Migrant Aid Network"},
        {"external_id": "GB-CHC-1234567"},
        {"website": "riverbend.example"},
        {"name": riverbend.reference},
    ]
    actions.mark_at_risk(riverbend, reason="Threatened.", by=make.staff(second_factor=False))

    assert {(result["status"], len(result["candidates"])) for result in results(lines)} == {("none", 0)}


def test_a_draft_is_nobody(results):
    make.organization("Riverbend Migrant Aid Network", state=OrganizationState.DRAFT)

    assert results([{"name": "Riverbend Migrant Aid Network"}])[0]["status"] == "none"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "%s %(x)s {}", "' OR 1=1 --", "\u202eevil", "=1+1", "😀"]
)
def test_hostile_text_is_text(results, riverbend, text):
    (result,) = results([{"name": text, "acronym": text, "external_id": text}])

    assert result["status"] in ("none", "ambiguous")


def test_an_answer_to_lines_is_kept_by_nobody(ask, riverbend):
    response = ask([{"name": "Riverbend"}])

    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.has_header("ETag")
    assert response["RateLimit-Policy"].startswith('"match"')


def test_an_answer_is_as_the_document_says(ask, riverbend):
    document = json.loads(schema.text("json"))
    told = document["paths"]["/match"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]

    answer = ask([{"name": "Riverbend Migrant Aid Network", "country": "UGA", "ref": "x"}, {}]).json()

    Draft202012Validator({**told, "components": document["components"]}).validate(answer)


def test_many_lines_cost_as_many_statements_as_one(results, riverbend):
    def statements(number):
        lines = [
            {"name": f"Riverbend Aid {place}", "external_id": "GB-CHC-1", "website": "riverbend.example"}
            for place in range(number)
        ]
        with CaptureQueriesContext(connection) as told:
            results(lines)
        return len(told)

    results([{"name": "Riverbend"}])

    assert statements(1) == statements(20)
