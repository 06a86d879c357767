"""Jobs: taken once, taken up after a death, held after three failures at one place, stopped, tried again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry import actions
from registry.actions import jobs, work
from registry.errors import Refused
from registry.models import Job
from registry.states import JobState
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch):
    """A kind of job whose work each test writes itself."""
    done = {}
    monkeypatch.setattr(work, "WORK", {"test": lambda job: done["work"](job)})

    def use(function):
        done["work"] = function

    return use


def lapse(job):
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def due(job):
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())


def test_one_open_job_of_a_kind_for_one_subject(steward):
    first = actions.start_job("test", subject="IMP-1", by=steward)

    with pytest.raises(Refused, match=first.reference):
        actions.start_job("test", subject="IMP-1", by=steward)


def test_a_job_is_taken_by_one_worker(steward):
    job = make.job("test")

    assert actions.take_job() == job
    assert actions.take_job() is None


def test_a_job_whose_worker_died_is_taken_up_again(kind):
    make.job("test")
    dead = actions.take_job()
    lapse(dead)

    alive = actions.take_job()

    assert (alive.pk, alive.attempt) == (dead.pk, 2)
    with pytest.raises(jobs.TakenOver):
        actions.keep_lease(dead, done=1, checkpoint={})


def test_a_worker_that_comes_back_from_the_dead_writes_nothing(kind):
    def comes_back_too_late(job):
        lapse(job)
        actions.take_job()
        actions.keep_lease(job, done=5, checkpoint={"row": 5})

    kind(comes_back_too_late)
    make.job("test")

    job = actions.run_job(actions.take_job())

    assert (job.state, job.done, job.attempt) == (JobState.RUNNING, 0, 2)


def test_a_poisonous_job_is_held_after_three_tries_and_others_go_on(kind):
    kind(lambda job: 1 / 0)
    poison, other = make.job("test"), make.job("test")
    for _ in range(3):
        actions.run_job(actions.take_job(poison))
        due(poison)

    poison.refresh_from_db()
    assert (poison.state, poison.error) == (JobState.HELD, "ZeroDivisionError")
    assert actions.take_job() == other


def test_a_job_that_kills_its_worker_three_times_at_one_place_is_held(kind):
    job = make.job("test")
    for _ in range(3):
        lapse(actions.take_job())

    assert actions.take_job() is None
    job.refresh_from_db()
    assert job.state == JobState.HELD


def test_progress_gives_new_attempts(kind):
    make.job("test")
    for done in range(1, 8):
        job = actions.take_job()
        actions.keep_lease(job, done=done, checkpoint={"row": done})
        lapse(job)

    assert actions.take_job().done == 7


def test_a_kind_of_job_that_nobody_knows_is_held_and_not_lost(kind):
    job = make.job("of an older release")
    for _ in range(3):
        actions.run_job(actions.take_job(job))
        due(job)

    job.refresh_from_db()
    assert job.state == JobState.HELD


def test_a_refusal_asks_for_a_person_at_once(kind):
    def refuse(job):
        raise Refused("There is nothing to apply.")

    kind(refuse)
    make.job("test")

    job = actions.run_job(actions.take_job())

    assert (job.state, job.error, job.attempt) == (JobState.HELD, "There is nothing to apply.", 1)


def test_a_stopped_job_stops_at_its_next_chunk(kind, steward):
    chunks = []

    def three_chunks(job):
        for done in range(1, 4):
            actions.keep_lease(job, done=done, checkpoint={})
            chunks.append(done)
            actions.stop_job(Job.objects.get(pk=job.pk), by=steward)

    kind(three_chunks)
    make.job("test")

    job = actions.run_job(actions.take_job())

    assert (job.state, job.done, chunks) == (JobState.STOPPED, 1, [1])


def test_only_a_held_job_is_tried_again(kind, steward):
    kind(lambda job: None)
    held = make.job("test", state=JobState.HELD, attempt=3)
    make.job("test", not_before=timezone.now())
    running = actions.take_job()

    actions.retry_job(held, by=steward)
    with pytest.raises(Refused):
        actions.retry_job(running, by=steward)

    held.refresh_from_db()
    assert (held.state, held.attempt) == (JobState.WAITING, 0)


def test_a_job_stopped_at_its_very_end_stays_stopped(kind, steward):
    kind(lambda job: actions.stop_job(Job.objects.get(pk=job.pk), by=steward) and {})
    make.job("test")

    assert actions.run_job(actions.take_job()).state == JobState.STOPPED


def test_a_failure_waits_before_it_is_tried_again(kind):
    kind(lambda job: 1 / 0)
    job = make.job("test")

    actions.run_job(actions.take_job())

    assert actions.take_job() is None
    job.refresh_from_db()
    assert timezone.now() < job.not_before < timezone.now() + timedelta(seconds=6)
