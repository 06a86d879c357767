"""A word that changed: the version before it is answered for a year, and says until when."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from registry import actions
from registry.models import VocabularyEdition
from tests.registry.correcting import correct_first_words


@pytest.fixture
def corrected(db, tmp_path, monkeypatch):
    """Two lists in a new version, each with another word for its first entry; {name: (old version, old word)}."""
    names = ["areas", "regions"]
    before = correct_first_words(names, to="Another word", version="99.1", folder=tmp_path, monkeypatch=monkeypatch)
    actions.load_vocabularies(by="test")
    return before


@pytest.mark.parametrize("name", ["areas", "regions"])
def test_the_version_before_is_answered_with_the_day_on_which_that_ends(caller, corrected, name):
    version, word = corrected[name]

    now, then = caller.get(f"/api/v1/{name}"), caller.get(f"/api/v1/{name}", {"version": version})

    assert now.json()["version"] == "99.1"
    assert "Another word" in {entry["name"] for entry in now.json()["results"]}
    assert then.json()["version"] == version
    assert word in {entry["name"] for entry in then.json()["results"]}
    assert [{**entry, "name": "", "names": ""} for entry in then.json()["results"]] == [
        {**entry, "name": "", "names": ""} for entry in now.json()["results"]
    ]
    assert "Deprecation" not in now
    replaced = VocabularyEdition.objects.get(vocabulary=name).superseded_at
    assert then["Deprecation"] == f"@{int(replaced.timestamp())}"
    assert then["Sunset"].endswith("GMT")
    assert f'<http://127.0.0.1:8000/api/v1/{name}>; rel="successor-version"' in then["Link"]
    assert 'rel="deprecation"' in then["Link"]


def test_a_country_is_told_in_its_region_of_today(caller, tmp_path, monkeypatch):
    """Another list says so, and a text of countries that is still held was written before."""
    before = {entry["code"]: entry["regions"] for entry in caller.get("/api/v1/countries").json()["results"]}
    assert before["KEN"]
    correct_first_words(["regions"], to="A region", version="99.2", folder=tmp_path, monkeypatch=monkeypatch)
    _leave_out("KEN", folder=tmp_path)
    actions.load_vocabularies(by="test")

    after = {entry["code"]: entry["regions"] for entry in caller.get("/api/v1/countries").json()["results"]}

    assert after == before | {"KEN": []}


def _leave_out(country, *, folder):
    path = folder / "vocabularies" / "regions.json"
    said = json.loads(path.read_text())
    for region in said["terms"]:
        region["countries"] = [code for code in region["countries"] if code != country]
    path.write_text(json.dumps(said))


def test_after_a_year_it_is_answered_no_more(caller, corrected):
    VocabularyEdition.objects.update(superseded_at=timezone.now() - timedelta(days=366))

    response = caller.get("/api/v1/areas", {"version": corrected["areas"][0]})

    assert response.status_code == 400
    assert response.json()["errors"][0]["allowed"] == ["99.1"]


def test_the_version_in_force_is_no_old_one(caller, corrected):
    response = caller.get("/api/v1/areas", {"version": "99.1"})

    assert response.status_code == 200
    assert "Deprecation" not in response


def test_a_list_that_staff_keep_has_no_versions_to_choose(caller):
    assert caller.get("/api/v1/offices", {"version": "1"}).json()["errors"][0]["code"] == "unknown"
