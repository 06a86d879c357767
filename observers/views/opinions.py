"""Opinions of missions and departments: asked for from the file, given by who works in the unit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observers import actions, policies
from observers.forms.reviews import DeclarationForm, OpinionAnswerForm, OpinionForm
from observers.queries.clock import database_now
from observers.queries.opinions import missions_of, opinions_asked_of, opinions_open_to
from observers.queries.reviewers import people_of
from observers.states import ApplicationState
from observers.views.desk import ask as ask_page
from observers.views.desk import file_page, posted
from registry.errors import Refused
from registry.models import Unit
from registry.views.doors import staff_page

S = ApplicationState
ASKED_IN = (S.SCREENING, S.IN_REVIEW, S.CLARIFICATION, S.READY)
PAGE = 50


@file_page(policies.may_ask_opinion, when=ASKED_IN)
def ask(request, application):
    units = Unit.objects.current(on=timezone.localdate()).order_by("name_en", "pk")
    form = OpinionForm(posted(request), units=units, near=missions_of(application.organization))

    def verb(**_typed):
        opinion = actions.ask_opinion(application, by=request.user, **form.facts())
        if not people_of(opinion.unit, application):
            messages.warning(request, _("Nobody of this unit can answer now. Its people were not told."))

    return ask_page(
        request,
        application,
        form,
        verb,
        title=_("Ask for an opinion"),
        text=_(
            "Who works in the unit is told by e-mail. If no answer comes in time, the file says so: silence is never"
            " taken for a yes."
        ),
        button=_("Ask for the opinion"),
        done=_("The opinion was asked for."),
    )


@staff_page
def opinion_list(request):
    """Those asked of her unit; of files that she has a conflict of interest with, nothing."""
    page = Paginator(opinions_asked_of(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "observers/opinion_list.html", {"page": page, "now": database_now()})


@staff_page
@require_POST
def declare(request, reference):
    """None: the question opens. A conflict: from now on the application does not exist for her."""
    opinion = get_object_or_404(opinions_open_to(request.user), reference=reference)
    if not policies.may_answer_opinion(request.user, opinion):
        raise PermissionDenied
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        return _ask_declaration(request, opinion, form, status=422)
    typed = form.cleaned_data
    if typed["says"] == "none":
        actions.declare_no_conflict(opinion.application, by=request.user)
        return redirect("observers:opinion-detail", reference)
    actions.declare_conflict(opinion.application, ground=typed["ground"], note=typed["note"], by=request.user)
    messages.success(request, _("You declared a conflict of interest. A colleague of your unit gives the opinion."))
    return redirect("observers:opinion-list")


@staff_page
def detail(request, reference):
    """What is asked, about whom, until when; and the answer."""
    opinion = get_object_or_404(opinions_open_to(request.user), reference=reference)
    if not opinion.is_open:
        if request.method == "POST":
            return redirect("observers:opinion-detail", reference)
        return _ask_declaration(request, opinion, DeclarationForm())
    can_answer = policies.may_answer_opinion(request.user, opinion) and opinion.answered_at is None
    if request.method == "POST" and not can_answer:
        raise PermissionDenied
    form = OpinionAnswerForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.answer_opinion(opinion, by=request.user, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409
            else:
                messages.success(request, _("The opinion of your unit was given."))
                return redirect("observers:opinion-list")
    context = {
        "opinion": opinion,
        "application": opinion.application,
        "form": form,
        "can_answer": can_answer,
        "now": database_now(),
    }
    return render(request, "observers/opinion_detail.html", context, status=status)


def _ask_declaration(request, opinion, form, status=200):
    """Whose application it is, so that she can say whether she has a conflict; not what is asked."""
    context = {"opinion": opinion, "application": opinion.application, "form": form, "now": database_now()}
    context["own_address"] = reverse("observers:opinion-detail", args=[opinion.reference])
    return render(request, "observers/opinion_declare.html", context, status=status)
