"""Whether listings are what would be published, asked of PostgreSQL for many records at once.

Budget: about 30 microseconds a record; a record is compared by what it is found by and whether it may be listed. Its
texts are compared by publishing it anew, and its line of CSV by making it anew (60 microseconds), which the night does
for a part of the inventory.
"""

import json

from django.db import connection

from registry.exporters.ready import COLUMNS, ready_line
from registry.models import Listing
from registry.models.listings import CHUNK
from registry.queries.freshness import freshness, policies
from registry.states import PUBLIC_STATES

# What a listing is found by, from the tables of the record. How old it is has a step of its own.
DERIVED = """
    SELECT organization.id AS organization_id, derived.facets
    FROM registry_organization organization CROSS JOIN LATERAL (
        SELECT array_agg(DISTINCT value COLLATE "C" ORDER BY value COLLATE "C") AS facets FROM (
            SELECT 'status:' || organization.state
            UNION ALL SELECT 'trust:' || CASE WHEN organization.verified_on IS NOT NULL THEN 'verified'
                WHEN organization.confirmed_on IS NOT NULL THEN 'confirmed' ELSE 'listed' END
            UNION ALL SELECT 'hq:' || organization.hq_country_id WHERE organization.hq_country_id IS NOT NULL
            UNION ALL SELECT 'type:' || organizationtype_id FROM registry_organization_types
                WHERE organization_id = organization.id
            UNION ALL SELECT 'level:' || level_id FROM registry_organization_levels
                WHERE organization_id = organization.id
            UNION ALL SELECT told.value FROM registry_partnership one
                LEFT JOIN registry_programme programme ON programme.id = one.programme_id
                LEFT JOIN registry_unit unit ON unit.id = one.unit_id
                CROSS JOIN LATERAL (VALUES ('area:' || one.area_id), ('role:' || one.role_id),
                    ('programme:' || programme.code), ('unit:' || unit.code)) told (value)
                WHERE one.organization_id = organization.id AND one.state <> 'rejected' AND told.value IS NOT NULL
            UNION ALL SELECT told.value FROM (
                SELECT organization.hq_country_id AS code WHERE organization.hq_country_id IS NOT NULL
                UNION SELECT country_id FROM registry_presence WHERE organization_id = organization.id
                UNION SELECT country_id FROM registry_partnership WHERE organization_id = organization.id
            ) country CROSS JOIN LATERAL (
                SELECT 'country:' || country.code
                UNION ALL SELECT 'region:' || within.region_id FROM registry_country_regions within
                    JOIN registry_region region ON region.code = within.region_id
                    WHERE within.country_id = country.code AND region.successor_id IS NULL
            ) told (value)
        ) found (value)
    ) derived
    WHERE organization.id > %s AND organization.id <= %s
        AND organization.state = ANY(%s) AND NOT organization.is_at_risk
"""
_WRONG = (
    """
    SELECT coalesce(derived.organization_id, listing.organization_id)
    FROM ("""
    + DERIVED
    + """) derived FULL JOIN (
        SELECT * FROM registry_listing WHERE organization_id > %s AND organization_id <= %s
    ) listing ON listing.organization_id = derived.organization_id
    LEFT JOIN registry_organization organization ON organization.id = derived.organization_id
    WHERE derived.organization_id IS NULL OR listing.organization_id IS NULL
        OR listing.reference <> organization.reference
        -- Whatever writes a text and knows of no lines has left it none (migration 0045).
        OR listing.csv_columns = ''
        OR listing.verified_on IS DISTINCT FROM organization.verified_on
        OR derived.facets <> ARRAY(
            SELECT value::text COLLATE "C" FROM unnest(listing.facets) AS value
            WHERE value NOT LIKE 'freshness:%%' ORDER BY value::text COLLATE "C"
        )
    ORDER BY 1
"""
)
# Counts of the directory that are not those of its rows: the value, and which chunk of listings.
_MISCOUNTED = f"""
    WITH placed AS MATERIALIZED (SELECT organization_id, position / {CHUNK} AS chunk, facets FROM registry_listing),
        counted AS (
            SELECT value, chunk, count(*) AS number FROM placed, unnest(facets) AS value GROUP BY value, chunk
            UNION ALL SELECT '*', chunk, count(*) FROM placed GROUP BY chunk
        ),
        kept AS (SELECT value, chunk, bit_count(bits) AS number FROM registry_facetbits)
    SELECT value, chunk FROM counted FULL JOIN kept USING (value, chunk)
    WHERE coalesce(counted.number, 0) <> coalesce(kept.number, 0) ORDER BY value, chunk
"""


def grown_older(after, until):
    """Keys of listings in a range that tell another class of freshness than their last day has by now."""
    known = policies()
    told = Listing.objects.filter(pk__gt=after, pk__lte=until).order_by("pk").values_list("pk", "recent_on", "facets")
    return [pk for pk, day, facets in told if f"freshness:{freshness(day, 'organization', known)}" not in facets]


def without_line(after, until):
    """Keys of listings in a range whose line of CSV was not made, or by other code than that of today."""
    theirs = Listing.objects.filter(pk__gt=after, pk__lte=until).exclude(csv_columns=COLUMNS)
    return list(theirs.order_by("pk").values_list("pk", flat=True))


def with_wrong_line(listings):
    """Keys of those of the listings whose line of CSV is not what is made of their text today."""
    told = listings.filter(csv_columns=COLUMNS).values_list("pk", "public", "csv_line")
    return [pk for pk, public, line in told if line != ready_line(json.loads(public))]


def wrong_listings(after, until):
    """Keys of records in a range whose listing is missing, is there against the rules, is found by other values, or was
    written by something else than publishing, such as a migration: the feed was told nothing of that."""
    with connection.cursor() as cursor:
        cursor.execute(_WRONG, [after, until, list(PUBLIC_STATES), after, until])
        return [key for (key,) in cursor.fetchall()]


def miscounted():
    """[(value, chunk)] of the bits whose count is not that of the listings."""
    with connection.cursor() as cursor:
        cursor.execute(_MISCOUNTED)
        return cursor.fetchall()
