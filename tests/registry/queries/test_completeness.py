"""What a record still needs for a purpose is named; being incomplete hides nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry import actions
from registry.models import Listing, Organization
from registry.queries import completeness
from registry.queries.completeness import CONSULTATION, ITEMS, LISTABLE, OBSERVER, PURPOSES
from tests import make

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def missing(organization, purpose):
    codes = {id(item): code for code, item in ITEMS.items()}
    return {codes[id(item)] for item in completeness.missing(organization, purpose)}


def whole(curator):
    """An organization of which everything is told."""
    organization = make.organization(
        founded=1998,
        identifiers=[{"scheme": "none", "value": ""}],
        presences=[{"country": "KEN"}],
        description_fr="Elle aide.",
        languages=["fr"],
    )
    Organization.objects.filter(pk=organization.pk).update(confirmed_on=in_days(-9))
    make.contact(organization, role="head")
    make.contact(organization, role="focal_point", email="a@aid.example")
    for kind in ("statutes", "registration"):
        make.document(organization, by=curator, kind=kind)
    return organization


def test_a_record_of_which_everything_is_told_is_ready_for_everything(curator):
    organization = whole(curator)

    found = completeness.scores([organization])[organization.pk]

    assert [(score.purpose, score.given, score.all) for score in found] == [
        (LISTABLE, 3, 3),
        (OBSERVER, 10, 10),
        (CONSULTATION, 6, 6),
    ]


def test_of_an_empty_record_everything_is_missing():
    organization = actions.create_organization(by="test")

    for purpose, codes in PURPOSES.items():
        assert missing(organization, purpose) == set(codes)


def test_every_item_is_asked_for_somewhere():
    assert {code for codes in PURPOSES.values() for code in codes} == set(ITEMS)


@pytest.mark.parametrize(
    ("taken", "purpose", "lacking"),
    [
        (lambda o: o.names.update(kind="acronym"), LISTABLE, {"name"}),
        (lambda o: o.names.update(kind="translation"), OBSERVER, {"official_name"}),
        (lambda o: o.types.clear(), LISTABLE, {"type"}),
        (lambda o: Organization.objects.update(hq_country=None), LISTABLE, set()),
        (lambda o: Organization.objects.update(hq_country=None), OBSERVER, {"head_office"}),
        (lambda o: o.identifiers.all().delete(), OBSERVER, {"identifier"}),
        (lambda o: o.contacts.update(email=""), OBSERVER, {"mail"}),
        (lambda o: o.contacts.update(email=""), CONSULTATION, {"focal_point"}),
        (lambda o: o.contacts.update(ends_on=in_days(-1)), OBSERVER, {"mail", "head"}),
        (lambda o: o.contacts.update(ends_on=in_days(0)), OBSERVER, set()),
        (lambda o: o.documents.update(expires_on=in_days(-1)), OBSERVER, {"statutes", "registration"}),
        (lambda o: o.documents.update(expires_on=in_days(0)), OBSERVER, set()),
        (lambda o: o.presences.all().delete(), CONSULTATION, {"places"}),
        (lambda o: Organization.objects.update(languages=[]), CONSULTATION, {"languages"}),
        (lambda o: Organization.objects.update(confirmed_on=in_days(-730)), CONSULTATION, {"confirmed"}),
        (lambda o: Organization.objects.update(confirmed_on=in_days(-729)), CONSULTATION, set()),
    ],
)
def test_what_is_missing_is_named(taken, purpose, lacking, curator):
    organization = whole(curator)

    taken(organization)

    assert missing(organization, purpose) == lacking
    ready = completeness.ready_for(Organization.objects.all(), purpose)
    assert ready.filter(pk=organization.pk).exists() is (lacking == set())


def test_being_incomplete_hides_nobody():
    organization = make.organization()

    assert missing(organization, OBSERVER)
    assert Listing.objects.filter(pk=organization.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_records_costs_one_statement(count, django_assert_num_queries):
    organizations = [make.organization() for _number in range(count)]

    with django_assert_num_queries(1):
        completeness.scores(organizations)
