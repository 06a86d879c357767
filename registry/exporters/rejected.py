"""Rejected lines given back as a file: correct them there and send the same file again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from registry.exporters.csv import csv_lines

WHAT_TO_CORRECT = _("What to correct")
# What XML 1.0 has no letter for.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDTH, WIDE = 22, 60

Correction = tuple[Sequence[str], Sequence[str]]
"""The cells of a line as they came, and a sentence for each thing to correct."""


def rejected_csv(columns: Sequence[str], lines: Iterable[Correction], tags: Sequence[str] = ()) -> Iterator[str]:
    return csv_lines([*columns, str(WHAT_TO_CORRECT)], _rows(columns, lines, tags))


def rejected_xlsx(columns: Sequence[str], lines: Iterable[Correction], tags: Sequence[str] = ()) -> bytes:
    """Every cell is text: nothing is calculated, no date or leading zero is changed when a person opens it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(_("Rows to correct")))
    sheet.freeze_panes = "A2"
    for at in range(1, len(columns) + 2):
        sheet.column_dimensions[get_column_letter(at)].width = WIDE if at > len(columns) else WIDTH
    sheet.append([_text(sheet, column, is_bold=True) for column in [*columns, str(WHAT_TO_CORRECT)]])
    for row in _rows(columns, lines, tags):
        sheet.append([_text(sheet, cell) for cell in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(columns: Sequence[str], lines: Iterable[Correction], tags: Sequence[str]) -> Iterator[list[str]]:
    if any(tags):
        yield _padded(tags, len(columns))
    for cells, sentences in lines:
        yield [*_padded(cells, len(columns)), " ".join(sentences)]


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _text(sheet: object, value: str, *, is_bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=UNWRITABLE.sub("", value))
    cell.data_type = "s"
    cell.number_format = "@"
    # Stays text even when somebody edits the cell.
    cell.quotePrefix = True
    if is_bold:
        cell.font = Font(bold=True)
    return cell
