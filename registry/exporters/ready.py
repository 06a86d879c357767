"""Organizations as lines of CSV that wait ready with their listings, and what still comes as JSON beside them.

A line says what `ORGANIZATIONS` says of the public profile, with every cell quoted and defused, and has no end yet. It
is good for CSV and, taken apart again, for a sheet, whose cells are defused the same way; nothing else is made from it.
"""

import csv
import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from registry.exporters.csv import csv_block, safe_cell
from registry.exporters.inventory import ORGANIZATIONS
from registry.exporters.tables import Record, Table, cell

# To be raised when the same columns come to be filled, quoted or defused otherwise: then every line is made anew.
_MADE = 1
# What lines were made with that may be given out today.
COLUMNS = hashlib.sha256(repr((_MADE, [(c.name, c.kind) for c in ORGANIZATIONS.columns])).encode()).hexdigest()[:8]
# What COPY would put between quotes of its own, or take for an end (queries.listings.UNQUOTED). Hardly a name has it.
_KEPT_FROM_COPY = re.compile("[\x01\x02\r\n]").search
# More than the reader of CSV takes in one cell; no sheet holds a tenth of it.
_LONGEST = 100_000
_JSON = ord("{")


def ready_line(told: Record) -> str:
    """The line of a public profile; empty where it cannot wait ready and is made from the JSON each time."""
    line = _line(ORGANIZATIONS, told)
    return "" if len(line) > _LONGEST or _KEPT_FROM_COPY(line) else line


def as_csv(table: Table, lines: Sequence[bytes]) -> bytes:
    """Lines, each ready or JSON, as they stand in a file."""
    made = (line if line[0] != _JSON else f"{_line(table, json.loads(line))}\n".encode() for line in lines)
    return b"".join(made).replace(b"\n", b"\r\n")


def as_cells(table: Table, lines: Sequence[bytes]) -> list[list[Any]]:
    """Lines, each ready or JSON, as rows of cells that are joined and defused."""
    rows = csv.reader(line.decode() for line in lines if line[0] != _JSON)
    return [next(rows) if line[0] != _JSON else _cells(table, json.loads(line)) for line in lines]


def _line(table: Table, told: Record) -> str:
    return csv_block([_joined(table, told)]).removesuffix("\r\n")


def _cells(table: Table, told: Record) -> list[Any]:
    return [safe_cell(value) for value in _joined(table, told)]


def _joined(table: Table, told: Record) -> list[Any]:
    (row,) = table.rows([told])
    return [cell(value) for value in row]
