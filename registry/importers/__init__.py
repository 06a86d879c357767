"""Importers know formats, not our database: a file in, frozen dataclasses out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.importers.columns import ColumnMap, guess
from registry.importers.organizations import fold
from registry.importers.problems import Notice, Problem, Unreadable
from registry.importers.reader import Line, Sheet, read, sheets
from registry.importers.rows import Counts, Defaults, Folded, Rejected, Row
from registry.importers.tables import Header, best_sheet, find_header
from registry.importers.vocabularies import Vocabularies

__all__ = [
    "ColumnMap", "Counts", "Defaults", "Folded", "Header", "Line", "Notice", "Problem", "Rejected", "Row", "Sheet",
        "Table",
    "Unreadable", "Vocabularies", "best_sheet", "find_header", "fold", "guess", "open_table", "read", "sheets",
]  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One sheet of a file with its header found and its columns guessed."""

    path: Path
    sheet: Sheet
    sheets: tuple[Sheet, ...]
    header: Header
    column_map: ColumnMap

    @property
    def warnings(self) -> tuple[Notice, ...]:
        return self.sheet.warnings

    def lines(self) -> Iterator[Line]:
        """Every line of the sheet, read anew. May raise Unreadable before it ends."""
        return read(self.path, self.sheet.name)


def open_table(path: str | Path, sheet: str | None = None, vocabularies: Vocabularies | None = None) -> Table:
    """The named sheet, or the one that looks most like data."""
    found = sheets(path)
    chosen = best_sheet(found) if sheet is None else next((one for one in found if one.name == sheet), None)
    if chosen is None:
        raise Unreadable("sheet_missing", sheet=sheet)
    header = find_header(chosen.top)
    return Table(Path(path), chosen, tuple(found), header, guess(header, chosen.top, vocabularies))
