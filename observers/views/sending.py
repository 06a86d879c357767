"""Check everything, send it, and what the organization keeps: the receipt, its own copy, the dates."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from observers import actions
from observers.exporters import dossier_pdf, own_copy_zip, receipt_pdf
from observers.queries import dossiers, timeline
from observers.queries.calendars import dates_of
from observers.views.applicant import mine, shared, to_send
from observers.views.tasks import page_of_tasks
from registry.errors import Refused
from registry.exporters.calendar import MEDIA_TYPE, calendar_ics
from registry.views.files import made


@require_safe
@login_required
def check(request, reference):
    """Everything that will be sent, each part with a link to change it; what is missing, on top."""
    return _check(request, mine(request, reference))


@require_POST
@login_required
def send(request, reference):
    application = mine(request, reference)
    if application.submitted_at and not application.is_writable:
        # Sent already, from another window: the receipt says so.
        return redirect("observers:application-sent", reference)
    application = to_send(request, reference)
    try:
        actions.submit_application(application, by=request.user)
    except Refused as refused:
        return _check(request, application, refused=refused)
    return redirect("observers:application-sent", reference)


@require_safe
@login_required
def sent(request, reference):
    """The receipt: number, time with its zone, the hash of each file, what comes next."""
    application = mine(request, reference)
    submission = _last(application)
    context = shared(request, application) | {
        "submission": submission,
        "receipt": dossiers.receipt(submission),
        "road": timeline.road(application),
    }
    return render(request, "observers/application_sent.html", context)


@require_safe
@login_required
def receipt(request, reference):
    application = mine(request, reference)
    content = receipt_pdf(dossiers.receipt(_last(application)))
    return made(content, name=f"receipt-{application.reference}.pdf", media_type="application/pdf")


@require_safe
@login_required
def copy_pdf(request, reference):
    application = mine(request, reference)
    content = dossier_pdf(dossiers.dossier(application))
    return made(content, name=f"{application.reference}.pdf", media_type="application/pdf")


@require_safe
@login_required
def copy_zip(request, reference):
    """The application with its documents and a list of both."""
    application = mine(request, reference)
    content = own_copy_zip(
        dossier_pdf(dossiers.dossier(application)), dossiers.files(application), dossiers.manifest(application)
    )
    return made(content, name=f"{application.reference}.zip", media_type="application/zip")


@require_safe
@login_required
def calendar(request, reference):
    application = mine(request, reference)
    content = calendar_ics(dates_of(application))
    return made(content, name=f"{application.reference}.ics", media_type=MEDIA_TYPE)


def _check(request, application, *, refused=None):
    context = shared(request, application) | page_of_tasks(application)
    context |= {
        "shown": dossiers.shown_content(dossiers.content_of(application), application),
        "refused": str(refused) if refused else "",
        "own_address": reverse("observers:application-check", args=[application.reference]),
    }
    return render(request, "observers/application_check.html", context, status=409 if refused else 200)


def _last(application):
    submission = application.submissions.select_related("application").order_by("-number").first()
    if submission is None:
        raise Http404
    return submission
