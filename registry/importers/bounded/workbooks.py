"""Sheets of XLSX, XLS and ODS files as rows of values."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from .containers import Container
from .limits import SHEETS, Found, Refusal


class LaidOut:
    """The ordinary way: calamine lays a sheet out in memory."""

    def __init__(self, path: Path) -> None:
        try:
            self._book = CalamineWorkbook.from_path(str(path))
        except PasswordError as error:
            raise Refusal("password") from error
        except (CalamineError, OSError, ValueError) as error:
            raise Refusal("broken") from error

    def sheets(self) -> list[Found]:
        return [
            Found(meta.name, meta.visible != SheetVisibleEnum.Visible)
            for meta in self._book.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        ][:SHEETS]

    def rows(self, name: str) -> Iterator[list[Any]]:
        try:
            yield from self._book.get_sheet_by_name(name).iter_rows()
        except (CalamineError, ValueError) as error:
            raise Refusal("broken") from error


class Workbook(Protocol):
    def sheets(self) -> list[Found]: ...

    def rows(self, name: str) -> Iterator[Sequence[Any]]: ...


def open_workbook(path: Path, container: Container) -> Workbook:
    if container.is_wild:
        # Loading openpyxl takes longer than reading most files, and few need it.
        from .streamed import Streamed  # noqa: PLC0415

        return Streamed(path)
    return LaidOut(path)
