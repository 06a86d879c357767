"""The ledger of reminders: never lost, never twice, none when the task is done."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from registry import actions
from registry.models import Message, Reminder
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def kind(settings):
    """A kind of reminder whose verb each test writes itself."""
    settings.REMINDERS = {"test": f"{__name__}.wrote"}
    answers.clear()
    written.clear()


answers, written = {}, []


def wrote(reminder):
    """What an app does: it writes in the same transaction, or says why not."""
    answer = answers.get(reminder.subject, True)
    if isinstance(answer, Exception):
        raise answer
    if answer:
        make.message(kind=f"reminder {reminder.subject}")
    written.append(reminder.subject)
    return answer


def send():
    return actions.send_due_reminders(by="clock")


def test_what_is_due_is_sent_once_however_often_the_clock_looks(kind):
    actions.plan_reminder("test", subject="A", due_at=NOW - DAY)
    actions.plan_reminder("test", subject="A", due_at=NOW - DAY)
    actions.plan_reminder("test", subject="B", due_at=NOW + DAY)

    sent = send(), send()

    assert sent == (1, 0)
    assert list(Message.objects.values_list("kind", flat=True)) == ["reminder A"]


def test_after_a_standstill_the_latest_of_a_matter_is_sent_and_the_others_are_called_off(kind):
    for days in (30, 7, 3):
        actions.plan_reminder("test", subject="A", due_at=NOW - days * DAY)

    assert send() == 1

    told = [(one.sent_at is not None, one.cancelled_at is not None) for one in Reminder.objects.order_by("due_at")]
    assert told == [(False, True), (False, True), (True, False)]


def test_a_task_that_is_done_is_reminded_of_no_more(kind):
    actions.plan_reminder("test", subject="A", due_at=NOW - DAY)
    actions.plan_reminder("test", subject="B", due_at=NOW - DAY)

    assert actions.cancel_reminders("test", subject="A") == 1
    assert send() == 1


def test_what_was_called_off_before_its_time_can_be_planned_again(kind):
    for subject, due_at in (("A", NOW + DAY), ("B", NOW - DAY)):
        actions.plan_reminder("test", subject=subject, due_at=due_at)
        actions.cancel_reminders("test", subject=subject)
        actions.plan_reminder("test", subject=subject, due_at=due_at)

    assert [reminder.due_at for reminder in Reminder.objects.open()] == [NOW + DAY]


def test_without_anybody_to_write_to_it_stays_and_without_a_task_it_is_called_off(kind):
    answers.update({"nobody": None, "done": False})
    for subject in answers:
        actions.plan_reminder("test", subject=subject, due_at=NOW - DAY)

    assert (send(), send()) == (0, 0)

    assert written == ["nobody", "done", "nobody"]


def test_one_that_cannot_be_sent_leaves_the_others_and_is_tried_again(kind):
    answers["A"] = ZeroDivisionError()
    for subject in ("A", "B"):
        actions.plan_reminder("test", subject=subject, due_at=NOW - DAY)

    assert send() == 1
    answers.clear()
    assert send() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_clocks_at_once_one_sends(kind):
    actions.plan_reminder("test", subject="A", due_at=NOW - DAY)
    together, sent = threading.Barrier(4), []

    def clock():
        together.wait()
        sent.append(send())
        connection.close()

    clocks = [threading.Thread(target=clock) for _ in range(4)]
    for one in clocks:
        one.start()
    for one in clocks:
        one.join()

    assert sorted(sent) == [0, 0, 0, 1]
    assert Message.objects.count() == 1
