"""Listings for partner systems: pages by key, so that the thousandth costs what the first does. Reads listings only.

Budget: two statements and 1,500 database pages for 50 rows at any depth, four statements with words to search for. Of
a day of the past the bits find only who says so still; who does not is found by the filters' own index.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.db import connection
from psycopg import ClientCursor

from registry.exporters.ready import COLUMNS
from registry.matching import name_keys
from registry.models.clients import PARTNER, PUBLIC
from registry.queries import directory
from registry.queries.facet_bits import bits_of
from registry.queries.state import STATE
from registry.queries.walks import LAST_CHANGE, Page, Place, in_their_places, moment

# Below this many, reading the rows by their bits beats walking an index that is made for the filter …
FEW = 400
# … or, where there is none in the order that was asked for, one that passes all the others by.
FEW_PASSED_BY = 1_200

# In place of a profile: the public one as a line of CSV where it waits as such, else its text.
READY = "ready"
# What is read of each row: the text for this profile, or only what tells one version of it from another.
TEXTS = {
    PUBLIC: "listing.public",
    PARTNER: "listing.partner",
    READY: f"CASE WHEN listing.csv_columns = '{COLUMNS}' AND listing.csv_line <> '' THEN listing.csv_line"
    " ELSE listing.public END",
    None: "NULL",
}
_VERSIONS = (
    # Left, so that it costs nothing where nobody asks for references.
    "(SELECT version.*, version.listing_id AS organization_id, named.reference FROM registry_listingversion version"
    " LEFT JOIN registry_listing named ON named.organization_id = version.listing_id) listing"
)

# ordering: what a row is placed by. The key of the listing stands behind each, so that no two rows share a place.
_PLACED_BY = {
    "name": "listing.sort_name",
    "updated_at": "listing.published_at",
    "relevance": "found.distance",
    # What never changes: for copies of everything, and for whoever must see none twice, whatever is renamed meanwhile.
    # Digits and capitals have one order, that of their bytes, in every collation.
    "id": "listing.reference",
}
# JSON and lines that wait ready have neither of these two characters: COPY then gives the text as it is, a row a line.
UNQUOTED = r"(FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01')"
ORDERINGS = ("name", "-name", "updated_at", "-updated_at", "id", "relevance")


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for: OR within one filter, AND between them."""

    q: str = ""
    # {facet: codes}
    filters: dict = field(default_factory=dict)
    # Pairs of register and value.
    identifiers: tuple = ()
    updated_since: datetime | None = None
    verified_since: date | None = None
    ordering: str = "name"
    # As they were read at the end of this day.
    as_of: date | None = None
    # {filter of another app: (its codes, the keys of the organizations that it finds)}
    found_elsewhere: dict = field(default_factory=dict)
    # Those to which the reader is bound, beside all filters; none: she is not.
    countries: tuple = ()

    @property
    def groups(self):
        groups = [[f"{facet}:{code}" for code in codes] for facet, codes in self.filters.items()]
        return [*groups, [f"country:{code}" for code in self.countries]] if self.countries else groups

    def told(self):
        """All of it as JSON can keep it; `heard` reads it again."""
        days = {"updated_since": self.updated_since, "verified_since": self.verified_since, "as_of": self.as_of}
        found = {name: [list(codes), sorted(keys)] for name, (codes, keys) in self.found_elsewhere.items()}
        told = {name: day.isoformat() if day else None for name, day in days.items()}
        return vars(self) | told | {"found_elsewhere": found}

    @classmethod
    def heard(cls, told):
        updated, verified, as_of = told["updated_since"], told["verified_since"], told["as_of"]
        return cls(
            **told
            | {
                "updated_since": datetime.fromisoformat(updated) if updated else None,
                "verified_since": date.fromisoformat(verified) if verified else None,
                "as_of": date.fromisoformat(as_of) if as_of else None,
                "identifiers": tuple(map(tuple, told["identifiers"])),
            }
        )


class Row(NamedTuple):
    """As it comes out of the database: nothing more is made of most rows than a page with their texts."""

    value: object
    key: int
    # As PostgreSQL writes it.
    changed_at: str
    # None when only versions were asked for.
    text: str | None

    @property
    def place(self):
        return Place(self.value, self.key)


def page(wanted, *, beside=None, backwards=False, limit=50, is_counted=False, profile=PUBLIC, since=None):
    """The rows that follow (or precede, `backwards`) the place `beside`, always in the order that was asked for.

    Without a profile their texts are not read. Of a walk that began with the state `since`, see `in_their_places`.
    """
    selection = _select(wanted)
    count = _count(selection) if is_counted else None
    if selection.is_empty:
        return Page([], False, count)
    descends = wanted.ordering.startswith("-") != backwards
    build = _walk if selection.is_walked else _plain
    statement, parameters = build(selection, _text(wanted, profile), beside, descends, limit + 1)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT place, key, at::text, text, {'NULL' if since else LAST_CHANGE}, {STATE}"
            f" FROM ({statement}) AS told(place, key, at, text)",
            parameters,
        )
        found = cursor.fetchall()
    rows = [Row._make(row[:4]) for row in found]
    last, state = found[0][4:] if found else (None, None)
    state = selection.state or state
    read = Page.of(rows, limit, backwards=backwards, count=count, since=moment(last), state=state)
    if wanted.ordering == "id":
        # Nobody moves there.
        return read
    is_by_name = wanted.ordering in ("name", "-name")
    return in_their_places(read, since, name_of=(lambda row: row.place.value) if is_by_name else None)


def _text(wanted, profile):
    """The text that is read of each row: nobody but the public profile has a past."""
    return TEXTS[PUBLIC if profile and wanted.as_of else profile]


def count(wanted):
    """How many rows there are on all pages."""
    return _count(_select(wanted))


def lines(wanted, *, profile=PUBLIC, most=None):
    """The rows of all pages at one moment, in their order: lines of JSON, or CSV (READY), as bytes, one in memory."""
    selection = _select(wanted)
    if selection.is_empty:
        return
    build = _walk if selection.is_walked else _plain
    text = _text(wanted, profile)
    statement, parameters = build(selection, text, None, wanted.ordering.startswith("-"), most)
    copied = f"COPY (SELECT text FROM ({statement}) AS told(place, key, at, text)) TO STDOUT {UNQUOTED}"
    with connection.cursor() as cursor:
        # Django's cursor that counts statements takes no parameters with a COPY.
        bound = ClientCursor(connection.connection).mogrify(copied, parameters)
        with cursor.copy(bound) as copy:
            for row in copy:
                yield bytes(row)


@dataclass
class _Selection:
    placed_by: str
    source: str = "registry_listing listing"
    source_parameters: list = field(default_factory=list)
    conditions: list = field(default_factory=list)
    parameters: list = field(default_factory=list)
    # Groups of facet values in the order of their size, when they are not yet among the conditions.
    groups: list = field(default_factory=list)
    count: int | None = None
    is_walked: bool = False
    # The state of the registry when the bits were read: earlier than the texts.
    state: str | None = None
    # As all was read before this moment.
    as_of: datetime | None = None
    # Where those stand that are found today, when they are few.
    found_today: list | None = None

    @property
    def is_empty(self):
        return self.count == 0

    def add(self, condition, *parameters):
        self.conditions.append(condition)
        self.parameters += parameters


def _select(wanted):
    """How to find what is wanted: from names, from bits, by walking an index of one value, or from all listings."""
    selection = _Selection(_PLACED_BY[wanted.ordering.lstrip("-")])
    is_bounded = bool(wanted.q or wanted.identifiers or wanted.found_elsewhere or wanted.as_of)
    if wanted.as_of:
        selection.as_of = end_of(wanted.as_of)
    for _codes, keys in wanted.found_elsewhere.values():
        selection.add("listing.organization_id = ANY(%s)", sorted(keys))
    if wanted.q:
        _add_found(selection, directory.search(wanted.q))
    if wanted.identifiers:
        _add_identifiers(selection, wanted.identifiers)
    if wanted.updated_since:
        selection.add("listing.published_at >= %s", wanted.updated_since)
    if wanted.verified_since:
        selection.add("listing.verified_on >= %s", wanted.verified_since)
    is_dated = bool(wanted.updated_since or wanted.verified_since)
    has_index = wanted.ordering in ("name", "-name") and not is_dated
    groups = wanted.groups
    if groups and wanted.as_of:
        selection.found_today = bits_of(groups, few=FEW_PASSED_BY).positions
    if groups and not is_bounded:
        shared = bits_of(groups, few=FEW if has_index else FEW_PASSED_BY)
        selection.state = shared.state
        if shared.positions is not None:
            selection.add("listing.position = ANY(%s)", shared.positions)
            groups = []
        else:
            groups = [group for _, group in sorted(zip(shared.sizes, groups, strict=True))]
            selection.is_walked = has_index
        selection.count = None if is_dated and shared.count else shared.count
    if selection.is_walked:
        selection.groups = groups
    else:
        for group in groups:
            selection.add("listing.facets && %s::varchar[]", group)
    return selection


def end_of(day):
    """The first moment after a day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, UTC)


class Told(NamedTuple):
    """One listing: its text, the moment when it was published, and the state of the registry then; of the past none."""

    text: str | None
    at: datetime
    state: str | None = None


def one(reference, *, profile):
    """What a listing says; None when there is none. Without a profile its text is not read."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {TEXTS[profile]}, published_at, {STATE} FROM registry_listing listing WHERE reference = %s",
            [reference],
        )
        found = cursor.fetchone()
    return found and Told(*found)


def as_it_was(reference, day):
    """What a listing said as it was read at the end of a day; None when it was not there, or is not today."""
    selection = _Selection("listing.sort_name", as_of=end_of(day))
    selection.add(
        "listing.organization_id = (SELECT organization_id FROM registry_listing WHERE reference = %s)", reference
    )
    statement, parameters = _plain(selection, TEXTS[PUBLIC], None, False, 1)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = cursor.fetchone()
    return found and Told(found[3], found[2])


def _add_found(selection, found):
    selection.source += (
        " JOIN unnest(%s::bigint[], %s::float8[]) AS found(key, distance) ON found.key = listing.organization_id"
    )
    selection.source_parameters += [[key for key, _ in found], [-score for _, score in found]]


def _add_identifiers(selection, identifiers):
    """The keys of the value lead to the few names and identifiers like it; the document says whether it is the one."""
    keys = " OR ".join("name.keys @> %s::int[]" for _ in identifiers)
    document = " OR ".join("(listing.public::jsonb -> 'identifiers') @> %s::jsonb" for _ in identifiers)
    selection.add(
        f"listing.organization_id IN (SELECT name.listing_id FROM registry_listingname name WHERE {keys})"
        f" AND ({document})",
        *(name_keys(value) for _, value in identifiers),
        *(json.dumps([{"scheme": scheme, "value": value}]) for scheme, value in identifiers),
    )


def _plain(selection, text, beside, descends, limit):
    order, compared = _order(descends)
    conditions, given = list(selection.conditions), list(selection.parameters)
    if beside:
        conditions.append(f"({selection.placed_by}, listing.organization_id) {compared} (%s, %s)")
        given += beside
    columns = f"{selection.placed_by} AS place, listing.organization_id AS key, listing.published_at, {text}"
    ordered = f"ORDER BY place {order}, key {order} LIMIT %s"
    if not selection.as_of:
        statement = f"SELECT {columns} FROM {selection.source}{_where(conditions)} {ordered}"
        return statement, [*selection.source_parameters, *given, limit]
    # Each half walks its own index of names; of both, the page.
    halves, parameters = [], []
    for source, bounds, bound in _halves(selection):
        halves.append(f"(SELECT {columns} FROM {source}{_where([*bounds, *conditions])} {ordered})")
        parameters += [*bound, *given, limit]
    return f"SELECT * FROM ({' UNION ALL '.join(halves)}) both_halves {ordered}", [*parameters, limit]


def _halves(selection):
    """Every listing as it was read at a moment: one that says so still, or one of its versions."""
    bounds, bound = ["listing.published_at < %s"], [selection.as_of]
    yield _VERSIONS, [*bounds, "listing.until >= %s"], [*bound, selection.as_of]
    if selection.found_today is not None:
        bounds, bound = [*bounds, "listing.position = ANY(%s)"], [*bound, selection.found_today]
    yield selection.source, bounds, bound


def _where(conditions):
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _walk(selection, text, beside, descends, limit):
    """Walk the covering index of the rarest group in name order and look up the others in each listing's own values."""
    order, compared = _order(descends)
    lead, *others = selection.groups
    tests = "".join(" AND checked.facets && %s::varchar[]" for _ in others)
    join = " JOIN registry_listing checked ON checked.organization_id = facet.listing_id" if others else ""
    after = f" AND (facet.sort_name, facet.listing_id) {compared} (%s, %s)" if beside else ""
    ordered = f"ORDER BY facet.sort_name {order}, facet.listing_id {order}"
    statement = f"""
        SELECT facet.sort_name, facet.listing_id, listing.published_at, {text} FROM (
            SELECT DISTINCT facet.sort_name, facet.listing_id
            FROM unnest(%s::varchar[]) AS wanted CROSS JOIN LATERAL (
                SELECT facet.sort_name, facet.listing_id FROM registry_listingfacet facet{join}
                WHERE facet.value = wanted{tests}{after} {ordered} LIMIT %s
            ) facet {ordered} LIMIT %s
        ) facet JOIN registry_listing listing ON listing.organization_id = facet.listing_id {ordered} LIMIT %s
    """
    return statement, [lead, *others, *(beside or ()), limit, limit, limit]


def _order(descends):
    return ("DESC", "<") if descends else ("ASC", ">")


def _count(selection):
    """How many there are on all pages; known from the bits, or counted."""
    if selection.count is not None:
        return selection.count
    if selection.as_of:
        halves = [
            f"(SELECT count(*) FROM {source}{_where([*bounds, *selection.conditions])})"
            for source, bounds, _bound in _halves(selection)
        ]
        statement = f"SELECT {' + '.join(halves)}"
        parameters = [value for *_half, bound in _halves(selection) for value in [*bound, *selection.parameters]]
    elif not selection.conditions and not selection.source_parameters:
        statement = "SELECT coalesce(sum(bit_count(bits)), 0)::int FROM registry_facetbits WHERE value = '*'"
        parameters = []
    else:
        statement = f"SELECT count(*) FROM {selection.source}{_where(selection.conditions)}"
        parameters = [*selection.source_parameters, *selection.parameters]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0]
