"""CSV that no spreadsheet calculates, and that our importer reads back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exporters import begins_formula, csv_lines, safe_cell
from registry.exporters.csv import csv_block, csv_rows
from registry.importers.bounded.cells import clean, without_guard

DANGEROUS = [
    "=1+1",
    "+235 66",
    "-1+1",
    "@SUM(A1)",
    " =1",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "\u200b=1",
    "\u00a0+1",
    "﹢1",
    "'=1",
    "''@x",
]
HARMLESS = ["Action Contre la Faim", "'Umar", "a=b", "", "1-2", "l'Organisation", "جمعية"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_text_gets_an_apostrophe(text):
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_numbers_stay_numbers():
    assert [safe_cell(value) for value in (-5, 1.5, None, True)] == [-5, 1.5, None, True]


@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS])
def test_the_importer_takes_off_what_the_exporter_put_on(text):
    assert without_guard(safe_cell(text)) == " ".join(text.split())


@given(st.text(max_size=40))
def test_any_text_survives_the_round_trip(text):
    written = safe_cell(text)

    assert not begins_formula(written)
    assert without_guard(written) == " ".join(text.split())
    assert clean(safe_cell(clean(text))) == clean(text)


def test_file_begins_with_a_mark_and_a_header_and_ends_lines_as_windows_does():
    text = "".join(csv_lines(["Name", "=Founded"], [["Línea\nuna", 1999]]))

    assert text == "\ufeffName,'=Founded\r\nLínea una,1999\r\n"


def test_a_file_without_rows_still_has_its_header():
    assert "".join(csv_lines(["Name"], [])) == "\ufeffName\r\n"


def test_many_rows_at_once_are_the_lines_of_each():
    rows = [[text, "cso", number, None] for number, text in enumerate([*DANGEROUS, *HARMLESS, 'a "b", c', *DANGEROUS])]

    assert csv_block(rows) == "".join(csv_rows(rows))
    assert csv_block([]) == ""
