"""The files of an edition: the same rows give the same bytes, on any day and on any machine.

JSON with sorted keys and nothing between them, CSV that spreadsheets read rightly; one row an organization, a name, an
identifier, a partnership, a term. What each column says stands in the manifest, in English as the column names do.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from registry.exporters.csv import BOM, csv_rows

Content = dict[str, Any]
LANGUAGES = ("en", "fr", "es")
MANIFEST = "manifest.json"
TERMS = "Not known. Ask IOM before you use or pass on these files."


@dataclass(frozen=True)
class Table:
    """One CSV file: its columns with what each says, and the cells that one organization brings into it."""

    columns: dict[str, str]
    cells: Callable[[Content], Iterable[Iterable[object]]]


def _organization(told: Content) -> Iterator[list[object]]:
    yield [
        *(told[name] for name in ("id", "name", "acronym", "kind")),
        _list(told["types"]),
        told["type_explained"],
        _list(told["levels"]),
        *(told["description"][language] for language in LANGUAGES),
        *(told["website"], told["founded"], _list(told["languages"]), told["hq_country"]),
        *(_list(told[name]) for name in ("countries", "areas", "roles")),
        *(told[name] for name in ("status", "trust", "source", "observed_on", "confirmed_on", "verified_on")),
        "yes" if told["is_demo"] else "no",
    ]


def _rows_of(field: str, columns: tuple[str, ...]) -> Callable[[Content], Iterator[list[object]]]:
    def cells(told: Content) -> Iterator[list[object]]:
        for row in told[field]:
            yield [told["id"], *(row[column] for column in columns)]

    return cells


def _list(codes: Iterable[str]) -> str:
    return ";".join(str(code) for code in codes)


_ID = {"id": "Permanent reference of the organization"}
_PARTNERSHIP = {
    "role": "Role in the partnership, a code of vocabularies.csv",
    "area": "Area of cooperation, a code",
    "part": "Part of the area, a code",
    "country": "Country, ISO 3166-1 alpha-3",
    "level": "Level, a code",
    "mode": "On an equal footing or complementary, a code",
    "programme": "Programme, a code",
    "unit": "IOM unit that answers for it, a code",
    "starts_on": "First day, where it is known",
    "ends_on": "Last day, where it is known",
    "state": "proposed, verified, stale or ended",
    "verified_on": "Day on which IOM verified it",
}
_NAME = {
    "text": "The name",
    "kind": "legal, translation, local, acronym, former or other",
    "language": "Language, ISO 639",
    "script": "Script, ISO 15924",
}
_IDENTIFIER = {"scheme": "Register or list, a code", "value": "The number there; empty where no register exists"}

TABLES = {
    "organizations.csv": Table(
        _ID
        | {
            "name": "Name that it is shown by",
            "acronym": "Acronym",
            "kind": "Kind of organization",
            "types": "Types, codes parted by ;",
            "type_explained": "Type in words, where no code fits",
            "levels": "Levels at which it works, codes parted by ;",
            "description_en": "Description in English",
            "description_fr": "Description in French",
            "description_es": "Description in Spanish",
            "website": "Web site",
            "founded": "Year of foundation",
            "languages": "Working languages, ISO 639, parted by ;",
            "hq_country": "Country of the head office, ISO 3166-1 alpha-3",
            "countries": "Countries of work, parted by ;",
            "areas": "Areas of cooperation, codes parted by ;",
            "roles": "Roles in partnerships with IOM, codes parted by ;",
            "status": "published or dormant",
            "trust": "listed, confirmed (by itself) or verified (by IOM)",
            "source": "Where the record comes from",
            "observed_on": "Day on which the source saw it",
            "confirmed_on": "Day on which it confirmed its record",
            "verified_on": "Day on which IOM verified it",
            "is_demo": "yes for an invented organization of a demonstration",
        },
        _organization,
    ),
    "names.csv": Table(_ID | _NAME, _rows_of("names", tuple(_NAME))),
    "identifiers.csv": Table(_ID | _IDENTIFIER, _rows_of("identifiers", tuple(_IDENTIFIER))),
    "partnerships.csv": Table(_ID | _PARTNERSHIP, _rows_of("partnerships", tuple(_PARTNERSHIP))),
}
VOCABULARIES = "vocabularies.csv"
_TERM = {
    "vocabulary": "Which list of codes",
    "code": "The code",
    "name_en": "Its name in English on the day of the edition",
    "name_fr": "Its name in French on that day",
    "name_es": "Its name in Spanish on that day",
}
WHOLE = "organizations.jsonl"
NAMES = (WHOLE, *TABLES, VOCABULARIES)
_DICTIONARY = {name: table.columns for name, table in TABLES.items()} | {VOCABULARIES: _TERM}


def beginnings(words: dict[str, dict[str, list[str]]]) -> dict[str, bytes]:
    """What each file begins with; the vocabularies are short, and whole at once."""
    terms = ([noun, code, *names] for noun in sorted(words) for code, names in sorted(words[noun].items()))
    heads = {name: _csv([table.columns]) for name, table in TABLES.items()}
    return {WHOLE: b""} | heads | {VOCABULARIES: _csv([_TERM]) + "".join(csv_rows(terms)).encode()}


def pieces(contents: Iterable[Content]) -> tuple[dict[str, bytes], dict[str, int]]:
    """What these organizations add to each file, and how many rows that is."""
    texts: dict[str, list[str]] = {name: [] for name in (WHOLE, *TABLES)}
    for told in contents:
        texts[WHOLE].append(canonical(told) + "\n")
        for name, table in TABLES.items():
            texts[name] += csv_rows(table.cells(told))
    return {name: "".join(lines).encode() for name, lines in texts.items()}, {k: len(v) for k, v in texts.items()}


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
    return (BOM + "".join(csv_rows(rows))).encode()
