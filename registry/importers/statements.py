"""What one line says about one organization."""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from registry.importers import kinds
from registry.importers.columns import ColumnMap
from registry.importers.problems import Problem
from registry.importers.reader import Line
from registry.importers.rows import Contact, Defaults, Identifier, Name, Partnership, Place
from registry.importers.tables import Header
from registry.importers.text import fold, looks_like_acronym, script_of, split_scripts
from registry.importers.values import date_of, emails_of, is_nothing, several, website_of, year_of
from registry.importers.vocabularies import Vocabularies

NAME_CHARACTERS = 180
NAME_WORDS = 28
DESCRIPTION_CHARACTERS = 2_000
QUOTES = ' \t"“”«»„*'
NOT_SAID: Sequence[None] = (None,)
ACRONYM_AT_END = re.compile(r"^(.{4,}?)\s*[(\[]([^()\[\]]{2,12})[)\]]$")
ORG_ID = re.compile(r"[A-Z]{2,3}(?:_[A-Z]{2,3})?-[A-Z0-9]{2,12}-.+")
PCODE = re.compile(r"([A-Z]{2})\d{2,}")


@dataclass(slots=True)
class Statement:
    line: Line
    name: str = ""
    acronym: str = ""
    names: list[Name] = field(default_factory=list)
    type_text: str = ""
    kind: kinds.Kind = field(default_factory=kinds.Kind)
    level: str = ""
    identifiers: list[Identifier] = field(default_factory=list)
    source_id: str = ""
    hq_country: str | None = None
    countries: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    partnerships: list[Partnership] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    website: str = ""
    founded: int | None = None
    description: str = ""
    languages: tuple[str, ...] = ()
    set_aside: str | None = None
    decide: str | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def has_error(self) -> bool:
        return any(problem.is_error for problem in self.problems)


class LineReader:
    """Turns lines into statements by one column map; knows headings for the problems that it reports."""

    def __init__(self, header: Header, column_map: ColumnMap, defaults: Defaults, known: Vocabularies) -> None:
        self._header = header
        self._at = column_map.positions(header)
        self._languages = [column.language for column in column_map.fitted(header).columns]
        self._month_first = column_map.month_first
        self._defaults = defaults
        self._known = known
        self.headings = {name: header.names[at[0]] for name, at in self._at.items()}

    def read(self, line: Line) -> Statement:
        said = Statement(line)
        self._read_name(said)
        self._read_type(said)
        self._judge(said)
        if said.set_aside:
            # What is not taken need not be right: only its country is looked at, to tell it from others.
            self._read_country(said)
            said.problems = [problem for problem in said.problems if not problem.is_error]
            return said
        self._read_identifiers(said)
        self._read_country(said)
        self._read_contacts(said)
        self._read_facts(said)
        self._read_cooperation(said)
        return said

    # Cells

    def _cells(self, said: Statement, name: str) -> Iterable[tuple[int, str]]:
        cells = said.line.cells
        for position in self._at.get(name, ()):
            if position < len(cells) and cells[position]:
                yield position, cells[position]

    def _cell(self, said: Statement, name: str) -> str:
        """The cell of a field, empty when it says `NA`, `-` or the like."""
        return next((value for _, value in self._cells(said, name) if not is_nothing(value)), "")

    def _problem(self, said: Statement, name: str, value: str, code: str, **params: object) -> None:
        heading = self.headings.get(name) or name
        said.problems.append(Problem(heading, value[:200], code, tuple(params.items())))

    # Who

    def _read_name(self, said: Statement) -> None:
        text = self._cell(said, "name").strip(QUOTES)
        said.acronym = self._cell(said, "acronym").strip(QUOTES)
        if not text:
            self._problem(said, "name", "", "name_missing")
        elif len(text) > NAME_CHARACTERS or text.count(" ") >= NAME_WORDS:
            self._problem(said, "name", text, "name_is_a_text", length=len(text))
        elif not any(letter.isalpha() for letter in text):
            self._problem(said, "name", text, "name_is_a_number")
        latin, other = split_scripts(text)
        locals_ = [
            (value.strip(QUOTES), self._languages[at])
            for at, value in self._cells(said, "local_name")
            if not is_nothing(value)
        ]
        said.name = latin or self._latin_name(locals_) or other
        said.name, said.acronym = _without_acronym(said.name, said.acronym)
        if not said.acronym and looks_like_acronym(said.name):
            said.acronym = said.name
        language = self._languages[self._at["name"][0]] if "name" in self._at else ""
        said.names = [Name("official", said.name, language or self._defaults.language, script_of(said.name))]
        for value, value_language in [(other, ""), *locals_]:
            self._add_other_names(said, value, value_language)
        for _, value in self._cells(said, "former_name"):
            if not is_nothing(value):
                said.names.append(Name("former", value, "", script_of(value)))

    @staticmethod
    def _latin_name(locals_: list[tuple[str, str]]) -> str:
        return next((value for value, _ in locals_ if script_of(value) == "Latn"), "")

    @staticmethod
    def _add_other_names(said: Statement, value: str, language: str) -> None:
        for part in split_scripts(value):
            if part and fold(part) not in {fold(name.text) for name in said.names}:
                script = script_of(part)
                is_translation = script == "Latn" and language != ""
                # A column that says “French” describes its own text, not Arabic that strayed into it.
                fits = (script == "Arab") == (language == "ar")
                said.names.append(
                    Name("translation" if is_translation else "original", part, language if fits else "", script)
                )

    def _read_type(self, said: Statement) -> None:
        said.type_text = self._cell(said, "type")
        said.kind = kinds.type_of(said.type_text)
        if code := self._known.find("types", said.type_text) if said.type_text else None:
            said.kind = kinds.Kind(code, said.kind.level)
        level_text = self._cell(said, "level")
        said.level = (self._meaning("levels", kinds.level_of)(level_text) if level_text else None) or said.kind.level
        if said.type_text and not said.kind.is_known:
            self._problem(said, "type", said.type_text, "type_unknown")

    def _judge(self, said: Statement) -> None:
        """Whether this is civil society at all: by what the file calls it, then by its name."""
        name, kind = said.name, said.kind
        if kinds.is_iom(name, said.acronym, kind):
            said.set_aside = "iom"
        elif kind.decide or kinds.is_red_cross_name(name):
            said.decide = "red_cross"
        elif kind.set_aside:
            said.set_aside = kind.set_aside
        elif kind.type_code:
            if kinds.is_public_name(name) or fold(name) in kinds.IOM_ACRONYMS:
                self._problem(said, "name", name, "may_be_public")
        elif kinds.is_un_name(name):
            said.set_aside = "un"
        elif kinds.is_government_name(name):
            said.set_aside = "government"
        elif kinds.is_public_name(name) or kinds.has_public_acronym(name, said.acronym):
            said.decide = "looks_public"

    def _read_identifiers(self, said: Statement) -> None:
        if (value := self._cell(said, "org_id")) and ORG_ID.fullmatch(value.upper()):
            scheme, number = _split_org_id(value.upper())
            said.identifiers.append(Identifier(scheme, number))
        if value := self._cell(said, "identifier"):
            scheme = self._cell(said, "identifier_scheme") or self._defaults.identifier_scheme
            found = Identifier(scheme, value)
            if not scheme and ORG_ID.fullmatch(value.upper()):
                found = Identifier(*_split_org_id(value.upper()))
            if found not in said.identifiers:
                said.identifiers.append(found)
        said.source_id = self._cell(said, "source_id")

    # Where

    def _read_country(self, said: Statement) -> None:
        known, unknown = self._countries(said)
        if hq := next((value for _, value in self._cells(said, "hq_country")), ""):
            said.hq_country = self._known.country(hq)
            if said.hq_country is None and not is_nothing(hq):
                self._problem(said, "hq_country", hq, "country_unknown")
        for value in unknown:
            self._problem(said, "country", value, "country_unknown")
        if not known and not unknown:
            known = self._country_otherwise(said)
        if not known and not unknown and not said.hq_country and self._defaults.needs_country:
            self._problem(said, "country", "", "country_missing")
        said.countries = list(dict.fromkeys(known))

    def _countries(self, said: Statement) -> tuple[list[str], list[str]]:
        """The countries of all country columns: where one column says it all, doubts about another do not matter."""
        found = [(value, *several(value, self._known.country)) for _, value in self._cells(said, "country")]
        clear = {code for _, known, rest in found if not rest for code in known}
        known = [code for _, codes, _ in found for code in codes]
        unknown = [
            piece
            for value, codes, rest in found
            if not (is_nothing(value) and not codes) and not (clear and set(codes) <= clear)
            for piece in rest
        ]
        return known, unknown

    def _country_otherwise(self, said: Statement) -> list[str]:
        if self._defaults.country:
            return [self._defaults.country]
        # The codes of provinces begin with the country: TD07 lies in Chad.
        code = PCODE.fullmatch(self._cell(said, "admin1_code"))
        found = self._known.country(code[1]) if code else None
        return [found] if found else []

    # How to reach it, and what it is

    def _read_contacts(self, said: Statement) -> None:
        emails: list[str] = []
        for _, value in self._cells(said, "email"):
            emails += emails_of(value)
            if not emails_of(value) and not is_nothing(value):
                self._problem(said, "email", value, "email_unreadable")
        phones = [
            phone for _, value in self._cells(said, "phone") if not is_nothing(value) for phone in _phones_of(value)
        ]
        name = self._cell(said, "contact_name")
        for at in range(max(len(emails), len(phones), 1 if name else 0)):
            said.contacts.append(
                Contact(
                    name if at == 0 else "",
                    emails[at] if at < len(emails) else "",
                    phones[at] if at < len(phones) else "",
                )
            )
        if (website := self._cell(said, "website")) and not (found := website_of(website)):
            self._problem(said, "website", website, "website_unreadable")
        elif website:
            said.website = found or ""

    def _read_facts(self, said: Statement) -> None:
        if founded := self._cell(said, "founded"):
            said.founded = year_of(founded)
            if said.founded is None:
                self._problem(said, "founded", founded, "year_unreadable")
        said.description = self._cell(said, "description")[:DESCRIPTION_CHARACTERS]
        languages = re.split(r"\s*[;,/|،]\s*|\s+(?:and|et|y)\s+", self._cell(said, "languages"))
        said.languages = tuple(language for language in languages if language)

    # What it does

    def _read_cooperation(self, said: Statement) -> None:
        roles, _ = self._codes(said, "role", "roles", kinds.role_of, "role_unknown")
        areas, clusters = self._codes(said, "area", "areas", kinds.area_of, "area_unknown")
        modes, _ = self._codes(said, "mode", "modes", kinds.mode_of, "mode_unknown")
        levels, _ = self._codes(said, "level", "levels", kinds.level_of, "level_unknown")
        programme, unit = self._cell(said, "programme"), self._cell(said, "unit")
        programme = self._known.find("programmes", programme) or programme or self._defaults.programme
        unit = self._known.find("units", unit) or unit or self._defaults.unit
        start, end = self._dates(said)
        self._read_places(said, clusters)
        roles = roles or [code for code in [self._defaults.role] if code]
        areas = areas or [code for code in [self._defaults.area] if code]
        if not (roles or areas or programme):
            return
        said.partnerships = [
            Partnership(
                role, area, country, levels[0] if levels else None, modes[0] if modes else None, programme, unit,
                start, end, self._cell(said, "status"),
            )
            for role in roles or NOT_SAID
            for area in areas or NOT_SAID
            for country in said.countries or NOT_SAID
        ]  # fmt: skip

    def _codes(
        self, said: Statement, name: str, vocabulary: str, built_in: Callable[[str], str | None], code: str
    ) -> tuple[list[str], list[str]]:
        """The codes that the cells mean, and those pieces that are humanitarian clusters instead."""
        found: list[str] = []
        clusters: list[str] = []
        for _, value in self._cells(said, name):
            if is_nothing(value):
                continue
            exact = partial(self._known.find, vocabulary)
            known, rest = several(value, self._meaning(vocabulary, built_in), exact)
            found += [one for one in known if one not in found]
            for piece in rest:
                if name == "area" and (self._known.find("sectors", piece) or kinds.is_cluster(piece)):
                    clusters.append(piece)
                else:
                    self._problem(said, name, piece, code)
        return found, clusters

    def _meaning(self, vocabulary: str, built_in: Callable[[str], str | None]) -> Callable[[str], str | None]:
        codes = set(getattr(self._known, vocabulary).values())

        def find(text: str) -> str | None:
            found = self._known.find(vocabulary, text) or built_in(text)
            return found if not codes or found in codes else None

        return find

    def _dates(self, said: Statement) -> tuple[datetime.date | None, datetime.date | None]:
        dates: dict[str, datetime.date | None] = {}
        for name in ("start", "end"):
            value = self._cell(said, name)
            dates[name] = date_of(value, is_end=name == "end", month_first=self._month_first) if value else None
            if value and dates[name] is None:
                self._problem(said, name, value, "date_unreadable")
        start, end = dates["start"], dates["end"]
        if start and end and end < start:
            self._problem(
                said, "end", self._cell(said, "end"), "end_before_start", start=start.isoformat(), end=end.isoformat()
            )
        return start, end

    def _read_places(self, said: Statement, clusters: list[str]) -> None:
        admin1, code, admin2 = (self._cell(said, name) for name in ("admin1", "admin1_code", "admin2"))
        if kinds.NATIONWIDE.search(fold(admin1)):
            # A pseudo-province such as “Cobertura Nacional”, HN00: the whole country.
            admin1 = code = ""
        sectors = [value for _, value in self._cells(said, "sector") if not is_nothing(value)] + clusters
        said.places = [
            Place(country, admin1, code, admin2, sector)
            for country in said.countries
            for sector in dict.fromkeys(sectors or [""])
        ]


def _without_acronym(name: str, acronym: str) -> tuple[str, str]:
    """`Action contre la Faim (ACF)` is a name and an acronym."""
    if match := ACRONYM_AT_END.match(name):
        inside = match[2].strip()
        if (acronym and fold(inside) == fold(acronym)) or (not acronym and looks_like_acronym(inside)):
            return match[1].strip(), acronym or inside
    if acronym and (match := re.match(rf"{re.escape(acronym)}\s*[-–—:]\s+(.+)$", name, re.IGNORECASE)):
        return match[1], acronym
    return name, acronym


def _split_org_id(code: str) -> tuple[str, str]:
    country, register, number = code.split("-", 2)
    return f"{country}-{register}", number


def _phones_of(text: str) -> list[str]:
    pieces = [piece.strip(" .:-") for piece in re.split(r"[;,/|]|\s+(?:or|ou|o|et|y|and)\s+", text)]
    return [piece[:40] for piece in pieces if sum(letter.isdigit() for letter in piece) >= 6]
