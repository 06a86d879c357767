"""P6: an area's label is corrected. A partner that pinned the version before is told in time and reads on."""

import json
import shutil
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
import requests
from django.core.cache import cache
from django.utils import timezone

from registry import actions
from registry.actions import vocabularies
from registry.models import Vocabulary

TODAY = timezone.localdate()


@pytest.fixture
def release(tmp_path, monkeypatch):
    """Loads the vocabularies of a release in which one file became another version; sets all back at the end."""
    shipped = vocabularies.FOLDER
    shutil.copytree(shipped, tmp_path / "vocabularies")
    monkeypatch.setattr(vocabularies, "FOLDER", tmp_path / "vocabularies")

    def load(name, change, *, answers_until):
        file = vocabularies.FOLDER / f"{name}.json"
        content = json.loads(file.read_text(encoding="utf-8"))
        days = {"replaced_on": TODAY.isoformat(), "answers_until": answers_until.isoformat()}
        former = file.parent / "replaced" / f"{name}-{content['version']}.json"
        former.write_text(json.dumps(content | days), encoding="utf-8")
        change(content["terms"])
        content |= {"version": f"{content['version']}b", "published_on": TODAY.isoformat()}
        file.write_text(json.dumps(content), encoding="utf-8")
        actions.load_vocabularies(by="test")

    yield load
    monkeypatch.undo()
    Vocabulary.objects.all().delete()
    actions.load_vocabularies(by="test")


@pytest.fixture
def ask(live_server, settings):
    settings.SITE_ORIGIN = live_server.url
    cache.clear()

    def ask(path):
        answer = requests.get(f"{live_server.url}/api/v1/{path}", timeout=20)
        return answer.json(), answer

    return ask


def _names(told):
    return {row["code"]: row["name"] for row in told["results"]}


def _correct(terms):
    terms[0]["name_en"] = "Against trafficking in persons"
    terms.append(terms[0] | {"code": "10", "name_en": "A new area", "position": 10})


def test_a_pinned_client_sees_the_window_and_reads_on(ask, release):
    before, answer = ask("areas")
    assert "Deprecation" not in answer.headers

    until = TODAY + timedelta(days=365)
    release("areas", _correct, answers_until=until)
    now, answer = ask("areas")
    pinned, told = ask(f"areas?version={before['version']}")

    assert now["version"] == "1b"
    assert _names(now)["1"] == "Against trafficking in persons"
    assert "Deprecation" not in answer.headers
    assert (
        now["versions"]
        == pinned["versions"]
        == [
            {"version": "1b", "published_on": TODAY.isoformat(), "answers_until": None},
            {"version": "1", "published_on": before["published_on"], "answers_until": until.isoformat()},
        ]
    )
    assert (pinned["version"], pinned["published_on"]) == (before["version"], before["published_on"])
    assert pinned["results"] == before["results"]
    assert told.headers["Deprecation"].startswith("@")
    assert parsedate_to_datetime(told.headers["Sunset"]).date() == until + timedelta(days=1)
    assert 'areas>; rel="successor-version"' in told.headers["Link"]


def test_what_lay_in_a_region_is_told_as_it_was(ask, release):
    before, _ = ask("regions")
    release("regions", lambda terms: terms[-1].update(countries=[]), answers_until=TODAY)

    assert ask("regions")[0]["results"] != before["results"]
    assert ask("regions?version=1")[0]["results"] == before["results"]


def test_after_the_window_the_client_is_told_what_there_is(ask, release):
    release("areas", _correct, answers_until=TODAY - timedelta(days=1))

    told, refused = ask("areas?version=1")

    (error,) = told["errors"]
    assert (refused.status_code, error["parameter"], error["allowed"]) == (404, "version", ["1b"])
