"""Which column holds what: guessed from tags, headings and values, corrected by a person, remembered for the next."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from registry.importers.headings import FIELDS, MANY, field_of, field_of_tag, language_of
from registry.importers.kinds import type_of
from registry.importers.reader import Line
from registry.importers.tables import Header
from registry.importers.text import fold, script_of
from registry.importers.vocabularies import Vocabularies

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
WEBSITE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}")
SEEN_LINES = 200


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    nth: int
    tag: str
    field: str | None
    reason: str
    """A code of `problems.REASONS`."""
    confidence: int
    """0 to 100."""
    language: str = ""

    @property
    def identity(self) -> tuple[str, int]:
        return fold(self.heading), self.nth


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """One entry a column, in the order of the header that it was made for; found again by heading when columns move."""

    columns: tuple[Column, ...]
    month_first: bool = False

    def positions(self, header: Header) -> dict[str, tuple[int, ...]]:
        """Where each field stands in this header."""
        found: dict[str, list[int]] = defaultdict(list)
        for position, column in enumerate(self.fitted(header).columns):
            if column.field:
                found[column.field].append(position)
        return {field: tuple(positions) for field, positions in found.items()}

    def fitted(self, header: Header) -> "ColumnMap":
        """The same choices for a header whose columns moved, came or went."""
        by_identity = {column.identity: column for column in self.columns if column.heading}
        by_tag = {fold(column.tag): column for column in self.columns if column.tag}
        fitted, used = [], set()
        for position, name in enumerate(header.names):
            here = _blank(header, position)
            known = by_identity.get(here.identity) if name else self._at(position)
            known = known or by_tag.get(fold(here.tag) if here.tag else "")
            if known and id(known) not in used:
                used.add(id(known))
                here = replace(known, heading=here.heading, nth=here.nth, tag=here.tag)
            fitted.append(here)
        return replace(self, columns=tuple(fitted))

    def _at(self, position: int) -> Column | None:
        column = self.columns[position] if position < len(self.columns) else None
        return column if column and not column.heading else None

    def missing(self, header: Header) -> tuple[Column, ...]:
        """Columns that the map takes something from and that this header has not."""
        here = {(column.identity, column.field) for column in self.fitted(header).columns}
        return tuple(column for column in self.columns if column.field and (column.identity, column.field) not in here)

    def choose(self, choices: Mapping[int, str | None]) -> "ColumnMap":
        """A person's choice of field for some positions; a field that only one column may fill leaves the others."""
        if unknown := {field for field in choices.values() if field and field not in FIELDS}:
            raise ValueError(f"no such field: {sorted(unknown)}")
        taken = {field for field in choices.values() if field and field not in MANY}
        columns = []
        for position, column in enumerate(self.columns):
            if position in choices:
                column = replace(column, field=choices[position] or None, reason="chosen", confidence=100)
            elif column.field in taken:
                column = replace(column, field=None, reason="none", confidence=0)
            columns.append(column)
        return replace(self, columns=tuple(columns))

    def to_json(self) -> dict[str, Any]:
        return {"columns": [asdict(column) for column in self.columns], "month_first": self.month_first}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ColumnMap":
        """The map as it was kept; fields that this version of the product no longer knows are left out."""
        columns = [Column(**column) for column in data["columns"]]
        known = [column if column.field in FIELDS else replace(column, field=None, reason="none") for column in columns]
        return cls(tuple(known), bool(data.get("month_first")))

    def remembered(self) -> "ColumnMap":
        """The same map as an earlier file of the source taught it."""
        columns = (replace(column, reason="remembered") if column.field else column for column in self.columns)
        return replace(self, columns=tuple(columns))


def guess(header: Header, sample: Iterable[Line], vocabularies: Vocabularies | None = None) -> ColumnMap:
    lines = [line for line, _ in zip(sample, range(SEEN_LINES), strict=False) if line.number > header.last_line]
    known = vocabularies or Vocabularies()
    values = [
        [line.cells[at] for line in lines if at < len(line.cells) and line.cells[at]] for at in range(len(header.names))
    ]
    columns = [_guess_one(header, position, values[position], known) for position in range(len(header.names))]
    columns = _one_each(columns, [len(column) for column in values])
    columns = _with_a_name(_without_activity_texts(columns), values)
    dates = [
        value
        for column, seen in zip(columns, values, strict=True)
        if column.field in ("start", "end")
        for value in seen
    ]
    return ColumnMap(tuple(columns), _is_month_first(dates))


def _blank(header: Header, position: int) -> Column:
    return Column(header.names[position], header.nth(position), header.tag(position), None, "none", 0)


def _guess_one(header: Header, position: int, values: Sequence[str], known: Vocabularies) -> Column:
    column = _blank(header, position)
    field, reason, confidence = field_of(column.heading)
    if tagged := field_of_tag(column.tag) if column.tag else None:
        # A tag and a heading that agree are surer than either, and a heading can be more precise than a bare #org+name.
        agree = tagged == field
        field, reason, confidence = tagged, "tag", 98 if agree else 92
    if field is None:
        field, reason, confidence = _guess_by_values(values, known)
    if (
        field == "country"
        and values
        and known.countries
        and _share(values, lambda value: bool(known.country(value))) < 0.3
    ):
        confidence = min(confidence, 40)
    if field is None:
        return column
    return replace(column, field=field, reason=reason, confidence=confidence, language=language_of(column.heading))


def _guess_by_values(values: Sequence[str], known: Vocabularies) -> tuple[str | None, str, int]:
    if len(values) >= 2:
        if _share(values, lambda value: EMAIL.fullmatch(value) is not None) > 0.8:
            return "email", "values", 60
        if _share(values, lambda value: WEBSITE.fullmatch(value) is not None) > 0.8:
            return "website", "values", 60
        if known.countries and _share(values, lambda value: len(value) > 1 and bool(known.country(value))) > 0.9:
            return "country", "values", 50
        if _share(values, lambda value: type_of(value).is_known) > 0.8:
            return "type", "values", 50
    return None, "none", 0


def _share(values: Sequence[str], is_so: Any) -> float:
    return sum(1 for value in values if is_so(value)) / len(values) if values else 0.0


def _one_each(columns: list[Column], filled: list[int]) -> list[Column]:
    """Of several columns for one field the surest, then the fullest, then the first."""
    best: dict[str, int] = {}
    for position, column in enumerate(columns):
        if column.field and column.field not in MANY:
            other = best.get(column.field)
            if other is None or (column.confidence, filled[position]) > (columns[other].confidence, filled[other]):
                best[column.field] = position
    return [
        column if column.field is None or column.field in MANY or best[column.field] == position
        else replace(column, field=None, reason="none", confidence=0)
        for position, column in enumerate(columns)
    ]  # fmt: skip


def _without_activity_texts(columns: list[Column]) -> list[Column]:
    """In a who-does-what-where table a description tells of an activity, not of the organization."""
    if not any(column.field == "sector" for column in columns):
        return columns
    return [
        replace(column, field=None, reason="none", confidence=0)
        if column.field in ("description", "languages")
        else column
        for column in columns
    ]


def _with_a_name(columns: list[Column], values: Sequence[Sequence[str]]) -> list[Column]:
    """A table without a plain name column: the first name in Latin letters, else any name, else the acronym."""
    if any(column.field == "name" for column in columns):
        return columns
    named = [at for at, column in enumerate(columns) if column.field == "local_name"]
    latin = [at for at in named if _share(values[at], lambda value: script_of(value) == "Latn") > 0.5]
    acronyms = [at for at, column in enumerate(columns) if column.field == "acronym"]
    for position in (latin or named or acronyms)[:1]:
        columns[position] = replace(columns[position], field="name", confidence=min(60, columns[position].confidence))
    return columns


def _is_month_first(dates: Sequence[str]) -> bool:
    pairs = [(int(match[1]), int(match[2])) for match in map(SLASHED.fullmatch, dates) if match]
    return sum(second > 12 for _, second in pairs) > sum(first > 12 for first, _ in pairs)
