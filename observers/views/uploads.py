"""A file in parts over a poor line, for the script of the page; and a document of the organization to keep."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from observers import actions
from observers.actions.uploads import PART_BYTES
from observers.forms.applications import EvidenceForm, UploadForm, first_problem
from observers.queries.evidence import replaceable
from observers.views.applicant import answer_of, mine, to_write
from observers.views.tasks import document_row
from registry.actions import record_reading
from registry.errors import Refused
from registry.importers.documents import Untaken
from registry.models import Document
from registry.views.files import stored


@require_POST
@login_required
def start(request, reference, code):
    """Announce a file by its name and size; the same file announced again goes on where it stopped."""
    application = to_write(request, reference)
    answer = answer_of(application, code)
    form = UploadForm(request.POST)
    if not form.is_valid():
        return _told(first_problem(form), status=422)
    try:
        upload = actions.start_upload(application, answer.criterion, by=request.user, **form.cleaned_data)
    except Refused as refused:
        return _told(refused, status=409)
    return JsonResponse(_state(upload) | {"part": PART_BYTES}, status=201)


@require_safe
@login_required
def state(request, reference, upload):
    """How much of it has arrived."""
    return JsonResponse(_state(_upload(mine(request, reference), request, upload)))


@require_POST
@login_required
def part(request, reference, upload):
    """The next part, which begins at `?offset=`."""
    upload = _upload(to_write(request, reference), request, upload)
    offset = request.GET.get("offset", "")
    if not (offset.isascii() and offset.isdecimal() and len(offset) < 10) or not request.body:
        return _told("", status=400)
    try:
        upload = actions.add_part(upload, offset=int(offset), data=request.body)
    except Refused as refused:
        return _told(refused, status=409)
    return JsonResponse(_state(upload))


@require_POST
@login_required
def finish(request, reference, upload):
    """Look into the whole file and show it for its criterion; answers with the line of the page."""
    application = to_write(request, reference)
    upload = _upload(application, request, upload)
    form = EvidenceForm(
        request.POST, replaceable=replaceable(application, answer_of(application, upload.criterion.code))
    )
    if not form.is_valid():
        return _told(first_problem(form), status=422)
    try:
        document = actions.finish_upload(upload, by=request.user, **form.facts())
    except Untaken as untaken:
        return _told(untaken.sentence(), status=422)
    except Refused as refused:
        return _told(refused, status=409)
    row = document_row(document) | {"is_ticked": True}
    return render(request, "observers/_evidence_row.html", {"row": row, "application": application})


@require_POST
@login_required
def drop(request, reference, upload):
    """Forget a file that is on its way."""
    found = _upload(to_write(request, reference), request, upload)
    code = found.criterion.code
    actions.drop_upload(found)
    return redirect("observers:application-criterion", reference, code)


@require_safe
@login_required
def document(request, reference, document):
    """A document of the organization, to its members alone; that it was read is known afterwards."""
    application = mine(request, reference)
    documents = application.organization.documents.select_related("organization")
    found = get_object_or_404(documents.filter(visibility=Document.Visibility.MEMBERS), reference=document)
    response = stored(found)
    record_reading(found, by=request.user)
    return response


def _upload(application, request, reference):
    """Only who began it goes on with it."""
    return get_object_or_404(
        application.uploads.select_related("application", "criterion"), reference=reference, started_by=request.user
    )


def _state(upload):
    return {"upload": upload.reference, "received": upload.received, "size": upload.size}


def _told(problem, *, status):
    return JsonResponse({"problem": str(problem)}, status=status)
