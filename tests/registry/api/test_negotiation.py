"""Which representation a caller gets by her Accept header."""

import pytest

from tests import make

pytestmark = pytest.mark.django_db
JSON, LINKED, CSV, JSONL = "application/json", "application/ld+json", "text/csv", "application/jsonl"


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("application/ld+json, application/json;q=0.5", LINKED),
        ("application/json;q=0.5, application/ld+json", LINKED),
        ("application/ld+json;q=0.4, application/json", JSON),
        ("application/ld+json, application/json", LINKED),
        ("application/json;q=0, */*;q=0.1", LINKED),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", JSON),
        ("*/*", JSON),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', LINKED),
        ("application/json;charset=utf-8", JSON),
    ],
)
def test_a_record_comes_in_the_form_that_is_wanted_most(caller, accept, given):
    reference = make.organization().reference

    response = caller.get(reference, accept=accept)

    assert (response.status_code, response["Content-Type"]) == (200, given)


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("text/csv, application/json;q=0.1", CSV),
        ("text/csv;q=0.1, application/json", JSON),
        ("text/csv, */*", CSV),
        ("text/*;q=0.3, application/jsonl;q=0.5", JSONL),
        ("application/*, text/csv;q=0.9", JSON),
    ],
)
def test_a_list_comes_in_the_form_that_is_wanted_most(caller, accept, given):
    response = caller.get(accept=accept)
    response.close()

    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == given


@pytest.mark.parametrize(
    "accept", ["image/png", "application/json;q=0", "*/*;q=0", "garbage", ";;,", "json, csv", "a/b" + 8_000 * ";"]
)
def test_where_nothing_is_wanted_that_there_is_the_answer_is_406(caller, accept):
    response = caller.get(accept=accept)

    assert response.status_code == 406
    assert response.json()["type"].endswith("/problems/not-acceptable")


@pytest.mark.parametrize("accept", ["application/json;q*=nope''x", "a/b;q*1=1;q*x=2;q*=3"])
def test_what_nobody_can_read_is_refused(caller, accept):
    assert caller.get(accept=accept).status_code == 400


def test_format_says_more_than_accept(caller):
    reference = make.organization().reference

    response = caller.get(reference, {"format": "jsonld"}, accept="application/json, application/ld+json;q=0")

    assert response["Content-Type"] == LINKED
