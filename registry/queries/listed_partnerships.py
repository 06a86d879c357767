"""Partnerships as the public reads them: a row each, in the order of their organizations.

Budget: three statements, and the texts of the listings that the page shows. Filters that find few organizations lead to
them by their bits; else the rows pass by in the order of the names, out of one index, until the page is full.
A file reads every row once, a few of them in memory at a time.
"""

import json
from datetime import date
from typing import NamedTuple

from django.db import connection

from registry.models import Country
from registry.queries.facet_bits import bits_of
from registry.queries.freshness import freshness
from registry.queries.listings import FEW
from registry.queries.state import STATE
from registry.queries.walks import LAST_CHANGE, Page, Place, in_their_places, moment

# {filter: the field of a partnership that says it}, and the facet of its listing where that has one.
FIELDS = {
    "area": "area",
    "role": "role",
    "country": "country",
    "level": "level",
    "mode": "mode",
    "programme": "programme",
    "office": "unit",
    "state": "state",
}
# Rows that a file holds in memory at a time.
_AT_ONCE = 500
_FACETS = {
    "area": "area",
    "role": "role",
    "country": "country",
    "programme": "programme",
    "office": "unit",
    "region": "region",
}
_IN_LISTINGS = "told.listing_id IN (SELECT organization_id FROM registry_listing WHERE {} = ANY(%s))"
_PLACE = "told.sort_name, told.listing_id, told.reference"
_TOLD = "FROM registry_listedpartnership told"
_TEXT = """(SELECT one.value::text FROM json_array_elements(listing.public::json -> 'partnerships') one
            WHERE one.value ->> 'id' = told.reference)"""


class Row(NamedTuple):
    place: Place
    # As PostgreSQL writes it.
    changed_at: str
    organization: str
    organization_name: str
    partnership: dict

    @property
    def key(self):
        return self.place.key


def page(filters, *, beside=None, backwards=False, limit=50, since=None):
    """The partnerships that follow (or precede, `backwards`) a place: {filter: values as texts}, of FIELDS and
    `organization`, `region`, `on` and `verified_since`."""
    order, compared = ("DESC", "<") if backwards else ("ASC", ">")
    shared = _shared(filters)
    tests = _tests(filters, shared)
    if beside:
        (name, place), key = beside
        tests.append((f"({_PLACE}) {compared} (%s, %s, %s)", [name, key, place]))
    where, given = _joined(tests)
    ordered = f"ORDER BY {_PLACE.replace(',', f' {order},')} {order}"
    statement = f"""
        SELECT {_PLACE}, listing.published_at::text, listing.reference, listing.name, {_TEXT},
            {"NULL" if since else LAST_CHANGE}, {STATE}
        FROM (SELECT {_PLACE} {_TOLD} WHERE {where} {ordered} LIMIT %s) told
            JOIN registry_listing listing ON listing.organization_id = told.listing_id
        {ordered}
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, limit + 1])
        found = cursor.fetchall()
    rows = [
        Row(Place([name, place], key), *rest, json.loads(text)) for name, key, place, *rest, text, _last, _ in found
    ]
    last, state = found[0][-2:] if found else (None, None)
    state = shared.state if shared else state
    read = Page.of(rows, limit, backwards=backwards, since=moment(last), state=state)
    return in_their_places(read, since, name_of=lambda row: row.place.value[0])


def are_more_than(filters, number):
    where, given = _joined(_tests(filters, _shared(filters)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT {_TOLD} WHERE {where} LIMIT %s) rows", [*given, number + 1])
        return cursor.fetchone()[0] > number


def rows(filters):
    """(reference of the organization, its name, the partnership) of every row, in the order of pages."""
    where, given = _joined(_tests(filters, _shared(filters)))
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT listing.reference, listing.name, {_TEXT} {_TOLD}"
            f" JOIN registry_listing listing ON listing.organization_id = told.listing_id"
            f" WHERE {where} ORDER BY {_PLACE}",
            given,
        )
        while chunk := cursor.fetchmany(_AT_ONCE):
            yield from ((reference, name, json.loads(text)) for reference, name, text in chunk)


def told(reference, name, partnership, policies, *, on):
    """One row as the API and the files tell of it."""
    return {"organization": reference, "organization_name": name} | aged(partnership, policies, on=on)


def aged(partnership, policies, *, on):
    """A partnership with how old it is on a day."""
    seen = partnership.get("seen_on")
    day = date.fromisoformat(seen) if seen else None
    return partnership | {"freshness": freshness(day, "partnership", policies, on=on)}


def _shared(filters):
    """The listings that may have such a partnership; None where no facet tells. To be asked before anything else."""
    groups = [[f"{_FACETS[name]}:{code}" for code in filters[name]] for name in sorted(_FACETS.keys() & filters.keys())]
    return bits_of(groups, few=FEW) if groups else None


def _tests(filters, shared):
    return [*_of_listings(filters, shared), *_of_partnerships(filters)]


def _joined(tests):
    return " AND ".join(["TRUE", *(test for test, _ in tests)]), [value for _, values in tests for value in values]


def _of_listings(filters, shared):
    """Tests by which no listing is left out that has such a partnership."""
    if "organization" in filters:
        yield _IN_LISTINGS.format("reference"), [list(filters["organization"])]
    if shared and shared.positions is not None:
        yield _IN_LISTINGS.format("position"), [shared.positions]


def _of_partnerships(filters):
    for name in sorted(FIELDS.keys() & filters.keys()):
        codes = list(filters[name])
        # Of one value an index keeps the order of the names, of any of several it does not.
        yield (f"told.{FIELDS[name]} = %s", codes) if len(codes) == 1 else (f"told.{FIELDS[name]} = ANY(%s)", [codes])
    if "region" in filters:
        within = Country.objects.filter(regions__in=filters["region"]).values_list("pk", flat=True)
        yield "told.country = ANY(%s)", [list(within)]
    if "on" in filters:
        yield "(told.starts_on <= %s::date) IS NOT FALSE", [*filters["on"]]
        yield "(told.ends_on >= %s::date) IS NOT FALSE", [*filters["on"]]
    if "verified_since" in filters:
        yield "told.verified_on >= %s::date", [*filters["verified_since"]]
