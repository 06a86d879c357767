"""How many took part: at four levels, who came once somebody was checked in, and nobody of an organization at risk."""

import pytest

from consultations.queries.participants import counts
from consultations.states import RegistrationState
from registry.actions import mark_at_risk
from registry.roles import Function
from tests import make
from tests.consultations.people import named

R = RegistrationState
pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return make.consultation()


def numbers(consultation, **asked):
    found = counts(consultation, **asked)
    return (found.people, found.civil_society, found.organizations, found.local_or_national, found.countries)


def test_until_somebody_is_checked_in_those_who_are_confirmed_count(consultation):
    organization = make.organization()
    named(consultation, organization)
    named(consultation, organization)
    named(consultation, organization, state=R.WAITLISTED)

    assert numbers(consultation) == (2, 2, 1, 0, 1)
    assert counts(consultation).are_expected


def test_afterwards_only_who_came_counts(consultation):
    organization = make.organization()
    named(consultation, organization, state=R.ATTENDED)
    for state in (R.CONFIRMED, R.NO_SHOW, R.WITHDRAWN, R.REFUSED, R.NOMINATED):
        named(consultation, organization, state=state)

    assert numbers(consultation) == (1, 1, 1, 0, 1)
    assert not counts(consultation).are_expected


def test_people_of_iom_and_of_governments_are_people_and_no_organizations(consultation):
    cso, ministry = make.organization(), make.organization()
    named(consultation, cso)
    named(consultation, part="iom", country_id="CHE")
    named(consultation, ministry, part="other", country_id="FRA")

    assert numbers(consultation) == (3, 1, 1, 0, 3)


@pytest.mark.parametrize(
    ("levels", "is_near"),
    [
        (["local"], True),
        (["national"], True),
        (["local", "national"], True),
        (["national", "regional"], False),
        (["local", "global"], False),
        (["regional"], False),
        ([], False),
    ],
)
def test_an_organization_is_local_or_national_when_it_is_nothing_larger(consultation, levels, is_near):
    organization = make.organization()
    organization.levels.set(levels)
    named(consultation, organization)

    assert counts(consultation).local_or_national == is_near


def test_a_country_is_that_of_the_person_else_that_of_the_head_office(consultation):
    kenyan = make.organization(hq_country_id="KEN")
    named(consultation, kenyan)
    named(consultation, kenyan, country_id="UGA")
    named(consultation, part="other")

    assert counts(consultation).countries == 2


def test_an_organization_at_risk_is_in_no_count_but_for_staff_who_may_know_of_it(consultation, curator):
    organizer = make.staff(Function.CONSULTATION_ORGANIZER)
    endangered = make.organization()
    named(consultation, make.organization(), state=R.ATTENDED)
    named(consultation, endangered, state=R.ATTENDED, country_id="UGA")
    mark_at_risk(endangered, reason="a test", by=curator)

    assert numbers(consultation) == numbers(consultation, user=organizer) == (1, 1, 1, 0, 1)
    assert numbers(consultation, user=curator) == (2, 2, 2, 0, 2)


def test_the_counts_cost_two_queries(consultation, django_assert_num_queries):
    named(consultation)

    with django_assert_num_queries(2):
        counts(consultation)
