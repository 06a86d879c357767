"""The consolidated list of the United Nations Security Council, read whole or refused whole."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from registry.importers.problems import Unreadable
from registry.importers.reader import ask


class Quality(StrEnum):
    """What the list says of one of its names. Aliases of persons are good or low, those of bodies also or formerly."""

    NAME = "name"
    ORIGINAL = "original"
    GOOD = "good"
    LOW = "low"
    FORMER = "former"


QUALITIES = {
    "name": Quality.NAME,
    "original": Quality.ORIGINAL,
    "good": Quality.GOOD,
    "a.k.a.": Quality.GOOD,
    "low": Quality.LOW,
    "f.k.a.": Quality.FORMER,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of the list, in its own words: countries as it writes them, names as (text, quality)."""

    kind: str
    reference: str
    programme: str
    names: tuple[tuple[str, Quality], ...]
    countries: tuple[str, ...]
    listed_on: date
    updated_on: date | None
    remarks: str

    @property
    def name(self) -> str:
        return self.names[0][0]


@dataclass(frozen=True, slots=True)
class ListFile:
    """A whole list: the moment at which it was made, and who stands in it."""

    made_at: datetime
    entries: tuple[Listed, ...]

    def of_kind(self, kind: str) -> int:
        return sum(entry.kind == kind for entry in self.entries)


def read_un_list(path: str | Path) -> ListFile:
    """Every entry of the file, or Unreadable with the reason: a list that is read in part would let the rest go."""
    made_at: datetime | None = None
    entries: dict[str, Listed] = {}
    for message, told in ask("un-list", Path(path)):
        if message == "list":
            made_at = _moment(told)
        else:
            entry = _entry(told, number=len(entries) + 1)
            if entry.reference in entries:
                raise Unreadable("list_twice", reference=entry.reference)
            entries[entry.reference] = entry
    if made_at is None or not entries:
        raise Unreadable("list_empty")
    return ListFile(made_at, tuple(entries.values()))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable("list_undated") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _entry(told: dict[str, Any], *, number: int) -> Listed:
    names = tuple((text, QUALITIES.get(quality, Quality.LOW)) for text, quality in told["names"])
    listed_on = _day(told["listed_on"])
    if not told["reference"] or not names or names[0][1] is not Quality.NAME or listed_on is None:
        raise Unreadable("list_incomplete", number=number)
    return Listed(
        kind=told["kind"],
        reference=told["reference"],
        programme=told["programme"],
        names=names,
        countries=tuple(told["countries"]),
        listed_on=listed_on,
        updated_on=_day(told["updated_on"]),
        remarks=told["remarks"],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
