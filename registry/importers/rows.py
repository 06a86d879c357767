"""What an import file says, folded: frozen, without database keys, small enough for 200,000 of them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.importers.problems import Problem


@dataclass(frozen=True, slots=True)
class Name:
    kind: str
    """official, original (its own script), translation, former, or variant (another spelling in the same file)."""
    text: str
    language: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    scheme: str
    """An org-id list code such as TD-REG, or the name of the register as the file gives it; may be empty."""
    value: str


@dataclass(frozen=True, slots=True)
class Place:
    country: str
    admin1: str = ""
    admin1_code: str = ""
    admin2: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Partnership:
    role: str | None
    area: str | None
    country: str | None
    level: str | None = None
    mode: str | None = None
    programme: str = ""
    unit: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or a mailbox: private until the organization says otherwise."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One organization of the file, from all the lines that tell of it."""

    key: str
    """The same for the same organization in every upload of the same source."""
    name: str
    acronym: str
    names: tuple[Name, ...]
    type_code: str | None
    type_text: str
    level: str
    """global, regional, national or local; empty when the file does not say."""
    identifiers: tuple[Identifier, ...]
    source_ids: tuple[str, ...]
    hq_country: str | None
    countries: tuple[str, ...]
    places: tuple[Place, ...]
    partnerships: tuple[Partnership, ...]
    contacts: tuple[Contact, ...]
    website: str
    founded: int | None
    description: str
    languages: tuple[str, ...]
    lines: tuple[int, ...]
    cells: tuple[str, ...]
    """The first of these lines as it came."""
    problems: tuple[Problem, ...]
    """Warnings only: a line with an error is not folded in."""
    set_aside: str | None = None
    """A code of `problems.SET_ASIDE`."""
    decide: str | None = None
    """A code of `problems.DECIDE`."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that cannot be taken as it is."""

    number: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines after the header. `read` is the sum of folded, set_aside, errors, empty and repeated."""

    read: int
    folded: int
    set_aside: int
    errors: int
    empty: int
    repeated: int
    organizations: int
    """Organizations folded, with those to decide."""
    to_decide: int
    """Organizations of these that a person must decide on."""
    organizations_set_aside: int


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for the whole file where its cells say nothing."""

    country: str | None = None
    """ISO alpha-3."""
    identifier_scheme: str = ""
    role: str | None = None
    area: str | None = None
    programme: str = ""
    unit: str = ""
    language: str = ""
    needs_country: bool = True


@dataclass(frozen=True, slots=True)
class Folded:
    rows: tuple[Row, ...]
    """Folded, to decide and set aside, in the order in which the file first names them."""
    errors: tuple[Rejected, ...]
    counts: Counts
    columns: Mapping[str, Any]
    """The heading of each field, for telling where a value came from."""
