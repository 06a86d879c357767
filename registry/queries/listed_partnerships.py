"""Partnerships as the public reads them: a row each, in the order of their organizations.

Budget: three statements, and the texts of the listings that the page shows. Filters that find few organizations lead to
them by their bits; else the rows pass by in the order of the names, out of one index, until the page is full.
"""

import json
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from registry.models import Country
from registry.queries.listings import FEW, Page, Place, bits_of

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
_FACETS = {"area", "role", "country", "programme", "region"}
_IN_LISTINGS = "told.listing_id IN (SELECT organization_id FROM registry_listing WHERE {} = ANY(%s))"
_PLACE = "told.sort_name, told.listing_id, told.reference"


class Row(NamedTuple):
    place: Place
    changed_at: datetime
    organization: str
    organization_name: str
    partnership: dict


def page(filters, *, beside=None, backwards=False, limit=50):
    """The partnerships that follow (or precede, `backwards`) a place: {filter: values}, of FIELDS and `organization`,
    `region`, `on` and `verified_since`."""
    order, compared = ("DESC", "<") if backwards else ("ASC", ">")
    tests = [*_of_listings(filters), *_of_partnerships(filters)]
    if beside:
        (name, place), key = beside
        tests.append((f"({_PLACE}) {compared} (%s, %s, %s)", [name, key, place]))
    where = " AND ".join(["TRUE", *(test for test, _ in tests)])
    ordered = f"ORDER BY {_PLACE.replace(',', f' {order},')} {order}"
    statement = f"""
        SELECT {_PLACE}, listing.published_at, listing.reference, listing.name, (
            SELECT one.value::text FROM json_array_elements(listing.public::json -> 'partnerships') one
            WHERE one.value ->> 'id' = told.reference
        )
        FROM (SELECT {_PLACE} FROM registry_listedpartnership told WHERE {where} {ordered} LIMIT %s) told
            JOIN registry_listing listing ON listing.organization_id = told.listing_id
        {ordered}
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(value for _, values in tests for value in values), limit + 1])
        rows = [
            Row(Place([name, place], key), *rest, json.loads(text))
            for name, key, place, *rest, text in cursor.fetchall()
        ]
    has_more, rows = len(rows) > limit, rows[:limit]
    return Page(rows[::-1] if backwards else rows, has_more, None)


def _of_listings(filters):
    """Tests by which no listing is left out that has such a partnership."""
    if "organization" in filters:
        yield _IN_LISTINGS.format("reference"), [list(filters["organization"])]
    groups = [[f"{name}:{code}" for code in filters[name]] for name in sorted(_FACETS & filters.keys())]
    positions = bits_of(groups, few=FEW) if groups else None
    if positions is not None:
        yield _IN_LISTINGS.format("position"), [positions]


def _of_partnerships(filters):
    for name in sorted(FIELDS.keys() & filters.keys()):
        yield f"told.{FIELDS[name]} = ANY(%s)", [list(filters[name])]
    if "region" in filters:
        within = Country.objects.filter(regions__in=filters["region"]).values_list("pk", flat=True)
        yield "told.country = ANY(%s)", [list(within)]
    if "on" in filters:
        yield "(told.starts_on <= %s) IS NOT FALSE", [filters["on"]]
        yield "(told.ends_on >= %s) IS NOT FALSE", [filters["on"]]
    if "verified_since" in filters:
        yield "told.verified_on >= %s", [filters["verified_since"]]
