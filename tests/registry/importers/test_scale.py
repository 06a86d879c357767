"""Files that would make careless folding slow: cost grows with the lines, not with their square."""

import time

import pytest

from registry.importers import Line, Vocabularies, fold, guess
from registry.importers.bounded.cells import clean
from registry.importers.kinds import area_of, type_of
from registry.importers.names import named
from registry.importers.tables import Header
from registry.importers.values import date_of, emails_of, website_of
from tests.registry.importers.countries import COUNTRIES

# Thousands of lines each.
pytestmark = pytest.mark.slow

LINES = 8_000
COLUMNS = ("Name", "Acronym", "Registration number", "Country", "Province", "Cluster", "Former name", "E-mail")


def seconds(make_cells):
    header = Header(1, COLUMNS)
    vocabularies = Vocabularies(countries=COUNTRIES)
    lines = [Line(number, make_cells(number)) for number in range(2, LINES + 2)]
    column_map = guess(header, lines, vocabularies)
    since = time.process_time()
    result = fold(lines, header, column_map, vocabularies=vocabularies)
    assert result.counts.read == LINES
    return time.process_time() - since


@pytest.mark.parametrize(
    "make_cells",
    [
        lambda n: ("Hope", "H", "", "Chad", f"Province {n}", "WASH", "", ""),
        lambda n: ("Hope", "H", f"{n}", "Chad", "", "", "", ""),
        lambda n: ("Hope", "H", "17", "Chad", "", "", f"Hope {n}", f"a{n}@example.org"),
        lambda n: (f"Hope {n}", "H", "", "Chad", "", "", "", ""),
        lambda n: (f"Body number {n}", "", "17", "Chad", "", "", "", ""),
        lambda n: ("Hope", f"H{n}", "", "Chad", "", "", "", ""),
        lambda n: ("", "", "", "Atlantis", "", "", "", "@"),
    ],
    ids=["places", "numbers", "former names", "acronym", "one number", "acronyms", "errors"],
)
def test_folding_thousands_of_lines(make_cells):
    assert seconds(make_cells) < 10


@pytest.mark.parametrize(
    "letters", ["a", "a@", "a.", "(", "((a)", "\\", "migrant ", "health ", "1/", "' ", "é", "س ", "_x000"]
)
def test_long_cells_of_one_pattern(letters):
    text = (letters * 5000)[:5000]
    since = time.process_time()

    for function in (clean, named, area_of, type_of, date_of, emails_of, website_of):
        function(text, "") if function is named else function(text)

    assert time.process_time() - since < 1
