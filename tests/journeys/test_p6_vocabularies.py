"""P6, a word of a list changes: the new version is told from the old one, which is answered for a year to come."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone

from registry import actions
from registry.models import VocabularyEdition
from tests.registry.correcting import correct_first_words

# A live server and its commits.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AREAS = "/api/v1/areas"


def words_of(answer):
    return {entry["code"]: entry["name"] for entry in answer.json()["results"]}


def test_a_client_that_holds_to_a_version_is_answered_and_sees_until_when(system, tmp_path, monkeypatch):
    portal = system()
    first = portal.get(AREAS)
    version, known = first.json()["version"], words_of(first)
    assert portal.get(AREAS, If_None_Match=first.headers["ETag"]).status_code == 304

    # A label is corrected: whoever keeps the list is told by its tag, and finds the new version with the old codes.
    correct_first_words(["areas"], to="Another word", version="99.1", folder=tmp_path, monkeypatch=monkeypatch)
    actions.load_vocabularies(by="test")
    now = portal.get(AREAS, If_None_Match=first.headers["ETag"])
    assert (now.status_code, now.json()["version"]) == (200, "99.1")
    assert words_of(now).keys() == known.keys()
    assert [code for code, word in words_of(now).items() if word != known[code]] == ["1"]
    assert "Deprecation" not in now.headers

    # Who is bound to the old one goes on with it, and is told since when it is old, until when it is answered, and by
    # what it was followed.
    old = portal.get(AREAS, {"version": version})
    assert words_of(old) == known
    since = int(old.headers["Deprecation"].removeprefix("@"))
    until = parsedate_to_datetime(old.headers["Sunset"])
    assert abs(since - timezone.now().timestamp()) < 60
    assert until.timestamp() - since >= timedelta(days=365).total_seconds()
    assert portal.get(old.links["successor-version"]["url"]).json()["version"] == "99.1"
    assert portal.get(old.links["deprecation"]["url"]).status_code == 200

    # On the last day it is answered still; after it, it is refused, and the version that holds is named.
    VocabularyEdition.objects.update(superseded_at=timezone.now() - timedelta(days=364))
    assert words_of(portal.get(AREAS, {"version": version})) == known
    VocabularyEdition.objects.update(superseded_at=timezone.now() - timedelta(days=367))
    gone = portal.get(AREAS, {"version": version})
    assert (gone.status_code, gone.json()["errors"][0]["allowed"]) == (400, ["99.1"])
