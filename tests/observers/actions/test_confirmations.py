"""The clock asks, reminds and says what lapses; the organization confirms; nothing is taken away."""

from datetime import date, timedelta

import pytest

from observers import actions
from observers.actions.confirmations import _months_after
from observers.models import Confirmation, CriteriaSet
from observers.queries import statuses
from observers.states import StatusState
from registry.errors import Refused
from registry.models import Message, Reminder
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db
ACTIVITY = {"reference": "PAR-1", "words": "Shelter in Kenya", "is_right": True}


@pytest.fixture
def rules():
    CriteriaSet.objects.filter(state="published").update(state="retired")
    return steps.small_set(confirmation_months=60, lapse_days=90)


@pytest.fixture
def observer():
    observer = make.observer(admitted_on=statuses.today() - timedelta(days=61 * 31))
    make.member(observer.organization)
    return observer


def later(confirmation, days):
    """As if `days` had passed since it was asked for."""
    back = timedelta(days=days)
    Confirmation.objects.filter(pk=confirmation.pk).update(
        asked_on=confirmation.asked_on - back, due_on=confirmation.due_on - back
    )


def kinds():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def answered(observer, *, by, is_record_right=True, is_right=True, note=""):
    opened = observer.confirmations.get(state="open")
    actions.answer_record(opened, is_record_right=is_record_right, changes="" if is_record_right else "Much", by=by)
    actions.answer_activities(opened, activities=[ACTIVITY | {"is_right": is_right}], note=note, by=by)
    return opened


def speaker(observer):
    return observer.organization.memberships.get().user


def test_the_clock_asks_once_when_the_months_are_over(observer, rules):
    assert [actions.ask_confirmations(), actions.ask_confirmations()] == [1, 0]

    confirmation = observer.confirmations.get()
    assert confirmation.due_on == statuses.today() + timedelta(days=90)
    assert statuses.state_of(observer) == StatusState.CONFIRMATION_DUE
    assert kinds() == ["observers.confirmation_due"]
    assert observer.organization.name not in Message.objects.get().body


def test_without_a_rule_the_clock_asks_nobody_and_staff_can(observer, curator):
    CriteriaSet.objects.filter(state="published").update(state="retired")

    assert actions.ask_confirmations() == 0
    actions.ask_confirmation(observer, by=curator)

    assert observer.confirmations.get().due_on is None


def test_who_was_admitted_lately_is_not_asked(rules):
    make.observer(admitted_on=statuses.today() - timedelta(days=30))

    assert actions.ask_confirmations() == 0


def test_reminders_go_once_for_each_day_and_catch_up_after_a_standstill(observer, rules):
    actions.ask_confirmations()
    confirmation = observer.confirmations.get()
    assert actions.remind() == 0

    later(confirmation, 61)
    assert [actions.remind(), actions.remind()] == [1, 0]
    later(confirmation, 84)
    assert [actions.remind(), actions.remind()] == [1, 0]

    assert kinds().count("observers.confirmation_reminder") == 2


def test_after_a_standstill_the_latest_reminder_goes_and_the_other_is_noted_as_missed(observer, rules):
    actions.ask_confirmations()
    later(observer.confirmations.get(), 85)

    assert actions.remind() == 1

    missed, sent = Reminder.objects.exclude(sent_at=None, cancelled_at=None).order_by("due_at")
    assert (sent.due_at - missed.due_at).days == 23
    assert (missed.sent_at, sent.cancelled_at) == (None, None)


def test_an_answer_calls_off_what_is_still_to_be_sent(observer, rules):
    actions.ask_confirmations()
    actions.remind()
    assert Reminder.objects.open().count() == 2

    opened = answered(observer, by=speaker(observer))
    actions.send_confirmation(opened, is_interested=True, by=speaker(observer))

    assert not Reminder.objects.open().exists()


def test_what_is_not_confirmed_in_time_lapses_once_and_keeps_its_rights(observer, rules):
    actions.ask_confirmations()
    later(observer.confirmations.get(), 90)
    assert actions.let_lapse() == 0
    later(observer.confirmations.get(), 1)

    assert [actions.let_lapse(), actions.let_lapse()] == [1, 0]

    assert statuses.state_of(observer) == StatusState.LAPSING
    assert statuses.may_take_part(observer.organization, statuses.today())
    assert kinds()[-1] == "observers.lapsing"
    actions.send_confirmation(answered(observer, by=speaker(observer)), is_interested=True, by=speaker(observer))
    assert statuses.state_of(observer) == StatusState.ACTIVE


def test_a_confirmation_without_changes_is_accepted_at_once(observer, rules):
    actions.ask_confirmations()

    sent = actions.send_confirmation(answered(observer, by=speaker(observer)), is_interested=True, by=speaker(observer))

    assert sent.state == "accepted"
    assert statuses.state_of(observer) == StatusState.ACTIVE
    observer.organization.refresh_from_db()
    assert observer.organization.confirmed_on == statuses.today()


@pytest.mark.parametrize("changed", [{"is_record_right": False}, {"is_right": False}, {"note": "A school in Peru"}])
def test_a_confirmation_with_changes_waits_for_a_person(observer, rules, curator, changed):
    actions.ask_confirmations()
    by = speaker(observer)

    sent = actions.send_confirmation(answered(observer, by=by, **changed), is_interested=True, by=by)

    assert (sent.state, statuses.state_of(observer)) == ("sent", StatusState.CONFIRMATION_DUE)
    actions.accept_confirmation(sent, by=curator)
    assert statuses.state_of(observer) == StatusState.ACTIVE
    assert kinds()[-1] == "observers.confirmation_accepted"


def test_what_was_sent_does_not_lapse_while_iom_looks_at_it(observer, rules):
    actions.ask_confirmations()
    by = speaker(observer)
    actions.send_confirmation(answered(observer, by=by, note="A school"), is_interested=True, by=by)
    later(observer.confirmations.get(), 200)

    assert (actions.let_lapse(), actions.remind()) == (0, 0)


def test_who_is_no_longer_interested_is_not_confirmed_by_staff(observer, rules, curator):
    actions.ask_confirmations()
    by = speaker(observer)
    sent = actions.send_confirmation(answered(observer, by=by), is_interested=False, by=by)

    with pytest.raises(Refused, match="no longer interested"):
        actions.accept_confirmation(sent, by=curator)


def test_staff_can_send_it_back_with_a_reason(observer, rules, curator):
    actions.ask_confirmations()
    by = speaker(observer)
    sent = actions.send_confirmation(answered(observer, by=by, note="A school"), is_interested=True, by=by)

    back = actions.return_confirmation(sent, reason="Which school?", by=curator)

    assert (back.state, back.return_reason) == ("open", "Which school?")
    assert "Which school?" not in Message.objects.latest("pk").body


def test_nothing_is_sent_before_the_first_two_screens(observer, rules):
    actions.ask_confirmations()

    with pytest.raises(Refused, match="first two screens"):
        actions.send_confirmation(observer.confirmations.get(), is_interested=True, by=speaker(observer))


def test_one_that_was_left_open_begins_anew_after_a_suspension(observer, rules, curator):
    actions.ask_confirmations()
    make.event(observer, "suspended", statuses.today())
    make.event(observer, "reinstated", statuses.today())
    # What happened on the day on which it was asked for is not due again for months.
    assert actions.ask_confirmations() == 0


def test_a_month_has_as_many_days_as_it_has():
    assert _months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert _months_after(date(2020, 11, 30), 60) == date(2025, 11, 30)
    assert _months_after(date(2023, 12, 31), 2) == date(2024, 2, 29)
