"""Watch lists come in whole or not at all; who is gone from one is delisted and never deleted."""

import pytest

from registry import actions
from registry.errors import Contradiction
from registry.models import Change, Job, ScreeningMatch, WatchList, WatchListEntry
from registry.states import MatchState
from tests import make
from tests.registry import watch_lists
from tests.registry.watch_lists import LATER, OTHERS, PERSON, REAL, ZARQUN, entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(curator):
    def load(*entities, **facts):
        return watch_lists.load(*entities, by=curator, **facts)

    return load


@pytest.fixture
def match(load):
    make.organization("Zarkun Valley Trust")
    load(ZARQUN, *OTHERS)
    actions.screen(by="test")
    return ScreeningMatch.objects.get()


def test_a_list_is_taken_in_with_everybody_in_it_and_compared(load, curator):
    loaded = load(ZARQUN, *OTHERS)

    zarqun = WatchListEntry.objects.get(number="XXe.001")
    assert loaded.counts == {
        **{"added": 6, "changed": 0, "delisted": 0, "closed": 0},
        **{"entity": 5, "individual": 1, "names": 7},
    }
    assert zarqun.names == [["ZARQUN VALLEY TRUST", "name"], ["Zarqun Fund", "good"]]
    assert (zarqun.countries, zarqun.first_list, zarqun.delisted_in) == (["KEN"], loaded, None)
    assert Job.objects.get().kind == "screening.compare"
    assert Change.objects.get(verb="watch_list.loaded").by_id == curator.pk


def test_the_same_file_twice_is_once(load):
    first = load(ZARQUN)
    changes = Change.objects.count()

    assert load(ZARQUN) == first
    assert (WatchList.objects.count(), Change.objects.count()) == (1, changes)


def test_a_newer_list_changes_adds_and_delists_and_deletes_nobody(load):
    first = load(ZARQUN, *OTHERS)
    renamed = entity("XXe.001", "ZARQUN HILL TRUST", countries=["Kenya"])

    second = load(renamed, *OTHERS[1:], entity("XXe.200", "Somebody new"), made=LATER)

    entries = {entry.number: entry for entry in WatchListEntry.objects.all()}
    assert {name: second.counts[name] for name in ("added", "changed", "delisted")} == {
        **{"added": 1, "changed": 1, "delisted": 1}
    }
    assert entries["XXe.001"].name == "ZARQUN HILL TRUST"
    assert (entries["XXe.100"].delisted_in, entries["XXe.100"].last_list) == (second, first)
    assert (second.previous, entries["XXe.101"].last_list) == (first, second)


@pytest.mark.parametrize(
    ("entities", "persons", "made", "words"),
    [
        ([ZARQUN, *OTHERS], [PERSON], "2026-02-26T00:00:00Z", "Only a newer list is taken"),
        ([ZARQUN, *OTHERS], [PERSON, watch_lists.person("XXi.9", "X")], watch_lists.MADE, "Only a newer"),
        ([ZARQUN, *OTHERS[:2]], [PERSON], LATER, "probably incomplete"),
        ([ZARQUN, *OTHERS], [], LATER, "probably incomplete"),
        ([ZARQUN, ZARQUN], [PERSON], LATER, "stands in the list twice"),
    ],
    ids=["older", "same moment", "short", "no persons", "twice"],
)
def test_a_list_that_may_be_wrong_is_refused_and_changes_nothing(load, match, entities, persons, made, words):
    before = [list(model.objects.order_by("pk").values()) for model in (WatchListEntry, ScreeningMatch, WatchList, Job)]

    with pytest.raises(Contradiction, match=words):
        load(*entities, persons=persons, made=made)

    after = [list(model.objects.order_by("pk").values()) for model in (WatchListEntry, ScreeningMatch, WatchList, Job)]
    assert after == before


def test_a_file_cut_off_is_refused_and_closes_nothing(match, curator):
    with pytest.raises(Contradiction, match="cut off"):
        watch_lists.load_text(watch_lists.text(ZARQUN, made=LATER)[:-60], by=curator)

    match.refresh_from_db()
    assert match.state == MatchState.OPEN


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason="no shared data: UN list")
def test_the_list_of_2026_is_taken_in_whole_and_refused_when_short(curator):
    content = REAL.read_text()
    loaded = watch_lists.load_text(content, by=curator)
    first = content.index("<ENTITY>")
    short = content[:first] + content[first : content.index("</ENTITY>")] + "</ENTITY></ENTITIES></CONSOLIDATED_LIST>"

    with pytest.raises(Contradiction, match="probably incomplete"):
        watch_lists.load_text(short.replace("2026-02-27T", "2026-03-27T"), by=curator)

    assert (loaded.counts["entity"], loaded.counts["individual"], loaded.counts["names"]) == (273, 730, 4133)
    assert WatchListEntry.objects.listed().count() == 1003
    assert WatchListEntry.objects.filter(kind="entity", countries__contains=["PRK"]).count() > 50
