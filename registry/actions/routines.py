"""Routines: the clock only ticks; what is due becomes a job, once for each due time, and workers take it up.

After hours in which nothing ticked there is one run to catch up, not one for every hour that was missed.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.jobs import holding_lease, start_job
from registry.actions.messages import notify
from registry.errors import Refused
from registry.models import Job, Lane, Routine
from registry.queries.routines import keepers_of_jobs, late_work, timetable
from registry.states import JobState

# The kind of a job that is a task of the timetable, done in one step. A routine that names a kind of its own goes by
# the chunks of that kind.
ROUTINE = "routine"
CLOCK = "clock"
RUNS_LAST = timedelta(days=60)


def ask_for_work():
    """Write a run of every routine that is due, and tell people of what is late; returns how many runs were written."""
    entries = timetable()
    now = timezone.now()
    known = {one.key: one for one in Routine.objects.filter(key__in=entries)}
    # Seen for the first time, it waits for its time: a new release does not do everything at once.
    new = [Routine(key=key, next_due_at=entries[key].at.after(now)) for key in entries if key not in known]
    Routine.objects.bulk_create(new, ignore_conflicts=True)
    due = [one for one in known.values() if one.paused_at is None and _is_to_see(one, entries[one.key], now)]
    asked = sum(_ask(one, entries[one.key]) for one in due)
    _tell_what_is_late()
    return asked


def do_routine(job):
    """The work of a job `routine`. It may run twice, as everything that the clock does."""
    task = import_string(timetable()[job.subject].task)
    with holding_lease(job):
        return {"count": task()}


def forget_runs():
    """Runs of long ago that ended as they should; returns how many went. What people asked for stays."""
    old = Job.objects.filter(routine__isnull=False, asked_by=None, state__in=[JobState.DONE, JobState.STOPPED])
    return old.filter(ended_at__lt=timezone.now() - RUNS_LAST).delete()[1].get("registry.Job", 0)


@transaction.atomic
def pause_routine(routine, *, reason, by):
    """The clock asks for it no more, until somebody resumes it. A run that has begun goes on."""
    routine = Routine.objects.select_for_update(of=("self",)).get(pk=routine.pk)
    if routine.paused_at:
        raise Refused(_("This is paused already."))
    routine.paused_at, routine.paused_by, routine.pause_reason = timezone.now(), by, reason
    _save(routine)
    record("routine.paused", subject=routine.key, by=by, reason=reason)
    return routine


@transaction.atomic
def resume_routine(routine, *, by):
    """What was missed meanwhile is made up for by one run."""
    routine = Routine.objects.select_for_update(of=("self",)).get(pk=routine.pk)
    if routine.paused_at is None:
        raise Refused(_("This is not paused."))
    routine.paused_at, routine.paused_by, routine.pause_reason = None, None, ""
    _save(routine)
    record("routine.resumed", subject=routine.key, by=by)
    return routine


@transaction.atomic
def run_routine(routine, *, by):
    """One run now, whatever the timetable says, also of what is paused. Refused while another is open."""
    job = _start(routine, timetable()[routine.key], by=by)
    record("routine.run", subject=routine.key, by=by, diff={"job": [None, job.reference]})
    return job


def _is_to_see(routine, entry, now):
    # A release may have moved it to another time.
    return routine.next_due_at <= now or routine.next_due_at != entry.at.after(now)


@transaction.atomic
def _ask(routine, entry):
    """One run if it is due; 1 or 0. Two clocks that tick at once ask once."""
    now = timezone.now()
    routine = Routine.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=routine.pk).first()
    if routine is None or routine.paused_at:
        return 0
    asked, due_at = 0, entry.at.until(now)
    if routine.next_due_at <= now and not routine.runs.filter(due_at=due_at).exists():
        _give_up_held_run(routine)
        try:
            _start(routine, entry, by=None, due_at=due_at)
        except Refused:
            # The run before has not ended: it stays due, and is told to be late if that lasts.
            return 0
        asked = 1
    routine.next_due_at = entry.at.after(now)
    _save(routine)
    return asked


def _start(routine, entry, *, by, due_at=None):
    kind, subject = (entry.kind, "inventory") if entry.kind else (ROUTINE, entry.key)
    lane = Lane.LONG if entry.is_long else Lane.SHORT
    return start_job(kind, subject=subject, by=by, lane=lane, routine=routine, due_at=due_at)


def _give_up_held_run(routine):
    """What was held last time is tried anew by the next run, which does whatever is still to be done."""
    held = Job.objects.select_for_update(of=("self",)).filter(routine=routine, state=JobState.HELD).first()
    if held:
        held.state, held.ended_at = JobState.STOPPED, timezone.now()
        held.version += 1
        held.save()
        record("job.stopped", subject=held.reference, by=CLOCK)


def _tell_what_is_late():
    for standing in late_work():
        if standing.routine.alarmed_at is None:
            _tell_late(standing.routine)


@transaction.atomic
def _tell_late(routine):
    # Who ticks at the same moment finds it told.
    if Routine.objects.filter(pk=routine.pk, alarmed_at=None).update(alarmed_at=timezone.now()):
        for keeper in keepers_of_jobs():
            notify("registry.routine_late", recipient=keeper, subject=routine.key, context={"routine": routine})


def _save(routine):
    routine.version += 1
    routine.save()
