"""The completeness check, the clock of a file, and its end without a decision."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observers import actions, policies
from observers.forms.reviews import BOTH_SIDES, DueDateForm, MissingForm, ReasonForm
from observers.states import ApplicationState
from observers.views.desk import ask, file_page, posted

S = ApplicationState
CHECKED_IN = (S.SUBMITTED, S.SCREENING)


@file_page(policies.may_screen, when=CHECKED_IN)
@require_POST
def take(request, application):
    """Take the file: from now on she leads it."""
    actions.begin_screening(application, by=request.user)
    messages.success(request, _("You have taken this file. Look whether everything is there, readable and in date."))
    return redirect("observers:application-review", application.reference)


@file_page(policies.may_screen, when=CHECKED_IN)
@require_POST
def complete(request, application):
    actions.accept_as_complete(application, by=request.user)
    messages.success(request, _("The application is complete. The review begins."))
    return redirect("observers:application-review", application.reference)


@file_page(policies.may_screen, when=CHECKED_IN)
def incomplete(request, application):
    """Send it back, once, with a named list."""
    return ask(
        request,
        application,
        MissingForm(posted(request)),
        partial(actions.return_as_incomplete, application, by=request.user),
        title=_("Send it back: something is missing"),
        text=_("An application is sent back once. What is missing later is asked as a question."),
        button=_("Send it back"),
        done=_("The application was sent back with your list."),
    )


@file_page(policies.may_manage_application)
def due_date(request, application):
    """Move the date that something is due; both sides read why."""
    form = DueDateForm(posted(request))
    return ask(
        request,
        application,
        form,
        lambda **_typed: actions.move_due_date(application, by=request.user, **form.facts()),
        title=_("Move the due date"),
        button=_("Move the date"),
        done=_("The due date was moved. The organization is told, with your reason."),
    )


@file_page(policies.may_manage_application)
def close(request, application):
    """No answer came in time: close it without prejudice."""
    return ask(
        request,
        application,
        ReasonForm(posted(request), hint=BOTH_SIDES),
        partial(actions.close_without_prejudice, application, by=request.user),
        title=_("Close without prejudice"),
        text=_("The organization can apply again at any time. This is possible when its due date has passed."),
        button=_("Close the file"),
        done=_("The file was closed without prejudice."),
    )


@file_page(policies.may_manage_application)
@require_POST
def resume(request, application):
    """Take a deferred application up again; two new reviews are written."""
    actions.resume_review(application, by=request.user)
    messages.success(request, _("The review goes on. Choose two people for it."))
    return redirect("observers:application-review", application.reference)
