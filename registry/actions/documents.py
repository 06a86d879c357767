"""What is done to a document: filed, replaced by a newer one, kept to fewer readers, read."""

import hashlib
import uuid
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.living import lock_organization
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused
from registry.models import Document

FIELDS = ("kind", "title", "language", "issued_on", "expires_on", "visibility")


def file_document(organization, *, file, by, replaces=None, **facts):
    """Keep a clean file (see registry.importers.documents) under a name that nobody can guess; facts as in FIELDS."""
    storage, name = Document.file.field.storage, uuid.uuid4().hex
    kept = {"file": storage.save(f"documents/{name}.{file.extension}", ContentFile(file.data))}
    if file.original and not organization.is_at_risk:
        # Under a name by which nothing opens it.
        kept["original"] = storage.save(f"originals/{name}.bin", ContentFile(file.original))
    try:
        return _keep(organization, kept, file, by=by, replaces=replaces, facts=facts)
    except BaseException:
        # A file that no document knows would lie there for ever.
        for path in kept.values():
            storage.delete(path)
        raise


def forget_originals(organization):
    """Delete what was sent as it was sent: it may tell who made it and where. The clean files stay."""
    for document in organization.documents.exclude(original=""):
        path = document.original.name
        Document.objects.filter(pk=document.pk).update(original="", original_sha256="")
        transaction.on_commit(partial(Document.original.field.storage.delete, path))


@transaction.atomic
def describe_document(document, *, by, **facts):
    """Correct what is said of a document, such as the day it expires; the file itself never changes."""
    document = _lock(document)
    diff = {}
    for field in ("kind", "title", "language", "issued_on", "expires_on"):
        if field in facts and facts[field] != getattr(document, field):
            diff[field] = [str(getattr(document, field) or ""), str(facts[field] or "")]
            setattr(document, field, facts[field])
    if not diff:
        return document
    document.version += 1
    with promises_of(Document):
        document.save()
    _record("document.described", document, by, diff)
    return document


@transaction.atomic
def narrow_document(document, *, by):
    """From now on only IOM staff may read it. There is no way back."""
    document = _lock(document)
    if document.visibility == Document.Visibility.STAFF:
        raise Refused(_("Only IOM staff may read this document already."))
    before, document.visibility = document.visibility, Document.Visibility.STAFF
    document.version += 1
    document.save()
    _record("document.narrowed", document, by, {"visibility": [before, str(document.visibility)]})
    return document


@transaction.atomic
def record_reading(document, *, by):
    """Who has read a document is known afterwards."""
    return _record("document.read", document, by)


@transaction.atomic
def record_reading_of_original(document, *, by):
    """Who has opened a file as it was sent is known afterwards."""
    return _record("document.original_read", document, by)


@transaction.atomic
def _keep(organization, kept, file, *, by, replaces, facts):
    # One at a time for each organization: of two who send the same file at once, the second is told.
    organization = lock_organization(organization)
    document = Document(
        organization=organization,
        **kept,
        original_sha256=hashlib.sha256(file.original).hexdigest() if "original" in kept else "",
        media_type=file.media_type,
        size=len(file.data),
        sha256=hashlib.sha256(file.data).hexdigest(),
        filed_by=by,
        supersedes=_replaceable(replaces, facts) if replaces else None,
        **{field: facts[field] for field in FIELDS if field in facts},
    )
    same = organization.documents.filter(sha256=document.sha256)
    if document.visibility == Document.Visibility.MEMBERS:
        # A member is not told what staff keep to themselves, not even that they have it.
        same = same.filter(visibility=Document.Visibility.MEMBERS)
    if same := same.first():
        raise Contradiction(_("This very file is there already as “%(title)s”.") % {"title": same.title})
    with promises_of(Document):
        document.save()
    if replaces:
        diff = {"document": [replaces.reference, document.reference], "sha256": [replaces.sha256, document.sha256]}
        _record("document.replaced", document, by, diff)
    else:
        _record("document.filed", document, by, {"sha256": [None, document.sha256]})
    return document


def _replaceable(document, facts):
    document = _lock(document)
    if Document.objects.filter(supersedes=document).exists():
        raise Refused(_("This document was replaced already. Replace the newer one instead."))
    if document.visibility == Document.Visibility.STAFF and facts.get("visibility") == Document.Visibility.MEMBERS:
        raise Contradiction(
            _("Only IOM staff may read the document that this one replaces, so only they may read this.")
        )
    return document


def _lock(document):
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


def _record(verb, document, by, diff=None):
    told = {"document": [None, document.reference]} | (diff or {})
    return record(verb, subject=document.organization.reference, by=by, diff=told)
