"""One programme over the API: what is known of it, and where nobody takes part."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry import actions
from tests import make

COVERAGE = "/api/v1/programmes/bridge/coverage"


@pytest.fixture
def programme(db):
    return make.programme("bridge", name_en="Bridge", areas=["1", "2"], countries=["TCD", "NER"])


def taking_part(programme, **fields):
    organization = make.organization(**fields)
    told = make.partnership(organization, area=1, country="TCD", programme=programme)
    seen = timezone.localdate() - timedelta(days=10)
    return actions.verify_partnership(told, unit=make.unit(), evidence_note="A visit.", on=seen, by=make.staff())


def without(caller, **query):
    return {one["area"]: one["without"] for one in caller.get(COVERAGE, query).json()["results"]}


def test_one_call_says_which_countries_have_nobody(caller, programme):
    taking_part(programme)

    answer = caller.get(COVERAGE, {"area": "1"}).json()

    assert answer["countries"] == 2
    assert answer["results"] == [
        {
            "area": "1",
            "without": ["NER"],
            "cells": [{"country": "NER", "organizations": 0}, {"country": "TCD", "organizations": 1}],
        }
    ]


def test_without_an_area_all_of_the_programme_are_told(caller, programme):
    assert without(caller) == {"1": ["NER", "TCD"], "2": ["NER", "TCD"]}


def test_one_phase_has_its_own_countries(caller, programme):
    actions.save_programme_phase(programme, number=2, countries=["MLI"], by="test")

    assert without(caller, area="1", phase=2) == {"1": ["MLI"]}
    assert caller.get(COVERAGE, {"phase": 3}).json()["errors"][0]["allowed"] == ["1", "2"]


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_what_is_not_listed_is_not_counted(caller, programme, state):
    taking_part(programme, state=state)

    assert without(caller, area="1") == {"1": ["NER", "TCD"]}


def test_one_at_risk_changes_nothing(caller, programme):
    before = caller.get(COVERAGE).content, caller.get("/api/v1/programmes/bridge").content
    organization = taking_part(programme).organization
    actions.mark_at_risk(organization, reason="Threats.", by=make.staff())

    assert (caller.get(COVERAGE).content, caller.get("/api/v1/programmes/bridge").content) == before


def test_who_has_it_already_is_told_so(caller, programme):
    tag = caller.get(COVERAGE)["ETag"]

    assert caller.get(COVERAGE, if_none_match=tag).status_code == 304
    taking_part(programme)
    assert caller.get(COVERAGE, if_none_match=tag).status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter"), [({"area": "77"}, "area"), ({"phase": "x"}, "phase"), ({"nosuch": "1"}, "nosuch")]
)
def test_what_is_not_known_is_refused_by_name(caller, programme, query, parameter):
    response = caller.get(COVERAGE, query)

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


@pytest.mark.parametrize("path", ["/api/v1/programmes/none", "/api/v1/programmes/none/coverage"])
def test_a_programme_that_is_none_is_a_problem(caller, db, path):
    response = caller.get(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_a_programme_tells_its_names_donors_and_statements(caller, programme):
    actions.add_programme_donor(programme, make.organization("A Ministry", kind="government", state="draft"), by="test")
    actions.add_programme_statement(programme, text_en="Much.", as_of="2024", source="A release", by="test")

    answer = caller.get("/api/v1/programmes/bridge").json()

    assert answer["donors"] == [{"id": None, "name": "A Ministry", "kind": "government"}]
    assert answer["name_versions"] == [{"text": "Bridge", "language": "en", "since": None, "source": "A memo"}]
    assert answer["statements"] == [
        {"text": {"en": "Much.", "fr": None, "es": None}, "as_of": "2024", "source": "A release"}
    ]
