"""What one line says about one organization."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry.importers import kinds
from registry.importers.columns import ColumnMap
from registry.importers.meanings import Meanings
from registry.importers.names import named
from registry.importers.problems import Problem
from registry.importers.reader import Line
from registry.importers.rows import Contact, Defaults, Identifier, Name, Partnership, Place
from registry.importers.tables import Header
from registry.importers.text import fold
from registry.importers.values import date_of, emails_of, is_nothing, phones_of, website_of, year_of
from registry.importers.vocabularies import Vocabularies

DESCRIPTION_CHARACTERS = 2_000
LANGUAGES_APART = re.compile(r"\s*[;,/|،]\s*|\s+(?:and|et|y)\s+")
ORG_ID = re.compile(r"[A-Z]{2,3}(?:_[A-Z]{2,3})?-[A-Z0-9]{2,12}-.+")
PCODE = re.compile(r"([A-Z]{2})\d{2,}")
NOT_SAID: Sequence[None] = (None,)
UNKNOWN_KIND = kinds.Kind()


@dataclass(slots=True)
class Statement:
    line: Line
    name: str = ""
    acronym: str = ""
    names: tuple[Name, ...] = ()
    type_text: str = ""
    kind: kinds.Kind = UNKNOWN_KIND
    level: str = ""
    identifiers: tuple[Identifier, ...] = ()
    source_id: str = ""
    hq_country: str | None = None
    countries: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    contacts: tuple[Contact, ...] = ()
    website: str = ""
    founded: int | None = None
    description: str = ""
    languages: tuple[str, ...] = ()
    set_aside: str | None = None
    decide: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def has_error(self) -> bool:
        return any(problem.is_error for problem in self.problems)


class LineReader:
    """Turns lines into statements by one column map; knows headings for the problems that it reports."""

    def __init__(self, header: Header, column_map: ColumnMap, defaults: Defaults, known: Vocabularies) -> None:
        self._at = column_map.positions(header)
        self._languages = [column.language for column in column_map.fitted(header).columns]
        self._month_first = column_map.month_first
        self._defaults = defaults
        self._known = known
        self.headings = {name: header.names[at[0]] for name, at in self._at.items()}
        self._means = Meanings(known)

    def read(self, line: Line) -> Statement:
        said = Statement(line)
        self._read_name(said)
        self._read_type(said)
        if said.set_aside:
            # What is not taken need not be right: only its country is looked at, to tell it from others.
            self._read_country(said)
            said.problems = tuple(problem for problem in said.problems if not problem.is_error)
            return said
        self._read_identifiers(said)
        self._read_country(said)
        self._read_contacts(said)
        self._read_facts(said)
        self._read_cooperation(said)
        return said

    # Cells

    def _cell(self, said: Statement, name: str) -> str:
        """The cell of a field, empty when it says `NA`, `-` or the like."""
        cells = said.line.cells
        for position in self._at.get(name, ()):
            if position < len(cells) and cells[position] and not is_nothing(cells[position]):
                return cells[position]
        return ""

    def _cells(self, said: Statement, name: str) -> list[str]:
        """All cells of a field, `NA` with them."""
        cells = said.line.cells
        return [cells[position] for position in self._at.get(name, ()) if position < len(cells) and cells[position]]

    def _told(self, said: Statement, name: str) -> tuple[tuple[str, str], ...]:
        cells = said.line.cells
        return tuple(
            (cells[position], self._languages[position])
            for position in self._at.get(name, ())
            if position < len(cells) and not is_nothing(cells[position])
        )

    def problem(self, said: Statement, name: str, value: str, code: str, **params: object) -> None:
        heading = self.headings.get(name) or name
        said.problems += (Problem(heading, value[:200], code, tuple(params.items())),)

    # Who

    def _read_name(self, said: Statement) -> None:
        text = self._cell(said, "name")
        language = self._languages[self._at["name"][0]] if "name" in self._at else ""
        found = named(
            text,
            self._cell(said, "acronym"),
            self._told(said, "local_name"),
            self._told(said, "former_name"),
            language or self._defaults.language,
        )
        said.name, said.acronym, said.names = found.name, found.acronym, found.names
        if found.problem:
            self.problem(said, "name", text, found.problem, length=len(text))

    def _read_type(self, said: Statement) -> None:
        said.type_text = self._cell(said, "type")
        said.kind = kinds.type_of(said.type_text)
        if code := self._known.find("types", said.type_text) if said.type_text else None:
            said.kind = kinds.Kind(code, said.kind.level)
        levels, _ = self._means.codes("level", self._cell(said, "level"))
        said.level = levels[0] if levels else said.kind.level
        if said.type_text and not said.kind.is_known:
            self.problem(said, "type", said.type_text, "type_unknown")
        verdict = kinds.judge(said.name, said.acronym, said.kind)
        said.set_aside, said.decide = verdict.set_aside, verdict.decide
        if verdict.warning:
            self.problem(said, "name", said.name, verdict.warning)

    def _read_identifiers(self, said: Statement) -> None:
        found = []
        if (value := self._cell(said, "org_id")) and ORG_ID.fullmatch(value.upper()):
            found.append(_org_id(value))
        if value := self._cell(said, "identifier"):
            scheme = self._cell(said, "identifier_scheme") or self._defaults.identifier_scheme
            is_org_id = not scheme and ORG_ID.fullmatch(value.upper())
            found.append(_org_id(value) if is_org_id else Identifier(scheme, value))
        said.identifiers = tuple(dict.fromkeys(found))
        said.source_id = self._cell(said, "source_id")

    # Where

    def _read_country(self, said: Statement) -> None:
        known, unknown = self._means.countries(tuple(self._cells(said, "country")))
        for value in unknown:
            self.problem(said, "country", value, "country_unknown")
        for hq in self._cells(said, "hq_country")[:1]:
            said.hq_country = self._known.country(hq)
            if said.hq_country is None and not is_nothing(hq):
                self.problem(said, "hq_country", hq, "country_unknown")
        if not known and not unknown:
            known = self._country_otherwise(said)
            if not known and not said.hq_country and self._defaults.needs_country:
                self.problem(said, "country", "", "country_missing")
        said.countries = known

    def _country_otherwise(self, said: Statement) -> tuple[str, ...]:
        if self._defaults.country:
            return (self._defaults.country,)
        # The codes of provinces begin with the country: TD07 lies in Chad.
        code = PCODE.fullmatch(self._cell(said, "admin1_code"))
        found = self._known.country(code[1]) if code else None
        return (found,) if found else ()

    # How to reach it, and what it is

    def _read_contacts(self, said: Statement) -> None:
        emails: list[str] = []
        for value in self._cells(said, "email"):
            found = emails_of(value)
            emails += found
            if not found and not is_nothing(value):
                self.problem(said, "email", value, "email_unreadable")
        phones = [phone for value in self._cells(said, "phone") if not is_nothing(value) for phone in phones_of(value)]
        name = self._cell(said, "contact_name")
        said.contacts = tuple(
            Contact(name if at == 0 else "", "".join(emails[at : at + 1]), "".join(phones[at : at + 1]))
            for at in range(max(len(emails), len(phones), 1 if name else 0))
        )
        if website := self._cell(said, "website"):
            said.website = website_of(website) or ""
            if not said.website:
                self.problem(said, "website", website, "website_unreadable")

    def _read_facts(self, said: Statement) -> None:
        if founded := self._cell(said, "founded"):
            said.founded = year_of(founded)
            if said.founded is None:
                self.problem(said, "founded", founded, "year_unreadable")
        said.description = self._cell(said, "description")[:DESCRIPTION_CHARACTERS]
        if languages := self._cell(said, "languages"):
            said.languages = tuple(language for language in LANGUAGES_APART.split(languages) if language)

    # What it does

    def _read_cooperation(self, said: Statement) -> None:
        roles, areas = self._codes(said, "role"), self._codes(said, "area")
        modes, levels = self._codes(said, "mode"), self._codes(said, "level")
        programme, unit = self._cell(said, "programme"), self._cell(said, "unit")
        start, end = self._dates(said)
        self._read_places(said)
        roles = roles or [code for code in [self._defaults.role] if code]
        areas = areas or [code for code in [self._defaults.area] if code]
        programme = self._known.find("programmes", programme) or programme or self._defaults.programme
        if not (roles or areas or programme):
            return
        said.partnerships = tuple(
            Partnership(
                role=role,
                area=area,
                country=country,
                level=levels[0] if levels else None,
                mode=modes[0] if modes else None,
                programme=programme,
                unit=self._known.find("units", unit) or unit or self._defaults.unit,
                start=start,
                end=end,
                status=self._cell(said, "status"),
            )
            for role in roles or NOT_SAID
            for area in areas or NOT_SAID
            for country in said.countries or NOT_SAID
        )

    def _codes(self, said: Statement, name: str) -> list[str]:
        found: dict[str, None] = {}
        for value in self._cells(said, name):
            if is_nothing(value):
                continue
            known, rest = self._means.codes(name, value)
            found.update(dict.fromkeys(known))
            for piece in rest:
                if not (name == "area" and self._means.is_cluster(piece)):
                    self.problem(said, name, piece, f"{name}_unknown")
        return list(found)

    def _dates(self, said: Statement) -> tuple[datetime.date | None, datetime.date | None]:
        dates: list[datetime.date | None] = []
        for name in ("start", "end"):
            value = self._cell(said, name)
            found = date_of(value, is_end=name == "end", month_first=self._month_first) if value else None
            dates.append(found)
            if value and found is None:
                self.problem(said, name, value, "date_unreadable")
        start, end = dates
        if start and end and end < start:
            value = self._cell(said, "end")
            self.problem(said, "end", value, "end_before_start", start=start.isoformat(), end=end.isoformat())
        return start, end

    def _read_places(self, said: Statement) -> None:
        admin1, code, admin2 = (self._cell(said, name) for name in ("admin1", "admin1_code", "admin2"))
        if admin1 and kinds.NATIONWIDE.search(fold(admin1)):
            # A pseudo-province such as “Cobertura Nacional”, HN00: the whole country.
            admin1 = code = ""
        sectors = [value for value in self._cells(said, "sector") if not is_nothing(value)]
        for value in self._cells(said, "area"):
            # A humanitarian cluster is no area of cooperation: it stays what it is.
            sectors += [piece for piece in self._means.codes("area", value)[1] if self._means.is_cluster(piece)]
        said.places = tuple(
            Place(country, admin1, code, admin2, sector)
            for country in said.countries
            for sector in dict.fromkeys(sectors or [""])
        )


def _org_id(text: str) -> Identifier:
    country, register, number = text.upper().split("-", 2)
    return Identifier(f"{country}-{register}", number)
