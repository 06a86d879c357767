"""The night: one job a date that does the nightly steps in order, each in chunks, and tells what could not be done.

Which steps and in which order: settings.NIGHT. A chunk, its checkpoint and the lease are one transaction; whoever takes
the job up after a death does at most one chunk again. A step that cannot be done leaves the others to be done.
"""

import logging
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from registry.actions.jobs import TakenOver, holding_lease, keep_lease, mine_still, start_job
from registry.actions.messages import notify
from registry.errors import Refused
from registry.models import Job, Organization
from registry.queries.routines import keepers_of_jobs
from registry.states import JobState

NIGHT = "night"
# Records that are looked through in one chunk, and those of them that are written.
RANGE, WRITTEN = 10_000, 200
# Progress is told in thousandths of a step: how long each will take nobody knows.
PARTS = 1_000
# Why a step was not done, beside what a failure calls itself.
ENDED_THE_WORKER = "ended the worker"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class InRanges:
    """A step over all records, range by range: `find` says which keys of a range are to be mended, `mend` does it.

    Few are mended at a time, for whoever writes listings or history meanwhile waits for that transaction.
    """

    find: Callable
    mend: Callable
    size: int = RANGE
    # How many are mended at a time, where nobody else waits for it.
    written: int | None = None

    def chunk(self, after, *, last, by):
        """Do one chunk; returns up to which key all is done."""
        until = min(after + self.size, last)
        found = self.find(after, until)
        most = self.written or WRITTEN
        if found:
            self.mend(found[:most], by=by)
        return found[most - 1] if len(found) > most else until


def begin_night():
    """What the clock asks for: how many nights were begun. Who keeps the jobs hears of a night that is left out."""
    earlier = _at_work().exclude(subject=_tonight()).first()
    try:
        start_night()
    except Refused:
        if earlier:
            _tell(earlier, is_left_out=True)
        return 0
    return 1


def start_night(*, by=None):
    """Have a worker do tonight's work. One night a date; refused while an earlier one is still at work."""
    tonight = _tonight()
    if Job.objects.filter(kind=NIGHT, subject=tonight).exists():
        raise Refused(_("The night of this date was begun already. Its job tells what became of it."))
    if _at_work().exists():
        raise Refused(_("An earlier night is still at work. Wait for its job, or stop it."))
    return start_job(NIGHT, subject=tonight, by=by, total=PARTS * len(settings.NIGHT))


def do_night(job):
    """The work of a job `night`. What it counted stays untold: everybody on the staff reads jobs."""
    night = _Night(job)
    if night.step < len(settings.NIGHT):
        night.look_back()
    while night.step < len(settings.NIGHT):
        try:
            night.go_on()
        except TakenOver:
            raise
        except Exception as failure:
            # Without a database there is no step that could be done: the whole job is tried again later.
            if not connection.is_usable():
                raise
            logger.exception("A step of the night could not be done: %s", night.path)
            # What an exception says may quote a name out of a row: that stays in the worker's log.
            night.give_up(str(failure) if isinstance(failure, Refused) else type(failure).__name__)
    return {"not_done": night.not_done} if night.not_done else {}


def _tonight():
    return timezone.localdate().isoformat()


def _at_work():
    return Job.objects.filter(kind=NIGHT, state__in=[JobState.WAITING, JobState.RUNNING])


def _tell(job, **told):
    for keeper in keepers_of_jobs():
        notify("registry.night_incomplete", recipient=keeper, subject=job.reference, context={"job": job, **told})


@contextmanager
def _patient():
    """One statement over the whole inventory may take longer than a worker's statements usually may."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        # A connection that was lost takes its settings with it.
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")


class _Night:
    def __init__(self, job):
        self.job, self.by = job, f"job {job.kind}"
        self.step, self.after = job.checkpoint.get("step", 0), job.checkpoint.get("after", 0)
        self.not_done = job.checkpoint.get("not_done", {})

    @property
    def path(self):
        return settings.NIGHT[self.step]

    def go_on(self):
        """One chunk of the step, or all of one that keeps its own order."""
        step = import_string(self.path)
        if not isinstance(step, InRanges):
            with holding_lease(self.job), _patient():
                step(by=self.by)
            self._keep(self.step + 1)
            return
        last = Organization.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with transaction.atomic():
            mine_still(self.job)
            after = step.chunk(self.after, last=last, by=self.by)
            place = (self.step, after) if after < last else (self.step + 1,)
            self._keep(*place, part=PARTS * after // max(last, 1))

    @transaction.atomic
    def look_back(self):
        """After two deaths at one place a step has one more try; after the third it is left out and the job goes on."""
        is_last_try = self.job.checkpoint.get("is_last_try", False)
        if is_last_try and self.job.attempt > 1:
            self.give_up(ENDED_THE_WORKER)
        elif self.job.attempt >= Job.MAX_ATTEMPTS:
            # Counted as progress: at a third death the whole job would be held.
            keep_lease(self.job, done=self.job.done + 1, checkpoint=self.job.checkpoint | {"is_last_try": True})

    @transaction.atomic
    def give_up(self, why):
        """Leave the step out; who keeps the jobs hears of the first one of a night."""
        if not self.not_done:
            _tell(self.job)
        self.not_done = self.not_done | {self.path.rpartition(".")[2]: why}
        self._keep(self.step + 1)

    @transaction.atomic
    def _keep(self, step, after=0, *, part=0):
        checkpoint = {"step": step, "after": after, "not_done": self.not_done}
        done = PARTS * step + (part if after else 0)
        keep_lease(self.job, done=done, checkpoint=checkpoint, total=PARTS * len(settings.NIGHT))
        self.step, self.after = step, after
