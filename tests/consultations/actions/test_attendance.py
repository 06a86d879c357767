"""Checked in once, whatever is sent how often; undone for good; and absent only when the list is closed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from consultations import actions
from consultations.models import Attendance
from consultations.queries.calendar import today_in
from consultations.states import RegistrationState
from registry.actions import mark_at_risk
from registry.errors import Refused
from registry.models import Change
from registry.roles import Function
from tests import make
from tests.consultations.people import named

R = RegistrationState
pytestmark = pytest.mark.django_db
ZONE = "Africa/Nairobi"


@pytest.fixture
def organizer():
    return make.staff(Function.CONSULTATION_ORGANIZER)


@pytest.fixture
def consultation():
    """Its first day is today."""
    return make.consultation(state="running", starts_on=today_in(ZONE))


@pytest.fixture
def person(consultation):
    return named(consultation, part="iom")


def state_of(registration):
    registration.refresh_from_db()
    return registration.state


def sent(person, **fields):
    moment = "2026-11-22T08:00:00Z"
    return {"key": str(uuid4()), "registration": person.reference, "session": "", "taken_at": moment} | fields


def test_who_comes_through_the_door_has_attended(person, organizer):
    attendance = actions.check_in(person, by=organizer)

    assert state_of(person) == R.ATTENDED
    assert (attendance.registration, attendance.session, attendance.by) == (person, None, organizer)


def test_pressing_twice_checks_in_once(person, organizer):
    first = actions.check_in(person, by=organizer)
    second = actions.check_in(person, by=organizer)

    assert first == second
    assert Attendance.objects.count() == 1


def test_each_session_is_attended_for_itself(consultation, person, organizer):
    morning, evening = make.session(consultation), make.session(consultation, starts="18:00", ends="19:00")

    for session in (None, morning, evening, morning):
        actions.check_in(person, session=session, by=organizer)

    found = [row.session for row in person.attendances.order_by("pk")]
    assert found == [None, morning, evening]


def test_what_was_undone_is_awaited_again(person, organizer):
    actions.check_in(person, by=organizer)

    actions.undo_check_in(person, by=organizer)

    assert state_of(person) == R.CONFIRMED
    assert not person.attendances.standing().exists()


def test_who_was_in_a_session_has_attended_though_the_door_was_undone(consultation, person, organizer):
    actions.check_in(person, by=organizer)
    actions.check_in(person, session=make.session(consultation), by=organizer)

    actions.undo_check_in(person, by=organizer)

    assert state_of(person) == R.ATTENDED


def test_undoing_what_somebody_undid_meanwhile_is_told(person, organizer):
    with pytest.raises(Refused, match="not checked in here"):
        actions.undo_check_in(person, by=organizer)


def test_a_device_that_sends_again_what_was_undone_does_not_bring_it_back(consultation, person, organizer):
    one = sent(person)
    actions.take_check_ins(consultation, [one], by=organizer)
    actions.undo_check_in(person, by=organizer)

    (answer,) = actions.take_check_ins(consultation, [one], by=organizer)

    assert answer.outcome == "undone"
    assert state_of(person) == R.CONFIRMED


@pytest.mark.parametrize("state", [R.NOMINATED, R.WAITLISTED, R.REFUSED, R.WITHDRAWN])
def test_who_is_not_confirmed_is_told_whom_to_see(consultation, state, organizer):
    person = named(consultation, part="iom", state=state)

    with pytest.raises(Refused, match="send her to the organizers"):
        actions.check_in(person, by=organizer)


def test_who_was_taken_for_absent_may_have_been_there(consultation, organizer):
    person = named(consultation, part="iom", state=R.NO_SHOW)

    actions.check_in(person, by=organizer)

    assert state_of(person) == R.ATTENDED


@pytest.mark.parametrize("state", ["planned", "registration_closed", "follow_up"])
def test_nobody_is_checked_in_before_the_first_day_nor_after_the_report(state, organizer):
    person = named(make.consultation(state=state, starts_on=date(2026, 1, 12)), part="iom")

    with pytest.raises(Refused, match="neither before nor afterwards"):
        actions.check_in(person, by=organizer)


def test_what_a_device_took_stands_or_falls_one_by_one(consultation, person, organizer):
    session, gone = make.session(consultation), named(consultation, part="iom", state=R.WITHDRAWN)
    elsewhere = named(make.consultation(), part="iom")
    taken = [
        sent(person),
        sent(gone),
        sent(person, registration="REG-NOBODY"),
        sent(elsewhere),
        sent(person, session=session.reference),
        sent(person, session="AGI-NOWHERE"),
    ]

    answers = actions.take_check_ins(consultation, taken, by=organizer)

    assert [one.key for one in answers] == [one["key"] for one in taken]
    assert [one.outcome for one in answers] == ["present", "refused", "refused", "refused", "present", "refused"]
    assert "“Withdrawn”" in answers[1].words
    assert answers[2].words == answers[3].words
    assert "not on the agenda any more" in answers[5].words
    assert person.attendances.count() == 2


def test_both_clocks_are_kept(consultation, person, organizer):
    actions.take_check_ins(consultation, [sent(person, taken_at="2019-01-02T03:04:05.000Z")], by=organizer)

    attendance = person.attendances.get()
    assert attendance.taken_at == datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert timezone.now() - attendance.at < timedelta(hours=1)


@pytest.mark.parametrize("moment", ["", "soon", "2026-13-45T99:00:00Z", "2026-01-01T10:00:00", None, 7])
def test_a_clock_that_says_nothing_is_not_believed(consultation, person, organizer, moment):
    (answer,) = actions.take_check_ins(consultation, [sent(person, taken_at=moment)], by=organizer)

    assert answer.outcome == "present"
    assert timezone.now() - person.attendances.get().taken_at < timedelta(hours=1)


def test_one_key_stands_for_one_person(consultation, person, organizer):
    other, key = named(consultation, part="iom"), str(uuid4())

    first, second = actions.take_check_ins(consultation, [sent(person, key=key), sent(other, key=key)], by=organizer)

    assert (first.outcome, second.outcome) == ("present", "refused")
    assert state_of(other) == R.CONFIRMED


def test_what_a_device_took_of_somebody_who_came_into_danger_stands_and_names_nobody(consultation, organizer, curator):
    endangered = make.organization()
    hidden = named(consultation, endangered)
    mark_at_risk(endangered, reason="a test", by=curator)

    answers = actions.take_check_ins(
        consultation, [sent(hidden), sent(hidden, registration="REG-NOBODY")], by=organizer
    )

    assert [(answer.outcome, answer.words != "") for answer in answers] == [("present", False), ("refused", True)]
    assert state_of(hidden) == R.ATTENDED


def test_who_is_still_awaited_when_the_list_is_closed_did_not_come(organizer):
    consultation = make.consultation(state="running", starts_on=today_in(ZONE) - timedelta(days=2))
    here, absent, waiting = (
        named(consultation, part="iom", state=state) for state in (R.CONFIRMED, R.CONFIRMED, R.WAITLISTED)
    )
    actions.check_in(here, by=organizer)

    actions.close_attendance(consultation, by=organizer)

    assert [state_of(one) for one in (here, absent, waiting)] == [R.ATTENDED, R.NO_SHOW, R.WAITLISTED]


def test_the_list_is_not_closed_while_people_may_still_arrive(consultation, organizer):
    with pytest.raises(Refused, match="may still arrive"):
        actions.close_attendance(consultation, by=organizer)


def test_a_session_that_somebody_attended_stays_on_the_agenda(consultation, person, organizer):
    session = make.session(consultation)
    actions.check_in(person, session=session, by=organizer)

    with pytest.raises(Refused, match="stays on the agenda"):
        actions.remove_agenda_item(session, by=organizer)


def test_the_history_names_nobody(consultation, organizer):
    person = named(consultation, part="iom", name="Amina Named", email="amina@example.org")
    actions.check_in(person, by=organizer)
    actions.undo_check_in(person, by=organizer)

    told = Change.objects.about(person.reference)
    assert [change.verb for change in told] == ["consultation.check_in_undone", "consultation.checked_in"]
    assert "Amina" not in str(list(told.values()))
    assert "amina@" not in str(list(told.values()))


@pytest.mark.slow  # Threads of their own, and tables that are emptied afterwards.
@pytest.mark.django_db(transaction=True)
def test_eight_phones_that_send_the_same_person_at_once_count_her_once():
    organizer = make.staff(Function.CONSULTATION_ORGANIZER)
    consultation = make.consultation(state="running", starts_on=today_in(ZONE))
    person, key = named(consultation, part="iom"), str(uuid4())
    ready = Barrier(8)

    def send(number):
        try:
            ready.wait(timeout=30)
            one = sent(person, **({"key": key} if number % 2 else {}))
            return actions.take_check_ins(consultation, [one], by=organizer)[0].outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as phones:
        outcomes = list(phones.map(send, range(8)))

    assert outcomes == ["present"] * 8
    assert Attendance.objects.count() == 1
