"""Documents of a consultation: who may read them takes them along; organizers put them there and take them off."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions, policies
from consultations.forms.documents import ConsultationDocumentForm, DocumentFileForm
from consultations.models import ConsultationDocument, DocumentFile
from consultations.queries import documents
from consultations.states import OPEN
from consultations.views.editions import public_edition
from consultations.views.organize import found, permitted
from consultations.views.tabs import tabs
from registry.views.acts import ask
from registry.views.doors import staff_page
from registry.views.files import stored

FILES = DocumentFile.objects.select_related("document__consultation")


@require_safe
def file(request, slug, reference):
    """What this reader may not read does not exist for her."""
    consultation = public_edition(slug)
    wanted = get_object_or_404(FILES.current(), document__consultation=consultation, reference=reference)
    if not policies.may_read_document(request.user, wanted.document):
        raise Http404
    return stored(wanted)


# --- Staff --------------------------------------------------------------------------------------------------------


@require_safe
@staff_page
def staff_documents(request, reference):
    consultation = found(reference)
    context = {
        "consultation": consultation,
        "papers": documents.papers(consultation, audiences=ConsultationDocument.Audience.values),
        "may_write": policies.may_manage_consultations(request.user) and consultation.state in OPEN,
        "tabs": tabs(consultation, request.user, current="staff-documents"),
    }
    return render(request, "consultations/staff_documents.html", context)


@require_safe
@staff_page
def staff_file(request, reference, file):
    return stored(get_object_or_404(FILES.current(), document__consultation=found(reference), reference=file))


@staff_page
def new(request, reference):
    permitted(request)
    consultation = found(reference)
    return _ask(
        request,
        consultation,
        ConsultationDocumentForm(request.POST or None, request.FILES or None, consultation=consultation),
        partial(actions.add_consultation_document, consultation, by=request.user),
        title=_("Add a document"),
        text=_("Begin with one language. You can add the others afterwards."),
        done=_("The document is added."),
    )


@staff_page
def version(request, reference, document):
    permitted(request)
    consultation = found(reference)
    document = get_object_or_404(consultation.documents.select_related("consultation"), reference=document)
    return _ask(
        request,
        consultation,
        DocumentFileForm(request.POST or None, request.FILES or None),
        partial(actions.add_document_file, document, by=request.user),
        title=_("Add a language or a newer version of “%(document)s”") % {"document": document},
        text=_("A file in a language that is there already takes the place of the older one."),
        done=_("The file is added."),
    )


@require_POST
@staff_page
def take_off(request, reference, file):
    permitted(request)
    file = get_object_or_404(FILES, document__consultation=found(reference), reference=file)
    actions.take_off_document_file(file, by=request.user)
    messages.success(request, _("The file is taken off. Nobody outside reads it any more."))
    return redirect("consultations:staff-documents", reference)


def _ask(request, consultation, form, act, *, title, text, done):
    overview = reverse("consultations:staff-consultation", args=[consultation.reference])
    back = reverse("consultations:staff-documents", args=[consultation.reference])
    crumbs = [(overview, consultation.name), (back, _("Documents"))]
    return ask(request, form, act, crumbs=crumbs, title=title, text=text, button=_("Add the file"), done=done)
