"""The command that takes in a watch list: by the verb of the page, and in its words."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.models import WatchList, WatchListEntry
from tests.registry import watch_lists
from tests.registry.watch_lists import LATER, MADE, entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "consolidated.xml"
    path.write_text(watch_lists.text(entity("XXe.001", "Zarqun Trust"), made=LATER))
    return path


def load(file, **options):
    out = StringIO()
    call_command("load_watch_list", file, stdout=out, **options)
    return out.getvalue()


def test_a_list_is_taken_in_and_told_in_figures(file, curator):
    told = load(file, email=curator.email)

    assert "Held: the list of 2026-03-27" in told
    assert "1 entities, 1 persons, 2 names." in told
    assert WatchList.objects.get().loaded_by == curator


def test_an_older_list_is_refused_in_words_and_changes_nothing(file, tmp_path):
    load(file)
    older = tmp_path / "older.xml"
    older.write_text(watch_lists.text(entity("XXe.002", "Another Trust"), made=MADE))

    with pytest.raises(CommandError, match="Only a newer list is taken"):
        load(older)

    assert list(WatchListEntry.objects.filter(kind="entity").values_list("number", flat=True)) == ["XXe.001"]


@pytest.mark.parametrize(("options", "words"), [({"email": "nobody@example.org"}, "Nobody has an account")])
def test_a_person_who_is_not_there_answers_for_nothing(file, options, words):
    with pytest.raises(CommandError, match=words):
        load(file, **options)

    assert not WatchList.objects.exists()


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        load(tmp_path / "nothing.xml")
