"""The outcome with its reasons, the letter, and the correction of a fact."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from observers import actions, policies
from observers.exporters import letter_pdf
from observers.forms.applications import CorrectionForm
from observers.queries import dossiers
from observers.views.applicant import mine, shared
from registry.errors import Refused
from registry.views.files import made


@require_safe
@login_required
def decision(request, reference):
    """What the Council decided, why, criterion by criterion, and what the organization can do now."""
    application = mine(request, reference)
    return _page(request, application, CorrectionForm(application=application))


@require_safe
@login_required
def letter(request, reference):
    application = mine(request, reference)
    content = letter_pdf(dossiers.letter(_last(application)))
    return made(content, name=f"decision-{application.reference}.pdf", media_type="application/pdf")


@require_POST
@login_required
def correction(request, reference):
    """Say which fact of the letter is wrong; somebody who had no part in the decision answers."""
    application = mine(request, reference)
    if not policies.may_ask_correction(request.user, application):
        raise PermissionDenied
    form = CorrectionForm(request.POST, request.FILES, application=application)
    if form.is_valid():
        try:
            actions.ask_correction(application, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Your correction is on its way. Somebody who had no part in the decision answers.")
            )
            return redirect("observers:application-decision", reference)
    return _page(request, application, form)


def _page(request, application, form):
    decision = _last(application)
    corrections = list(application.corrections.select_related("criterion", "document").order_by("-asked_at"))
    context = shared(request, application) | {
        "decision": decision,
        "own_address": reverse("observers:application-decision", args=[application.reference]),
        "findings": [
            finding | {"corrections": [one for one in corrections if one.criterion == finding["criterion"]]}
            for finding in dossiers.findings_of(decision)
        ],
        "corrections": [one for one in corrections if one.criterion is None],
        "has_open_correction": any(one.answered_at is None for one in corrections),
        "can_ask": policies.may_ask_correction(request.user, application),
        "can_begin_again": not application.is_open
        and policies.may_start_application(request.user, application.organization),
        "deferred": application.decisions.filter(outcome="deferred").count(),
        "form": form,
    }
    return render(request, "observers/application_decision.html", context, status=422 if form.errors else 200)


def _last(application):
    decision = application.decisions.select_related("session", "next_session").order_by("-recorded_at", "-pk").first()
    if decision is None:
        raise Http404
    return decision
