"""The consolidated list of the Security Council: read whole, or refused whole with a reason."""

import time
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from registry.importers.problems import FILES, Unreadable
from registry.importers.un_list import Quality, read_un_list
from tests.registry import watch_lists
from tests.registry.watch_lists import PERSON, REAL, entity, text

# Each case starts the child that opens files of strangers.
pytestmark = pytest.mark.slow
TRUST = entity(
    "XXe.001 ",
    "INVENTED  TRUST (IT)",
    aliases=[("Invented Fund", "a.k.a."), ("Older Trust", "f.k.a.")],
    original="صندوق مخترع",
    countries=["Kenya", "Chad", "Kenya"],
    listed="2015-04-07-04:00",
)


def read(tmp_path, content):
    path = tmp_path / "list.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_un_list(path)


def test_an_entry_is_told_with_all_its_names_and_what_the_list_says_of_each(tmp_path):
    found = read(tmp_path, text(TRUST))

    trust = next(one for one in found.entries if one.kind == "entity")
    assert found.made_at == datetime(2026, 2, 27, 0, 0, 9, 554_000, tzinfo=UTC)
    assert trust.reference == "XXe.001"
    assert trust.names == (
        ("INVENTED TRUST (IT)", Quality.NAME),
        ("صندوق مخترع", Quality.ORIGINAL),
        ("Invented Fund", Quality.GOOD),
        ("Older Trust", Quality.FORMER),
    )
    assert (trust.countries, trust.listed_on) == (("Kenya", "Chad"), date(2015, 4, 7))


def test_a_person_is_told_by_all_parts_of_the_name(tmp_path):
    found = read(tmp_path, text(TRUST, persons=[watch_lists.person("XXi.002", "Some", "Body", "Invented")]))

    person = next(one for one in found.entries if one.kind == "individual")
    assert (person.name, person.countries) == ("Some Body Invented", ("Kenya",))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (text(TRUST)[:-40], "list_cut"),
        ("", "list_cut"),
        ("name,country\nA,B", "list_cut"),
        (text(TRUST).replace("CONSOLIDATED_LIST", "SANCTIONS"), "list_other"),
        ("<html><body><p>Try again later</p></body></html>", "list_other"),
        (text(TRUST).replace("ENTITIES>", "BODIES>"), "list_other"),
        (text(TRUST, made="yesterday"), "list_undated"),
        (text(TRUST).replace("dateGenerated", "generated"), "list_undated"),
        (text(persons=[]), "list_empty"),
        (text(TRUST, TRUST), "list_twice"),
        (text(entity("", "Without a number")), "list_incomplete"),
        (text(entity("XXe.002", "")), "list_incomplete"),
        (text(entity("XXe.002", "Without a day", listed="")), "list_incomplete"),
        (text(TRUST).replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1), "list_declares"),
        (text(TRUST).replace("?>", '?><!DOCTYPE a SYSTEM "file:///etc/passwd">', 1), "list_declares"),
        (text(entity("XXe.003", "Many", aliases=[("A name", "a.k.a.")] * 501)), "list_names"),
    ],
)
def test_a_file_that_is_not_a_whole_list_is_refused_with_its_reason(tmp_path, content, code):
    with pytest.raises(Unreadable) as refused:
        read(tmp_path, content)

    assert refused.value.code == code
    assert code in FILES
    assert "%" not in refused.value.sentence()


def test_a_bomb_of_entities_is_refused_at_its_declaration(tmp_path):
    bomb = '?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    since = time.perf_counter()

    with pytest.raises(Unreadable, match="list_declares"):
        read(tmp_path, text(TRUST).replace("?>", bomb, 1).replace("Invented Fund", "&c;"))

    assert time.perf_counter() - since < 20


@pytest.mark.skipif(not REAL.exists(), reason="no shared data: UN list")
def test_the_list_of_2026_is_read_whole_with_all_its_aliases():
    found = read_un_list(REAL)

    assert (found.of_kind("entity"), found.of_kind("individual")) == (273, 730)
    assert Counter((one.kind, str(quality)) for one in found.entries for _name, quality in one.names) == {
        ("entity", "name"): 273,
        ("entity", "original"): 42,
        ("entity", "good"): 594,
        ("entity", "former"): 19,
        ("individual", "name"): 730,
        ("individual", "original"): 336,
        ("individual", "good"): 1524,
        ("individual", "low"): 615,
    }
    assert "KPe.052" in {one.reference for one in found.entries}


@pytest.mark.skipif(not REAL.exists(), reason="no shared data: UN list")
def test_the_real_list_cut_off_anywhere_is_refused(tmp_path):
    content = REAL.read_bytes()

    for place in (1000, len(content) // 2, len(content) - 30):
        with pytest.raises(Unreadable, match="list_cut"):
            read(tmp_path, content[:place])


def test_names_without_an_entity_are_still_read(tmp_path):
    assert read(tmp_path, text(TRUST, persons=[PERSON, ""])).of_kind("entity") == 1
