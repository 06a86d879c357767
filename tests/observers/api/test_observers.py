"""GET /api/v1/observers."""

from datetime import date

import pytest
from rest_framework.test import APIClient

from observers.models import Observer, ObserverCount
from registry import actions
from tests import make

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/observers"


def get(query="", **headers):
    return APIClient().get(f"{ADDRESS}{query}", headers=headers)


def test_it_lists_who_has_the_status_on_the_day_with_the_act():
    organization = make.organization("Harbour Light")
    observer = make.observer(organization, resolution="1200", source="C/99/1")

    told = get("?as_of=2012-10-01").json()

    assert (told["as_of"], told["kind"], told["count"]) == ("2012-10-01", "cso", 1)
    assert told["results"] == [
        {
            "id": observer.reference,
            "name": "Harbour Light",
            "kind": "cso",
            "status": "active",
            "since": "2010-11-29",
            "since_precision": "day",
            "session": "99th",
            "resolution": "1200",
            "source": "C/99/1",
            "organization": organization.reference,
            "is_demo": False,
        }
    ]


def test_kinds_are_never_mixed():
    make.observer(name="A Bank of Islands", kind="igo")

    assert get().json()["count"] == 0
    assert get("?kind=igo").json()["count"] == 1


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("?as_of=2999-01-01", "as_of", "not-allowed"),
        ("?as_of=yesterday", "as_of", "malformed"),
        ("?kind=ngo", "kind", "not-allowed"),
        ("?limit=0", "limit", "out-of-range"),
        ("?page=2", "page", "unknown"),
        ("?cursor=AAAA", "cursor", "malformed"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused_by_name(query, parameter, code):
    response = get(query)

    assert response.status_code == 400
    assert [(error["parameter"], error["code"]) for error in response.json()["errors"]] == [(parameter, code)]


@pytest.mark.parametrize(
    ("query", "headers", "counts"),
    [
        ("", {}, "CSOs"),
        ("?lang=fr", {}, "OSC"),
        ("?lang=es", {}, "Las OSC"),
        ("", {"Accept-Language": "fr-CH"}, "OSC"),
    ],
)
def test_what_is_counted_is_told_in_the_language_of_the_caller(query, headers, counts):
    ObserverCount.objects.create(
        kind="cso", on=date(2012, 10, 1), count=49, counts_en="CSOs", counts_fr="OSC", counts_es="Las OSC", source="S"
    )

    told = get(query, **headers).json()

    assert [one["counts"] for one in told["statements"]] == [counts]
    assert told["counts"].startswith("Observers of this kind") == (counts == "CSOs")


@pytest.mark.parametrize("backwards", [False, True])
def test_pages_hold_each_row_once(backwards):
    for letter in "ABCDE":
        make.observer(name=letter)
    names, address = [], f"{ADDRESS}?limit=2"
    while address:
        page = APIClient().get(address).json()
        names.append([one["name"] for one in page["results"]])
        address, last = page["next"], page

    assert names == [["A", "B"], ["C", "D"], ["E"]]
    before = APIClient().get(last["previous"]).json()
    assert [one["name"] for one in before["results"]] == ["C", "D"]


def test_whoever_stays_is_told_once_and_nobody_twice_while_others_come_and_move():
    known = {letter: make.observer(name=letter) for letter in "BDFHJ"}
    actions.publish_rows("observer")
    told, address = [], f"{ADDRESS}?limit=2"

    while address:
        page = APIClient().get(address).json()
        told.append([one["name"] for one in page["results"]])
        if len(told) == 1:
            # One that was told moves behind, one that was not before; one comes, one before and one behind.
            for old, new in (("B", "I"), ("J", "A")):
                Observer.objects.filter(pk=known[old].pk).update(name=new)
            for new in "CG":
                make.observer(name=new)
            actions.publish_rows("observer")
        address = page["next"]

    assert told[0] == ["B", "D"]
    assert [name for page in told for name in page] == ["B", "D", "F", "H"]
    assert get().json()["count"] == 7


def test_a_cursor_of_another_day_is_refused():
    for letter in "AB":
        make.observer(name=letter)
    cursor = get("?limit=1").json()["next_cursor"]

    assert get(f"?as_of=2015-01-01&cursor={cursor}").json()["type"].endswith("cursor-mismatch")


def test_who_has_it_already_gets_nothing_again():
    etag = get()["ETag"]

    assert get(**{"If-None-Match": etag}).status_code == 304


def test_an_organization_at_risk_is_not_counted(curator):
    observer = make.observer(admitted_on=date(2010, 1, 1))
    actions.mark_at_risk(observer.organization, reason="a test", by=curator)

    told = get("?as_of=2012-10-01").json()

    assert (told["count"], told["results"]) == (0, [])
