"""Routines: asked for once at each time, once after a standstill, paused by people; what is late or held is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from registry import actions
from registry.errors import Refused
from registry.models import Change, Job, Message, Routine
from registry.queries import routines
from registry.states import JobState
from registry.timetable import At, Entry
from tests import make

pytestmark = pytest.mark.django_db

MOMENTS = [
    # minute, hours, moment, the last time until then, the first after it
    (10, (1,), "2026-11-22T01:09", "2026-11-21T01:10", "2026-11-22T01:10"),
    (10, (1,), "2026-11-22T01:10", "2026-11-22T01:10", "2026-11-23T01:10"),
    (10, (1,), "2026-11-22T23:59", "2026-11-22T01:10", "2026-11-23T01:10"),
    (10, (1,), "2028-02-29T12:00", "2028-02-29T01:10", "2028-03-01T01:10"),
    (5, tuple(range(24)), "2026-12-31T23:30", "2026-12-31T23:05", "2027-01-01T00:05"),
    (45, (4, 5), "2026-11-22T04:45", "2026-11-22T04:45", "2026-11-22T05:45"),
]


def did():
    """What the task of the tests' own routine does."""
    return 7


def breaks():
    return 1 / 0


@pytest.fixture
def timetable(settings):
    """One routine, due every hour on the hour; a test may say what it does."""
    settings.TIMETABLE = f"{__name__}.TABLE"
    actions.ask_for_work()


TABLE = [Entry("count", "Count", At(0), f"{__name__}.did")]


def due(*, hours=0):
    """The clock stood still: it was due so many hours and a minute ago."""
    Routine.objects.update(next_due_at=timezone.now() - timedelta(hours=hours, minutes=1))


@pytest.mark.parametrize(("minute", "hours", "moment", "until", "after"), MOMENTS)
def test_a_timetable_knows_what_was_and_what_comes(minute, hours, moment, until, after):
    at = At(minute, hours)
    moment, until, after = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (moment, until, after))

    assert (at.until(moment), at.after(moment)) == (until, after)


def test_every_entry_names_work_that_there_is():
    for entry in routines.timetable().values():
        assert entry.kind in actions.WORK or callable(routines.import_string(entry.task))


def test_a_new_routine_waits_for_its_time(timetable):
    assert actions.ask_for_work() == 0
    assert Routine.objects.get().next_due_at == At(0).after(timezone.now())


def test_a_release_that_moves_it_moves_its_next_time(timetable, monkeypatch):
    monkeypatch.setattr(f"{__name__}.TABLE", [Entry("count", "Count", At(59), f"{__name__}.did")])

    actions.ask_for_work()

    assert Routine.objects.get().next_due_at == At(59).after(timezone.now())


def test_what_is_due_runs_once_and_tells_what_it_came_to(timetable):
    due()

    asked = [actions.ask_for_work(), actions.ask_for_work()]
    run = actions.run_job(actions.take_job(lane="short"))

    assert asked == [1, 0]
    assert (run.state, run.result, run.routine.key) == (JobState.DONE, {"count": 7}, "count")
    assert run.due_at == At(0).until(timezone.now())
    assert not Change.objects.filter(subject=run.reference).exists()


def test_one_time_is_asked_for_once_whatever_the_row_says(timetable):
    due()
    actions.ask_for_work()
    actions.run_job(actions.take_job())
    due()

    assert (actions.ask_for_work(), Job.objects.count()) == (0, 1)


def test_after_fifty_hours_of_standstill_it_runs_once(timetable):
    due(hours=50)

    actions.ask_for_work()
    actions.run_job(actions.take_job())
    actions.ask_for_work()

    assert Job.objects.count() == 1


def test_a_run_that_has_not_ended_keeps_the_next_from_beginning_and_is_late(timetable):
    due()
    actions.ask_for_work()
    run = actions.take_job()
    Job.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(hours=2))
    due(hours=1)

    asked = actions.ask_for_work()

    assert (asked, Job.objects.count()) == (0, 1)
    assert [late.late_since for late in routines.late_work()] == [Job.objects.get().due_at]


def test_what_was_held_is_tried_anew_at_the_next_time(timetable, monkeypatch):
    monkeypatch.setattr(f"{__name__}.TABLE", [Entry("count", "Count", At(0), f"{__name__}.breaks")])
    due(hours=1)
    actions.ask_for_work()
    for _attempt in range(3):
        actions.run_job(actions.take_job())
        Job.objects.update(not_before=timezone.now())
    held = Job.objects.get()
    Job.objects.update(due_at=held.due_at - timedelta(hours=1))
    due()

    actions.ask_for_work()

    assert held.state == JobState.HELD
    assert list(Job.objects.order_by("pk").values_list("state", flat=True)) == [JobState.STOPPED, JobState.WAITING]


def test_who_keeps_jobs_is_told_once_until_it_has_worked_again(timetable, administrator, steward, curator):
    due(hours=1)
    actions.ask_for_work()
    actions.ask_for_work()
    run = actions.take_job()
    Job.objects.update(created_at=timezone.now() - timedelta(hours=2))

    actions.ask_for_work()
    actions.ask_for_work()

    told = Message.objects.filter(kind="registry.routine_late")
    assert set(told.values_list("recipient", flat=True)) == {administrator.pk, steward.pk}
    assert told.count() == 2
    actions.run_job(run)
    assert Routine.objects.get().alarmed_at is None


def test_a_held_job_is_told_to_who_keeps_jobs_and_who_asked_and_names_nothing(steward, curator):
    job = make.job("of an older release", subject="Hope Foundation", asked_by=curator, attempt=3)

    actions.take_job()

    job.refresh_from_db()
    told = Message.objects.filter(kind="registry.job_held")
    assert job.state == JobState.HELD
    assert set(told.values_list("recipient", flat=True)) == {steward.pk, curator.pk}
    assert all(job.reference in one.body and "Hope" not in one.title + one.body for one in told)


def test_a_paused_routine_is_not_asked_for_and_catches_up_once(timetable, steward):
    routine = actions.pause_routine(Routine.objects.get(), reason="The source is closed.", by=steward)
    due(hours=5)

    paused = actions.ask_for_work()
    actions.resume_routine(routine, by=steward)
    resumed = actions.ask_for_work()

    assert (paused, resumed, routines.late_work()) == (0, 1, [])
    assert list(Change.objects.filter(subject="count").order_by("pk").values_list("verb", flat=True)) == [
        "routine.paused",
        "routine.resumed",
    ]


@pytest.mark.parametrize("verb", ["pause_routine", "resume_routine"])
def test_a_decision_that_was_taken_already_is_refused(timetable, steward, verb):
    routine = Routine.objects.get()
    reason = {"reason": "Because."} if verb == "pause_routine" else {}
    if verb == "pause_routine":
        actions.pause_routine(routine, by=steward, **reason)

    with pytest.raises(Refused):
        getattr(actions, verb)(routine, by=steward, **reason)


def test_a_run_by_hand_is_one_more_and_not_beside_another(timetable, steward):
    routine = Routine.objects.get()

    job = actions.run_routine(routine, by=steward)

    assert (job.asked_by, job.due_at, job.routine) == (steward, None, routine)
    with pytest.raises(Refused, match=job.reference):
        actions.run_routine(routine, by=steward)


def test_runs_of_long_ago_are_forgotten_and_what_people_asked_for_is_not(timetable, steward):
    due()
    actions.ask_for_work()
    actions.run_job(actions.take_job())
    by_hand = actions.run_job(actions.take_job(actions.run_routine(Routine.objects.get(), by=steward)))
    Job.objects.update(ended_at=timezone.now() - timedelta(days=61))

    assert actions.forget_runs() == 1
    assert Job.objects.get() == by_hand
