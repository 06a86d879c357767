"""How far a consultation is from the balance that its organizers want."""

from datetime import date

import pytest

from consultations.models import BalanceTarget, ConsultationInvitation
from consultations.queries.balance import balance, labels_of, unmet_served_by, value_choices
from consultations.queries.participants import attended_before
from registry.actions import mark_at_risk
from registry.models import Level, Organization, Region
from registry.roles import Function
from tests import make
from tests.consultations.people import named

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation(db):
    return make.consultation(seats=10)


def target(consultation, dimension, value, percent=40):
    return BalanceTarget.objects.create(
        consultation=consultation, dimension=dimension, value=value, percent=percent
    )  # fmt: skip


def at_level(level, **facts):
    organization = make.organization(**facts)
    organization.levels.add(Level.objects.get(pk=level))
    return organization


def test_without_targets_there_is_nothing_to_measure(consultation, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert balance(consultation) == []


def test_a_target_without_anybody_says_nobody_and_divides_by_nothing(consultation):
    target(consultation, "type", "ngo")

    (measured,) = balance(consultation)

    assert (measured.wanted, measured.missing, measured.is_met) == (4, 4, False)
    assert [one.percent for one in (measured.invited, measured.named, measured.confirmed)] == [0, 0, 0]


def test_without_seats_a_share_is_wanted_of_those_who_were_named():
    consultation = make.consultation()
    target(consultation, "gender", "woman", 50)
    invitation = make.invited(consultation)
    for gender in ("woman", "man", "man"):
        make.registration(invitation, gender=gender, state="nominated")

    (measured,) = balance(consultation)

    # Half of three people, rounded up.
    assert (measured.wanted, measured.invited) == (2, None)
    assert (measured.named.number, measured.named.of, measured.named.percent) == (1, 3, 33)
    assert measured.confirmed.number == 0


def test_each_dimension_counts_its_own(consultation):
    region = Region.objects.filter(countries="KEN").first()
    local = make.invited(consultation, at_level("local", types=["ngo"]))
    wide = make.invited(consultation, at_level("global", types=["foundation"], hq_country_id="CHE"))
    for dimension, value in [
        ("region", region.pk),
        ("type", "foundation"),
        ("reach", "local"),
        ("reach", "international"),
        ("first_time", "first_time"),
        ("gender", "woman"),
    ]:
        target(consultation, dimension, value)
    make.registration(local, gender="woman")
    make.registration(wide, gender="man", state="waitlisted")

    told = {(one.target.dimension, one.target.value): one for one in balance(consultation)}

    counts = {
        key: (one.invited and one.invited.number, one.named.number, one.confirmed.number) for key, one in told.items()
    }
    assert counts == {
        ("region", region.pk): (1, 1, 1),
        ("type", "foundation"): (1, 1, 0),
        ("reach", "local"): (1, 1, 1),
        ("reach", "international"): (1, 1, 0),
        ("first_time", "first_time"): (2, 2, 1),
        ("gender", "woman"): (None, 1, 1),
    }


def test_who_works_both_there_and_worldwide_is_international(consultation):
    organization = at_level("national")
    organization.levels.add(Level.objects.get(pk="regional"))
    make.invited(consultation, organization)
    target(consultation, "reach", "local")
    target(consultation, "reach", "international")

    assert [one.invited.number for one in balance(consultation)] == [0, 1]


def test_only_who_attended_an_earlier_consultation_has_been_there_before(consultation):
    earlier, later = make.consultation(starts_on=date(2025, 3, 9)), make.consultation(starts_on=date(2028, 3, 9))
    was_there, did_not_come, comes_later = (make.organization() for _ in range(3))
    make.registration(make.invited(earlier, was_there), state="attended")
    make.registration(make.invited(earlier, did_not_come), state="no_show")
    make.registration(make.invited(later, comes_later), state="attended")

    assert list(Organization.objects.filter(pk__in=attended_before(consultation))) == [was_there]


def test_who_declined_is_not_among_the_invited(consultation):
    target(consultation, "type", "ngo")
    make.invited(consultation)
    make.invited(consultation, state="declined")

    (measured,) = balance(consultation)

    assert (measured.invited.number, measured.invited.of) == (1, 1)


def test_an_organization_in_danger_counts_for_nobody_who_may_not_know_of_it(consultation, curator):
    target(consultation, "type", "ngo")
    invitation = make.invited(consultation)
    make.registration(invitation)
    mark_at_risk(invitation.organization, reason="a test", by=curator)

    (told,) = balance(consultation, user=make.staff(Function.CONSULTATION_ORGANIZER))
    (known,) = balance(consultation, user=curator)

    assert (told.invited.of, told.named.of, told.confirmed.number) == (0, 0, 0)
    assert (known.invited.of, known.named.of, known.confirmed.number) == (1, 1, 1)


def test_a_registration_serves_the_targets_that_are_not_met_yet(consultation):
    target(consultation, "gender", "woman", 10)
    target(consultation, "type", "ngo", 100)
    invitation = make.invited(consultation)
    make.registration(invitation, gender="woman")
    waiting = make.registration(invitation, gender="woman", state="waitlisted")

    # A woman is confirmed already, which is a tenth of ten seats.
    assert labels_of(unmet_served_by(consultation, [waiting])[waiting.pk]) == [dict(value_choices("type"))["ngo"]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_whole_waiting_list_costs_the_same(consultation, count, django_assert_num_queries):
    target(consultation, "gender", "woman")
    target(consultation, "type", "ngo")
    invitation = make.invited(consultation)
    waiting = [make.registration(invitation, state="waitlisted", gender="man") for _ in range(count)]
    value_choices("type")

    with django_assert_num_queries(3):
        served = unmet_served_by(consultation, waiting)

    assert {len(labels) for labels in served.values()} == {1}
    assert ConsultationInvitation.objects.count() == 1


def test_who_comes_for_iom_brings_the_balance_of_civil_society_no_nearer(consultation):
    target(consultation, "first_time", "first_time")
    target(consultation, "gender", "woman")
    of_iom = named(consultation, part="iom", gender="woman", state="waitlisted")

    assert unmet_served_by(consultation, [of_iom]) == {of_iom.pk: []}
