"""Dates, years, addresses, lists and names as cells hold them."""

import datetime

import pytest

from registry.importers.text import fold, looks_like_acronym, script_of, split_scripts
from registry.importers.values import date_of, emails_of, is_nothing, several, website_of, year_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-10-05", "2021-10-05"),
        ("05/10/2021", "2021-10-05"),
        ("5.10.2021", "2021-10-05"),
        ("5-10-21", "2021-10-05"),
        ("05/10/2021 00:00:00", "2021-10-05"),
        ("2021-10-05T08:30:00", "2021-10-05"),
        ("2021/10/05", "2021-10-05"),
        ("12/25/2020", "2020-12-25"),
        ("44474", "2021-10-05"),
        ("44474.5", "2021-10-05"),
        ("5 octobre 2021", "2021-10-05"),
        ("1er août 2020", "2020-08-01"),
        ("5 de octubre de 2021", "2021-10-05"),
        ("October 5, 2021", "2021-10-05"),
        ("10/2021", "2021-10-01"),
        ("Oct 2021", "2021-10-01"),
        ("2021", "2021-01-01"),
        ("٠٥/١٠/٢٠٢١", "2021-10-05"),
        ("29/02/2020", "2020-02-29"),
        ("31/02/2020", None),
        ("29/02/2021", None),
        ("00/10/2021", None),
        ("32/13/2020", None),
        ("soon", None),
        ("12", None),
        ("2021-13-01", None),
        ("1/2/3/4", None),
        ("99999", None),
        ("5 octobre", None),
    ],
)
def test_dates(text, expected):
    assert date_of(text) == (datetime.date.fromisoformat(expected) if expected else None)


def test_an_end_in_a_month_or_year_is_its_last_day():
    assert [str(date_of(text, is_end=True)) for text in ("02/2020", "feb 2021", "2020")] == [
        "2020-02-29",
        "2021-02-28",
        "2020-12-31",
    ]


def test_the_month_may_come_first():
    assert str(date_of("05/10/2021", month_first=True)) == "2021-05-10"


@pytest.mark.parametrize(
    ("text", "year"),
    [("1999", 1999), ("12/05/1999", 1999), ("36526", 2000), ("0", None), ("3000", None), ("long ago", None)],
)
def test_years(text, year):
    assert year_of(text) == year


@pytest.mark.parametrize("text", ["", "NA", "n/a", "N.A.", "-", "--", "…", "?", "null", "None", " . "])
def test_words_for_nothing(text):
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["Namibia", "NAM", "0", "A", "سلام"])
def test_words_for_something(text):
    assert not is_nothing(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.Example.org", "https://www.example.org"),
        ("HTTP://example.org/A?b=1", "http://example.org/A?b=1"),
        ("example.org/chad", "https://example.org/chad"),
        ("https://exemple-réseau.fr", "https://exemple-réseau.fr"),
        ("javascript:alert(1)", None),
        ("ftp://example.org", None),
        ("a@b.org", None),
        ("none yet", None),
        ("x", None),
    ],
)
def test_websites(text, address):
    assert website_of(text) == address


def test_addresses_are_found_in_a_cell_of_several():
    assert emails_of("Info: a.b@example.org; c'd@b-c.example.co.uk / a.b@example.org") == (
        "a.b@example.org",
        "c'd@b-c.example.co.uk",
    )


def find(text):
    return {"trinidad and tobago": "TTO", "chad": "TCD", "kenya": "KEN"}.get(fold(text))


@pytest.mark.parametrize(
    ("text", "known", "unknown"),
    [
        ("Trinidad and Tobago", ["TTO"], []),
        ("Chad; Kenya", ["TCD", "KEN"], []),
        ("Chad, Kenya and Chad", ["TCD", "KEN"], []),
        ("Chad/Trinidad and Tobago", ["TCD", "TTO"], []),
        ("Chad; Ugnda", ["TCD"], ["Ugnda"]),
        ("Atlantis", [], ["Atlantis"]),
    ],
)
def test_cells_with_several_values(text, known, unknown):
    assert several(text, find) == (known, unknown)


def test_a_very_long_cell_is_not_taken_apart():
    text = "Chad, " * 1000

    assert several(text, find) == ([], [text])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte d’Ivoire", "COTE D'IVOIRE"),
        ("Cœur", "coeur"),
        ("Straße", "STRASSE"),
        ("  A  -  B ", "a b"),
        ("Ｆｕｌｌ", "full"),
        ("جمعيّة السَّلام", "جمعيه السلام"),
        ("أحمد", "احمد"),
    ],
)
def test_texts_that_are_the_same_to_a_machine(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "latin", "other"),
    [
        ("Croissant-Rouge الهلال الأحمر", "Croissant-Rouge", "الهلال الأحمر"),
        ("الهلال الأحمر - Croissant-Rouge", "Croissant-Rouge", "الهلال الأحمر"),
        ("جمعية السلام", "", "جمعية السلام"),
        ("Peace (2)", "Peace (2)", ""),
        ("جمعية ABC للسلام", "", "جمعية ABC للسلام"),
        ("Красный Крест", "", "Красный Крест"),
        ("123", "123", ""),
    ],
)
def test_names_in_two_scripts_are_told_apart(text, latin, other):
    assert split_scripts(text) == (latin, other)


def test_scripts():
    assert [script_of(text) for text in ("Ab", "سلام", "Мир", "和平", "12", "")] == [
        "Latn",
        "Arab",
        "Cyrl",
        "Hani",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WVI", True),
        ("MSF-F", True),
        ("EdM", True),
        ("CA17", True),
        ("Cáritas", False),
        ("Peace Now", False),
        ("A", False),
    ],
)
def test_what_looks_like_an_acronym(text, expected):
    assert looks_like_acronym(text) is expected
