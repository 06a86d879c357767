"""Open questions as organizers ask them, and what was sent about them: for staff, as a table, for everybody."""

from functools import partial

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions, policies
from consultations.forms.contributions import QuestionForm
from consultations.queries.contributions import count_words, is_taken, published, sent_to_staff
from consultations.states import OPEN
from consultations.views.asking import ask
from consultations.views.editions import public_edition
from consultations.views.organize import found, permitted
from consultations.views.tabs import tabs
from registry.exporters import csv_lines
from registry.queries.words import language_names
from registry.views.doors import staff_page
from registry.views.records import opened_version


@require_safe
def contribution_list(request, slug):
    """The questions, and once nothing is taken any more, what may be read by everybody."""
    consultation = public_edition(slug)
    context = {
        "consultation": consultation,
        "questions": published(consultation),
        "is_taken": is_taken(consultation),
    }
    return render(request, "consultations/contribution_list.html", context)


@require_safe
@staff_page
def staff_list(request, reference):
    consultation = found(reference)
    context = {
        "consultation": consultation,
        "tabs": tabs(consultation, request.user, current="staff-contributions"),
        "questions": sent_to_staff(consultation, user=request.user),
        "can_manage": policies.may_manage_consultations(request.user) and consultation.state in OPEN,
    }
    return render(request, "consultations/staff_contributions.html", context)


@require_safe
@staff_page
def staff_csv(request, reference):
    consultation = found(reference)
    columns = [
        _("Question number"),
        _("Question"),
        _("Organization"),
        _("Reference"),
        _("Language"),
        _("Words"),
        _("Everybody may read it"),
        _("Sent at"),
        _("Text"),
    ]
    lines = (
        _csv_line(question, one) for question in sent_to_staff(consultation, user=request.user) for one in question.told
    )
    response = StreamingHttpResponse(csv_lines(columns, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{consultation.reference}-contributions.csv"'
    return response


@staff_page
def new(request, reference):
    permitted(request)
    consultation = found(reference)
    return ask(
        request,
        QuestionForm(request.POST or None),
        partial(actions.add_question, consultation, by=request.user),
        consultation=consultation,
        back=_page(reference),
        title=_("Ask an open question"),
        button=_("Ask it"),
        done=_("The question was added."),
    )


@staff_page
def edit(request, reference, number):
    permitted(request)
    question = _question(reference, number)

    def form_of(data):
        return QuestionForm(data, initial={name: getattr(question, name) for name in QuestionForm.base_fields})

    def save(**changes):
        actions.edit_question(question, changes=changes, by=request.user, version=opened_version(request))

    return ask(
        request,
        form_of(request.POST or None),
        save,
        again=form_of,
        consultation=question.consultation,
        part=question,
        back=_page(reference),
        title=_("Edit an open question"),
        button=_("Save"),
        done=_("The question was saved."),
    )


@require_POST
@staff_page
def remove(request, reference, number):
    permitted(request)
    actions.remove_question(_question(reference, number), by=request.user)
    messages.success(request, _("The question was removed."))
    return redirect(_page(reference))


def _question(reference, number):
    return get_object_or_404(found(reference).questions.select_related("consultation"), number=number)


def _page(reference):
    return reverse("consultations:staff-contributions", args=[reference])


def _csv_line(question, one):
    return (
        question.number,
        str(question),
        one.organization.name,
        one.organization.reference,
        language_names([one.language])[0],
        count_words(one.text),
        _("Yes") if one.may_be_published else _("No"),
        one.sent_at.isoformat(timespec="seconds"),
        one.text,
    )
