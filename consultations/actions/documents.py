"""Papers of a consultation: put there, replaced by a newer version, taken off."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock_open
from consultations.models import ConsultationDocument, DocumentFile
from registry.actions import record
from registry.actions.promises import promises_of
from registry.errors import Refused


def add_consultation_document(consultation, *, file, language, by, **facts):
    """Put a paper there in one language; facts: name_en, name_fr, name_es, audience, session."""
    return _kept(file, lambda kept: _add(consultation, facts, kept | {"language": language}, by))


def add_document_file(document, *, file, language, by):
    """The paper in another language, or a newer version in one that it is there in."""
    return _kept(file, lambda kept: _add_file(document, kept | {"language": language}, by))


@transaction.atomic
def take_off_document_file(file, *, by):
    """Nobody outside reads it any more. A paper is gone with the last of its files."""
    lock_open(file.document.consultation)
    file = DocumentFile.objects.select_related("document__consultation").get(pk=file.pk)
    _end(file)
    _record("consultation.document_taken_off", file, by, [file.reference, None])


@transaction.atomic
def _add(consultation, facts, kept, by):
    consultation = lock_open(consultation)
    session = facts.get("session")
    if session and not consultation.agenda.filter(pk=session.pk).exists():
        raise Refused(_("This session is not on the agenda any more. Choose another one, or none."))
    document = ConsultationDocument(consultation=consultation, **facts)
    with promises_of(ConsultationDocument):
        document.save()
    file = document.files.create(**kept)
    _record("consultation.document_added", file, by, [None, file.reference])
    return document


@transaction.atomic
def _add_file(document, kept, by):
    lock_open(document.consultation)
    files = document.files.current()
    if not files.exists():
        raise Refused(_("Somebody else took this document off meanwhile. Add it anew."))
    before = files.filter(language=kept["language"]).first()
    if before:
        _end(before)
    file = document.files.create(**kept)
    verb = "consultation.document_replaced" if before else "consultation.document_translated"
    _record(verb, file, by, [before.reference if before else None, file.reference])
    return file


def _end(file):
    if file.ended_at:
        raise Refused(_("Somebody else replaced this file or took it off meanwhile. Look at the documents again."))
    file.ended_at = timezone.now()
    file.version += 1
    file.save()


def _kept(file, save):
    """What `save` makes of the file once it lies in the storage; it does not stay there when nothing was saved."""
    storage = DocumentFile.file.field.storage
    path = storage.save(f"consultations/{uuid.uuid4().hex}.{file.extension}", ContentFile(file.data))
    sha256 = hashlib.sha256(file.data).hexdigest()
    try:
        return save({"file": path, "media_type": file.media_type, "size": len(file.data), "sha256": sha256})
    except BaseException:
        storage.delete(path)
        raise


def _record(verb, file, by, change):
    document = file.document
    diff = {"document": [None, document.name], "language": [None, file.language], "file": change}
    return record(verb, subject=document.consultation.reference, by=by, diff=diff)
