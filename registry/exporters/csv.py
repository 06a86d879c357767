"""CSV that spreadsheets read rightly and that cannot run anything in them."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"
_FORMULA = frozenset("=+-@\t\r\n")
# Nearly every cell: words in ASCII, one space between them, that begin with a letter or a digit. They stay as they are.
_IS_PLAIN = re.compile(r"[A-Za-z0-9][!-~]*(?: [!-~]+)*").fullmatch


def csv_lines(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Lines of a CSV file: BOM, header always, CRLF, no line breaks in cells, text that begins a formula defused."""
    yield BOM
    yield from csv_rows([columns])
    yield from csv_rows(rows)


def csv_rows(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The same without BOM and header, for a file that is written piece by piece."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        yield _taken(buffer)


def csv_block(rows: Iterable[Iterable[object]]) -> str:
    """The same lines, of many rows at once and in half the time: what a column says more than once, as columns of codes
    do, is looked at once. Yes and no come as words, for to Python they are the numbers 1 and 0."""
    buffer = io.StringIO()
    columns = [_safe_column(cells) for cells in zip(*rows, strict=True)]
    csv.writer(buffer, lineterminator="\r\n").writerows(zip(*columns, strict=True))
    return buffer.getvalue()


def _safe_column(cells: Sequence[object]) -> list[object]:
    safe = {cell: safe_cell(cell) for cell in set(cells)}
    return [safe[cell] for cell in cells]


def safe_cell(cell: object) -> object:
    """The cell as it may stand in a spreadsheet: numbers stay numbers, dangerous text gets an apostrophe in front.

    Text that has such an apostrophe of its own gets one more, so that our importer can take off exactly what was added.
    """
    if not isinstance(cell, str) or _IS_PLAIN(cell):
        return cell
    text = " ".join(cell.split())
    return ("'" if begins_formula(text.lstrip("'")) else "") + text


def begins_formula(text: str) -> bool:
    """Would a spreadsheet take this text for a formula, behind spaces, control characters or full-width signs?"""
    first = text[:1]
    if first in _FORMULA:
        return True
    # Nearly every cell: what follows a plain letter or digit cannot become the beginning.
    if first.isascii() and first.isalnum():
        return False
    plain = unicodedata.normalize("NFKC", text)
    bare = "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"})
    return bare[:1] in set("=+-@")


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
