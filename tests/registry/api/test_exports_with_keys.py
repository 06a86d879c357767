"""Files and exports of who asks with a key: in its profile, for its countries, and for nobody else."""

import csv
import json

import pytest
from django.conf import settings
from django.utils import timezone

from registry.api import downloads
from tests import make

PARTNER = ("read", "read:partner", "export")


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def follow(caller, address, **headers):
    return caller.get(address.removeprefix(settings.SITE_ORIGIN), **headers)


def rows(response):
    assert response.status_code == 200, response.content
    return [json.loads(line) for line in b"".join(response).splitlines()]


@pytest.fixture
def nairobi():
    return make.organization("Riverbend", hq_city="Nairobi")


@pytest.fixture
def long_lists(monkeypatch):
    """Every list is too long to be sent at once."""
    monkeypatch.setattr(downloads, "MOST", 0)


def test_lines_of_json_are_in_the_profile_of_the_key_and_kept_by_its_caller_alone(caller, nairobi):
    key = bearer(make.api_key(scopes=PARTNER))

    keyed, stranger = caller.get(query={"format": "jsonl"}, **key), caller.get(query={"format": "jsonl"})

    assert keyed["Cache-Control"] == "private, no-cache"
    assert stranger["Cache-Control"] == "public, max-age=60"
    assert keyed["ETag"] != stranger["ETag"]
    assert rows(keyed) == caller.get(**key).json()["results"]
    assert "hq_city" not in rows(stranger)[0]


def test_what_partners_read_stands_behind_the_columns_of_everybody(caller, nairobi):
    make.organization("Cedar", hq_city="Lodwar", presences=[{"country": "KEN", "admin1": "Turkana"}])
    key = bearer(make.api_key(scopes=PARTNER))

    keyed, stranger = (
        list(csv.DictReader(b"".join(caller.get(query={"format": "csv"}, **asked)).decode("utf-8-sig").splitlines()))
        for asked in (key, {})
    )

    read_by_partners = [
        {"hq_city": "Lodwar", "places": "KEN:Turkana"},
        {"hq_city": "Nairobi", "places": ""},
    ]
    assert keyed == [row | more for row, more in zip(stranger, read_by_partners, strict=True)]
    assert list(keyed[0]) == [*stranger[0], "hq_city", "places"]


def test_nobody_but_the_public_profile_has_a_past_in_a_table_either(caller, nairobi):
    key = bearer(make.api_key(scopes=PARTNER))

    answer = caller.get(query={"format": "csv", "as_of": timezone.now().date().isoformat()}, **key)

    assert b"hq_city" not in b"".join(answer)


def test_a_long_list_in_the_partner_profile_is_fetched_by_the_client_that_asked(caller, nairobi, long_lists):
    client = make.client(scopes=PARTNER)
    key, other = bearer(make.api_key(client)), bearer(make.api_key(scopes=PARTNER))

    there = caller.get(query={"format": "jsonl"}, **key)["Location"]
    make.do_jobs("export.write")

    told = follow(caller, there, **key).json()
    assert rows(follow(caller, told["url"]))[0]["hq_city"] == "Nairobi"
    assert [follow(caller, there, **asked).status_code for asked in ({}, other)] == [404, 404]
    assert caller.get(query={"format": "jsonl"})["Location"] != there


def test_a_long_table_has_the_columns_of_partners_as_well(caller, nairobi, long_lists):
    key = bearer(make.api_key(scopes=PARTNER))

    there = caller.get(query={"format": "csv"}, **key)["Location"]
    make.do_jobs("export.write")

    text = b"".join(follow(caller, follow(caller, there, **key).json()["url"])).decode("utf-8-sig")
    assert [row["hq_city"] for row in csv.DictReader(text.splitlines())] == ["Nairobi"]


def test_a_key_for_countries_is_given_their_organizations_alone(caller, long_lists, monkeypatch):
    make.organization("Here", hq_country_id="KEN")
    make.organization("There", hq_country_id="NAM")
    client = make.client(countries=["NAM"])
    key = bearer(make.api_key(client))
    open_to_all = caller.get(query={"format": "jsonl"})["Location"]

    there = caller.get(query={"format": "jsonl"}, **key)["Location"]
    make.do_jobs("export.write")

    assert [row["name"] for row in rows(follow(caller, follow(caller, there, **key).json()["url"], **key))] == ["There"]
    assert follow(caller, open_to_all, **key).status_code == 404
    monkeypatch.setattr(downloads, "MOST", 10)
    assert [row["name"] for row in rows(caller.get(query={"format": "jsonl"}, **key))] == ["There"]


def test_the_copies_of_each_day_need_the_right_to_them_and_no_country(caller):
    make.organization("Riverbend")
    make.export()
    path = "/api/v1/exports"

    answers = [
        caller.get(path, **bearer(make.api_key(**facts)))
        for facts in ({}, {"scopes": ("read", "export")}, {"scopes": ("read", "export"), "countries": ["KEN"]})
    ]

    assert [answer.status_code for answer in answers] == [403, 200, 403]
    assert [answers[n].json()["type"].rpartition("/")[2] for n in (0, 2)] == ["scope-missing", "all-countries"]


def test_a_key_for_files_alone_that_is_sent_along_does_not_close_the_link(caller, nairobi):
    make.export()
    key = bearer(make.api_key(scopes=("export",)))

    way = caller.get("/api/v1/exports/latest/organizations.csv", **key)

    file = follow(caller, way["Location"], **key)
    assert (file.status_code, b"Riverbend" in b"".join(file)) == (200, True)


@pytest.mark.parametrize("most", [10, 0])
def test_a_file_of_an_earlier_day_is_what_its_pages_are(caller, nairobi, monkeypatch, most):
    monkeypatch.setattr(downloads, "MOST", most)
    day = {"as_of": timezone.now().date().isoformat()}

    answer = caller.get(query=day | {"format": "jsonl"})
    if most == 0:
        make.do_jobs("export.write")
        answer = follow(caller, follow(caller, answer["Location"]).json()["url"])

    assert rows(answer) == caller.get(query=day).json()["results"]


def test_a_file_has_whole_rows(caller, nairobi):
    faults = caller.refused({"format": "csv", "fields": "id", "expand": "names"})

    assert faults == {("fields", "not-allowed"), ("expand", "not-allowed")}
