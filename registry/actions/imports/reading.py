"""Opening a file and folding it: the importers do it, with the registry's words and what its source taught us."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from registry.actions.imports.again import corrected
from registry.importers import ColumnMap, Defaults, Folded, Header, Table, Vocabularies, fold, open_table
from registry.importers.text import fold as folded_text
from registry.models import Area, Country, Level, Mode, OrganizationType, Programme, Role, Unit
from registry.queries.imports import spellings

# What the page that chooses sheets and columns shows of each sheet.
SHOWN_SHEETS = 20
SHOWN_LINES = 8
SHOWN_CHARACTERS = 80

_DATED = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_. ]?(0[1-9]|1[0-2]))?(?:[-_. ]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
_LANGUAGE = re.compile(r"[-_. ](?:en|fr|es|ar)$", re.IGNORECASE)

_TERMS = {
    "areas": Area,
    "roles": Role,
    "modes": Mode,
    "levels": Level,
    "types": OrganizationType,
    "programmes": Programme,
    "units": Unit,
}


@dataclass(frozen=True)
class Reading:
    """A file that was read to its end."""

    table: Table
    column_map: ColumnMap
    folded: Folded
    missing: tuple
    """Headings that the source had last time and has no more."""


def vocabularies() -> Vocabularies:
    """Every way to write a term, for the importers, which have no database."""
    countries = Country.objects.filter(is_deprecated=False).values_list("code", "spellings")
    terms = {name: _spelt(model.objects.all()) for name, model in _TERMS.items()}
    return Vocabularies(countries={text: code for code, texts in countries for text in texts}, **terms)


def _spelt(terms):
    """{spelling: code}; what two terms are called, such as "counselling" in two areas, tells neither."""
    meant = {}
    for term in terms:
        for spelling in set(spellings(term)):
            meant.setdefault(spelling, set()).add(term.code)
    return {spelling: codes.pop() for spelling, codes in meant.items() if len(codes) == 1}


def read_file(path, *, sheet="", columns=None, country=None, file_name="", corrections=None) -> Reading:
    """Read the sheet, or the likeliest. `columns` is a ColumnMap as JSON, chosen or remembered. Raises Unreadable."""
    known = vocabularies()
    table = open_table(path, sheet or None, known)
    column_map, missing = _with_what_is_known(table, columns)
    country = country or guess_country(file_name, known)
    lines = corrected(table.lines(), corrections or {})
    folded = fold(lines, table.header, column_map, defaults=Defaults(country=country or None), vocabularies=known)
    return Reading(table, column_map, folded, missing)


def _with_what_is_known(table, columns):
    """The chosen map where it knows a heading, the guess where it does not."""
    if not columns:
        return table.column_map, ()
    chosen = ColumnMap.from_json(columns)
    known = {column.identity for column in chosen.columns}
    fitted = chosen.fitted(table.header)
    choices = {
        at: column.field for at, column in enumerate(fitted.columns) if column.identity in known and column.heading
    }
    merged = table.column_map.choose(choices)
    remembered = tuple(fitted.columns[at] if at in choices else column for at, column in enumerate(merged.columns))
    missing = tuple(column.heading for column in chosen.missing(table.header))
    return ColumnMap(remembered, chosen.month_first or table.column_map.month_first), missing


def preview(table: Table) -> list[dict]:
    """The sheets of the file as far as a person needs to see them to choose."""
    return [
        {
            "name": sheet.name,
            "rows": sheet.rows,
            "hidden": sheet.hidden,
            "top": [[cell[:SHOWN_CHARACTERS] for cell in line.cells] for line in _shown(table, sheet)],
        }
        for sheet in table.sheets[:SHOWN_SHEETS]
    ]


def _shown(table, sheet):
    """The first lines of data of the sheet that was read, the first lines of any other."""
    if sheet.name != table.sheet.name:
        return sheet.top[:SHOWN_LINES]
    return [line for line in sheet.top if line.number > table.header.last_line][:SHOWN_LINES]


def header_as_json(header: Header) -> dict:
    return {"names": list(header.names), "tags": list(header.tags), "line": header.line_number}


def guess_source(file_name: str) -> str:
    """What to call the source of `3w_chad_2021-10_fr.xlsx`: without its date, so that the next file is known again."""
    stem = file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = _LANGUAGE.sub("", _DATED.sub(" ", _LANGUAGE.sub("", stem)))
    return " ".join(re.split(r"[\s_.-]+", words)).strip()[:100] or stem[:100] or "import"


def guess_day(file_name: str) -> date | None:
    """The last day of the year, month or day in the file's name: later than that, nobody says that it is true."""
    found = _DATED.search(file_name)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        if day:
            return date(year, month, day)
        first_after = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    except ValueError:
        return None
    return first_after - timedelta(days=1)


def guess_country(file_name: str, known: Vocabularies) -> str | None:
    """The one country that the file's name names in full: a code of two letters could be a language."""
    stem = folded_text(file_name.rsplit(".", 1)[0]).split()
    found = {known.country(" ".join(stem[at : at + n])) for n in (1, 2, 3) for at in range(len(stem) - n + 1)
             if len("".join(stem[at : at + n])) > 3}  # fmt: skip
    found.discard(None)
    return found.pop() if len(found) == 1 else None
