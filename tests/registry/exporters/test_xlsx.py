"""Workbooks written as a stream: what does not fit into one sheet, moments to the second."""

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from registry.exporters import xlsx
from registry.exporters.tables import MOMENT, TEXT, Column, Table

TABLE = Table(
    "things",
    "Things",
    "Choses",
    (Column("id", TEXT, "Which", "Laquelle", "#meta+id"), Column("at", MOMENT, "When", "Quand")),
)


def written(rows, pieces=1, **options):
    file = io.BytesIO()
    writer = xlsx.XlsxWriter(file, TABLE, **options)
    for start in range(0, len(rows), pieces):
        writer.write(rows[start : start + pieces])
    writer.close()
    return load_workbook(file)


def row(number):
    return [f"T-{number}", None]


@pytest.mark.parametrize("pieces", [1, 3, 100])
@pytest.mark.parametrize(
    ("number", "sheets"), [(3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])], ids=lambda value: str(value)
)
def test_what_is_beyond_the_last_row_of_a_sheet_goes_on_in_another_with_the_same_header(
    monkeypatch, number, sheets, pieces
):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)

    book = written([row(n) for n in range(number)], pieces)

    names = ["things", "things_2", "things_3"][: len(sheets)]
    parts = [list(book[name].values) for name in book.sheetnames if name.startswith("things")]
    assert [name for name in book.sheetnames if name.startswith("things")] == names
    assert [len(part) - 1 for part in parts] == sheets
    assert {part[0] for part in parts} == {("id", "at")}
    assert [cells[0] for part in parts for cells in part[1:]] == [f"T-{n}" for n in range(number)]


def test_each_sheet_has_its_row_of_tags(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)

    book = written([row(n) for n in range(3)], has_tags=True)

    assert [list(book[name].values)[1][0] for name in ("things", "things_2")] == ["#meta+id", "#meta+id"]
    assert [len(list(book[name].values)) for name in ("things", "things_2")] == [4, 3]


def test_a_sheet_of_excel_ends_after_its_last_row():
    assert xlsx.MOST_ROWS == 2**20


@pytest.mark.parametrize("second", range(0, 60, 7))
def test_a_moment_is_told_to_the_second(second):
    book = written([["T-1", f"2026-11-23T08:59:{second:02d}Z"]])

    assert book["things"]["B2"].value == datetime(2026, 11, 23, 8, 59, second)  # noqa: DTZ001 - a workbook has no zone
