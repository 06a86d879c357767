"""The documents of an organization: filed, replaced, kept to fewer readers, read. No file has an address of its own."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies
from registry.forms.documents import DocumentForm
from registry.importers.documents import EXTENSIONS
from registry.models import Document
from registry.queries import records
from registry.queries.words import language_names
from registry.views import files
from registry.views.doors import staff_page
from registry.views.records import ask, permitted, record_context, tab_url, visible

# How long before the day a document counts as expiring.
SOON_DAYS = 60


@staff_page
def document_list(request, reference):
    organization = permitted(request, reference, policies.may_read_documents)
    can_file = policies.may_file_document(request.user, organization)
    rows = [document_row(document, can_file) for document in records.documents(organization)]
    context = record_context(request, organization) | {
        "current_rows": [row for row in rows if not row["newer"]],
        "older_rows": [row for row in rows if row["newer"]],
        "can_file": can_file,
    }
    return render(request, "registry/organization_documents.html", context)


@staff_page
def new(request, reference):
    organization = permitted(request, reference, policies.may_file_document)
    return ask(
        request,
        organization,
        DocumentForm(request.POST or None, request.FILES or None),
        partial(actions.file_document, organization, by=request.user),
        current="documents",
        title=_("File a document"),
        button=_("File the document"),
        done=_("The document was filed."),
    )


@staff_page
def replace(request, reference, document):
    """File a newer one in its place; the older one stays behind it."""
    organization, document = _found(request, reference, document, policies.may_file_document)
    return ask(
        request,
        organization,
        DocumentForm(request.POST or None, request.FILES or None, initial=DocumentForm.initial_of(document)),
        partial(actions.file_document, organization, by=request.user, replaces=document),
        current="documents",
        title=_("Replace this document by a newer one"),
        text=_("“%(title)s” stays in the record, behind the newer one.") % {"title": document.title},
        button=_("Replace the document"),
        done=_("The newer document was filed."),
    )


@staff_page
@require_POST
def narrow(request, reference, document):
    organization, document = _found(request, reference, document, policies.may_file_document)
    actions.narrow_document(document, by=request.user)
    messages.success(request, _("From now on only IOM staff may read this document."))
    return redirect(tab_url("documents", organization))


@staff_page
@require_safe
def file(request, reference, document):
    """The file itself, to keep and never to show: a browser must not run what a stranger wrote."""
    _organization, document = _found(request, reference, document, policies.may_read_documents)
    response = files.stored(document)
    actions.record_reading(document, by=request.user)
    return response


@staff_page
@require_safe
def original(request, reference, document):
    """The bytes as they were sent, with a signature and whatever hides in them: to keep under a name nothing opens."""
    _organization, document = _found(request, reference, document, policies.may_read_documents)
    response = files.original(document)
    actions.record_reading_of_original(document, by=request.user)
    return response


def _found(request, reference, document, may):
    organization = visible(request, reference)
    if not may(request.user, organization):
        raise PermissionDenied
    documents = organization.documents.select_related("organization")
    return organization, get_object_or_404(documents, reference=document)


def document_row(document, can_file):
    """One line of a list of documents, for staff and for members."""
    newer = getattr(document, "superseded_by", None)
    days_left = (document.expires_on - timezone.localdate()).days if document.expires_on else None
    return {
        "document": document,
        "newer": newer,
        "language": language_names([document.language])[0] if document.language else "",
        "type": EXTENSIONS[document.media_type].upper(),
        # Of one that was replaced, nobody waits for the day.
        "is_expired": newer is None and days_left is not None and days_left < 0,
        "is_expiring": newer is None and days_left is not None and 0 <= days_left <= SOON_DAYS,
        "can_replace": can_file and newer is None,
        "can_narrow": can_file and document.visibility == Document.Visibility.MEMBERS,
    }
