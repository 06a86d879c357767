"""Rejected lines come back as a file that can be corrected and sent again."""

import openpyxl
import pytest
from django.utils import translation

from registry.exporters import rejected_csv, rejected_xlsx
from registry.importers import Vocabularies, fold, open_table
from tests.registry.importers.countries import COUNTRIES

COLUMNS = ["Name", "Country", "Start"]
LINES = [
    (["Hope for Chad", "Tchad", "31/02/2020"], ["“31/02/2020” is not a date.", "Write another."]),
    (["=HYPERLINK(0)", "NA", "007"], ["=1+1"]),
    (["Short"], ["No country."]),
]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def cells_of(path):
    table = open_table(path)
    return table, [line.cells for line in table.lines()]


def test_xlsx_holds_text_only_and_never_a_formula(tmp_path):
    path = tmp_path / "rows.xlsx"
    path.write_bytes(rejected_xlsx(COLUMNS, LINES))

    sheet = openpyxl.load_workbook(path).active

    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} <= {"s", "inlineStr"}
    assert [cell.value for cell in sheet[3]] == ["=HYPERLINK(0)", "NA", "007", "=1+1"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_file_reads_back_as_it_was(tmp_path, kind):
    path = tmp_path / f"rows.{kind}"
    if kind == "xlsx":
        path.write_bytes(rejected_xlsx(COLUMNS, LINES))
    else:
        path.write_text("".join(rejected_csv(COLUMNS, LINES)), encoding="utf-8", newline="")

    table, cells = cells_of(path)

    assert [column.field for column in table.column_map.columns] == ["name", "country", "start", None]
    assert cells == [
        ("Name", "Country", "Start", "What to correct"),
        ("Hope for Chad", "Tchad", "31/02/2020", "“31/02/2020” is not a date. Write another."),
        ("=HYPERLINK(0)", "NA", "007", "=1+1"),
        ("Short", "", "", "No country."),
    ]


def test_tags_stay_below_the_header_so_that_columns_are_known_again(tmp_path):
    path = tmp_path / "rows.csv"
    lines = rejected_csv(["Pays", "Qui"], [(["Tchad", "Espoir"], ["…"])], tags=["#country", "#org+name"])
    path.write_text("".join(lines), encoding="utf-8", newline="")

    table = open_table(path)

    assert (table.header.line_number, table.header.hxl_line) == (1, 2)
    assert [column.field for column in table.column_map.columns] == ["country", "name", None]


def test_a_corrected_file_is_taken(tmp_path):
    path = tmp_path / "rows.xlsx"
    path.write_bytes(rejected_xlsx(COLUMNS, [(["Hope for Chad", "Tchad", "28/02/2020"], ["Corrected."])]))
    vocabularies = Vocabularies(countries=COUNTRIES)

    table = open_table(path, vocabularies=vocabularies)
    result = fold(table.lines(), table.header, table.column_map, vocabularies=vocabularies)

    assert (result.counts.organizations, result.counts.errors) == (1, 0)


def test_control_characters_do_not_break_the_workbook(tmp_path):
    path = tmp_path / "rows.xlsx"
    path.write_bytes(rejected_xlsx(["Name"], [(["a\x00b\x0bc\ud800"], ["x"])]))

    assert cells_of(path)[1][1] == ("abc", "x")
