"""The four levels at which a report counts who took part, each exactly as it is defined."""

import pytest

from consultations.queries.participants import counts
from tests import make
from tests.consultations import outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return outcomes.held()


@pytest.mark.parametrize(
    ("states", "people", "is_checked_in"),
    [
        (["confirmed", "waitlisted", "withdrawn", "refused"], 1, False),
        (["confirmed", "confirmed", "attended"], 1, True),
        (["no_show", "attended", "attended"], 2, True),
        ([], 0, False),
    ],
)
def test_who_came_is_counted_and_before_anybody_is_checked_in_who_has_a_place(
    consultation, states, people, is_checked_in
):
    for state in states:
        outcomes.participants(consultation, state=state)

    found = counts(consultation)

    assert (found.people, found.is_checked_in) == (people, is_checked_in)


@pytest.mark.parametrize(
    ("levels", "local"),
    [
        (["local"], 1),
        (["national"], 1),
        (["local", "national"], 1),
        (["national", "regional"], 0),
        (["global"], 0),
        ([], 0),
    ],
)
def test_an_organization_is_local_when_it_is_at_work_in_one_country_alone(consultation, levels, local):
    organization = make.organization(levels=levels)
    outcomes.participants(consultation, number=2, part="cso", organization=organization)

    found = counts(consultation)

    assert (found.civil_society_people, found.organizations, found.local_or_national) == (2, 1, local)


def test_a_person_counts_for_her_own_country_else_for_that_of_her_organization(consultation):
    organization = make.organization(hq_country_id="KEN")
    outcomes.participants(consultation, part="cso", organization=organization)
    outcomes.participants(consultation, part="cso", organization=organization, country_id="UGA")
    outcomes.participants(consultation, country_id="KEN")
    outcomes.participants(consultation)

    assert counts(consultation).countries == 2


def test_an_organization_whose_people_are_of_another_part_is_not_counted(consultation):
    outcomes.participants(consultation, part="other", organization=make.organization(levels=["local"]))

    found = counts(consultation)

    assert (found.people, found.organizations, found.local_or_national) == (1, 0, 0)
