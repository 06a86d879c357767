"""Who gets at a file: staff who read applications, unless conflicted; and nothing of it before she has declared."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from observers import policies
from observers.models import Application
from registry.errors import Refused
from registry.views.doors import staff_page


def desk_page(view):
    """A page for staff who read applications; to other staff it is forbidden, to anybody else it does not exist."""

    @staff_page
    @wraps(view)
    def page(request, *args, **kwargs):
        if not policies.may_read_queue(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


def file_page(may=None, *, when=None, acts_only=False):
    """A page of one file; the view gets the application.

    A file with which she has a conflict of interest does not exist for her. Before the declaration she is led to where
    she makes it. `may` is asked in the states of `when`, in any state without; in others the verb says why not now.
    With `acts_only` anybody who reads the file may look.
    """

    def decorate(view):
        @desk_page
        @wraps(view)
        def page(request, reference, *args, **kwargs):
            application = file_or_404(request.user, reference)
            if not policies.has_declared(request.user, application):
                return redirect("observers:application-review", application.reference)
            is_asked = (request.method == "POST" or not acts_only) and (when is None or application.state in when)
            if may and is_asked and not may(request.user, application):
                raise PermissionDenied
            return view(request, application, *args, **kwargs)

        return page

    return decorate


def file_or_404(user, reference):
    files = Application.objects.open_to_staff(user).select_related("organization", "criteria_set", "session", "lead")
    return get_object_or_404(files.prefetch_related("organization__names"), reference=reference)


def criterion_or_404(application, code):
    return get_object_or_404(application.criteria_set.criteria, code=code)


def posted(request):
    """What a form is bound to: what was sent, be it empty; nothing when one only looks."""
    return request.POST if request.method == "POST" else None


def ask(
    request,
    application,
    form,
    verb,
    *,
    title,
    button,
    done,
    text="",
    more=None,
    template="observers/review_act.html",
):
    """A page that asks for what an act needs, then acts. What is refused is told over the form: nothing typed is lost.

    `more` is what the act's own template, or a part of the shared one, needs.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                verb(**form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409
            else:
                messages.success(request, done)
                return redirect("observers:application-review", application.reference)
    context = {
        "application": application,
        "form": form,
        "title": title,
        "text": text,
        "button": button,
    }
    return render(request, template, context | (more or {}), status=status)
