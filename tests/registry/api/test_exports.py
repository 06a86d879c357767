"""Everything at once: lists as files, the copies of each day, links that soon end, and parts of files."""

import csv
import gzip
import io
import json
from datetime import timedelta

import pandas
import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from registry import actions
from registry.api import downloads, exports, schema
from registry.models import Export, Job
from registry.queries import feed
from tests import make

ORIGIN = "http://127.0.0.1:8000"
FORMS = ("jsonl", "csv", "xlsx", "parquet")


def body(response):
    return b"".join(response) if response.streaming else response.content


def names(form, content):
    file = io.BytesIO(content)
    if form == "jsonl":
        return [json.loads(line)["name"] for line in content.splitlines()]
    if form == "csv":
        return [row["name"] for row in csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline=""))]
    if form == "xlsx":
        return [row[1] for row in load_workbook(file, read_only=True).worksheets[0].values][1:]
    return list(pandas.read_parquet(file)["name"])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "query",
    [{}, {"ordering": "-name"}, {"country_of_work": "NAM"}, {"q": "river"}, {"updated_since": "2020-01-01T00:00:00Z"}],
)
def test_a_list_as_a_file_has_exactly_its_rows_in_their_order(caller, form, query):
    for name in ("River Ácorn", "River Zebra", "River إغاثة"):
        make.organization(name)
    make.organization("River Far", hq_country_id="NAM")

    answer = caller.get(query=query | {"format": form})

    assert names(form, body(answer)) == caller.names(query)
    assert answer["Content-Disposition"] == f'attachment; filename="organizations.{form}"'


@pytest.mark.parametrize("few", [0, 400])
def test_a_walked_filter_gives_the_same_rows(caller, monkeypatch, few):
    monkeypatch.setattr("registry.queries.listings.FEW", few)
    for name in "ABC":
        make.organization(name)

    answer = caller.get(query={"country_of_work": ["KEN", "UGA"], "type": "ngo", "format": "jsonl"})

    assert names("jsonl", body(answer)) == caller.names({"country_of_work": ["KEN", "UGA"], "type": "ngo"})


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/jsonl", "application/jsonl; charset=utf-8"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("text/csv;q=0.1, application/json", "application/json"),
        ("*/*", "application/json"),
    ],
)
def test_the_accept_header_chooses_as_well(caller, accept, content_type):
    answer = caller.get(accept=accept)

    body(answer)
    assert (answer.status_code, answer["Content-Type"]) == (200, content_type)
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ({"format": "csv", "limit": "5", "count": "none"}, {("limit", "not-allowed"), ("count", "not-allowed")}),
        ({"format": "pdf"}, {("format", "not-allowed")}),
        ({"hxl": "1"}, {("hxl", "not-allowed")}),
        ({"hxl": "1", "format": "parquet"}, {("hxl", "not-allowed")}),
        ({"hxl": "2", "format": "csv"}, {("hxl", "not-allowed")}),
    ],
)
def test_what_makes_no_sense_for_a_file_is_refused(caller, query, faults):
    assert caller.refused(query) == faults


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_list_has_its_header(caller, form):
    content = body(caller.get(query={"format": form, "country": "ABW"}))

    assert names(form, content) == []
    assert (content == b"") == (form == "jsonl")


def test_tags_stand_under_the_header(caller):
    make.organization("Riverbend")

    rows = list(csv.reader(body(caller.get(query={"format": "csv", "hxl": "1"})).decode("utf-8-sig").splitlines()))
    sheet = load_workbook(io.BytesIO(body(caller.get(query={"format": "xlsx", "hxl": "1"}))))["organizations"]

    assert (rows[0][:3], rows[1][:3], rows[2][1]) == (
        ["id", "name", "acronym"],
        ["#meta+id", "#org+name", "#org+acronym"],
        "Riverbend",
    )
    assert [cell.value for cell in sheet[2]][:2] == rows[1][:2]


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\u200b=1", "'=1"])
def test_no_cell_is_a_formula(caller, begins):
    make.organization("Riverbend", type_explained=begins)

    text = body(caller.get(query={"format": "csv"})).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(body(caller.get(query={"format": "xlsx"}))))["organizations"]

    (row,) = csv.DictReader(text.splitlines())
    (cell,) = [cell for cell in sheet[2] if cell.value and "1" in str(cell.value) and cell.column == 6]
    assert row["type_explained"] == cell.value
    assert cell.value.startswith("'")
    assert (cell.data_type, {cell.data_type for cell in sheet[2]} & {"f"}) == ("s", set())


def test_who_has_the_file_gets_none(caller):
    make.organization()
    first = caller.get(query={"format": "xlsx"})
    body(first)

    again = caller.get(query={"format": "xlsx"}, If_None_Match=first["ETag"])

    assert (again.status_code, body(again)) == (304, b"")


@pytest.mark.parametrize("form", FORMS)
def test_observers_can_be_had_as_a_file_too(caller, form):
    make.observer(name="Riverbend")

    assert names(form, body(caller.get("/api/v1/observers", {"format": form}))) == ["Riverbend"]


@pytest.fixture
def a_long_list(monkeypatch):
    monkeypatch.setattr(downloads, "MOST", 2)
    return [make.organization(name) for name in ("A", "B", "C")]


def test_a_longer_list_leads_to_an_export_which_a_worker_writes(caller, a_long_list):
    query = {"format": "csv", "country_of_work": "KEN", "ordering": "-name", "updated_since": "2020-01-01T00:00:00Z"}

    led, again = caller.get(query=query), caller.get(query=query)

    assert (led.status_code, led["Location"]) == (303, again["Location"])
    address = led["Location"].removeprefix(ORIGIN)
    waiting = caller.get(address)
    assert (waiting.json()["state"], waiting.json()["url"], waiting["Retry-After"]) == ("waiting", None, "5")
    make.do_jobs("export.write")
    done = caller.get(address).json()
    assert (done["state"], done["rows"]) == ("done", 3)
    file = caller.get(done["url"].removeprefix(ORIGIN))
    assert names("csv", body(file)) == ["C", "B", "A"]
    assert int(file["Content-Length"]) == done["bytes"]
    document = json.loads(schema.text("json"))
    shape = document["components"]["schemas"]["ExportJob"] | {"components": document["components"]}
    Draft202012Validator(shape).validate(done)


def test_who_leaves_is_in_no_list_that_was_written_before(caller, curator, a_long_list):
    address = caller.get(query={"format": "jsonl"})["Location"].removeprefix(ORIGIN)
    make.do_jobs("export.write")
    link = caller.get(address).json()["url"].removeprefix(ORIGIN)

    actions.mark_at_risk(a_long_list[0], reason="Threats.", by=curator)

    assert caller.get(link).status_code == 503
    assert caller.get(address).json()["state"] == "waiting"
    actions.write_exports_anew()
    make.do_jobs("export.write")
    anew = caller.get(address).json()
    assert (anew["state"], anew["rows"]) == ("done", 2)


def test_an_export_that_could_not_be_written_says_so(caller, a_long_list):
    address = caller.get(query={"format": "csv"})["Location"].removeprefix(ORIGIN)
    Job.objects.update(state="stopped", ended_at=timezone.now())

    assert caller.get(address).json()["state"] == "failed"
    assert caller.get(query={"format": "csv"})["Location"].removeprefix(ORIGIN) == address
    assert caller.get(address).json()["state"] == "waiting"


def test_only_so_many_long_lists_are_written_for_one_caller(caller, a_long_list, settings):
    settings.API_LIMITS = settings.API_LIMITS | {"long_lists": (2, 3_600)}

    answers = [caller.get(query={"format": form}) for form in FORMS]

    assert [answer.status_code for answer in answers] == [303, 303, 429, 429]
    assert answers[2]["RateLimit-Policy"] == '"long_lists";q=2;w=3600'
    assert caller.get().status_code == 200


def test_a_list_that_waits_does_not_keep_copies_from_being_written_anew(caller, curator, a_long_list):
    make.export()
    caller.get(query={"format": "csv"})

    actions.mark_at_risk(a_long_list[0], reason="Threats.", by=curator)

    assert actions.write_exports_anew() == 1
    assert actions.write_exports_anew() == 0


def test_the_manifest_tells_of_every_file(caller):
    make.organization("Riverbend")
    export = make.export()

    manifest = caller.get("/api/v1/exports").json()

    assert (manifest["on"], manifest["seq"], manifest["licence"]) == (export.on.isoformat(), feed.last_seq(), None)
    told = {file["url"].rpartition("/")[2]: (file["bytes"], file["sha256"]) for file in manifest["files"]}
    assert told == {file["name"]: (file["bytes"], file["sha256"]) for file in export.files}
    assert {"registry.xlsx", "datapackage.json", "organizations_wide.csv", "participations.parquet"} < set(told)
    assert manifest == caller.get(f"/api/v1/exports/{export.on}").json()
    latest = caller.get("/api/v1/exports/latest")
    assert (latest.status_code, latest["Location"]) == (307, f"{ORIGIN}/api/v1/exports/{export.on}")


def test_the_manifest_says_what_a_data_portal_asks_for_in_the_language_of_the_caller(caller):
    day = make.export().on.isoformat()

    told = caller.get("/api/v1/exports", {"lang": "fr"}).json()

    assert told["source"].startswith("Ce que des organisations")
    assert all(told[name] for name in ("methodology", "caveats", "licence_in_words"))
    assert (told["update_frequency"], told["location"]) == ("P1D", "Monde")
    assert told["period"] == {"starts_on": day, "ends_on": day}


def fetched(caller, name="organizations.jsonl.gz", day="latest", **headers):
    way = caller.get(f"/api/v1/exports/{day}/{name}")
    assert (way.status_code, way["Cache-Control"]) == (307, "no-store")
    return caller.get(way["Location"].removeprefix(ORIGIN), **headers)


def test_an_address_that_stays_leads_to_the_file_of_the_last_day(caller):
    make.organization("Riverbend")
    export = make.export()

    file = fetched(caller)

    content = body(file)
    assert names("jsonl", gzip.decompress(content)) == ["Riverbend"]
    (known,) = [file for file in export.files if file["name"] == "organizations.jsonl.gz"]
    assert (file["ETag"], len(content)) == (f'"{known["sha256"][:32]}"', known["bytes"])
    assert (file["Cache-Control"], file["Accept-Ranges"]) == ("private, no-store", "bytes")
    assert file["Content-Disposition"] == 'attachment; filename="organizations.jsonl.gz"'


@pytest.mark.parametrize("part", [{}, {"range": "bytes=0-9"}], ids=["all of it", "a part"])
def test_whether_the_caller_has_the_file_is_asked_before_which_part_is_wanted(caller, part):
    make.export()
    file = fetched(caller, "names.csv")
    body(file)

    has_it = fetched(caller, "names.csv", if_none_match=file["ETag"], **part)
    has_its_day = fetched(caller, "names.csv", if_modified_since=file["Last-Modified"], **part)
    has_another = fetched(caller, "names.csv", if_match='"another"', **part)

    assert (has_it.status_code, has_it["ETag"], has_it.content) == (304, file["ETag"], b"")
    assert has_its_day.status_code == 304
    assert (has_another.status_code, has_another["Content-Type"]) == (412, "application/problem+json")


def test_head_tells_of_the_whole_file_whatever_part_is_named(caller):
    export = make.export()
    link = exports.link_to(export, "names.csv").removeprefix(ORIGIN)
    (known,) = [file for file in export.files if file["name"] == "names.csv"]

    told = caller.client.head(link, headers={"Range": "bytes=0-9"})
    told.close()

    assert (told.status_code, told["Content-Length"]) == (200, str(known["bytes"]))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=5-", 5, None), ("bytes=-7", -7, None), ("bytes=3-999999999", 3, None)],
)
def test_a_part_of_a_file_is_that_part(caller, asked, first, last):
    make.export()
    whole = fetched(caller, "names.csv")
    content = body(whole)

    part = fetched(caller, "names.csv", range=asked, if_range=whole["ETag"])

    expected = content[first:] if last is None else content[first : last + 1]
    start = first % len(content)
    assert (part.status_code, body(part)) == (206, expected)
    assert part["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(content)}"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"range": "bytes=999999999-"}, 416),
        ({"range": "bytes=-0"}, 416),
        ({"range": "bytes=0-1,3-4"}, 200),
        ({"range": "bytes=9-3"}, 200),
        ({"range": "lines=1-2"}, 200),
        ({"range": "bytes=0-9", "if_range": '"another"'}, 200),
    ],
)
def test_what_is_no_part_of_the_file_is_the_whole_or_refused(caller, headers, status):
    make.export()

    answer = fetched(caller, "names.csv", **headers)

    body(answer)
    assert answer.status_code == status


def test_a_link_ends_after_a_quarter_of_an_hour_and_cannot_be_made(caller, monkeypatch):
    export = make.export()
    link = exports.link_to(export, "names.csv").removeprefix(ORIGIN)
    in_time = caller.get(link)
    body(in_time)

    forged = caller.get(link[:-3] + "AAA")
    monkeypatch.setattr(exports, "LINK_LASTS", -1)
    late = caller.get(link)

    assert (in_time.status_code, forged.status_code, late.status_code) == (200, 404, 404)
    assert forged.json()["type"] == late.json()["type"]


@pytest.mark.parametrize(
    "path", ["2020-01-01", "2026-13-01", "tomorrow", "../exports", "latest/secret.csv", "jobs/EXP-00000000", "files/x"]
)
def test_what_is_not_there_is_not_found(caller, path):
    make.export()

    assert caller.get(f"/api/v1/exports/{path}").status_code == 404


def test_before_the_first_night_there_is_nothing_yet(caller):
    assert caller.get("/api/v1/exports").status_code == 404


def test_while_a_copy_is_written_anew_the_last_one_that_is_right_stands_in_for_it(caller, curator):
    organization = make.organization()
    older, export = make.export(on=timezone.localdate() - timedelta(days=1)), make.export()
    link = exports.link_to(export, "names.csv").removeprefix(ORIGIN)

    actions.mark_at_risk(organization, reason="Threats.", by=curator)

    closed = [caller.get(path).status_code for path in (link, f"/api/v1/exports/{export.on}", "/api/v1/exports")]
    assert closed == [503, 503, 503]
    actions.write_exports_anew()
    make.do_jobs("export.write")
    assert caller.get("/api/v1/exports").json()["on"] == export.on.isoformat()
    assert caller.get(f"/api/v1/exports/{older.on}").status_code == 503
    assert not Export.objects.filter(departure=0, on=export.on).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_costs_the_same_for_one_row_and_for_three(caller, count, django_assert_num_queries):
    for _ in range(count):
        make.organization()
    caller.get(query={"country_of_work": "KEN"})

    with django_assert_num_queries(4):
        body(caller.get(query={"country_of_work": "KEN", "format": "csv"}))
