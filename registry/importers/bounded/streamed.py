"""XLSX sheets with a cell at the far end: read as a stream, so that nothing between the cells takes memory."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from .limits import COLUMNS, SHEETS, Found, Refusal


class Streamed:
    def __init__(self, path: Path) -> None:
        try:
            self._book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as error:
            raise Refusal("broken") from error

    def sheets(self) -> list[Found]:
        return [Found(sheet.title, sheet.sheet_state != "visible") for sheet in self._book.worksheets][:SHEETS]

    def rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        sheet = self._book[name]
        sheet.reset_dimensions()
        try:
            yield from sheet.iter_rows(max_col=COLUMNS + 1, values_only=True)
        except (KeyError, ValueError, TypeError, SyntaxError) as error:
            raise Refusal("broken") from error
