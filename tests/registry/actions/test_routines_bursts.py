"""Many clocks that tick at the same moment ask for each routine once; workers take each run once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry import actions
from registry.models import Job, Routine
from registry.queries.routines import timetable
from tests.bursts import burst

# Eight connections at once need rows that are committed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_eight_clocks_that_tick_at_once_ask_for_each_routine_once():
    actions.ask_for_work()
    Routine.objects.update(next_due_at=timezone.now() - timedelta(hours=30))

    ended = burst([actions.ask_for_work] * 8)

    assert ended == {"done": 8}
    assert Job.objects.count() == Routine.objects.count() == len(timetable())


def test_eight_clocks_that_see_the_timetable_first_at_once_write_each_row_once():
    ended = burst([actions.ask_for_work] * 8)

    assert (ended, Routine.objects.count()) == ({"done": 8}, len(timetable()))


def test_a_run_by_hand_and_the_clock_at_once_make_one_run(steward):
    actions.ask_for_work()
    routine = Routine.objects.get(key="expire-claims")
    Routine.objects.filter(pk=routine.pk).update(next_due_at=timezone.now())

    burst([actions.ask_for_work] * 4 + [lambda: actions.run_routine(routine, by=steward)] * 4)

    assert Job.objects.filter(routine=routine).count() == 1
