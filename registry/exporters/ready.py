"""Organizations as lines of CSV that wait ready with their listings, and what still comes as JSON beside them.

A line says what `ORGANIZATIONS` says of the public profile, with every cell quoted and defused, and has no end yet. It
is good for CSV and, taken apart again, for a sheet, whose cells are defused the same way; nothing else is made from it.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from registry.exporters.csv import csv_block, safe_cell
from registry.exporters.inventory import ORGANIZATIONS
from registry.exporters.tables import DAY, FLAG, LIST, MOMENT, NUMBER, Record, Table, cell

# What COPY would put between quotes of its own, or take for an end (queries.listings.UNQUOTED). Hardly a name has it.
_KEPT_FROM_COPY = re.compile("[\x01\x02\r\n]").search
# More than the reader of CSV takes in one cell; no sheet holds a tenth of it.
_LONGEST = 100_000
_JSON = ord("{")
# What an organization may say that a line must not pass on as it is, or must.
_HOSTILE = (
    "Invented Aid",
    *(
        "=cmd()",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "'=1",
        "''text",
        "＝1",
        "＋1",
        "\u200b=1",
        "\x07=1",
    ),
    *('"', '""quoted"", and more', "a;b,c|d", "two\nlines\r\nand\u2028three\x85four", " spaces \t within  "),
    *(
        "NA",
        "004",
        "true",
        "1998",
        "{",
        "\\",
        "",
        "إغاثة المهاجرين",
        "\u202eدنيا\u202c",
        "_x0041_",
        "\x00",
        "\x01",
        "\x02",
    ),
)


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


def _made_with() -> str:
    """Of the columns, and of what this code makes of a hostile organization: whatever comes to be filled, quoted or
    defused otherwise, by whichever function, shows in it."""
    columns = [(column.name, column.kind) for column in ORGANIZATIONS.columns]
    lines = [ready_line(told) for text in _HOSTILE for told in _sayings(text)]
    return hashlib.sha256(repr((columns, lines, _LONGEST)).encode()).hexdigest()[:8]


def _sayings(text: str) -> Iterator[Record]:
    """An organization that says this wherever it can, in each kind of a cell, and nothing where it can say nothing."""
    kinds: dict[str, tuple[Any, Any]] = {
        LIST: ([text, "B"], []),
        NUMBER: (1998, None),
        DAY: ("2026-10-12", None),
        MOMENT: ("2026-11-23T08:00:00Z", None),
        FLAG: (True, False),
    }
    for which in (0, 1):
        told = {column.name: kinds.get(column.kind, (text, None))[which] for column in ORGANIZATIONS.columns}
        yield told | {"description": {"en": text, "fr": "", "es": text}}


# What lines were made with that may be given out today. An older line is made anew by the night.
COLUMNS = _made_with()
