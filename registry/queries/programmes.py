"""Programmes as they are read: by the public through listings, by staff through the records that they may know of."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import Prefetch
from django.utils import timezone

from registry.models import Area, Organization, Partnership, Programme, ProgrammePhase
from registry.queries import gaps
from registry.queries.freshness import policies


@dataclass(frozen=True)
class Coverage:
    """How many organizations count in each area and country of a programme, by the definition of queries.gaps."""

    areas: list
    countries: list
    counted: dict
    # The day for which it was counted, and for how many days a partnership stays fresh; None: nothing counts.
    on: object
    fresh_days: int | None

    def count(self, area, country):
        return self.counted.get((area.pk, country.pk), 0)

    def without(self, area):
        """The countries in which nobody counts in the area."""
        return [country for country in self.countries if not self.count(area, country)]


def with_parts(programmes):
    """The programmes of a queryset with their unit, areas, phases and countries, in a fixed number of queries."""
    phases = Prefetch("phases", ProgrammePhase.objects.order_by("number").prefetch_related("countries"))
    return programmes.select_related("unit").prefetch_related("areas", phases)


def in_order():
    return with_parts(Programme.objects.order_by("name_en", "code"))


def coverage(programme, *, user=None, phase=None, areas=()):
    """Of a programme or of one phase of it, for somebody of the staff; without `user`, of what is listed."""
    asked = gaps.Asked(programme=programme)
    countries = list(phase.countries.all()) if phase else gaps.countries_of(user, asked)
    counted = gaps.matrix(user, asked, countries=countries) if user else gaps.listed_matrix(asked, countries=countries)
    return Coverage(
        areas=list(areas) or areas_of(programme),
        countries=countries,
        counted=counted,
        on=timezone.localdate(),
        fresh_days=policies().get("partnership", (None,))[0],
    )


def areas_of(programme):
    """The areas in which it works; all of them when nobody has said."""
    found = Area.objects.filter(parent=None).order_by("position")
    return list(found.filter(programmes=programme)) or list(found)


def listed_donors(programme):
    """Who pays, as the public may know it."""
    return _named(programme.donors.named_publicly().select_related("listing"))


def known_donors(programme, *, user):
    return _named(Organization.objects.visible_to(user).filter(programmes_funded=programme).distinct())


def _named(organizations):
    return sorted(organizations.prefetch_related("names"), key=lambda one: (one.name, one.pk))


def listed_participants(programme):
    """{country: {role: [(reference, name, whether IOM verified it)]}}, from listings alone; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT told ->> 'country', told ->> 'role', listing.reference, listing.name,"
            " bool_or(told ->> 'state' = 'verified')"
            " FROM registry_listing listing, jsonb_array_elements(listing.public::jsonb -> 'partnerships') told"
            " WHERE listing.organization_id IN (SELECT listing_id FROM registry_listingfacet WHERE value = %s)"
            " AND told ->> 'programme' = %s"
            " GROUP BY 1, 2, 3, 4, listing.sort_name ORDER BY listing.sort_name, listing.reference",
            [f"programme:{programme.code}", programme.code],
        )
        return _by_country(cursor.fetchall())


def known_participants(programme, *, user):
    """The same over the records that this person may know of; two queries."""
    told = Partnership.objects.told().filter(programme=programme)
    told = told.filter(organization__in=Organization.objects.visible_to(user).values("pk"))
    told = told.select_related("organization").prefetch_related("organization__names")
    rows = {}
    for one in told:
        key = (one.country_id, one.role_id, one.organization.reference, one.organization.name)
        rows[key] = rows.get(key, False) or one.state == "verified"
    return _by_country(sorted(((*key, verified) for key, verified in rows.items()), key=lambda row: row[3].casefold()))


def _by_country(rows):
    found = defaultdict(lambda: defaultdict(list))
    for country, role, reference, name, is_verified in rows:
        found[country][role].append((reference, name, is_verified))
    return found
