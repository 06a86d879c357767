"""Partnerships as the public reads them: out of the listings, a row each, in the order of their organizations.

Budget: three statements, and the texts of as many listings as the page has rows and few more. Filters that find few
organizations lead to them by their bits; else those in the order of their names pass by until the page is full.
"""

import json
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from registry.models import Country
from registry.queries.listings import FEW, bits_of
from registry.queries.walks import LAST_CHANGE, Page, Place, in_their_places

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
# Permanent within its organization, so that a row that did not change keeps its place.
_PLACE = "told.value ->> 'id'"


class Row(NamedTuple):
    place: Place
    changed_at: datetime
    organization: str
    organization_name: str
    partnership: dict


def page(filters, *, beside=None, backwards=False, limit=50, since=None):
    """The partnerships that follow (or precede, `backwards`) a place: {filter: values}, of FIELDS and `organization`,
    `region`, `on` and `verified_since`."""
    order, compared = ("DESC", "<") if backwards else ("ASC", ">")
    tests = [*_of_listings(filters), *_of_partnerships(filters)]
    if beside:
        (name, place), key = beside
        # The first is where the index of names begins.
        tests.append((f"(listing.sort_name, listing.organization_id) {compared}= (%s, %s)", [name, key]))
        tests.append(
            (f"(listing.sort_name, listing.organization_id, {_PLACE}) {compared} (%s, %s, %s)", [name, key, place])
        )
    where = " AND ".join(["TRUE", *(test for test, _ in tests)])
    statement = f"""
        SELECT listing.sort_name, {_PLACE}, listing.organization_id, listing.published_at,
            listing.reference, listing.name, told.value::text, {"NULL" if since else LAST_CHANGE}
        FROM registry_listing listing
            CROSS JOIN LATERAL json_array_elements(listing.public::json -> 'partnerships') told
        WHERE {where}
        ORDER BY listing.sort_name {order}, listing.organization_id {order}, {_PLACE} {order} LIMIT %s
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(value for _, values in tests for value in values), limit + 1])
        found = cursor.fetchall()
    rows = [Row(Place([name, place], key), *rest, json.loads(text)) for name, place, key, *rest, text, _last in found]
    read = Page.of(rows, limit, backwards=backwards, since=found[0][-1] if found else None)
    return in_their_places(read, since, name_of=lambda row: row.place.value[0])


def _of_listings(filters):
    """Tests by which no listing is left out that has such a partnership; far fewer texts are read."""
    if "organization" in filters:
        yield "listing.reference = ANY(%s)", [list(filters["organization"])]
    groups = [[f"{name}:{code}" for code in filters[name]] for name in sorted(_FACETS & filters.keys())]
    if not groups:
        return
    positions = bits_of(groups, few=FEW)
    if positions is not None:
        yield "listing.position = ANY(%s)", [positions]
    else:
        yield from (("listing.facets && %s::varchar[]", [group]) for group in groups)


def _of_partnerships(filters):
    for name in sorted(FIELDS.keys() & filters.keys()):
        yield f"told.value ->> '{FIELDS[name]}' = ANY(%s)", [list(filters[name])]
    if "region" in filters:
        within = Country.objects.filter(regions__in=filters["region"]).values_list("pk", flat=True)
        yield "told.value ->> 'country' = ANY(%s)", [list(within)]
    if "on" in filters:
        yield "coalesce((told.value ->> 'starts_on')::date <= %s, TRUE)", [filters["on"]]
        yield "coalesce((told.value ->> 'ends_on')::date >= %s, TRUE)", [filters["on"]]
    if "verified_since" in filters:
        yield "(told.value ->> 'verified_on')::date >= %s", [filters["verified_since"]]
