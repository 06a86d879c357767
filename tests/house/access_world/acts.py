"""Before an act: bring the thing into the state in which the act may happen."""

from django.utils import timezone

from registry import actions, tasks
from registry.models import ImportBatch, ImportRow, Job
from registry.states import JobState, OrganizationState


def clock_ticks(_world):
    tasks.beat()


def in_review(world):
    world.a.__class__.objects.filter(pk=world.a.pk).update(state=OrganizationState.IN_REVIEW)


def job_held(world):
    Job.objects.filter(pk=world.job.pk).update(state=JobState.HELD)


def lifting_proposed(world):
    other = world.people["auditor"]
    world.in_danger.risks.update(lift_proposed_by=other, lift_proposed_at=timezone.now())


def import_decided(world):
    world.batch.rows.exclude(verdict=ImportRow.Verdict.NEW).update(verdict=ImportRow.Verdict.SAME)


def check_done(world):
    Job.objects.filter(subject=world.batch.reference).update(state=JobState.DONE)


def import_stuck(world):
    actions.approve_import(world.batch, by=world.people["curator"], version=world.batch.version)
    Job.objects.filter(kind="import.apply").update(state=JobState.STOPPED)


def import_applied(world):
    actions.approve_import(world.batch, by=world.people["curator"], start=False)
    actions.run_at_once("import.apply", subject=world.batch.reference, by=world.people["curator"])


def undo_reason(world):
    return {"reason": "A test.", "version": ImportBatch.objects.get(pk=world.batch.pk).version}


def undo_stuck(world):
    import_applied(world)
    actions.undo_import(world.batch, reason="A test.", by=world.people["curator"])
    Job.objects.filter(kind="import.undo").update(state=JobState.STOPPED)


def bulk_edit_done(world):
    curator = world.people["curator"]
    actions.run_job(actions.start_bulk_edit(world.bulk_edit, name="A name", reason="because", by=curator))
