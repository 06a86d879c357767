"""Corrections that organizations ask for after a decision, answered by somebody who had no part in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from observers import actions, policies
from observers.forms.sessions import CorrectionAnswerForm
from observers.models import Application, Correction
from registry.views.doors import staff_page


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
    return render(request, "observers/correction_list.html", {"corrections": list(corrections[:200])})


@staff_page
def correction_detail(request, reference):
    """The latest correction of an application."""
    if not policies.may_read_queue(request.user):
        raise PermissionDenied
    application = get_object_or_404(Application.objects.open_to_staff(request.user), reference=reference)
    correction = application.corrections.order_by("-asked_at").first()
    if correction is None:
        raise Http404
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
    context = {"correction": correction, "application": application, "form": form, "can_answer": can_answer}
    return render(request, "observers/correction_detail.html", context, status=422 if form.is_bound else 200)
