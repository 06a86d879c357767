"""The list of partnerships: a row each, out of the listings."""

from datetime import date

import pytest

from registry import actions
from registry.models import Organization
from tests import make

LIST = "/api/v1/partnerships"


def rows(caller, query=None):
    response = caller.get(LIST, query)
    assert response.status_code == 200, response.content
    return [(row["organization_name"], row["area"], row["country"]) for row in response.json()["results"]]


@pytest.fixture
def two(db):
    riverbend, cedar = make.organization("Riverbend"), make.organization("Cedar", hq_country_id="UGA")
    make.partnership(riverbend, area=1, country="KEN")
    make.partnership(riverbend, area=2, country="UGA", level_id="national")
    make.partnership(cedar, area=2, country="UGA")
    return riverbend, cedar


def test_each_partnership_is_a_row_in_the_order_of_the_names(caller, two):
    told = rows(caller)

    assert told[0] == ("Cedar", "2", "UGA")
    assert set(told[1:]) == {("Riverbend", "1", "KEN"), ("Riverbend", "2", "UGA")}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"area": "1"}, {("Riverbend", "1", "KEN")}),
        ({"area": ["1", "2"], "country": "UGA"}, {("Cedar", "2", "UGA"), ("Riverbend", "2", "UGA")}),
        # Both are said of Riverbend, but of different partnerships.
        ({"area": "1", "country": "UGA"}, set()),
        ({"level": "national"}, {("Riverbend", "2", "UGA")}),
        ({"region": "east_africa_horn", "area": "1"}, {("Riverbend", "1", "KEN")}),
        ({"state": "proposed", "area": "1"}, {("Riverbend", "1", "KEN")}),
        ({"state": "verified"}, set()),
        ({"on": "1990-01-01"}, set()),
        ({"verified_since": "2999-01-01"}, set()),
    ],
)
def test_every_filter_is_met_by_the_row_itself(caller, two, query, found):
    assert set(rows(caller, query)) == found


def test_partnerships_of_one_organization(caller, two):
    assert rows(caller, {"organization": two[1].reference}) == [("Cedar", "2", "UGA")]
    assert caller.get(LIST, {"organization": "CSO-123"}).status_code == 400


@pytest.mark.parametrize("limit", [1, 2])
def test_walking_gives_each_partnership_once(caller, two, limit):
    walked, query = [], {"limit": limit}
    while True:
        page = caller.get(LIST, query).json()
        walked += [row["id"] for row in page["results"]]
        if not page["next_cursor"]:
            break
        query["cursor"] = page["next_cursor"]
    back = caller.get(page["previous"].removeprefix("http://127.0.0.1:8000")).json()

    assert len(walked) == len(set(walked)) == 3
    assert back["results"][-1]["id"] == walked[-2 if len(page["results"]) == 1 else -3]


def test_a_partnership_of_an_organization_in_danger_is_nowhere(caller, two, curator):
    actions.mark_at_risk(two[0], reason="danger", by=curator)

    assert rows(caller) == [("Cedar", "2", "UGA")]
    assert rows(caller, {"organization": two[0].reference}) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_row_and_for_three(caller, django_assert_num_queries, count):
    for number in range(count):
        make.partnership(make.organization(f"Riverbend {number}"))
    caller.get(LIST, {"area": "8"})

    with django_assert_num_queries(3):
        caller.get(LIST, {"area": "8", "fields": "id,freshness"})


def test_who_has_the_page_already_gets_nothing(caller, two):
    first = caller.get(LIST)

    assert caller.get(LIST, if_none_match=first["ETag"]).status_code == 304
    make.partnership(Organization.objects.get(pk=two[1].pk), area=3, period=(date(2020, 1, 1), None))
    assert caller.get(LIST, if_none_match=first["ETag"]).status_code == 200
