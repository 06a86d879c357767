"""Figures by mission: kept for each day, and counted among listings, which are found by the unit of their partnerships.

Listings that stand get the values that their page tells: in each listing, in the rows that lists walk, and in the bits
that counts read.
"""

import django.db.models.deletion
from django.db import migrations, models

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
    dependencies = [("registry", "0024_programmes_units_and_lessons")]

    operations = [
        migrations.CreateModel(
            name="MissionDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("counted_at", models.DateTimeField()),
                ("areas", models.PositiveIntegerField()),
                ("areas_covered", models.PositiveIntegerField()),
                ("facts", models.PositiveIntegerField()),
                ("facts_fresh", models.PositiveIntegerField()),
                ("duplicates_open", models.PositiveIntegerField()),
                ("partnerships_unverified", models.PositiveIntegerField()),
                ("proposals_waiting", models.PositiveIntegerField()),
                ("claims_waiting", models.PositiveIntegerField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="registry.unit",
                        verbose_name="mission",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "days of missions",
                "indexes": [models.Index(fields=["on"], name="mission_days_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "on"), name="mission_counted_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("areas_covered__lte", models.F("areas")), ("facts_fresh__lte", models.F("facts"))
                        ),
                        name="mission_part_within_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SET, FORGET),
    ]
