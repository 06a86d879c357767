"""Members keep the documents of their own organization: one place for its evidence, with the day each expires."""

from collections import defaultdict
from functools import partial

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry import actions, policies, slots
from registry.forms.own_records import OwnDocumentForm
from registry.models import Document
from registry.queries import records
from registry.views import files
from registry.views.acts import ask_member
from registry.views.documents import document_row
from registry.views.doors import own_organization


@login_required
def document_list(request, reference):
    organization = own_organization(request, reference)
    can_edit = policies.may_edit_own_record(request.user, organization)
    documents = list(records.documents(organization).filter(visibility=Document.Visibility.MEMBERS))
    uses = defaultdict(list)
    for use in slots.gather("my_documents", documents):
        uses[use["document"]].append(use)
    rows = [document_row(document, can_edit) | {"uses": uses[document.pk]} for document in documents]
    context = {
        "organization": organization,
        "can_edit": can_edit,
        "rows": [row for row in rows if not row["newer"]],
    }
    return render(request, "registry/own_documents.html", context)


@login_required
def new(request, reference):
    organization = own_organization(request, reference, policies.may_edit_own_record)
    form = OwnDocumentForm(request.POST or None, request.FILES or None)
    verb = partial(actions.file_document, organization, by=request.user)
    return _ask(request, organization, form, verb, title=_("Add a document"), done=_("The document was added."))


@login_required
def replace(request, reference, document):
    """A newer one takes its place; the older one stays behind it."""
    organization = own_organization(request, reference, policies.may_edit_own_record)
    document = _found(organization, document)
    form = OwnDocumentForm(request.POST or None, request.FILES or None, initial=OwnDocumentForm.initial_of(document))
    verb = partial(actions.file_document, organization, by=request.user, replaces=document)
    title = _("Replace this document by a newer one")
    return _ask(request, organization, form, verb, title=title, done=_("The newer document was added."))


@require_safe
@login_required
def file(request, reference, document):
    """The file itself, to keep; that it was read is known afterwards."""
    organization = own_organization(request, reference)
    document = _found(organization, document)
    response = files.stored(document)
    actions.record_reading(document, by=request.user)
    return response


def _found(organization, reference):
    documents = organization.documents.filter(visibility=Document.Visibility.MEMBERS).select_related("organization")
    return get_object_or_404(documents, reference=reference)


def _ask(request, organization, form, verb, *, title, done):
    back = reverse("registry:own-documents", args=[organization.reference])
    verb = partial(verb, visibility=Document.Visibility.MEMBERS)
    return ask_member(request, organization, form, verb, current="documents", back=back, title=title, done=done)
