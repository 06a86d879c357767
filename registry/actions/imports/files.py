"""A file comes in, is looked at again in another way, or goes."""

import hashlib
import uuid
from datetime import date

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.imports.again import decisions_of
from registry.actions.imports.reading import guess_day, guess_source
from registry.actions.jobs import start_job
from registry.errors import Refused
from registry.importers.columns import ColumnMap
from registry.models import ImportBatch, ImportProfile, Job
from registry.models.jobs import OPEN
from registry.states import NEXT, ImportState

_MEGABYTE = 1024 * 1024


def upload_import(file: File, *, by, source="", observed_on: date | None = None, country=None, sheet="", start=True):
    """Keep the file and let a worker check it. `source` names where it comes from; next year's file has the same.

    Nothing of it is looked at here: what a file may do to its reader, it does to a process of its own.
    """
    _refuse_size(file)
    if observed_on and observed_on > timezone.localdate():
        raise Refused(_("This day has not come yet. Give the day that the file speaks of."))
    name = " ".join(file.name.rsplit("/", 1)[-1].split())[-200:]
    sha256 = _digest(file)
    source = " ".join(source.split())[:100] or guess_source(name)
    storage = ImportBatch.file.field.storage
    kept_as = storage.save(f"imports/{uuid.uuid4().hex}", file)
    try:
        return _keep(
            by=by,
            start=start,
            file=kept_as,
            file_name=name,
            size=file.size,
            sha256=sha256,
            source=source,
            observed_on=observed_on or _day_in(name) or _first_seen_on(source, sha256),
            country=country,
            sheet=sheet,
        )
    except BaseException:
        # A file that no import knows would lie there for ever.
        storage.delete(kept_as)
        raise


@transaction.atomic
def _keep(*, by, start, **facts):
    profile, _created = ImportProfile.objects.get_or_create(name=facts["source"])
    batch = ImportBatch.objects.create(uploaded_by=by, profile=profile, **_corrected_before(facts))
    record(
        "import.uploaded",
        subject=batch.reference,
        by=by,
        diff={"file": [None, batch.file_name], "sha256": [None, batch.sha256]},
        batch=batch.reference,
    )
    if start:
        start_job("import.check", subject=batch.reference, by=by)
    return batch


def _corrected_before(facts):
    """What people wrote into the cells of the same file of this source counts again: nobody corrects a line twice."""
    earlier = ImportBatch.objects.filter(source=facts["source"], sha256=facts["sha256"])
    earlier = earlier.exclude(state=ImportState.DISCARDED).exclude(corrections={}).order_by("-created_at").first()
    if earlier is None or facts["sheet"] not in ("", earlier.sheet):
        return facts
    return facts | {"sheet": earlier.sheet, "corrections": earlier.corrections}


@transaction.atomic
def choose_columns(batch, *, columns: ColumnMap, by, sheet=None, version=None):
    """Read the file with these columns; the source's profile remembers them. Another sheet begins with a new guess."""
    batch = lock_batch(batch, version)
    may_become(batch, ImportState.CHECKING)
    is_other_sheet = sheet is not None and sheet != batch.sheet
    batch.sheet = sheet if is_other_sheet else batch.sheet
    batch.columns = {} if is_other_sheet else columns.to_json()
    if not is_other_sheet:
        ImportProfile.objects.filter(pk=batch.profile_id).update(columns=batch.columns)
    if is_other_sheet:
        # They were lines of the sheet before.
        batch.corrections = {}
    return check_anew(batch, by)


@transaction.atomic
def check_import_again(batch, *, by):
    """Look anew, as after the inventory changed or a job was stopped; returns the import that is being checked.

    One that was applied stays as it is, for its undo: its file comes in once more.
    """
    batch = lock_batch(batch)
    if batch.state == ImportState.APPLIED:
        return _send_again(batch, by)
    if batch.state != ImportState.UPLOADED:
        may_become(batch, ImportState.CHECKING)
    return check_anew(batch, by)


def _send_again(batch, by):
    _refuse_without_file(batch)
    with batch.file.open("rb") as content:
        return upload_import(
            File(content, name=batch.file_name),
            by=by,
            source=batch.source,
            observed_on=batch.observed_on,
            country=batch.country,
            sheet=batch.sheet,
        )


@transaction.atomic
def discard_import(batch, *, by):
    """Give it up: the file and its rows go, the fact that it came stays."""
    batch = lock_batch(batch)
    may_become(batch, ImportState.DISCARDED)
    file, batch.file, batch.state = batch.file.name, "", ImportState.DISCARDED
    batch.version += 1
    batch.save()
    rows = batch.rows.all()
    rows._raw_delete(rows.db)
    record("import.discarded", subject=batch.reference, by=by, batch=batch.reference)
    storage = ImportBatch.file.field.storage
    transaction.on_commit(lambda: storage.delete(file) if file else None)
    return batch


def check_anew(batch, by):
    """Part of a verb that holds the batch: have a worker read its file from the beginning."""
    _refuse_without_file(batch)
    batch.decided = decisions_of(batch)
    batch.state = ImportState.CHECKING if batch.state != ImportState.UPLOADED else batch.state
    batch.version += 1
    batch.save()
    start_job("import.check", subject=batch.reference, by=by)
    return batch


def lock_batch(batch, version=None):
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if version is not None and version != batch.version:
        raise Refused(_("Somebody changed this import since you opened the page. Look at it again, then decide."))
    return batch


def may_become(batch, state):
    """By the table of states, except that a check whose job was stopped may begin again or be given up."""
    stuck = batch.state == ImportState.CHECKING and not _is_open("import.check", batch)
    if state not in NEXT[ImportState][batch.state] and not stuck:
        raise Refused(
            _("This import is %(state)s, so this cannot be done now.") % {"state": batch.get_state_display().lower()}
        )


def _is_open(kind, batch):
    return Job.objects.filter(kind=kind, subject=batch.reference, state__in=OPEN).exists()


def _refuse_without_file(batch):
    if not batch.file:
        raise Refused(_("The file is no longer there. Send it again."))


def _refuse_size(file):
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise Refused(
            _("The file has %(megabytes)s MB; at most %(limit)s MB can be read. Send it in parts.")
            % {"megabytes": -(-file.size // _MEGABYTE), "limit": settings.UPLOAD_MAX_BYTES // _MEGABYTE}
        )
    if not file.size:
        raise Refused(_("The file is empty. Check that the export finished, and send it again."))


def _digest(file):
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _day_in(name):
    """The day in a file's name, unless it is still to come: a file of this month speaks of no later day than today."""
    day = guess_day(name)
    return day if day and day <= timezone.localdate() else None


def _first_seen_on(source, sha256):
    """A file without a date speaks of the day on which it was first seen: the same file next week is no newer."""
    today = timezone.localdate()
    earlier = ImportBatch.objects.filter(source=source, sha256=sha256, observed_on__lte=today).order_by("created_at")
    return earlier.values_list("observed_on", flat=True).first() or today
