"""Publishing: what the public may read is one row, and it is right in the next read."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from registry import actions
from registry.models import (
    FacetBits,
    ListedPartnership,
    Listing,
    ListingFacet,
    NameKey,
    Organization,
    OrganizationLink,
)
from registry.models.listings import CODES, DAYS
from registry.queries import directory
from tests import make, night

pytestmark = pytest.mark.django_db


def _counts(**filters):
    return directory.find(directory.Selection(filters={facet: tuple(codes) for facet, codes in filters.items()}))


def test_the_public_profile_holds_no_town_no_province_and_no_person():
    organization = make.organization(
        "Invented Aid",
        hq_city="Secretville",
        presences=[{"country": "TCD", "admin1": "Hiddenland", "sectors": ["WASH"]}],
    )
    make.contact(organization, name="Zainab Quiet", phone="+0001112223")

    public = Listing.objects.get().public

    assert "Secretville" not in public
    assert "Hiddenland" not in public
    assert "Zainab" not in public
    assert json.loads(Listing.objects.get().partner)["hq_city"] == "Secretville"


def test_the_database_itself_refuses_a_listing_of_an_organization_at_risk():
    organization = make.organization()

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="must not have a listing"), transaction.atomic():
        Organization.objects.filter(pk=organization.pk).update(is_at_risk=True)


def test_a_link_to_an_organization_at_risk_disappears_from_the_other_ones_page(curator):
    hidden, open_ = make.organization("Hidden Shelter"), make.organization("Open Network")
    OrganizationLink.objects.create(kind="affiliate_of", from_organization=open_, to_organization=hidden)
    actions.publish_listing(open_)
    assert "Hidden Shelter" in Listing.objects.get(pk=open_.pk).public

    actions.mark_at_risk(hidden, reason="Threats.", by=curator)

    assert "Hidden Shelter" not in Listing.objects.get(pk=open_.pk).public


def test_publishing_what_has_not_changed_writes_nothing():
    organization = make.organization()
    before = Listing.objects.get().published_at

    outcome = actions.publish_listing(organization)

    assert outcome == ""
    assert Listing.objects.get().published_at == before


def test_a_change_shows_in_the_next_count(curator):
    organization = make.organization(types=["ngo"])
    assert _counts().counts["type:ngo"] == 1

    actions.edit_organization(organization, changes={"types": ["media"]}, by=curator)

    assert "type:ngo" not in _counts().counts
    assert _counts().counts["type:media"] == 1


def test_bits_rows_and_listings_tell_the_same_after_many_changes(curator):
    organizations = [make.organization(types=["ngo", "media"][: n % 2 + 1], hq_country_id="KEN") for n in range(12)]
    for organization in organizations[::3]:
        actions.archive_organization(organization, by=curator, reason="Closed.")
    for organization in organizations[1::3]:
        actions.edit_organization(organization, changes={"types": ["media"]}, by=curator)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, sum(bit_count(bits))::int FROM registry_facetbits WHERE value <> '*' GROUP BY value"
        )
        by_bits = {value: number for value, number in cursor.fetchall() if number}
    by_rows, by_arrays = {}, {}
    for value in ListingFacet.objects.values_list("value", flat=True):
        by_rows[value] = by_rows.get(value, 0) + 1
    for listing in Listing.objects.all():
        for value in listing.facets:
            by_arrays[value] = by_arrays.get(value, 0) + 1
    assert by_bits == by_rows == by_arrays
    assert FacetBits.objects.filter(value="*").count() == 1


def test_every_partnership_of_a_listing_is_a_row_and_none_of_anybody_else(curator):
    staying, leaving, in_danger = (make.organization() for _ in range(3))
    for organization in (staying, leaving, in_danger):
        make.partnership(organization, area=1)
        make.partnership(organization, area=2)

    actions.edit_organization(staying, changes={"website": "https://new.example"}, by=curator)
    actions.archive_organization(leaving, by=curator, reason="Closed.")
    actions.mark_at_risk(in_danger, reason="danger", by=curator)

    rows = ListedPartnership.objects.values_list("listing__reference", "reference", *CODES, *DAYS)
    told = json.loads(Listing.objects.get().public)["partnerships"]
    days = [[one[day] and date.fromisoformat(one[day]) for day in DAYS] for one in told]
    assert sorted(rows) == sorted(
        (staying.reference, one["id"], *(one[code] or "" for code in CODES), *its)
        for one, its in zip(told, days, strict=True)
    )
    assert len(told) == 2


def test_a_position_is_never_given_twice(curator):
    first, second = make.organization(), make.organization()
    actions.archive_organization(second, by=curator, reason="Closed.")
    actions.archive_organization(first, by=curator, reason="Closed.")

    third = make.organization()

    assert third.listing.position == 0  # nothing stands beside it
    fourth = make.organization()
    assert fourth.listing.position == 1


def test_an_organization_grows_stale_overnight_by_the_policy(curator):
    organization = make.organization(observed_on=timezone.localdate() - timedelta(days=364))
    assert "freshness:fresh" in organization.listing.facets
    Organization.objects.filter(pk=organization.pk).update(observed_on=timezone.localdate() - timedelta(days=800))
    Listing.objects.update(recent_on=timezone.localdate() - timedelta(days=800))

    night.take("age_listings")

    assert "freshness:stale" in Listing.objects.get().facets


def test_name_keys_are_counted_over_all_names():
    make.organization("Invented Aid", observed_on=date(2026, 1, 1))
    make.organization("Invented Relief")

    assert actions.count_name_keys() == NameKey.objects.count()
    assert NameKey.objects.order_by("-names").first().names == 2


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    organizations = [make.organization() for _ in range(count)]
    Listing.objects.update(etag="outdated")

    with django_assert_num_queries(34, exact=False):
        actions.publish_listings(organizations)
