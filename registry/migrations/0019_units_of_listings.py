"""Listings are found by the IOM mission or unit of their partnerships: those that stand get the values their page tells.

The values are added to each listing, to the rows that lists walk, and to the bits that counts read.
"""

from django.db import migrations

SET = [
    # One row for each listing and unit that its public profile names.
    """CREATE TEMPORARY VIEW told AS
        SELECT DISTINCT listing.organization_id, listing.position, listing.sort_name, listing.recent_on,
            'unit:' || (partnership ->> 'unit') AS value
        FROM registry_listing listing, jsonb_array_elements(listing.public::jsonb -> 'partnerships') partnership
        WHERE partnership ->> 'unit' IS NOT NULL""",
    """INSERT INTO registry_facetbits (value, chunk, bits)
        SELECT value, position / 8192, bit_or(set_bit(0::bit(8192), position % 8192, 1)) FROM told GROUP BY 1, 2""",
    """INSERT INTO registry_listingfacet (value, sort_name, recent_on, listing_id)
        SELECT value, sort_name, recent_on, organization_id FROM told""",
    """UPDATE registry_listing listing SET facets = ARRAY(
            SELECT facet FROM unnest(listing.facets || (
                SELECT array_agg(value::varchar) FROM told WHERE told.organization_id = listing.organization_id
            )) facet ORDER BY facet COLLATE "C"
        ) WHERE organization_id IN (SELECT organization_id FROM told)""",
    "DROP VIEW told",
]
FORGET = [
    "DELETE FROM registry_facetbits WHERE value LIKE 'unit:%'",
    "DELETE FROM registry_listingfacet WHERE value LIKE 'unit:%'",
    """UPDATE registry_listing SET facets = ARRAY(SELECT facet FROM unnest(facets) facet WHERE facet NOT LIKE 'unit:%')
        WHERE EXISTS (SELECT FROM unnest(facets) facet WHERE facet LIKE 'unit:%')""",
]


class Migration(migrations.Migration):
    dependencies = [("registry", "0018_listings_tell_facts")]

    operations = [migrations.RunSQL(SET, FORGET)]
