"""Figures with their definition, day and source, and the public address of an organization."""

import pytest

from tests import make

ADDRESS = "/api/v1/statistics"


def test_each_figure_has_its_definition_and_leads_to_its_rows(caller):
    for number in range(6):
        make.partnership(make.organization(f"Riverbend {number}"))

    told = caller.get(ADDRESS, {"lang": "en"}).json()

    (areas,) = [one for one in told["breakdowns"] if one["by"] == "area"]
    (figure,) = areas["results"]
    assert told["all"]["count"] == figure["count"] == 6
    assert areas["definition"].startswith("Organizations with at least one partnership")
    rows = caller.get(figure["rows"].removeprefix("http://127.0.0.1:8000"), {"count": "exact"}).json()
    assert rows["count"] == 6


def test_a_small_number_is_told_neither_by_itself_nor_by_an_address(caller):
    for number in range(6):
        make.organization(f"Riverbend {number}", hq_country_id="KEN" if number else "UGA")

    told = caller.get(ADDRESS).json()

    (countries,) = [one for one in told["breakdowns"] if one["by"] == "country"] or [{"results": []}]
    small = [one for one in countries["results"] if one["code"] == "UGA"]
    assert all(one["count"] is None and one["rows"] is None for one in small)


@pytest.mark.parametrize(
    ("accept", "there"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/en/organizations/{}/"),
        ("", "/en/organizations/{}/"),
        ("application/json", "/api/v1/organizations/{}"),
        ("application/ld+json", "/api/v1/organizations/{}?format=jsonld"),
    ],
)
def test_the_public_address_leads_to_what_the_reader_can_read(client, db, accept, there):
    headers = {"accept": accept} if accept else {}

    response = client.get("/id/CSO-00000000", headers=headers)

    assert response.status_code == 303
    assert response["Location"] == there.format("CSO-00000000")
    assert "Accept" in response["Vary"]
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("form", "query"), [("json", ""), ("jsonld", "?format=jsonld")])
def test_the_form_may_be_named_in_the_public_address(client, db, form, query):
    response = client.get(f"/id/CSO-00000000?format={form}", headers={"accept": "text/html"})

    assert response["Location"] == f"/api/v1/organizations/CSO-00000000{query}"


@pytest.mark.parametrize(
    ("asked", "accept", "there"),
    [
        ("lang=fr", "text/html", "/fr/organizations/{}/"),
        # To a person no language is refused.
        ("lang=xx", "text/html", "/en/organizations/{}/"),
        ("lang=fr", "application/json", "/api/v1/organizations/{}?lang=fr"),
        ("lang=xx&format=jsonld", "text/html", "/api/v1/organizations/{}?format=jsonld&lang=xx"),
        ("lang=%26fields%3Dx", "application/json", "/api/v1/organizations/{}?lang=%26fields%3Dx"),
    ],
)
def test_the_public_address_keeps_the_language_that_was_asked_for(client, db, asked, accept, there):
    response = client.get(f"/id/CSO-00000000?{asked}", headers={"accept": accept})

    assert response["Location"] == there.format("CSO-00000000")


def test_what_is_no_reference_has_no_public_address(client, db):
    assert client.get("/id/CSO-1").status_code == 404
