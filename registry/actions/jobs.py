"""Long work: a row says what is to be done; any worker that is awake takes it up, and takes it up again after a death.

Which function does which kind of job stands in registry/actions/work.py.
"""

import socket
import threading
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, IntegrityError, InterfaceError, connection, transaction
from django.db.models import F
from django.db.models.lookups import In, IsNull
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.messages import notify
from registry.errors import Refused
from registry.models import HeldRow, Job, Lane, Routine
from registry.models.jobs import OPEN
from registry.queries.routines import keepers_of_jobs
from registry.states import NEXT, JobState

# A worker renews its lease with every chunk. A job whose lease ran out belongs to nobody.
LEASE = timedelta(seconds=40)
_RENEW_AFTER_SECONDS = 10
# Kinds that systems of partners ask for, as many as they like.
_SENT = ["match.list"]
_PAUSE = [timedelta(seconds=seconds) for seconds in (5, 60, 300)]


class TakenOver(Exception):
    """Another worker holds the job now, or a person stopped it: end without a word."""


def start_job(kind, *, subject, by, arguments=None, total=0, lane=Lane.LONG, routine=None, due_at=None):
    """Write the job; a worker wakes up within seconds. One open job of a kind for one subject: a second is refused.

    What takes seconds may say that it is short: workers of its own take it, however long the work of the others is.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                subject=subject,
                arguments=arguments or {},
                total=total,
                asked_by=by,
                lane=lane,
                routine=routine,
                due_at=due_at,
                not_before=timezone.now(),
            )
    except IntegrityError:
        open_job = Job.objects.filter(kind=kind, subject=subject, state__in=OPEN).first()
        if open_job is None:
            raise
        raise Refused(_("This is being done already: see job %(job)s.") % {"job": open_job.reference}) from None
    return job


def take_job(job=None, *, lane=None):
    """Take one due job for this worker, of this lane, or this one; None when there is none.

    What a person waits for comes before what the clock asked for, and that before what systems of partners sent.

    Attempts count what failed since the last progress: a job that dies three times at one place is held for a person.
    """
    while True:
        with transaction.atomic():
            due = Job.objects.select_for_update(skip_locked=True).due(at=timezone.now())
            due = due.filter(pk=job.pk) if job else due
            due = due.filter(lane=lane) if lane else due
            taken = due.order_by(IsNull(F("asked_by"), True), In(F("kind"), _SENT), "not_before", "pk").first()
            if taken is None:
                return None
            if taken.attempt < Job.MAX_ATTEMPTS:
                return _take(taken)
            _hold(taken, taken.error or _("The worker died three times at the same place of this job."))


def keep_lease(job, *, done, checkpoint, total=None):
    """Call it last in the transaction of each chunk: progress, checkpoint and work are kept together or not at all.

    Raises TakenOver when the job was stopped or another worker holds it; the chunk is then rolled back with it.
    Work that begins anew gets new attempts only beyond where it was once: the way there is no progress.
    """
    mine = mine_still(job)
    mine.attempt = 1 if done > mine.done else mine.attempt
    mine.done, mine.checkpoint = max(done, mine.done), checkpoint
    mine.total = mine.total if total is None else total
    mine.lease_until = timezone.now() + LEASE
    mine.save(update_fields=["attempt", "done", "total", "checkpoint", "lease_until", "updated_at"])
    job.done, job.checkpoint, job.total, job.attempt = mine.done, mine.checkpoint, mine.total, mine.attempt


def give_way(job):
    """Between two chunks: if anything else waits in this lane, go behind it, and on from the checkpoint later.

    Raises TakenOver when it does.
    """
    with transaction.atomic():
        if not Job.objects.due(at=timezone.now()).filter(lane=job.lane).exists():
            return
        mine = mine_still(job)
        mine.state, mine.lease_until, mine.attempt, mine.not_before = JobState.WAITING, None, 0, timezone.now()
        mine.save(update_fields=["state", "lease_until", "attempt", "not_before", "updated_at"])
    raise TakenOver


@contextmanager
def holding_lease(job):
    """Keep the lease through a step that is bounded but cannot say how far it is, such as reading a file."""
    over = threading.Event()

    def renew():
        mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker)
        try:
            while not over.wait(_RENEW_AFTER_SECONDS):
                try:
                    mine.update(lease_until=timezone.now() + LEASE)
                except (DatabaseError, InterfaceError):
                    # The row is locked or the database away: the next time may be in time still.
                    connection.close()
        finally:
            connection.close()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@transaction.atomic
def stop_job(job, *, by):
    """Stop at the next chunk. What was done stays done; the job can be started anew."""
    return _decide(job, JobState.STOPPED, by, "job.stopped", at=[*OPEN])


@transaction.atomic
def pause_job(job, *, by):
    """Pause at the next chunk: the worker lets go of it, and nothing takes it up until somebody resumes it."""
    return _decide(job, JobState.PAUSED, by, "job.paused", at=[JobState.WAITING, JobState.RUNNING])


@transaction.atomic
def resume_job(job, *, by):
    """Go on from the checkpoint."""
    return _decide(job, JobState.WAITING, by, "job.resumed", at=[JobState.PAUSED])


@transaction.atomic
def retry_job(job, *, by):
    """Give a held job three more attempts, from its checkpoint."""
    return _decide(job, JobState.WAITING, by, "job.retried", at=[JobState.HELD])


def hold_rows(job, rows):
    """Keep rows at which a person must look, in the transaction of their chunk: {number, reason, cells, subject}."""
    held = [HeldRow(job_id=job.pk, **row) for row in rows]
    HeldRow.objects.bulk_create(held, batch_size=1_000, ignore_conflicts=True)


def mine_still(job):
    """The job's row, locked, if this worker still holds it."""
    row = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if row.state != JobState.RUNNING or row.worker != job.worker:
        raise TakenOver
    return row


@transaction.atomic
def finish_job(job, result):
    job = mine_still(job)
    job.state, job.lease_until, job.ended_at = JobState.DONE, None, timezone.now()
    job.result, job.error = result or {}, ""
    job.save()
    if job.routine_id:
        # The run is its own record: day and night of the clock would drown the history of what people did.
        Routine.objects.filter(pk=job.routine_id).exclude(alarmed_at=None).update(alarmed_at=None)
        return job
    record("job.done", subject=job.reference, by=f"job {job.kind}", diff={"result": [None, job.result]})
    return job


def fail_job(job, failure):
    """Tell what happened and try again later; the third time at one place, or where that cannot help, ask a person."""
    # The database may have gone away and come back: the verdict needs a connection that works.
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    with transaction.atomic():
        job = mine_still(job)
        # What an exception says may quote a name or an address out of a row: that stays in the worker's log.
        sentence = str(failure) if isinstance(failure, Refused) else type(failure).__name__
        if job.attempt >= Job.MAX_ATTEMPTS or isinstance(failure, Refused):
            return _hold(job, sentence)
        job.state, job.lease_until, job.error = JobState.WAITING, None, sentence[:1000]
        job.not_before = timezone.now() + _PAUSE[job.attempt - 1]
        job.save()
        record("job.failed", subject=job.reference, by=f"job {job.kind}", reason=job.error[:500])
        return job


def _take(job):
    job.state, job.attempt = JobState.RUNNING, job.attempt + 1
    job.worker = f"{socket.gethostname()}:{threading.get_native_id()}:{timezone.now():%H%M%S%f}"
    job.lease_until = timezone.now() + LEASE
    job.started_at = job.started_at or timezone.now()
    job.taken_at, job.done_when_taken = timezone.now(), job.done
    job.save()
    return job


def _decide(job, to, by, verb, *, at):
    _wait_for_the_chunk()
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.state not in at or to not in NEXT[JobState][job.state]:
        raise Refused(_("This job is %(state)s already.") % {"state": job.get_state_display().lower()})
    job.state, job.attempt, job.lease_until = to, 0, None
    job.not_before = timezone.now()
    job.ended_at = timezone.now() if to == JobState.STOPPED else None
    job.version += 1
    job.save()
    record(verb, subject=job.reference, by=by)
    return job


def _wait_for_the_chunk():
    """Work holds its job until its chunk is written, on a busy machine for longer than a page waits for anything else.
    Who wants it to stop wants it all the more then."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '25s'")
        cursor.execute("SET LOCAL statement_timeout = '25s'")


def _hold(job, sentence):
    job.state, job.lease_until, job.error, job.ended_at = JobState.HELD, None, sentence[:1000], timezone.now()
    job.save()
    _tell_held(job)
    record("job.held", subject=job.reference, by=f"job {job.kind}", reason=job.error[:500])
    return job


def _tell_held(job):
    """Whoever asked for it and whoever keeps the jobs; of a routine only once until it has worked again."""
    if job.routine_id and not Routine.objects.filter(pk=job.routine_id, alarmed_at=None).update(
        alarmed_at=timezone.now()
    ):
        return
    people = {keeper.pk: keeper for keeper in keepers_of_jobs()}
    if job.asked_by and job.asked_by.is_active:
        people[job.asked_by_id] = job.asked_by
    for person in people.values():
        notify("registry.job_held", recipient=person, subject=job.reference, context={"job": job})
