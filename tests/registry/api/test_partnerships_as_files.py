"""Partnerships as files: the rows of their list, whole, in every form; a long list by an export."""

import csv
import io
import json

import pandas
import pytest
from openpyxl import load_workbook

from registry import actions
from registry.api import downloads
from tests import make

LIST = "/api/v1/partnerships"
ORIGIN = "http://127.0.0.1:8000"
FORMS = ("jsonl", "csv", "xlsx", "parquet")


@pytest.fixture
def two(db):
    riverbend, cedar = make.organization("Riverbend"), make.organization("Cedar", hq_country_id="UGA")
    make.partnership(riverbend, area=1, country="KEN")
    make.partnership(riverbend, area=2, country="UGA", level_id="national")
    make.partnership(cedar, area=2, country="UGA")
    return riverbend, cedar


def body(response):
    assert response.status_code == 200, response.content
    return b"".join(response)


def rows(form, content):
    """[{column: value}] as its readers have them."""
    file = io.BytesIO(content)
    if form == "jsonl":
        return [json.loads(line) for line in content.splitlines()]
    if form == "csv":
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline="")))
    if form == "xlsx":
        head, *told = load_workbook(file, read_only=True).worksheets[0].values
        return [dict(zip(head, row, strict=True)) for row in told]
    return pandas.read_parquet(file).to_dict("records")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "query",
    [{}, {"area": "2", "country": "UGA"}, {"region": "east_africa_horn", "on": "2026-01-01"}, {"state": "verified"}],
)
def test_a_file_has_exactly_the_rows_of_the_list_in_their_order(caller, two, form, query):
    answer = caller.get(LIST, query | {"format": form})

    told = caller.get(LIST, query).json()["results"]
    names = ("organization", "organization_name", "id", "area", "country", "freshness")
    found = rows(form, body(answer))
    assert [[row[name] for name in names] for row in found] == [[row[name] for name in names] for row in told]
    assert form != "jsonl" or found == told
    assert answer["Content-Disposition"] == f'attachment; filename="partnerships.{form}"'


def test_the_columns_are_the_fields_of_a_row_and_stand_there_when_there_is_none(caller, two):
    (row, *_) = caller.get(LIST).json()["results"]

    lines = body(caller.get(LIST, {"area": "8", "format": "csv", "hxl": "1"})).decode("utf-8-sig").splitlines()

    head, tags = csv.reader(lines)
    assert set(head) == set(row)
    assert dict(zip(head, tags, strict=True))["role"] == "#activity+role"


def test_a_long_list_leads_to_an_export_which_whoever_leaves_leaves(caller, curator, two, monkeypatch):
    monkeypatch.setattr(downloads, "MOST", 1)
    told = caller.get(LIST, {"area": "2"}).json()["results"]

    led = caller.get(LIST, {"area": "2", "format": "jsonl"})
    make.do_jobs("export.write")

    address = led["Location"].removeprefix(ORIGIN)
    done = caller.get(address).json()
    assert (led.status_code, done["state"], done["rows"]) == (303, "done", 2)
    assert rows("jsonl", body(caller.get(done["url"].removeprefix(ORIGIN)))) == told
    actions.mark_at_risk(two[0], reason="Threats.", by=curator)
    assert caller.get(done["url"].removeprefix(ORIGIN)).status_code == 503
    actions.write_exports_anew()
    make.do_jobs("export.write")
    anew = caller.get(caller.get(address).json()["url"].removeprefix(ORIGIN))
    assert [row["organization_name"] for row in rows("jsonl", body(anew))] == ["Cedar"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_costs_the_same_for_one_row_and_for_three(caller, count, django_assert_num_queries):
    for number in range(count):
        make.partnership(make.organization(f"Riverbend {number}"))

    with django_assert_num_queries(6):
        body(caller.get(LIST, {"area": "8", "format": "csv"}))
