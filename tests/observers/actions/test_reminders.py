"""Reminders of applications: once for each day, to whose turn it is, and only the latest after a standstill."""

from datetime import timedelta

import pytest

from observers import actions
from observers.models import Reminder, Upload
from observers.queries.clock import database_now
from registry.models import Message
from tests.observers import steps

pytestmark = pytest.mark.django_db


def due_in(application, **time):
    application.turns.filter(ended_at=None).update(due_at=database_now() + timedelta(**time))


def sent(kind):
    return Message.objects.filter(kind=f"observers.{kind}").count()


def test_the_organization_is_reminded_once_a_day_that_counts():
    application = steps.draft()
    due_in(application, days=13)

    assert (actions.remind_of_due_dates(), actions.remind_of_due_dates()) == (1, 0)
    assert sent("due_soon") == 1
    assert Message.objects.get(kind="observers.due_soon").recipient == application.correspondent


def test_after_a_standstill_only_the_latest_is_sent_and_the_other_is_known_as_missed():
    due_in(steps.draft(), days=2)

    assert actions.remind_of_due_dates() == 1
    told = {reminder.days_before: reminder.sent_at is not None for reminder in Reminder.objects.all()}
    assert told == {14: False, 3: True}


def test_iom_is_reminded_when_it_is_its_turn():
    who = steps.people()
    application = steps.in_screening(who)
    due_in(application, days=3)

    assert actions.remind_of_due_dates() == 1
    assert Message.objects.get(kind="observers.staff_due_soon").recipient == who["officer"]


def test_nobody_is_reminded_long_before_nor_afterwards():
    early, late = steps.draft(), steps.draft()
    due_in(early, days=20)
    due_in(late, days=-1)

    assert actions.remind_of_due_dates() == 0
    assert not Reminder.objects.exists()


def test_a_file_that_stopped_half_way_is_forgotten_after_two_weeks():
    application = steps.draft()
    criterion = application.answers.get(criterion__code="C-TWO").criterion
    upload = actions.start_upload(application, criterion, name="a.pdf", size=10, by=application.correspondent)
    actions.add_part(upload, offset=0, data=b"%PDF")
    Upload.objects.update(updated_at=database_now() - timedelta(days=15))

    assert actions.forget_uploads() == 1
    assert not actions.uploads.place_of(upload).exists()
