"""Reconciliation 0.2 as OpenRefine speaks it; every answer is held against the schemas of the specification."""

import json
from urllib.parse import quote_plus

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iom_partners import settings as as_deployed
from registry import actions
from registry.api.reconciling import BATCH
from tests import make
from tests.registry.api.test_organizations import merge
from tests.registry.recon import assert_valid

RECONCILE = "/api/v1/reconcile"


@pytest.fixture
def riverbend(db):
    return make.organization(
        "Riverbend Migrant Aid Network",
        acronym="RMAN",
        website="https://riverbend.example/about",
        names=[
            {"kind": "translation", "text": "Réseau d’aide aux migrants de Riverbend", "language": "fr"},
            {"kind": "local", "text": "شبكة ريفربند لمساعدة المهاجرين", "language": "ar"},
        ],
        identifiers=[{"scheme": "GB-CHC", "value": "1234567"}],
    )


@pytest.fixture
def reconcile(caller):
    def post(queries, address=RECONCILE, **headers):
        text = queries if isinstance(queries, str) else json.dumps(queries)
        response = caller.client.post(
            address, f"queries={quote_plus(text)}", content_type="application/x-www-form-urlencoded", headers=headers
        )
        assert response.status_code == 200, response.content
        content = response.json()
        assert_valid("reconciliation-result-batch", content)
        return content

    return post


@pytest.fixture
def extend(caller):
    def post(ids, *properties, lang="en"):
        asked = {"ids": ids, "properties": [{"id": name} for name in properties]}
        assert_valid("data-extension-query", asked)
        response = caller.client.post(f"{RECONCILE}?lang={lang}", {"extend": json.dumps(asked)})
        assert response.status_code == 200, response.content
        content = response.json()
        assert_valid("data-extension-response", content)
        return content

    return post


# --- Manifest -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [RECONCILE, f"{RECONCILE}/"])
def test_the_manifest_says_what_there_is(caller, address):
    manifest = caller.get(address).json()

    assert_valid("manifest", manifest)
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == f"{settings.SITE_ORIGIN}/id/"
    assert {"suggest", "preview", "extend", "view", "defaultTypes", "batchSize"} <= manifest.keys()


def test_every_address_of_the_manifest_answers(caller, riverbend):
    manifest = caller.get(RECONCILE).json()
    suggest = [f"{told['service_url']}{told['service_path']}?prefix=riverbend" for told in manifest["suggest"].values()]
    propose = "".join(manifest["extend"]["propose_properties"].values())
    preview = manifest["preview"]["url"].replace("{{id}}", riverbend.reference)
    ids = {"entity": riverbend.reference, "type": "ngo", "property": "acronym"}
    flyouts = [
        told["flyout_service_url"] + told["flyout_service_path"].replace("${id}", ids[kind])
        for kind, told in manifest["suggest"].items()
    ]

    for address in [*suggest, propose, preview, *flyouts]:
        assert caller.get(address.removeprefix(settings.SITE_ORIGIN)).status_code == 200, address


def test_all_is_in_the_language_in_which_the_service_was_added(caller, riverbend):
    """OpenRefine asks some addresses with a ? of its own, whatever they hold, and in the language of the browser."""
    manifest = caller.get(RECONCILE, {"lang": "fr"}).json()
    property_, told = manifest["suggest"]["property"], manifest["suggest"]["entity"]
    propose = "".join(manifest["extend"]["propose_properties"].values())
    card = told["flyout_service_url"] + told["flyout_service_path"].replace("${id}", riverbend.reference)

    def said(address):
        return caller.get(address.removeprefix(settings.SITE_ORIGIN), Accept_Language="es").json()

    assert manifest["preview"]["url"].endswith("&lang=fr")
    suggested = said(property_["service_url"] + property_["service_path"] + "&prefix=acro")
    assert suggested == said(property_["service_url"] + property_["service_path"] + "?prefix=acro")
    assert suggested == {"result": [{"id": "acronym", "name": "Sigle"}]}
    assert {"id": "updated_at", "name": "Dernière modification"} in said(f"{propose}?type=organization")["properties"]
    assert "Réseau d’aide aux migrants de Riverbend" in said(card)["html"]


def test_any_page_may_ask_and_a_browser_is_told_so_first(caller):
    response = caller.client.options(RECONCILE, headers={"origin": "https://refine.example"})

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response["Access-Control-Allow-Methods"]
    assert "Content-Type" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(("method", "status"), [("get", 301), ("post", 308)])
def test_a_batch_is_sent_again_where_the_service_was_added_with_http(caller, settings, method, status):
    """OpenRefine writes http:// for its user; after 301 it would ask for the manifest in place of its batch."""
    settings.SECURE_SSL_REDIRECT = True

    response = getattr(caller.client, method)(
        RECONCILE, {"queries": "{}"}, headers={"origin": "https://refine.example"}
    )

    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (status, "*")
    assert response["Location"].startswith(f"https://testserver{RECONCILE}")


def test_openrefine_is_never_too_fast(caller):
    assert as_deployed.API_LIMITS["match"] == (1_200, 60)


# --- Queries ------------------------------------------------------------------------------------------------------


def test_a_batch_as_openrefine_sends_it(reconcile, riverbend):
    queries = {
        f"q{number}": {
            "query": "Riverbend Migrant Aid Network",
            "type": "organization",
            "type_strict": "should",
            "properties": [{"pid": "country", "v": "Kenia"}],
            "limit": 3,
        }
        for number in range(10)
    }

    found = reconcile(queries)

    assert list(found) == list(queries)
    (candidate,) = found["q0"]["result"]
    assert (candidate["id"], candidate["match"], candidate["score"]) == (riverbend.reference, True, 100.0)
    assert candidate["type"][0] == {"id": "organization", "name": "Organization"}
    assert candidate["description"] == "RMAN · Kenya · Non-governmental organization"
    assert {"id": "country", "value": True} in candidate["features"]


def test_the_guess_of_a_type_is_answered(reconcile, riverbend):
    found = reconcile({"q0": {"query": "Riverbend Migrant Aid Network", "limit": 3}}, f"{RECONCILE}/")

    assert [one["id"] for one in found["q0"]["result"][0]["type"]] == ["organization", "ngo"]


def test_keys_come_back_as_they_were_sent_and_a_bad_query_spoils_no_other(reconcile, riverbend):
    queries = {
        "0": {"query": "Riverbend Migrant Aid Network"},
        "": {"query": "RMAN"},
        "é \u202e '": {"query": 5},
        "a": None,
        "b": [],
        "c": {},
        "d": {"query": "", "properties": "none"},
        "e": {"query": "x" * 5_000, "limit": "many", "type": {"deep": 1}},
        "f": {"query": "Riverbend Migrant Aid Network", "limit": -1, "properties": [5, {"pid": ["x"], "v": 1}]},
        "g": {"query": "\0"},
        "h": {"query": "Riverbend Migrant Aid Network", "limit": float("inf")},
    }

    found = reconcile(queries)

    assert list(found) == list(queries)
    assert [key for key, told in found.items() if told["result"]] == ["0", "", "f", "h"]


def test_queries_in_an_address_are_answered_too(caller, riverbend):
    queries = json.dumps({"q0": {"query": "Riverbend Migrant Aid Network"}})

    found = caller.get(RECONCILE, {"queries": queries, "callback": "jQuery1"}).json()

    assert found["q0"]["result"][0]["id"] == riverbend.reference


@pytest.mark.parametrize(
    ("pid", "v"),
    [
        ("external_id", "GB-CHC-1234567"),
        ("external_id", 1234567),
        ("external_id", {"id": "GB-CHC:1234567", "name": "x"}),
        ("website", "http://www.riverbend.example/"),
        ("email_domain", "office@riverbend.example"),
        ("acronym", ["RMAN"]),
    ],
)
def test_a_property_alone_finds(reconcile, riverbend, pid, v):
    found = reconcile({"q0": {"query": "", "properties": [{"pid": pid, "v": v}]}})

    assert [one["id"] for one in found["q0"]["result"]] == [riverbend.reference]


def test_a_name_in_any_script_finds_and_is_shown_in_the_language_of_the_caller(reconcile, riverbend):
    queries = {"ar": {"query": "شبكة ريفربند لمساعدة المهاجرين"}, "la": {"query": "shabakat Riverband l-musaadat"}}

    found = reconcile(queries, f"{RECONCILE}?lang=fr")

    assert {told["result"][0]["name"] for told in found.values()} == {"Réseau d’aide aux migrants de Riverbend"}
    assert found["ar"]["result"][0]["match"] is True


@pytest.mark.parametrize(("strict", "found"), [("any", 0), ("all", 0), ("should", 1), (None, 1)])
def test_a_type_is_demanded_only_by_who_says_so(reconcile, riverbend, strict, found):
    query = {"query": "Riverbend Migrant Aid Network", "type": ["media"]} | ({"type_strict": strict} if strict else {})

    assert len(reconcile({"q0": query})["q0"]["result"]) == found


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 422),
        ({"queries": "{"}, 422),
        ({"queries": "[]"}, 422),
        ({"queries": "[" * 100_000}, 422),
        ({"queries": '{"\\ud800": {"query": "A"}}'}, 422),
        ({"queries": json.dumps({str(n): {"query": "A"} for n in range(BATCH + 1)})}, 413),
        ({"extend": "{}"}, 422),
        ({"extend": json.dumps({"ids": ["A"] * 1_001, "properties": []})}, 413),
    ],
)
def test_a_form_that_says_nothing_is_refused(caller, form, status):
    response = caller.client.post(RECONCILE, form)

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


def test_ten_queries_cost_as_many_statements_as_one(reconcile, riverbend):
    def statements(number):
        with CaptureQueriesContext(connection) as told:
            reconcile({str(place): {"query": f"Riverbend Aid {place}"} for place in range(number)})
        return len(told)

    reconcile({"0": {"query": "A"}})

    assert statements(1) == statements(10)


# --- Suggestions, cards, extension --------------------------------------------------------------------------------


def test_what_is_typed_is_completed(caller, riverbend):
    suggest = f"{RECONCILE}/suggest"
    entity, type_, property_ = (
        caller.get(f"{suggest}/{kind}", {"prefix": prefix, "_": "1"}).json()
        for kind, prefix in (("entity", "riverb"), ("type", "non-gov"), ("property", "countr"))
    )

    assert_valid("suggest-entities-response", entity)
    assert_valid("suggest-types-response", type_)
    assert_valid("suggest-properties-response", property_)
    assert [one["id"] for one in entity["result"]] == [riverbend.reference]
    assert [one["id"] for one in type_["result"]] == ["ngo"]
    assert [one["id"] for one in property_["result"]] == ["country", "countries_of_work"]
    assert caller.get(f"{suggest}/entity").json() == {"result": []}
    assert caller.get(f"{suggest}/elsewhere").status_code == 404


def test_a_card_may_stand_in_the_frame_of_any_page(caller, riverbend):
    response = caller.get(f"{RECONCILE}/preview", {"id": riverbend.reference, "lang": "fr"}, Accept="text/html")

    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert not response.has_header("X-Frame-Options")
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert not response.cookies
    page = response.content.decode()
    assert "Réseau d’aide aux migrants de Riverbend" in page
    assert 'lang="ar">شبكة ريفربند' in page
    assert "<script" not in page


def test_a_type_and_a_property_have_cards(caller, db):
    def card(kind, id):
        return caller.get(f"{RECONCILE}/flyout", {"kind": kind, "id": id})

    assert card("type", "ngo").json() == {
        "id": "ngo",
        "html": "<p><bdi>Non-governmental organization</bdi></p><p>ngo</p>\n",
    }
    assert "<p>Only to be read</p>" in card("property", "status").json()["html"]
    assert card("type", "nobody").status_code == card("property", "nobody").status_code == 404


@pytest.mark.parametrize("reference", ["CSO-00000000", "KEN", ""])
def test_a_card_of_nobody_says_so_in_the_frame(caller, db, reference):
    response = caller.get(f"{RECONCILE}/preview", {"id": reference, "lang": "fr"}, Accept="text/html")

    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert not response.has_header("X-Frame-Options")
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "Il n’existe pas d’organisation avec cette référence." in response.content.decode()


def test_what_a_name_holds_is_text_on_a_card(caller):
    hostile = make.organization('<img src=x onerror="alert(1)"> Union')

    for address in (f"{RECONCILE}/preview", f"{RECONCILE}/flyout"):
        assert "<img" not in caller.get(address, {"id": hostile.reference}).content.decode()


def test_properties_are_proposed_and_read(caller, extend, riverbend):
    make.partnership(riverbend, area=8)
    proposed = caller.get(f"{RECONCILE}/extend/properties", {"type": "organization"}).json()
    assert_valid("data-extension-property-proposal", proposed)

    told = extend([riverbend.reference], *(one["id"] for one in proposed["properties"]), "no_such")

    row = told["rows"][riverbend.reference]
    assert row["country"] == [{"str": "Kenya"}]
    assert row["external_id"] == [{"str": "GB-CHC-1234567"}]
    assert row["areas"] == [{"str": "Migration and health"}]
    assert row["names_ar"] == [{"str": "شبكة ريفربند لمساعدة المهاجرين"}]
    # To the second: who keeps a copy compares it with the moment of that.
    assert row["updated_at"] == [{"date": caller.get(riverbend.reference).json()["updated_at"]}]
    assert row["no_such"] == row["observer_since"] == []
    assert {"id": "country", "name": "Country of the head office"} in told["meta"]


def test_what_is_no_reference_has_no_properties(extend, riverbend):
    told = extend(["\0", "A" * 9_000, riverbend.reference.lower()], "country", "observer_since")

    assert {str(row) for row in told["rows"].values()} == {str({"country": [], "observer_since": []})}


def test_since_when_it_is_an_observer_is_told(extend, riverbend):
    make.observer(riverbend)

    told = extend([riverbend.reference], "observer_since")

    assert told["rows"][riverbend.reference]["observer_since"] == [{"date": "2010-11-29T00:00:00Z"}]


def test_labels_are_those_of_the_language_asked_for(extend, riverbend):
    told = extend([riverbend.reference], "country", "type", lang="es")

    assert told["rows"][riverbend.reference]["country"] == [{"str": "Kenya"}]
    assert told["rows"][riverbend.reference]["type"] == [{"str": "Organización no gubernamental (ONG)"}]


def test_an_id_is_only_ever_one_of_an_organization(caller, extend, riverbend):
    """OpenRefine makes a link and a card of it, as of whatever has an id."""
    make.partnership(riverbend)
    proposed = caller.get(f"{RECONCILE}/extend/properties").json()["properties"]

    row = extend([riverbend.reference], *(one["id"] for one in proposed))["rows"][riverbend.reference]

    assert row["roles"]
    assert all("id" not in value for values in row.values() for value in values)


def test_words_are_read_by_code_where_a_person_configures_so(caller, riverbend):
    (setting,) = caller.get(RECONCILE).json()["extend"]["property_settings"]
    choices = {choice["value"]: {"content": choice["value"]} for choice in setting["choices"]}
    ids = [riverbend.reference]

    def values(name, settings_):
        asked = {"ids": ids, "properties": [{"id": name, "settings": settings_}]}
        told = caller.client.post(RECONCILE, {"extend": json.dumps(asked)}).json()
        assert_valid("data-extension-response", told)
        return told["rows"][riverbend.reference][name]

    assert setting["default"] == "name"
    assert values("country", choices["name"]) == values("country", 5) == [{"str": "Kenya"}]
    assert values("country", choices["code"]) == [{"str": "KEN"}]
    assert values("type", choices["code"]) == [{"str": "ngo"}]
    assert values("acronym", choices["code"]) == [{"str": "RMAN"}]


def test_a_reference_of_long_ago_reads_what_it_was_merged_into(extend, riverbend):
    former = make.organization("Riverbend Migrants Network")
    make.observer(riverbend)
    merge(former, riverbend)

    rows = extend([former.reference, riverbend.reference], "acronym", "observer_since")["rows"]

    assert rows[former.reference] == rows[riverbend.reference]
    assert rows[former.reference]["acronym"] == [{"str": "RMAN"}]
    assert rows[former.reference]["observer_since"] == [{"date": "2010-11-29T00:00:00Z"}]


def test_who_is_at_risk_is_nowhere(caller, reconcile, extend, riverbend):
    actions.mark_at_risk(riverbend, reason="Threatened.", by=make.staff(second_factor=False))
    never = "CSO-00000000"

    found = reconcile({"q0": {"query": "Riverbend Migrant Aid Network"}, "q1": {"query": riverbend.reference}})
    told = extend([riverbend.reference, never], "country", "names_en")["rows"]
    cards = [caller.get(f"{RECONCILE}/preview", {"id": one}) for one in (riverbend.reference, never)]

    assert found == {"q0": {"result": []}, "q1": {"result": []}}
    assert told[riverbend.reference] == told[never]
    assert [card.status_code for card in cards] == [404, 404]
    assert cards[0].content == cards[1].content
    assert caller.get(f"{RECONCILE}/suggest/entity", {"prefix": "riverbend"}).json() == {"result": []}
