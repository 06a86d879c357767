"""Exports: all that is published, every night; and a list that is too long to be sent at once. By jobs, in files.

Whoever leaves the inventory leaves every file that was written: docs/decisions/0034-exports.md.
"""

import hashlib
import json
import shutil
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from registry.actions import export_files as files
from registry.actions.edition_files import place
from registry.actions.jobs import holding_lease, keep_lease, mine_still, start_job
from registry.actions.webhooks import tell_webhooks
from registry.exporters.ready import COLUMNS
from registry.models import Event, Export, Job, Lane
from registry.models.clients import PUBLIC
from registry.models.jobs import OPEN
from registry.queries import exports as queries
from registry.queries import feed
from registry.states import JobState

EXPORT = "export.write"
# For so long a list that somebody asked for is kept.
KEPT = timedelta(hours=24)


@transaction.atomic
def make_export():
    """Have a worker write all that is published today, once a day."""
    export, is_new = Export.objects.get_or_create(on=timezone.localdate())
    if is_new:
        start_job(EXPORT, subject=export.reference, by=None)
    return export


@transaction.atomic
def ask_export(name, wanted, *, form, has_tags=False, profile=PUBLIC, client=""):
    """Have a worker write a list as a file; who asks for the same within a day is given the same export. `client`: the
    reference of the only one who may fetch it."""
    asked = {"list": name, "form": form, "has_tags": has_tags, "wanted": wanted.told()}
    asked |= {"profile": profile, "client": client}
    known = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    export, is_new = Export.objects.get_or_create(fingerprint=known, defaults={"asked": asked})
    jobs = Job.objects.filter(kind=EXPORT, subject=export.reference)
    # One whose job was stopped has no file: asked for again, it is begun again.
    if is_new or not (export.files or jobs.filter(state__in=OPEN).exists()):
        start_job(EXPORT, subject=export.reference, by=None, lane=Lane.LONG)
    return export


def do_export(job):
    """The work of a job `export.write`: the rows of one moment, then each file.

    Each worker writes in a folder of its own. What is in it moves to where it is found while the row of the job is
    locked: who stood still and was followed by another meanwhile changes nothing that the other one wrote.
    """
    export = Export.objects.get(reference=job.subject)
    own = files.at_work(export)
    try:
        return _write_all(export, own, job)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _write_all(export, own, job):
    rows, folder = files.rows_of(export), place(f"exports/{export.reference}/{job.reference}")
    steps = files.steps(export)
    # Lines of another release stand under the header of this one only if both make the same of them.
    if job.checkpoint.get("columns") != COLUMNS or not rows.exists():
        _take(export, rows, own, job, total=len(steps))
    for each in (own, folder):
        each.mkdir(parents=True, exist_ok=True)
    written = job.checkpoint["files"]
    for number, (_name, write) in enumerate(steps):
        if number >= job.checkpoint["done"]:
            with holding_lease(job):
                fresh = write(rows, own, written)
            written = [*written, *fresh]
            with transaction.atomic():
                mine_still(job)
                for file in fresh:
                    (own / file["name"]).replace(folder / file["name"])
                files.settle_folders(folder, folder.parent)
                checkpoint = job.checkpoint | {"files": written, "done": number + 1}
                keep_lease(job, done=number + 1, checkpoint=checkpoint, total=len(steps))
    with transaction.atomic():
        mine_still(job)
        # What is written anew without somebody is no news: who leaves, leaves quietly.
        is_news = bool(export.on) and not export.files
        export.folder, export.files = f"exports/{export.reference}/{job.reference}", written
        export.departure, export.told = job.checkpoint["departure"], files.told_by(rows)
        _save(export)
        if is_news:
            tell_webhooks(Event.EXPORT_READY, {"id": export.name, "seq": export.seq})
        transaction.on_commit(partial(files.forget_others, export))
    return {}


def write_exports_anew():
    """Have one export written anew that tells of somebody who left: the last one first; returns how many."""
    open_ones = Job.objects.filter(kind=EXPORT, state__in=OPEN)
    # One after the other: of a year of copies each is a job of its own, and other work wants to be done too. Lists are
    # not waited for: somebody asks for one at any time.
    at_work = open_ones.filter(state__in=[JobState.WAITING, JobState.RUNNING])
    if at_work.filter(subject__in=Export.objects.exclude(on=None).values("reference")).exists():
        return 0
    wrong = queries.newest_wrong(Export.objects.exclude(reference__in=open_ones.values("subject")))
    if wrong is None:
        return 0
    start_job(EXPORT, subject=wrong.reference, by=None)
    return 1


def forget_exports():
    """Take away the copies whose months are over, and lists that were asked for the day before; returns how many."""
    now = timezone.now()
    last_day = timezone.localdate() - timedelta(days=31 * settings.EXPORTS_KEPT_MONTHS)
    at_work = Job.objects.filter(kind=EXPORT, state__in=OPEN).values("subject")
    over = Export.objects.filter(Q(on__lt=last_day) | Q(on=None, created_at__lt=now - KEPT))
    gone = 0
    for export in over.exclude(reference__in=at_work):
        export.delete()
        files.forget(export)
        gone += 1
    return gone


def forget_unfinished():
    """Take away what workers that died left behind, and the rows of jobs that nobody goes on with; returns how many.

    Rows may be those of partners. A job that is tried again takes them anew.
    """
    # Read before the jobs: a folder that was there then is of a worker whose job was running already.
    folders = files.left_behind()
    jobs = Job.objects.filter(kind=EXPORT, subject__in=folders)
    at_work = set(jobs.filter(state=JobState.RUNNING).values_list("subject", flat=True))
    goes_on = jobs.filter(state__in=[JobState.WAITING, JobState.PAUSED])
    goes_on = set(goes_on.values_list("subject", flat=True))
    return sum(
        files.forget_left_behind(theirs, rows_too=reference not in goes_on)
        for reference, theirs in folders.items()
        if reference not in at_work
    )


def _take(export, rows, own, job, *, total):
    """Keep the rows: of this moment; of a copy that was written before, those that may still be told."""
    # Read before the rows: who leaves meanwhile is then asked for once too often, and never too seldom.
    departure, seq, now = queries.last_departure(), feed.last_seq(), timezone.now()
    is_first = not export.files or not export.on
    with holding_lease(job), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
        if not is_first:
            files.take_again(own, place(export.folder))
        elif export.asked:
            files.take_list(own, export.asked)
        else:
            files.take_all(own)
    with transaction.atomic():
        mine_still(job)
        # Of a job before this one, which was stopped.
        shutil.rmtree(rows, ignore_errors=True)
        files.settle_folders(own)
        own.replace(rows)
        files.settle_folders(rows.parent)
        checkpoint = {"columns": COLUMNS, "departure": departure, "files": [], "done": 0}
        keep_lease(job, done=0, checkpoint=checkpoint, total=total)
        if is_first:
            export.taken_at, export.seq = now, seq
            _save(export)


def _save(export):
    export.version += 1
    export.save()
