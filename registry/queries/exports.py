"""What goes into an export, and whether one that was written may still be given out. Reads listings and sources.

Budget: whether an export is right costs one statement and one for each source that can take rows back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from registry.exporters import inventory
from registry.exporters.forms import json_line
from registry.exporters.tables import Table
from registry.models import Area, Country, Departure, PublishedRow, Role
from registry.models.clients import PARTNER, PUBLIC
from registry.queries import listed_partnerships, listings
from registry.queries.freshness import policies
from registry.queries.past_listings import as_may_be_told
from registry.queries.words import words

ORGANIZATIONS, PARTNERSHIPS = "organizations", "partnerships"
# Rows of the past that are held in memory at a time.
AT_ONCE = 500


@dataclass(frozen=True)
class Source:
    """A table beside the organizations: its records, and what its rows may be told by at this moment.

    `tellable` gives the values of the first column that the public may know, of a table whose rows may have to go
    although nobody left the inventory; of any other it is None. A table with a `type` is followed by the feed of
    changes under that name: then `records` takes the ids of rows, or None for all, and `about` answers the ids of those
    that may change when these organizations, by key, come or go.
    """

    table: Table
    records: Callable
    tellable: Callable | None = None
    type: str = ""
    about: Callable = lambda organizations: []


def sources():
    """The tables beside the organizations: those of the other apps, then our own words."""
    plugged_in = [source for path in settings.SLOTS["exports"] for source in import_string(path)]
    return [*plugged_in, VOCABULARIES, COUNTRY_CODES]


def followed():
    """{type in the feed of changes: source} of the tables that it tells of."""
    return {source.type: source for source in sources() if source.type}


def rows_of(type_, ids=None):
    """{id: PublishedRow} as it may be told now, of all rows or of these; the words are those of the exports."""
    source = followed()[type_]
    with translation.override("en"):
        rows = [
            PublishedRow(
                type=type_,
                reference="/".join(record[name] for name in source.table.key),
                organization=record.get("organization") or "",
                text=json_line(record).decode().removesuffix("\n"),
            )
            for record in source.records(ids)
        ]
    return {row.reference: row for row in rows if ids is None or row.reference in ids}


def tables():
    """Every table of an export, in the order of its sheets."""
    return [*inventory.TABLES, *(source.table for source in sources())]


def wide():
    """The table with a column for each area and role there is."""
    areas = Area.objects.filter(parent=None).order_by("position", "code").values_list("code", flat=True)
    roles = Role.objects.order_by("position", "code").values_list("code", flat=True)
    return inventory.wide(list(areas), list(roles))


def organization_lines():
    """The public text of every listing at one moment, in the order of references."""
    return listings.lines(listings.Wanted(ordering="id"))


@dataclass(frozen=True)
class Listed:
    """A list of the API that can be too long to be sent at once: its columns, whether it has more rows than so many,
    and the line of every row, as it goes into a form of file. Columns and rows are in a profile."""

    table: Callable
    are_more_than: Callable
    lines: Callable


def _table_of_organizations(wanted, profile):
    # Nobody but the public profile has a past.
    return inventory.PARTNER_ORGANIZATIONS if profile == PARTNER and not wanted.as_of else inventory.ORGANIZATIONS


def _lines_of_organizations(wanted, profile, form):
    """Of the past, what may be told of it today."""
    if wanted.as_of:
        return _of_the_past(listings.lines(wanted))
    return listings.lines(wanted, profile=listings.READY if profile == PUBLIC and form.takes_ready else profile)


def _lines_of_partnerships(wanted, _profile, _form):
    known, today = policies(), timezone.localdate()
    rows = listed_partnerships.rows(wanted.filters)
    return (json_line(listed_partnerships.told(*row, known, on=today)) for row in rows)


LISTS = {
    ORGANIZATIONS: Listed(
        _table_of_organizations, lambda wanted, most: listings.count(wanted) > most, _lines_of_organizations
    ),
    # Partners read the same of them as everybody.
    PARTNERSHIPS: Listed(
        lambda _wanted, _profile: inventory.LISTED_PARTNERSHIPS,
        lambda wanted, most: listed_partnerships.are_more_than(wanted.filters, most),
        _lines_of_partnerships,
    ),
}


def _of_the_past(lines):
    lines = iter(lines)
    while chunk := list(islice(lines, AT_ONCE)):
        yield from map(json_line, as_may_be_told(chunk))


def last_departure():
    return Departure.objects.aggregate(last=Max("pk"))["last"] or 0


def is_right(export):
    """Whether its files are there and tell of nobody and nothing that may not be told now."""
    return bool(export.files) and export.departure >= last_departure() and _is_tellable(export.told, _tellable())


def newest_right(exports):
    """The last of these exports that may be given out, or None."""
    right = exports.exclude(files=[]).filter(departure__gte=last_departure()).order_by("-taken_at")
    return _first(right, is_tellable=True)


def newest_wrong(exports):
    """The last of these exports whose files tell what may not be told any more, or None."""
    written = exports.exclude(files=[]).order_by("-taken_at")
    return written.filter(departure__lt=last_departure()).first() or _first(written, is_tellable=False)


def _first(exports, *, is_tellable):
    tellable = _tellable()
    for key, told in exports.values_list("pk", "told").iterator(chunk_size=50):
        if _is_tellable(told, tellable) == is_tellable:
            return exports.get(pk=key)
    return None


def _tellable():
    return {source.table.name: set(source.tellable()) for source in sources() if source.tellable}


def _is_tellable(told, tellable):
    return all(set(values) <= tellable.get(name, set()) for name, values in told.items())


def _vocabularies():
    spoken = [words(language) for language in inventory.LANGUAGES]
    for noun in sorted(spoken[0]):
        for code in sorted(spoken[0][noun]):
            names = {
                f"name_{language}": told[noun][code] for language, told in zip(inventory.LANGUAGES, spoken, strict=True)
            }
            yield {"vocabulary": noun, "code": code} | names


def _countries():
    for country in Country.objects.prefetch_related("regions").order_by("code"):
        known = {column.name: getattr(country, column.name) for column in inventory.COUNTRY_CODES.columns}
        told = {name: None if value == "" else value for name, value in known.items()}
        yield told | {"regions": sorted(region.code for region in country.regions.all())}


VOCABULARIES = Source(inventory.VOCABULARIES, _vocabularies)
COUNTRY_CODES = Source(inventory.COUNTRY_CODES, _countries)
