"""A job that the curator asked for and a routine of the clock, for the access test."""

from datetime import timedelta

from django.utils import timezone

from registry import actions
from registry.models import Job, Routine


def build(world):
    world.routine = Routine.objects.create(key="count-missions", next_due_at=timezone.now() + timedelta(hours=1))
    actions.hold_rows(world.job, [{"number": 1, "reason": "Two records have this number."}])


def _paused(world):
    actions.pause_job(Job.objects.get(pk=world.job.pk), by=world.people["curator"])


def _paused_routine(world):
    actions.pause_routine(world.routine, reason="because", by=world.people["steward"])


def examples(world, example):
    job, routine = {"reference": world.job.reference}, {"key": world.routine.key}
    return {
        "registry:job-held": example(job),
        "registry:job-pause": example(job),
        "registry:job-resume": example(job, before=_paused),
        "registry:routine-list": example(),
        "registry:routine-detail": example(routine),
        "registry:routine-pause": example(routine, {"reason": "because"}),
        "registry:routine-resume": example(routine, before=_paused_routine),
        "registry:routine-run": example(routine),
    }
