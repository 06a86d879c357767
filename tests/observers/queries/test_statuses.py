"""Who has observer status on a day."""

from datetime import date

import pytest

from observers.models import Observer
from observers.queries import statuses
from observers.states import StatusState
from registry import actions
from tests import make

pytestmark = pytest.mark.django_db
BEFORE, DAY, AFTER = date(2010, 11, 28), date(2010, 11, 29), date(2010, 11, 30)


def names_on(day, **asked):
    return [held.name for held in statuses.observers_on(day, **asked)]


def test_a_status_begins_on_the_day_of_the_act():
    observer = make.observer(name="Harbour Light", admitted_on=DAY)

    assert [statuses.state_of(observer, on=day) for day in (BEFORE, DAY)] == [None, StatusState.ACTIVE]
    assert [names_on(day) for day in (BEFORE, DAY, AFTER)] == [[], ["Harbour Light"], ["Harbour Light"]]


def test_a_status_that_ended_is_there_on_the_days_before_and_not_after():
    observer = make.observer(name="Harbour Light", admitted_on=DAY)
    make.event(observer, "resigned", date(2015, 3, 1))

    assert names_on(date(2015, 2, 28)) == ["Harbour Light"]
    assert names_on(date(2015, 3, 1)) == []


def test_who_was_readmitted_has_the_status_since_the_second_admission():
    observer = make.observer(name="Harbour Light", admitted_on=DAY)
    make.event(observer, "resigned", date(2015, 3, 1))
    make.event(observer, "admitted", date(2018, 11, 27), session_name="109th", resolution="1380")

    (held,) = statuses.observers_on(date(2020, 1, 1))

    assert (held.since, held.session, held.began.resolution) == (date(2018, 11, 27), "109th", "1380")


def test_a_suspended_observer_is_listed_as_such_since_its_admission():
    observer = make.observer(name="Harbour Light", admitted_on=DAY)
    make.event(observer, "suspended", date(2015, 3, 1))

    (held,) = statuses.observers_on(date(2016, 1, 1))

    assert (held.is_suspended, held.since) == (True, DAY)


def test_of_two_events_on_one_day_the_one_recorded_last_counts():
    observer = make.observer(name="Harbour Light", admitted_on=DAY)
    make.event(observer, "suspended", date(2015, 3, 1))
    make.event(observer, "reinstated", date(2015, 3, 1))

    assert statuses.state_of(observer, on=date(2015, 3, 1)) == StatusState.ACTIVE


def test_kinds_are_counted_apart():
    make.observer(name="Harbour Light")
    make.observer(name="A Bank of Islands", kind="igo")

    assert names_on(AFTER, kind="igo") == ["A Bank of Islands"]
    assert [len(statuses.observers_on(AFTER, kind=kind)) for kind in ("cso", "igo", "state")] == [1, 1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_one_statement(count, django_assert_num_queries):
    for _number in range(count):
        make.event(make.observer(), "suspended", date(2015, 3, 1))

    with django_assert_num_queries(1):
        assert len(statuses.observers_on(date(2020, 1, 1))) == count
    with django_assert_num_queries(1):
        assert len(statuses.states_on(date(2020, 1, 1))) == count


def test_an_organization_at_risk_is_nowhere_on_any_day(curator):
    observer = make.observer()
    actions.mark_at_risk(observer.organization, reason="a test", by=curator)

    assert names_on(AFTER) == []
    assert not statuses.observers_on(AFTER, kind="cso")
    assert statuses.with_status_among([observer.organization.reference], on=AFTER) == set()
    assert not Observer.objects.public().exists()


def test_an_observer_that_nobody_linked_is_hidden_when_it_bears_the_name_of_one_at_risk(curator):
    make.observer(name="HARBOUR Light")
    organization = make.organization("Harbour Light")
    assert names_on(AFTER) == ["HARBOUR Light"]

    actions.mark_at_risk(organization, reason="a test", by=curator)

    assert names_on(AFTER) == []


def test_an_act_of_the_council_stays_public_when_the_record_is_closed_or_not_published():
    """Only danger hides; the name is that of the act, and it leads to no page."""
    observer = make.observer(make.organization(state="archived"))

    assert names_on(AFTER) == [observer.name]
    assert statuses.observers_on(AFTER)[0].organization is None


def test_another_spelling_does_not_give_away_who_is_at_risk(curator):
    organization = make.organization("Collectif d’Aide aux Réfugiés")
    make.observer(name="Collectif d'aide aux refugies (CAR)")
    actions.mark_at_risk(organization, reason="a test", by=curator)

    assert names_on(AFTER) == []


def test_consultations_can_ask_whether_an_organization_has_the_status():
    observer = make.observer(admitted_on=DAY)
    other = make.organization()

    assert [statuses.has_status(observer.organization, day) for day in (BEFORE, DAY)] == [False, True]
    assert not statuses.has_status(other, AFTER)
    make.event(observer, "suspended", date(2015, 3, 1))
    assert statuses.has_status(observer.organization, date(2016, 1, 1))
    assert not statuses.may_take_part(observer.organization, date(2016, 1, 1))
