"""Jobs: taken once, taken up after a death, held after three failures at one place, stopped, tried again."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from registry import actions
from registry.actions import jobs, work
from registry.errors import Refused
from registry.models import Job, Lane
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


def test_work_that_begins_anew_and_dies_at_the_same_place_is_held_however_many_chunks_come_before(kind):
    def three_chunks(job):
        for done in (1, 2):
            actions.keep_lease(job, done=done, checkpoint={"row": done})
        raise ZeroDivisionError

    kind(three_chunks)
    job = make.job("test")
    for _ in range(4):
        if taken := actions.take_job(job):
            actions.run_job(taken)
        due(job)

    job.refresh_from_db()
    assert (job.state, job.done, job.attempt) == (JobState.HELD, 2, 3)


def test_work_that_begins_anew_goes_on_from_the_checkpoint_that_it_kept_last():
    make.job("test", done=5, checkpoint={"row": 5})
    job = actions.take_job()

    actions.keep_lease(job, done=1, checkpoint={"row": 1})

    job.refresh_from_db()
    assert (job.done, job.checkpoint) == (5, {"row": 1})


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_long_step_keeps_its_lease_though_one_renewal_fails(monkeypatch):
    monkeypatch.setattr(jobs, "_RENEW_AFTER_SECONDS", 0.05)
    make.job("test")
    job = actions.take_job()

    with jobs.holding_lease(job):
        _wait_for(_renewals)
        _end_connections(_renewals())
        since = timezone.now() + jobs.LEASE
        _wait_for(lambda: Job.objects.filter(lease_until__gt=since))

    _wait_for(lambda: not _renewals())


def _renewals():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND query LIKE 'UPDATE \"registry_job\"%'"
        )
        return [pid for (pid,) in cursor.fetchall()]


def _end_connections(pids):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid, 1000) FROM unnest(%s) AS pid", [pids])


def _wait_for(happened):
    until = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)


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


def test_a_paused_job_pauses_at_its_next_chunk_and_goes_on_where_it_stood(kind, steward):
    chunks = []

    def three_chunks(job):
        for done in range(job.done + 1, 4):
            actions.keep_lease(job, done=done, checkpoint={"row": done})
            chunks.append(done)
            if done == 1:
                actions.pause_job(Job.objects.get(pk=job.pk), by=steward)

    kind(three_chunks)
    make.job("test")

    paused = actions.run_job(actions.take_job())
    nobody = actions.take_job()
    actions.resume_job(paused, by=steward)
    done = actions.run_job(actions.take_job())

    assert (paused.state, paused.done, nobody) == (JobState.PAUSED, 1, None)
    assert (done.state, done.done, chunks) == (JobState.DONE, 3, [1, 2, 3])


def test_a_paused_job_is_still_the_only_one_of_its_kind_for_its_subject(kind, steward):
    actions.pause_job(actions.start_job("test", subject="IMP-1", by=steward), by=steward)

    with pytest.raises(Refused):
        actions.start_job("test", subject="IMP-1", by=steward)


DECISIONS = [
    # verb, states from which it is refused
    (actions.pause_job, [JobState.PAUSED, JobState.HELD, JobState.DONE, JobState.STOPPED]),
    (actions.resume_job, [JobState.WAITING, JobState.HELD, JobState.DONE, JobState.STOPPED]),
    (actions.retry_job, [JobState.WAITING, JobState.PAUSED, JobState.DONE, JobState.STOPPED]),
    (actions.stop_job, [JobState.DONE, JobState.STOPPED]),
]


@pytest.mark.parametrize(
    ("verb", "state"),
    [(verb, state) for verb, states in DECISIONS for state in states],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_decision_that_does_not_fit_the_state_is_refused(verb, state, steward):
    job = make.job("test", state=state)

    with pytest.raises(Refused):
        verb(job, by=steward)


def test_short_work_and_long_work_have_lanes_of_their_own(steward):
    long, short = make.job("test"), make.job("test", lane=Lane.SHORT)

    assert actions.take_job(lane=Lane.SHORT) == short
    assert actions.take_job(lane=Lane.SHORT) is None
    assert actions.take_job(lane=Lane.LONG) == long


def test_what_a_person_waits_for_comes_before_what_the_clock_asked_for(steward):
    make.job("test")
    asked_for = make.job("test", asked_by=steward)

    assert actions.take_job() == asked_for


def test_rows_are_held_once_however_often_their_chunk_is_done():
    job = make.job("test")
    row = {"number": 7, "reason": "Two records have this number.", "cells": {"Name": "Hope"}}

    actions.hold_rows(job, [row])
    actions.hold_rows(job, [row])

    assert job.held_rows.get().cells == {"Name": "Hope"}
