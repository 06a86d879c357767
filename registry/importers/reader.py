"""Reads a table of any format, or a watch list, through a child that may fail, hang or swell without harm to us."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.importers.bounded.limits import CHILD_WAIT_SECONDS, FILE_BYTES, MB
from registry.importers.problems import Notice, Unreadable

KEPT_VALUES = 20_000
HERE = Path(__file__).parent
START = "import sys; sys.path.append(sys.argv[1]); from bounded.child import main; main()"
# Nothing of ours: no database address, no key, no proxy.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something; `number` is the row that a person sees in a spreadsheet program."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: int
    """Lines that hold something."""
    columns: int
    hidden: bool
    top: tuple[Line, ...]
    """The first lines, enough to find the header."""
    warnings: tuple[Notice, ...] = ()


def sheets(path: str | Path) -> list[Sheet]:
    """Every sheet of the file in its order; a text file has one, without a name."""
    found: list[Sheet] = []
    notices: list[Notice] = []
    for message in ask("survey", Path(path)):
        if message[0] == "sheet":
            _, name, rows, columns, hidden, top = message
            lines = tuple(Line(number, tuple(cells)) for number, cells in top)
            found.append(Sheet(name, rows, columns, hidden, lines))
        elif message[0] == "warning":
            notices.append(Notice(message[1], message[2]))
    if not any(sheet.rows for sheet in found):
        raise Unreadable("empty" if not found or not found[0].name else "no_sheet")
    return [_with_notices(sheet, notices) for sheet in found]


def _with_notices(sheet: Sheet, notices: list[Notice]) -> Sheet:
    ours = tuple(notice for notice in notices if notice.params.get("sheet", sheet.name) == sheet.name)
    return Sheet(sheet.name, sheet.rows, sheet.columns, sheet.hidden, sheet.top, ours)


def read(path: str | Path, sheet: str | None = None) -> Iterator[Line]:
    """The lines of one sheet, the first when none is named.

    Raises Unreadable at any point, so write nothing before the end.
    """
    # A few values fill most cells of a large file: each is kept once.
    kept: dict[str, str] = {}
    for message in ask("read", Path(path), sheet or ""):
        if isinstance(message[0], int):
            cells = tuple([kept.setdefault(cell, cell) for cell in message[1]])
            if len(kept) > KEPT_VALUES:
                kept.clear()
            yield Line(message[0], cells)


def ask(order: str, path: Path, sheet: str = "") -> Iterator[Any]:
    """What the child says, message by message, without its first word of farewell."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable("missing") from error
    if size > FILE_BYTES:
        raise Unreadable("too_big", megabytes=-(-size // MB), limit=FILE_BYTES // MB)
    child = subprocess.Popen(
        command(order, path, sheet),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )
    said_end = False
    try:
        for text in _lines_of(child):
            message = json.loads(text)
            if message[0] == "refused":
                raise Unreadable(message[1], **message[2])
            if message[0] == "end":
                said_end = True
                break
            yield message
    finally:
        child.kill()
        code = child.wait()
        if child.stdout:
            child.stdout.close()
    if not said_end:
        raise Unreadable(_cause(code))


def command(order: str, path: Path, sheet: str = "") -> list[str]:
    """How the child is started."""
    return [sys.executable, "-I", "-B", "-c", START, str(HERE), order, str(path.resolve()), sheet]


def _lines_of(child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """Lines of its output; only the time that we wait for it counts, not the time that we spend on what it said."""
    assert child.stdout is not None  # noqa: S101 -- for the type checker
    pipe = child.stdout.fileno()
    left = float(CHILD_WAIT_SECONDS)
    rest = b""
    while True:
        since = time.monotonic()
        ready, _, _ = select.select([pipe], [], [], left)
        left -= time.monotonic() - since
        if not ready or left <= 0:
            raise Unreadable("too_slow")
        chunk = os.read(pipe, 1 << 18)
        if not chunk:
            # Let it finish on its own, so that its exit status tells the cause.
            child.wait(timeout=10)
            return
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines


def _cause(code: int) -> str:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "too_slow"
    # calamine gives up with SIGABRT when it may not have the memory that it asks for.
    return "too_heavy" if code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS) else "broken"
