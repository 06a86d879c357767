"""A file that comes in parts over a poor line: what has arrived stays, and the rest follows when it can."""

import hashlib
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.applications import attach_document, detach_document
from observers.actions.moves import lock_in
from observers.models import Upload
from observers.queries.clock import database_now
from observers.states import WRITABLE, ApplicationState
from registry.actions import describe_document, file_document, record
from registry.errors import Refused
from registry.importers.documents import LIMIT_BYTES, MEGABYTE, Untaken, clean_file
from registry.models import Document

PART_BYTES = 256 * 1024
MOST_OPEN_UPLOADS = 20
# A file that stopped half way is waited for so long.
KEPT_FOR = timedelta(days=14)


@transaction.atomic
def start_upload(application, criterion, *, name, size, by):
    """Announce a file: its name and its size in bytes are told before the first part goes out."""
    application = lock_in(application, *WRITABLE)
    if not 0 < size <= LIMIT_BYTES:
        raise Refused(
            _("The file has more than %(limit)s MB, or nothing in it. Choose another one.")
            % {"limit": LIMIT_BYTES // MEGABYTE}
        )
    waiting = application.uploads.filter(document=None)
    same = waiting.filter(criterion=criterion, name=name[:255], size=size, started_by=by).first()
    if same:
        return same
    if waiting.count() >= MOST_OPEN_UPLOADS:
        raise Refused(_("Too many files are on their way. Wait until some have arrived, or remove them."))
    return Upload.objects.create(
        application=application,
        criterion=criterion,
        name=name[:255],
        size=size,
        path=f"uploads/{uuid.uuid4().hex}",
        started_by=by,
    )


@transaction.atomic
def add_part(upload, *, offset, data):
    """Take the next part. A part that came before is not taken twice; returns the upload with what it has by now."""
    lock_in(upload.application, *WRITABLE)
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.document_id or offset > upload.received or offset + len(data) <= upload.received:
        return upload
    if offset + len(data) > upload.size:
        raise Refused(_("More came than was announced. Choose the file again."))
    path = place_of(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "wb") as file:
        file.seek(offset)
        file.write(data)
        # A part that was cut off half way in an earlier try lies behind what counts.
        file.truncate()
    upload.received = offset + len(data)
    upload.save()
    return upload


def finish_upload(upload, *, by, **facts):
    """Look into the whole file, keep it as a document of the record, and show it for the criterion.

    Raises Untaken, with a sentence, for a file that is not taken; then nothing of it stays.
    """
    upload.refresh_from_db()
    if upload.document_id:
        return upload.document
    if upload.received < upload.size:
        raise Refused(_("The file has not arrived as a whole yet. Go on sending it."))
    path = place_of(upload)
    try:
        document = add_evidence(
            upload.application, upload.criterion, file=clean_file(upload.name, path.read_bytes()), by=by, **facts
        )
    except Untaken:
        drop_upload(upload)
        raise
    Upload.objects.filter(pk=upload.pk).update(document=document)
    path.unlink(missing_ok=True)
    return document


def forget_uploads():
    """Drop files on which nothing has come for long; returns how many."""
    old = Upload.objects.filter(document=None, updated_at__lt=database_now() - KEPT_FOR)
    for upload in old:
        drop_upload(upload)
    return len(old)


def drop_upload(upload):
    """Forget a file that is on its way."""
    place_of(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()


def add_evidence(application, criterion, *, file, by, title="", replaces=None, **facts):
    """Keep a clean file in the organization's record and show it for the criterion, in one go.

    The very file may be there already: then that one is shown, with the days that were given now. What it `replaces` is
    not shown any more, anywhere.
    """
    with transaction.atomic():
        application = lock_in(application, *WRITABLE)
        if replaces and replaces.organization_id != application.organization_id:
            raise Refused(_("This document belongs to another organization. Choose one of yours."))
        kind = facts.pop("kind", "") or criterion.document_kind or Document.Kind.OTHER
        title = title or (replaces.title if replaces else Document.Kind(kind).label)
        facts |= {"kind": kind, "title": str(title)[:200], "visibility": Document.Visibility.MEMBERS}
        document = keep_document(application.organization, file, by=by, replaces=replaces, **facts)
        replaces = None if document == replaces else replaces
        attach_document(application, criterion, document, by=by)
        for answer in application.answers.filter(documents=replaces).select_related("criterion") if replaces else []:
            detach_document(application, answer.criterion, replaces, by=by)
            attach_document(application, answer.criterion, document, by=by)
        return document


def add_reply_file(question, *, file, by, title="", **facts):
    """Keep a clean file in the organization's record and show it with the answer to a question that waits for one."""
    with transaction.atomic():
        application = lock_in(question.round.application, ApplicationState.CLARIFICATION)
        if question.round.answered_at or question.round.closed_at:
            raise Refused(_("The answers to this question were sent already."))
        kind = question.criterion.document_kind or Document.Kind.OTHER
        facts |= {"kind": kind, "title": str(title or Document.Kind(kind).label)[:200]}
        facts |= {"visibility": Document.Visibility.MEMBERS}
        document = keep_document(application.organization, file, by=by, **facts)
        question.documents.add(document)
        record(
            "application.document_attached",
            subject=application.reference,
            by=by,
            diff={question.criterion.code: [None, document.reference]},
        )
        return document


def keep_document(organization, file, *, by, replaces=None, **facts):
    """The document of the record that is this very file, with what is said of it now; else a new one."""
    members = organization.documents.filter(visibility=Document.Visibility.MEMBERS)
    known = members.filter(sha256=hashlib.sha256(file.data).hexdigest()).first()
    if known is None:
        return file_document(organization, file=file, by=by, replaces=replaces, **facts)
    said = {field: facts[field] for field in ("issued_on", "expires_on") if facts.get(field)}
    return describe_document(known, by=by, **said)


def place_of(upload):
    return Path(settings.MEDIA_ROOT) / upload.path
