"""Long work: a row says what is to be done; any worker that is awake takes it up, and takes it up again after a death."""

import logging
import socket
import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.errors import Refused
from registry.models import Job
from registry.states import NEXT, JobState

# A worker renews its lease with every chunk. A job whose lease ran out belongs to nobody.
LEASE = timedelta(seconds=40)
_PAUSE = [timedelta(seconds=seconds) for seconds in (5, 60, 300)]

logger = logging.getLogger(__name__)

# kind of job → the function that does it, chunk by chunk: see `work` below.
WORK: dict[str, Callable] = {}


class TakenOver(Exception):
    """Another worker holds the job now: stop without a word."""


def start_job(kind, *, subject, by, arguments=None, total=0):
    """Write the job; a worker wakes up within seconds. One open job of a kind for one subject: a second is refused."""
    open_job = Job.objects.filter(kind=kind, subject=subject, state__in=["waiting", "running", "held"]).first()
    if open_job:
        raise Refused(_("This is being done already: see job %(job)s.") % {"job": open_job.reference})
    return Job.objects.create(
        kind=kind, subject=subject, arguments=arguments or {}, total=total, asked_by=by, not_before=timezone.now()
    )


@transaction.atomic
def take_job():
    """Take one due job for this worker, or None. A job that failed three times is held for a person instead."""
    job = Job.objects.select_for_update(skip_locked=True).due(at=timezone.now()).order_by("not_before", "pk").first()
    if job is None:
        return None
    if job.attempt >= Job.MAX_ATTEMPTS:
        return _hold(job, job.error or _("The worker died three times on this job."))
    job.state, job.attempt = JobState.RUNNING, job.attempt + 1
    job.worker = f"{socket.gethostname()}:{threading.get_native_id()}:{timezone.now():%H%M%S%f}"
    job.lease_until = timezone.now() + LEASE
    job.started_at = job.started_at or timezone.now()
    job.save()
    return job


def run_job(job):
    """Do a job that was taken; returns its state. A failure is told in words and tried again later."""
    try:
        result = WORK[job.kind](job)
    except TakenOver:
        return job.state
    except Exception as failure:
        logger.exception("Job %s failed", job.reference)
        return _fail(job, failure).state
    with transaction.atomic():
        job = _mine(job)
        job.state, job.lease_until, job.ended_at = JobState.DONE, None, timezone.now()
        job.result, job.error = result or {}, ""
        job.save()
        record("job.done", subject=job.reference, by=f"job {job.kind}", diff={"result": [None, job.result]})
    return job.state


def keep_lease(job, *, done, checkpoint, total=None):
    """Call it last in the transaction of each chunk: progress, checkpoint and work are kept together or not at all.

    Raises TakenOver when the job was stopped or another worker holds it; the chunk is then rolled back with the exception.
    """
    mine = _mine(job)
    mine.done, mine.checkpoint = done, checkpoint
    mine.total = mine.total if total is None else total
    mine.lease_until = timezone.now() + LEASE
    mine.save(update_fields=["done", "total", "checkpoint", "lease_until", "updated_at"])
    job.done, job.checkpoint, job.total = mine.done, mine.checkpoint, mine.total


@transaction.atomic
def stop_job(job, *, by):
    """Stop at the next chunk. What was done stays done; the job can be started anew."""
    return _set(job, JobState.STOPPED, by, "job.stopped")


@transaction.atomic
def retry_job(job, *, by):
    """Give a held job three more attempts, from its checkpoint."""
    return _set(job, JobState.WAITING, by, "job.retried")


def _set(job, to, by, verb):
    job = Job.objects.select_for_update().get(pk=job.pk)
    if to not in NEXT[JobState][job.state]:
        raise Refused(_("This job is %(state)s already.") % {"state": job.get_state_display().lower()})
    job.state, job.attempt, job.lease_until = to, 0, None
    job.not_before = timezone.now()
    job.ended_at = timezone.now() if to == JobState.STOPPED else None
    job.version += 1
    job.save()
    record(verb, subject=job.reference, by=by)
    return job


def _mine(job):
    """The job's row, locked, if this worker still holds it."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.state != JobState.RUNNING or row.worker != job.worker:
        raise TakenOver
    return row


def _fail(job, failure):
    # A failed statement leaves the connection as it was before the chunk; the verdict needs a transaction of its own.
    connection.close_if_unusable_or_obsolete()
    with transaction.atomic():
        try:
            job = _mine(job)
        except TakenOver:
            return job
        sentence = str(failure) if isinstance(failure, Refused) else f"{type(failure).__name__}: {failure}"
        if job.attempt >= Job.MAX_ATTEMPTS or isinstance(failure, Refused):
            return _hold(job, sentence)
        job.state, job.lease_until, job.error = JobState.WAITING, None, sentence[:1000]
        job.not_before = timezone.now() + _PAUSE[job.attempt - 1]
        job.save()
        return job


def _hold(job, sentence):
    job.state, job.lease_until, job.error, job.ended_at = JobState.HELD, None, sentence[:1000], timezone.now()
    job.save()
    record("job.held", subject=job.reference, by=f"job {job.kind}", reason=job.error[:500])
    return job
