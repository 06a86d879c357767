"""The process that opens the file: takes its limits on, reads, and tells what it finds as lines of JSON."""

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from . import delimited
from .cells import text_of
from .containers import Container, examine
from .encodings import Encoding, encoding_of
from .limits import CHILD_CPU_SECONDS, CHILD_MEMORY, COLUMNS, ROWS, TOP_LINES, Found, Refusal
from .un_list import entries
from .workbooks import Workbook, open_workbook

FORBIDDEN_EVENTS = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.remove",
    "os.rename",
    "ctypes.",
)


def main() -> None:
    order, path, sheet = sys.argv[-3], Path(sys.argv[-2]), sys.argv[-1]
    _take_limits()
    sys.addaudithook(_forbid)
    try:
        if order == "survey":
            _survey(path)
        elif order == "un-list":
            for told in entries(path):
                _tell(*told)
            _tell("end")
        else:
            _read(path, sheet)
    except Refusal as refusal:
        _tell("refused", refusal.code, refusal.params)
    except MemoryError:
        _tell("refused", "too_heavy", {})
    sys.stdout.flush()


def _take_limits() -> None:
    # openpyxl would import it where it is installed: it does nothing for us and wants more memory than there is.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_CPU_SECONDS, CHILD_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _forbid(event: str, args: tuple[Any, ...]) -> None:
    """No network, no other program, no file but to read it."""
    if event.startswith(FORBIDDEN_EVENTS):
        raise PermissionError(event)
    if event == "open" and (set(args[1] or "") & set("wax+") or args[2] & (os.O_WRONLY | os.O_RDWR)):
        raise PermissionError(event)


def _tell(*words: Any) -> None:
    sys.stdout.write(json.dumps(words, separators=(",", ":")))
    sys.stdout.write("\n")


class _Book:
    """One face for workbooks and text tables."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._container: Container = examine(path)
        self._workbook: Workbook | None = None
        self._encoding: Encoding | None = None
        if self._container.kind == "text":
            self._encoding = encoding_of(path)
        else:
            self._workbook = open_workbook(path, self._container)

    def sheets(self) -> list[Found]:
        return self._workbook.sheets() if self._workbook else [Found("", False)]

    def rows(self, name: str) -> Iterator[Sequence[Any]]:
        if self._workbook:
            return self._workbook.rows(name)
        assert self._encoding is not None  # noqa: S101 -- for the type checker
        return delimited.rows(self._path, self._encoding)

    @property
    def is_cut(self) -> bool:
        """A streamed sheet is cut before we see what lies beyond."""
        return self._container.is_wild and self._container.columns > COLUMNS

    def tell_damage(self) -> None:
        if self._encoding and self._encoding.damaged:
            _tell("warning", "letters_lost", {"count": self._encoding.damaged})


def _survey(path: Path) -> None:
    book = _Book(path)
    book.tell_damage()
    for found in book.sheets():
        lines = _Lines(book.rows(found.name), is_cut=book.is_cut)
        top = list(islice(lines, TOP_LINES))
        rest = sum(1 for _ in lines)
        _tell("sheet", found.name, len(top) + rest, lines.columns, found.is_hidden, top)
        lines.tell_cuts(found.name)
    _tell("end")


def _read(path: Path, name: str) -> None:
    book = _Book(path)
    sheets = [found.name for found in book.sheets()]
    if not sheets:
        raise Refusal("no_sheet")
    if name and name not in sheets:
        raise Refusal("sheet_missing", sheet=name)
    book.tell_damage()
    lines = _Lines(book.rows(name or sheets[0]), is_cut=book.is_cut)
    dumps: Callable[[Any], str] = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
    write = sys.stdout.write
    for line in lines:
        write(dumps(line))
        write("\n")
    lines.tell_cuts(name)
    _tell("end")


class _Lines:
    """Numbered lines of clean text without the empty ones, within the limits."""

    def __init__(self, rows: Iterator[Sequence[Any]], *, is_cut: bool) -> None:
        self._rows = rows
        self._numbered = self._number()
        self.columns = 0
        self.is_cut = is_cut

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self._numbered

    def _number(self) -> Iterator[tuple[int, list[str]]]:
        kept = 0
        for number, row in enumerate(self._rows, start=1):
            if row.count(None) == len(row):
                continue
            if len(row) > COLUMNS:
                self.is_cut = self.is_cut or any(text_of(value) for value in row[COLUMNS:])
            cells = [text_of(value) for value in row[:COLUMNS]]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            kept += 1
            if kept > ROWS:
                raise Refusal("too_many_rows", limit=ROWS)
            self.columns = max(self.columns, len(cells))
            yield number, cells

    def tell_cuts(self, sheet: str) -> None:
        if self.is_cut:
            _tell("warning", "columns_cut", {"sheet": sheet, "limit": COLUMNS})
