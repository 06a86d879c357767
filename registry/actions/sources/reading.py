"""Reading a source: its file comes here, and unless it is the one of the last time, a worker compares it."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.imports import upload_import
from registry.actions.jobs import holding_lease, keep_lease, mine_still, start_job
from registry.actions.messages import notify
from registry.actions.screening import load_watch_list
from registry.errors import Refused
from registry.importers.fetching import Fetched, NotFetched, fetch, newest_file
from registry.models import Job, ListKey, Source, SourceRun
from registry.queries.screening import held as held_list
from registry.queries.sources import is_last_file_known, last_judged, left_behind, open_run
from registry.states import SourceRunState

READ = "source.read"


@transaction.atomic
def start_reading(source, *, by=None):
    """Have a worker read the source; `by` nobody when the clock asks. One reading at a time."""
    source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if source.adapter == Source.Adapter.UPLOAD:
        raise Refused(_("Nobody but you can fetch the file of this source. Send it here."))
    run = _begin(source, by)
    start_job(READ, subject=source.code, by=by)
    return run


def send_to_source(source, *, file, by):
    """Compare a file that somebody brings, as if it had been fetched."""
    with transaction.atomic():
        source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
        return _take(_begin(source, by), source, Fetched(name=file.name, content=file), by)


def start_due_readings(*, limit=100):
    """Begin to read every source whose moment has come; what is missed while the clock stands still is read once."""
    started = 0
    for source in Source.objects.due(at=timezone.now()).order_by("next_read_at")[:limit]:
        with transaction.atomic():
            due = Source.objects.select_for_update(skip_locked=True, of=("self",)).due(at=timezone.now())
            source = due.filter(pk=source.pk).first()
            if source is None:
                continue
            source.next_read_at = timezone.now() + timedelta(days=source.every_days)
            source.save(update_fields=["next_read_at", "updated_at"])
            if open_run(source) is None:
                start_reading(source)
                started += 1
    return started


def do_read(job):
    """The work of a job `source.read`: fetches the file and hands it to an import; returns what became of the run."""
    run = SourceRun.objects.select_related("source").filter(
        source__code=job.subject, state=SourceRunState.READING
    ).first()  # fmt: skip
    if run is None:
        return {}
    try:
        with holding_lease(job):
            fetched = _fetch(run)
    except NotFetched as trouble:
        if trouble.is_passing and job.attempt < Job.MAX_ATTEMPTS:
            raise
        return _told(_refuse(run, job, trouble))
    if fetched is None:
        return _told(_not_sent_again(run, job))
    with fetched.content, transaction.atomic():
        mine_still(job)
        source = Source.objects.select_for_update(of=("self",)).select_related("kept_by").get(pk=run.source_id)
        source.etag, source.last_modified = fetched.etag, fetched.last_modified
        source.save(update_fields=["etag", "last_modified", "updated_at"])
        run = _take(run, source, fetched, source.kept_by)
        keep_lease(job, done=1, checkpoint={"run": run.number})
    return _told(run)


def _fetch(run):
    source = run.source
    if source.adapter == Source.Adapter.FOLDER:
        return newest_file(settings.SOURCES_DIR / source.code)
    if not is_last_file_known(run):
        return fetch(source.address)
    return fetch(source.address, etag=source.etag, last_modified=source.last_modified)


def _begin(source, by):
    """Part of a verb that holds the source."""
    run = open_run(source)
    if run:
        raise Refused(_("This source is being read already: see reading %(number)s.") % {"number": run.number})
    stopped = left_behind(source)
    if stopped:
        stopped.refusal = {"code": "stopped", "params": {}}
        _end(stopped, SourceRunState.REFUSED)
    last = source.runs.order_by("-number").values_list("number", flat=True).first() or 0
    return SourceRun.objects.create(source=source, number=last + 1, asked_by=by)


def _take(run, source, fetched, by):
    """The file becomes an import, unless it is, byte for byte, the last one that stands."""
    content = File(fetched.content, name=fetched.name)
    run.file_name = " ".join(fetched.name.split())[-200:]
    run.sha256 = hashlib.file_digest(content.file, "sha256").hexdigest()
    content.seek(0)
    before = last_judged(run)
    if before and before.sha256 == run.sha256:
        return _same_again(run)
    if source.content == Source.Content.WATCH_LIST:
        return _take_list(run, source, content, by)
    run.batch = upload_import(content, by=by, source=source.name, country=source.country)
    run.state = SourceRunState.CHECKING
    run.version += 1
    run.save()
    record("source.read", subject=source.code, by=by, diff={"file": [None, run.file_name]}, batch=run.batch.reference)
    return run


def _take_list(run, source, content, by):
    """A watch list is held or refused at once; nobody approves rows of it."""
    before = held_list(ListKey.UN)
    try:
        with translation.override(source.kept_by.language), transaction.atomic():
            held = load_watch_list(content, by=by)
    except Refused as refusal:
        run.refusal = {"code": "list", "params": {"sentence": str(refusal)}}
        tell_refusal(run)
        record("source.refused", subject=source.code, by=by, reason="list")
        return _end(run, SourceRunState.REFUSED)
    if held == before:
        # Somebody had loaded it by hand: its figures are of that loading.
        return _end(run, SourceRunState.UNCHANGED)
    told = {"added": "added", "changed": "changed", "gone": "delisted"}
    run.counts = {name: held.counts[theirs] for name, theirs in told.items()}
    run.counts["read"] = held.counts["entity"] + held.counts["individual"]
    return _end(run, SourceRunState.COMPARED)


@transaction.atomic
def _not_sent_again(run, job):
    mine_still(job)
    return _same_again(run)


def _same_again(run):
    """Part of a verb: the file of the last time. One that was refused is no better for that; its keeper knows it."""
    before = last_judged(run)
    if before is None or before.state != SourceRunState.REFUSED:
        return _end(run, SourceRunState.UNCHANGED)
    run.refusal = {"code": "again", "params": {"number": before.number}}
    return _end(run, SourceRunState.REFUSED)


@transaction.atomic
def _refuse(run, job, trouble):
    mine_still(job)
    run.refusal = {"code": trouble.code, "params": trouble.params}
    run = _end(run, SourceRunState.REFUSED)
    tell_refusal(run)
    record("source.refused", subject=run.source.code, by=f"job {job.kind}", reason=trouble.code)
    return run


def tell_refusal(run):
    """Part of a verb: whoever keeps the source hears that a reading brought nothing."""
    keeper = run.source.kept_by
    if keeper.is_active:
        notify("registry.source_refused", recipient=keeper, subject=run.source.code, context={"run": run})


def _end(run, state):
    run.state, run.ended_at = state, timezone.now()
    run.version += 1
    run.save()
    return run


def _told(run):
    return {"run": run.number, "state": run.state}
