"""Who was asked, who said yes, who came; and what everybody may read of it."""

import pytest

from consultations import actions
from consultations.models import ConsultationInvitation
from consultations.queries.figures import figures
from consultations.queries.follow_up import standing, today, told
from consultations.queries.participants import counts
from registry.actions import mark_at_risk
from registry.models import Country, Level, Organization
from tests import make
from tests.consultations import outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return outcomes.held()


@pytest.fixture
def organizer():
    return make.staff("consultation_organizer", second_factor=False)


def organizations(number, *, country="KEN", level="local"):
    """So many, written at once."""
    made = Organization.objects.bulk_create(
        Organization(state="published", hq_country=Country.objects.get(pk=country)) for _one in range(number)
    )
    link, level = Organization.levels.through, Level.objects.get(code=level)
    link.objects.bulk_create(link(organization=one, level=level) for one in made)
    return made


def invited(consultation, some, *, accepted=0, came=0):
    ConsultationInvitation.objects.bulk_create(
        ConsultationInvitation(
            consultation=consultation, organization=one, state="accepted" if n < accepted else "sent"
        )
        for n, one in enumerate(some)
    )
    for one in some[:came]:
        outcomes.participants(consultation, part="cso", organization=one, gender="woman", language="fr")


def table(found, by):
    for one in [*found.of_organizations, *found.of_people]:
        if one.by == by:
            return {row.code: row.numbers for row in one.rows}
    raise AssertionError(by)


def test_organizations_are_counted_once_at_each_step(consultation, organizer):
    some = organizations(3)
    invited(consultation, some, accepted=2, came=1)
    outcomes.participants(consultation, part="cso", organization=some[0], gender="man")

    found = figures(consultation, user=organizer)

    assert found.organizations == (3, 2, 1)
    assert table(found, "reach") == {"local": (3, 2, 1)}
    assert table(found, "time") == {"first": (3, 2, 1)}
    assert list(table(found, "region").values()) == [(3, 2, 1)]
    assert found.people == (2, 2, 2)
    assert table(found, "gender") == {"man": (1, 1, 1), "woman": (1, 1, 1)}


def test_who_was_only_prepared_was_not_invited(consultation, organizer):
    ConsultationInvitation.objects.create(consultation=consultation, organization=make.organization())

    assert figures(consultation, user=organizer).organizations == (0, 0, 0)


def test_who_took_part_in_an_earlier_edition_comes_again(consultation, organizer):
    earlier = outcomes.held(starts_on=make.TODAY.replace(year=2019))
    some = organizations(2)
    invited(earlier, some[:1], came=1)
    invited(consultation, some, came=2)

    assert table(figures(consultation, user=organizer), "time") == {"again": (1, 0, 1), "first": (1, 0, 1)}


def test_who_only_had_a_place_in_an_earlier_edition_comes_for_the_first_time(consultation, organizer):
    earlier = outcomes.held(starts_on=make.TODAY.replace(year=2019))
    [organization] = organizations(1)
    outcomes.participants(earlier, part="cso", organization=organization, state="confirmed")
    invited(consultation, [organization])

    assert table(figures(consultation, user=organizer), "time") == {"first": (1, 0, 0)}


def test_what_nobody_knows_is_told_as_not_known(consultation, organizer):
    organization = make.organization(hq_country_id=None, types=())
    invited(consultation, [organization])
    outcomes.participants(consultation, part="iom")

    found = figures(consultation, user=organizer)

    assert table(found, "region") == {"unknown": (1, 0, 0)}
    assert table(found, "reach") == {"unknown": (1, 0, 0)}
    assert table(found, "gender") == {"unknown": (1, 1, 1)}


@pytest.mark.parametrize(
    ("local", "abroad", "told"),
    [
        # (invited, accepted, came) of each; a number under five, or the rest of the step before, is not told.
        ((20, 14, 8), (30, 20, 10), {"local": (20, 14, 8), "international": (30, 20, 10)}),
        ((20, 20, 20), (30, 0, 0), {"local": (20, 20, 20), "international": (30, 0, 0)}),
        ((20, 18, 8), (30, 20, 10), {"local": (20, None, 8), "international": (30, None, 10)}),
        ((3, 0, 0), (30, 20, 10), {"local": (None, 0, 0), "international": (None, 20, 10)}),
    ],
)
def test_everybody_reads_no_number_from_which_a_small_one_follows(consultation, local, abroad, told):
    for level, (asked, accepted, came) in (("local", local), ("global", abroad)):
        invited(consultation, organizations(asked, level=level), accepted=accepted, came=came)

    assert table(figures(consultation), "reach") == told


def test_an_organization_at_risk_is_in_no_figure_but_for_staff_who_may_know_of_it(consultation, organizer, curator):
    endangered = make.organization(levels=["local"])
    invited(consultation, [endangered, *organizations(9)], accepted=10, came=10)
    mark_at_risk(endangered, reason="a test", by=curator)

    everybody, hers, theirs = figures(consultation), *(figures(consultation, user=one) for one in (organizer, curator))

    assert everybody.organizations == everybody.people == hers.organizations == hers.people == (9, 9, 9)
    assert theirs.organizations == theirs.people == (10, 10, 10)


def test_what_organizations_do_without_an_answer_of_iom_is_answered_nowhere(consultation, organizer):
    lead = make.organization()
    asked = make.recommendation(consultation)
    actions.assign_recommendations(consultation, recommendations=[asked], leads=[lead], by="test")
    actions.report_action(asked, claims="in_progress", text="Begun.", organization=lead, by="test")
    make.recommendation(consultation, state="answered")
    all_of_it = told(consultation.recommendations.all(), organizations=Organization.objects.all())

    found = figures(consultation, user=organizer)

    assert found.answered == standing(all_of_it, on=today()).answered == 1


def test_one_at_risk_that_alone_was_checked_in_does_not_decide_who_came(consultation, curator):
    endangered = make.organization()
    outcomes.participants(consultation, part="cso", organization=endangered)
    outcomes.participants(consultation, number=6, state="confirmed")
    mark_at_risk(endangered, reason="a test", by=curator)

    found = figures(consultation)

    assert found.people == (6, 6, 6)
    assert (counts(consultation).people, counts(consultation).are_expected) == (6, True)


def test_recommendations_are_counted_with_those_that_were_answered(consultation, organizer):
    for state in ("recorded", "assigned", "answered", "in_progress", "done"):
        make.recommendation(consultation, state=state)
    actions.drop_recommendation(make.recommendation(consultation), reason="Said twice.", by="test")

    found = figures(consultation, user=organizer)

    assert (found.answered, found.recommendations) == (3, 5)


def test_everybody_reads_of_recommendations_once_they_are_published(consultation):
    make.recommendation(consultation, state="answered")
    before = figures(consultation)

    after = figures(actions.publish_recommendations(consultation, by="test"))

    assert (before.answered, before.recommendations) == (0, 0)
    assert (after.answered, after.recommendations) == (1, 1)


@pytest.mark.parametrize("count", [3, 300])
def test_three_and_three_hundred_registrations_cost_the_same(consultation, organizer, count, django_assert_num_queries):
    some = organizations(3)
    invited(consultation, some, accepted=3)
    outcomes.participants(consultation, number=count, part="cso", organization=some[0])
    organizer.current_assignments()

    with django_assert_num_queries(10):
        figures(consultation, user=organizer)
