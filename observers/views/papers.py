"""What leaves a file on paper or as a download, and what staff put beside an answer: its translation."""

from functools import partial

from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from observers import actions, policies
from observers.exporters import dossier_pdf
from observers.forms.reviews import TranslationForm
from observers.models import Answer
from observers.queries import dossiers
from observers.queries.assessments import documents_of
from observers.queries.file_log import timeline
from observers.views.desk import ask, criterion_or_404, file_page, posted
from registry.actions import record_reading
from registry.exporters import csv_lines
from registry.views.files import made, stored


@file_page()
@require_safe
def dossier(request, application):
    """What the organization sent, with questions and answers; no finding, no note of staff."""
    content = dossier_pdf(dossiers.dossier(application))
    return made(content, name=f"{application.reference}-dossier.pdf", media_type="application/pdf")


@file_page()
@require_safe
def document(request, application, document):
    """A document of the dossier, to keep and never to show; who opened it is noted."""
    found = next((one for one in documents_of(application) if one.reference == document), None)
    if found is None:
        raise Http404
    response = stored(found)
    record_reading(found, by=request.user)
    return response


@file_page()
@require_safe
def log(request, application):
    """The steps of the file as a table: what happened, when, on which side."""
    columns = [_("Moment (UTC)"), _("Step"), _("Who"), _("Detail")]
    rows = (
        (event.at.strftime("%Y-%m-%d %H:%M:%S"), str(event.label), str(event.who), event.text)
        for event in timeline(application, request.user)
    )
    response = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{application.reference}-log.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@file_page(policies.may_translate)
def translation(request, application, code):
    """Put a translation beside an answer; the original stays."""
    if application.is_writable:
        # It is being written; what was sent stands on the page of the file.
        raise Http404
    criterion = criterion_or_404(application, code)
    answer = Answer.objects.get(application=application, criterion=criterion)
    initial = {"text": answer.translation, "language": answer.translation_language or request.user.language}
    return ask(
        request,
        application,
        TranslationForm(posted(request), initial=initial),
        partial(actions.translate_answer, application, criterion, by=request.user),
        title=_("Translation of the answer"),
        text=criterion.told("name"),
        button=_("Keep the translation"),
        done=_("The translation stands beside the answer."),
        more={"original": answer},
    )
