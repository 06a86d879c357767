"""The file of an application: declared first, then read, found criterion by criterion, handed in, settled."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observers import actions, policies
from observers.forms.findings import FindingForm
from observers.forms.reviews import DeclarationForm, NoteForm, SettleForm
from observers.models import Finding
from observers.queries.assessments import assessments, documents_of, my_review
from observers.states import ApplicationState
from observers.views.desk import criterion_or_404, desk_page, file_or_404, file_page
from observers.views.review_page import page_context
from registry.errors import Refused, Stale

S = ApplicationState
FOUND_IN = (S.IN_REVIEW, S.CLARIFICATION)


@desk_page
def application_review(request, reference):
    """The whole file; to who has not declared, nothing but the declaration."""
    application = file_or_404(request.user, reference)
    if not policies.has_declared(request.user, application):
        return _ask_declaration(request, application, DeclarationForm())
    return _file(request, application)


@desk_page
def declare(request, reference):
    """None: the file opens. A conflict: from now on the file does not exist for her."""
    application = file_or_404(request.user, reference)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        if policies.has_declared(request.user, application):
            return _file(request, application, declaration=form, status=422)
        return _ask_declaration(request, application, form, status=422)
    typed = form.cleaned_data
    if typed["says"] == "none":
        actions.declare_no_conflict(application, by=request.user)
        messages.success(request, _("You declared that you have no conflict of interest. The file is open."))
        return redirect("observers:application-review", application.reference)
    actions.declare_conflict(application, ground=typed["ground"], note=typed["note"], by=request.user)
    messages.success(request, _("You declared a conflict of interest. You will not see this file any more."))
    return redirect("observers:application-queue")


@file_page(policies.may_find, when=FOUND_IN, acts_only=True)
def finding(request, application, code):
    """Look: the file, open at this criterion. Act: keep her finding on it."""
    criterion = criterion_or_404(application, code)
    if request.method != "POST":
        return _file(request, application, opened=code)
    review = my_review(application, request.user)
    if review is None:
        raise PermissionDenied
    form = _finding_form(request, application, review, criterion)
    status = 422
    if form.is_valid():
        try:
            actions.record_finding(review, criterion, by=request.user, **form.facts())
        except Refused as refused:
            form.add_error(None, str(refused))
            theirs = refused.theirs if isinstance(refused, Stale) else None
            return _file(request, application, opened=code, form=form, theirs=theirs, status=409)
        messages.success(request, _("Your finding on “%(name)s” was saved.") % {"name": criterion.told("name")})
        return redirect(_next(request, application, code))
    return _file(request, application, opened=code, form=form, status=status)


@file_page()
@require_POST
def hand_in(request, application):
    """All her findings are there: from now on they count."""
    review = my_review(application, request.user)
    if review is None:
        raise PermissionDenied
    actions.hand_in_review(review, by=request.user)
    messages.success(request, _("Your review is handed in."))
    return redirect("observers:application-review", application.reference)


@file_page(policies.may_settle, when=(S.IN_REVIEW,), acts_only=True)
@require_POST
def settle(request, application, code):
    """The two differ: a third person says what stands."""
    criterion = criterion_or_404(application, code)
    form = SettleForm(request.POST, auto_id=f"settle-{code}-%s")
    if not form.is_valid():
        return _file(request, application, opened=code, settling=form, status=422)
    actions.settle(application, criterion, by=request.user, **form.cleaned_data)
    messages.success(request, _("What stands on “%(name)s” was saved.") % {"name": criterion.told("name")})
    return redirect("observers:application-review", application.reference)


@file_page()
@require_POST
def note_add(request, application):
    """A word among staff; it never leaves them."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _file(request, application, note=form, status=422)
    actions.add_staff_note(application, by=request.user, **form.cleaned_data)
    messages.success(request, _("Your note was added. The organization never sees it."))
    return redirect(reverse("observers:application-review", args=[application.reference]) + "#notes")


def _ask_declaration(request, application, form, status=200):
    """What she needs to know to say whether she has a conflict: whose file it is, and nothing in it."""
    context = {"application": application, "form": form}
    return render(request, "observers/review_declare.html", context, status=status)


def _file(request, application, *, status=200, **shown):
    context = page_context(request.user, application, **shown)
    context["own_address"] = reverse("observers:application-review", args=[application.reference])
    return render(request, "observers/application_review.html", context, status=status)


def _finding_form(request, application, review, criterion):
    """The form with what could be cited as it was offered on the page."""
    offered = next((one for one in assessments(application, request.user) if one.criterion == criterion), None)
    if offered is None:
        raise Http404
    known = Finding.objects.filter(review=review, criterion=criterion).prefetch_related("pins__document").first()
    rows = offered.check.rows if offered.check else []
    return FindingForm(request.POST, code=criterion.code, documents=documents_of(application), rows=rows, finding=known)


def _next(request, application, code):
    """Where to go after a finding: the next criterion that has none, or the same one."""
    if "next" in request.POST:
        left = [one.criterion.code for one in assessments(application, request.user) if one.mine is None]
        code = left[0] if left else code
    return reverse("observers:review-finding", args=[application.reference, code]) + f"#c-{code}"
