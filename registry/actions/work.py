"""Which function does which kind of job, and the doing of it."""

import logging
from types import MappingProxyType

from django.db import transaction

from registry.actions.bulk_edits import APPLY, UNDO, do_bulk_apply, do_bulk_undo
from registry.actions.duplicates import SCAN, do_scan
from registry.actions.editions import WRITE, do_edition
from registry.actions.exports import EXPORT, do_export
from registry.actions.history import request_id
from registry.actions.imports import do_apply, do_undo
from registry.actions.jobs import TakenOver, fail_job, finish_job, start_job, take_job
from registry.actions.match_lists import MATCH, do_match
from registry.actions.night import NIGHT, do_night
from registry.actions.refreshes import SEND, do_send
from registry.actions.routines import ROUTINE, do_routine
from registry.actions.screening import SCREEN, do_screen
from registry.actions.sources import READ, do_check_and_compare, do_read

# Each takes the job that it does, keeps its lease with every chunk and returns what the job came to.
WORK = MappingProxyType(
    {
        "import.check": do_check_and_compare,
        "import.apply": do_apply,
        "import.undo": do_undo,
        READ: do_read,
        SCAN: do_scan,
        WRITE: do_edition,
        EXPORT: do_export,
        MATCH: do_match,
        NIGHT: do_night,
        SCREEN: do_screen,
        APPLY: do_bulk_apply,
        UNDO: do_bulk_undo,
        ROUTINE: do_routine,
        SEND: do_send,
    }
)

logger = logging.getLogger(__name__)


def run_job(job):
    """Do a job that was taken; returns it as it ended. A failure is told in words and tried again later."""
    token = request_id.set(job.reference)
    try:
        return finish_job(job, WORK[job.kind](job))
    except TakenOver:
        job.refresh_from_db()
        return job
    except Exception as failure:
        logger.exception("Job %s failed", job.reference)
        return _tell(job, failure)
    finally:
        request_id.reset(token)


def run_at_once(kind, *, subject, by, **facts):
    """Do a job here and now, for a command that waits. No worker takes it in between; should we die, one will."""
    with transaction.atomic():
        job = take_job(start_job(kind, subject=subject, by=by, **facts))
    return run_job(job)


def _tell(job, failure):
    try:
        return fail_job(job, failure)
    except TakenOver:
        job.refresh_from_db()
        return job
