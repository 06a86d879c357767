"""The files of an edition: the same rows give the same bytes, on any day and on any machine.

JSON with sorted keys and nothing between them, CSV that spreadsheets read rightly; one row an organization, a name, an
identifier, a partnership, a term. What each column says stands in the manifest, in English as the column names do.
"""

import json
from collections.abc import Iterable
from typing import Any

from registry.exporters import inventory
from registry.exporters.csv import BOM, csv_block
from registry.exporters.tables import cell

Content = dict[str, Any]
LANGUAGES = inventory.LANGUAGES
MANIFEST = "manifest.json"
TERMS = "Not known. Ask IOM before you use or pass on these files."


# What changes with every publication, or by itself, is not part of a day.
TABLES = {
    f"{table.name}.csv": table
    for table in (
        inventory.ORGANIZATIONS.without("former_ids", "updated_at", "freshness"),
        inventory.NAMES,
        inventory.IDENTIFIERS,
        # An edition compares what is said, not the number under which it stands or when it was last seen.
        inventory.PARTNERSHIPS.without("partnership", "seen_on"),
    )
}
VOCABULARIES = "vocabularies.csv"
WHOLE = "organizations.jsonl"
NAMES = (WHOLE, *TABLES, VOCABULARIES)
_DICTIONARY = {
    name: {column.name: column.en for column in table.columns}
    for name, table in (TABLES | {VOCABULARIES: inventory.VOCABULARIES}).items()
}


def beginnings(words: dict[str, dict[str, list[str]]]) -> dict[str, bytes]:
    """What each file begins with; the vocabularies are short, and whole at once."""
    terms = ([noun, code, *names] for noun in sorted(words) for code, names in sorted(words[noun].items()))
    heads = {name: _csv([table.names]) for name, table in TABLES.items()}
    return {WHOLE: b""} | heads | {VOCABULARIES: _csv([inventory.VOCABULARIES.names, *terms])}


def pieces(contents: Iterable[Content]) -> tuple[dict[str, bytes], dict[str, int]]:
    """What these organizations add to each file, and how many rows that is."""
    organizations = list(contents)
    texts = {WHOLE: "".join(canonical(told) + "\n" for told in organizations)}
    numbers = {WHOLE: len(organizations)}
    for name, table in TABLES.items():
        rows = table.rows(organizations)
        texts[name], numbers[name] = csv_block(map(cell, row) for row in rows), len(rows)
    return {name: text.encode() for name, text in texts.items()}, numbers


def manifest(facts: dict[str, Any], files: list[dict[str, Any]]) -> bytes:
    """What the files are, with sizes and fingerprints, and what every column says."""
    told = facts | {
        "files": files,
        "columns": _DICTIONARY,
        "organizations.jsonl": (
            "One organization a line, JSON in UTF-8, with the fields of organizations.csv and with its names,"
            " identifiers, partnerships and, for each field, on what it rests. Links to other organizations are left"
            " out."
        ),
        "terms": None,
        "terms_in_words": TERMS,
    }
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def canonical(told: Content) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    return (BOM + csv_block(rows)).encode()
