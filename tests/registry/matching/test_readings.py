"""What a cell of somebody's list says beside a name."""

import pytest

from registry.matching.readings import read_name

COUNTRIES = {"kenya": "KEN", "tchad": "TCD", "république démocratique du congo": "COD", "لبنان": "LBN"}


def country_of(text):
    return COUNTRIES.get(text.casefold(), "")


@pytest.mark.parametrize(
    ("text", "name", "acronyms", "country"),
    [
        ("Riverbend Aid Network", "Riverbend Aid Network", (), ""),
        ("Riverbend Aid Network (RAN)", "Riverbend Aid Network", ("RAN",), ""),
        ("RAN - Riverbend Aid Network", "Riverbend Aid Network", ("RAN",), ""),
        ("Riverbend Aid Network / RAN", "Riverbend Aid Network", ("RAN",), ""),
        ("Riverbend Aid Network (Kenya)", "Riverbend Aid Network", (), "KEN"),
        ("Riverbend Aid Network, Kenya", "Riverbend Aid Network", (), "KEN"),
        ("Riverbend Aid Network Kenya", "Riverbend Aid Network", (), "KEN"),
        ("Riverbend Aid Network (RAN) - Tchad", "Riverbend Aid Network", ("RAN",), "TCD"),
        ("Réseau d’entraide République démocratique du Congo", "Réseau d’entraide", (), "COD"),
        ("RAN - Tchad", "RAN", (), "TCD"),
        ("شبكة النهر (لبنان)", "شبكة النهر", (), "LBN"),
        ("12. Riverbend Aid Network", "Riverbend Aid Network", (), ""),
        ("• Riverbend Aid Network", "Riverbend Aid Network", (), ""),
        ("«Riverbend Aid Network»", "Riverbend Aid Network", (), ""),
        ("RÃ©seau de la riviÃ¨re", "Réseau de la rivière", (), ""),
    ],
)
def test_a_cell_is_read_as_people_write_it(text, name, acronyms, country):
    reading = read_name(text, country_of)

    assert (reading.names[-1], reading.acronyms, reading.country) == (name, acronyms, country)


def test_the_text_as_it_stands_is_always_the_first_name():
    assert read_name("Riverbend (Kenya)", country_of).names[0] == "Riverbend (Kenya)"


def test_names_in_two_scripts_are_two_names():
    names = read_name("Riverbend Aid Network شبكة النهر للإغاثة").names

    assert {"Riverbend Aid Network", "شبكة النهر للإغاثة"} <= set(names)


def test_what_stands_in_brackets_may_be_another_name_but_is_not_surely_one():
    reading = read_name("Riverbend Aid Network (Nakuru branch)")

    assert reading.names == ("Riverbend Aid Network (Nakuru branch)",)
    assert set(reading.parts) == {"Nakuru branch", "Riverbend Aid Network"}


@pytest.mark.parametrize("text", ["", "   ", "()", "–", "1.", "(" * 300, "Ã", "\u202e", "a" * 10_000])
def test_no_text_breaks_it(text):
    assert len(read_name(text, country_of).names) <= 2


def test_a_name_that_begins_with_a_number_keeps_it():
    assert read_name("100 Weeks for Women").names == ("100 Weeks for Women",)
