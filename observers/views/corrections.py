"""Corrections that organizations ask for after a decision, answered by somebody who had no part in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from observers import actions, policies
from observers.exporters import letter_pdf
from observers.forms.sessions import CorrectionAnswerForm
from observers.models import Application, Correction
from observers.queries import dossiers
from observers.queries.reviews import found
from observers.views.looks import decision_look, found_row
from registry.views.doors import staff_page
from registry.views.files import made


@staff_page
@require_safe
def correction_list(request):
    if not policies.may_read_queue(request.user):
        raise PermissionDenied
    corrections = (
        Correction.objects.filter(application__in=Application.objects.open_to_staff(request.user))
        .select_related("application__organization")
        .prefetch_related("application__organization__names")
        .order_by("answered_at", "asked_at")
    )
    shown = list(corrections.prefetch_related("application__decisions")[:200])
    for correction in shown:
        correction.outcome = decision_look(_decided(correction))
    return render(request, "observers/correction_list.html", {"corrections": shown})


@staff_page
def correction_detail(request, reference):
    """The latest correction of an application, with all that it can be judged by."""
    correction = _latest(request.user, reference)
    application = correction.application
    if not policies.has_declared(request.user, application):
        return redirect("observers:application-review", application.reference)
    can_answer = correction.answered_at is None and policies.may_answer_correction(request.user, correction)
    form = CorrectionAnswerForm(request.POST or None)
    if request.method == "POST":
        if not can_answer:
            raise PermissionDenied
        if form.is_valid():
            actions.answer_correction(correction, by=request.user, **form.cleaned_data)
            messages.success(request, _("The organization has your answer."))
            return redirect("observers:correction-list")
    decision = _decided(correction)
    context = {
        "correction": correction,
        "application": application,
        "form": form,
        "can_answer": can_answer,
        "had_part": request.user.pk in policies.took_part(application),
        "decision": decision,
        "outcome": decision_look(decision),
        "rows": [
            found_row(one)
            for one in found(application, cycle=decision.cycle)
            if correction.criterion_id in (None, one.criterion.pk)
        ],
        "today": timezone.localdate(),
    }
    return render(request, "observers/correction_detail.html", context, status=422 if form.is_bound else 200)


@staff_page
@require_safe
def letter(request, reference):
    """The letter that the organization has, in the reader's language."""
    correction = _latest(request.user, reference)
    if not policies.has_declared(request.user, correction.application):
        return redirect("observers:application-review", reference)
    content = letter_pdf(dossiers.letter(_decided(correction)))
    return made(content, name=f"decision-{reference}.pdf", media_type="application/pdf")


def _latest(user, reference):
    if not policies.may_read_queue(user):
        raise PermissionDenied
    files = Application.objects.open_to_staff(user)
    corrections = Correction.objects.filter(application__in=files, application__reference=reference)
    related = ("application__organization", "criterion", "document", "answered_by")
    correction = corrections.select_related(*related).order_by("-asked_at").first()
    if correction is None:
        raise Http404
    return correction


def _decided(correction):
    """The decision that stood when the correction was asked for."""
    decisions = [one for one in correction.application.decisions.all() if one.recorded_at <= correction.asked_at]
    return max(decisions, key=lambda one: (one.recorded_at, one.pk))
