"""Who represents an observer, and where."""

from datetime import date, timedelta

import pytest

from observers import actions
from observers.models import CriteriaSet
from observers.queries import statuses
from registry.errors import Contradiction, Refused
from registry.models import Change
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def observer():
    return make.observer()


@pytest.fixture
def by(observer):
    return make.member(observer.organization)


@pytest.fixture
def session():
    return make.council_session(starts_on=statuses.today() + timedelta(days=10))


def test_a_representative_may_be_sent_at_once(observer, by, session):
    designation = actions.designate(observer, name="A. Person", by=by)

    assert list(statuses.current_representatives(observer.organization)) == [designation]
    assert actions.nominate(designation, session=session, by=by).session == session


def test_no_more_than_the_criteria_allow(observer, by):
    CriteriaSet.objects.filter(state="published").update(state="retired")
    steps.small_set(most_representatives=1)
    first = actions.designate(observer, name="A. Person", by=by)

    with pytest.raises(Refused, match="At most 1"):
        actions.designate(observer, name="B. Person", by=by)

    actions.end_designation(first, by=by)
    assert actions.designate(observer, name="B. Person", by=by)


def test_the_same_person_is_designated_once(observer, by):
    actions.designate(observer, name="A. Person", by=by)

    with pytest.raises(Contradiction, match="designated already"):
        actions.designate(observer, name="a. person", by=by)


def test_who_ended_is_not_nominated_and_her_nominations_are_withdrawn(observer, by, session):
    designation = actions.designate(observer, name="A. Person", by=by)
    participation = actions.nominate(designation, session=session, by=by)

    actions.end_designation(designation, by=by)

    participation.refresh_from_db()
    assert participation.withdrawn_at
    with pytest.raises(Refused, match="does not represent"):
        actions.nominate(designation, session=session, by=by)


def test_nobody_is_nominated_twice_nor_for_a_session_that_is_over(observer, by, session):
    designation = actions.designate(observer, name="A. Person", by=by)
    actions.nominate(designation, session=session, by=by)

    with pytest.raises(Contradiction, match="nominated for the session already"):
        actions.nominate(designation, session=session, by=by)
    with pytest.raises(Refused, match="is over"):
        actions.nominate(designation, session=make.council_session(starts_on=date(2020, 1, 1)), by=by)


def test_a_session_that_goes_on_still_takes_nominations(observer, by):
    session = make.council_session(starts_on=statuses.today() - timedelta(days=2))

    assert actions.nominate(actions.designate(observer, name="A. Person", by=by), session=session, by=by)


def test_a_suspended_observer_sends_nobody(observer, by, session):
    designation = actions.designate(observer, name="A. Person", by=by)
    make.event(observer, "suspended", statuses.today())

    assert not statuses.current_representatives(observer.organization).exists()
    with pytest.raises(Refused, match="Suspended"):
        actions.nominate(designation, session=session, by=by)
    with pytest.raises(Refused, match="Suspended"):
        actions.designate(observer, name="B. Person", by=by)


def test_who_acts_for_the_organization_no_more_nominates_nobody(observer, by, session):
    designation = actions.designate(observer, name="A. Person", by=by)
    observer.organization.memberships.update(left_at="2026-01-01T00:00Z")

    # The person was loaded before: what counts is what the database says behind the lock.
    with pytest.raises(Refused, match="do not act for this organization any more"):
        actions.nominate(designation, session=session, by=by)


def test_a_nomination_can_be_withdrawn_and_given_again(observer, by, session):
    designation = actions.designate(observer, name="A. Person", by=by)
    participation = actions.nominate(designation, session=session, by=by)

    actions.withdraw_nomination(participation, by=by)

    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw_nomination(participation, by=by)
    assert actions.nominate(designation, session=session, by=by)


def test_attendance_is_recorded_when_the_session_has_begun(observer, by, curator, session):
    designation = actions.designate(observer, name="A. Person", by=by)
    to_come = actions.nominate(designation, session=session, by=by)
    begun = make.council_session(starts_on=statuses.today())
    now = actions.nominate(designation, session=begun, by=by)

    with pytest.raises(Refused, match="has not begun"):
        actions.record_attendance(session, came={to_come.pk: True}, by=curator)
    assert actions.record_attendance(begun, came={now.pk: True}, by=curator) == 1
    assert actions.record_attendance(begun, came={now.pk: True}, by=curator) == 0


def test_the_history_names_nobody(observer, by, session):
    actions.nominate(actions.designate(observer, name="A. Person", by=by), session=session, by=by)

    told = Change.objects.filter(subject=observer.reference).values_list("diff", "reason")
    assert "Person" not in str(list(told))
