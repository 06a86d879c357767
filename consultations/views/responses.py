"""One recommendation as staff read it: answered, reported on, done, dropped, linked to earlier ones."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions, policies
from consultations.forms.follow_up import ReportForm
from consultations.forms.recommendations import AnswerForm, DropForm
from consultations.models import Recommendation
from consultations.queries import follow_up
from consultations.queries.similar import earlier_than, similar_earlier
from consultations.states import SETTLED
from consultations.views.organize import permitted
from consultations.views.recommendations import staff_told, visible
from registry.actions.documents import record_reading
from registry.views.acts import ask
from registry.views.doors import staff_page
from registry.views.files import stored
from registry.views.records import opened_version

PAGE = 50


@require_safe
@staff_page
def of_units(request):
    """What the units in which she works are to answer, or answered."""
    asked = staff_told(follow_up.asked_of_units(request.user), request.user)
    page = Paginator(asked.order_by("due", "-consultation__starts_on", "number"), PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "consultations/recommendations_of_units.html", {"page": page, "on": follow_up.today()})


@require_safe
@staff_page
def detail(request, recommendation):
    found = staff_told(Recommendation.objects.filter(reference=recommendation), request.user)
    one, user = get_object_or_404(found), request.user
    linked = set(one.similar_to.values_list("pk", flat=True))
    can_manage = policies.may_manage_consultations(user)
    context = {
        "one": one,
        "on": follow_up.today(),
        "is_settled": one.state in SETTLED,
        "can_manage": can_manage,
        "can_answer": policies.may_answer_recommendation(user, one),
        "can_report": policies.may_report_for_iom(user, one),
        "can_read_evidence": policies.may_read_evidence(user, one),
        "can_close": policies.may_close_recommendation(user, one),
        "similar": one.similar_to.select_related("consultation").order_by("-consultation__starts_on", "number"),
        "suggested": _suggested(one, linked) if can_manage else [],
    }
    return render(request, "consultations/staff_recommendation.html", context)


@staff_page
def answer(request, recommendation):
    one = visible(recommendation)
    if not policies.may_answer_recommendation(request.user, one):
        raise PermissionDenied
    response = getattr(one, "response", None)
    version = opened_version(request) if request.method == "POST" else (response.version if response else 0)
    initial = {name: getattr(response, name) for name in AnswerForm.base_fields} if response else {}
    form = AnswerForm(request.POST or None, initial=initial, version=version)
    return ask(
        request,
        form,
        partial(actions.answer_recommendation, one, by=request.user, version=version),
        crumbs=_crumbs(one),
        title=_("Answer the recommendation"),
        text=one.text,
        button=_("Give the answer"),
        done=_("The answer was given."),
    )


@staff_page
def report(request, recommendation):
    one = visible(recommendation)
    if not policies.may_report_for_iom(request.user, one):
        raise PermissionDenied
    return ask(
        request,
        ReportForm(request.POST or None, initial={"language": get_language()[:2]}),
        partial(actions.report_action, one, by=request.user),
        crumbs=_crumbs(one),
        title=_("Report what was done"),
        text=one.text,
        button=_("Send what was done"),
        done=_("The report was added."),
    )


@require_safe
@staff_page
def evidence(request, recommendation, update):
    """The document that a report shows, to keep and never to show; who opened it is noted."""
    _one, update = _reported(request, recommendation, update, policies.may_read_evidence)
    if update.document is None:
        raise Http404
    response = stored(update.document)
    record_reading(update.document, by=request.user)
    return response


@require_POST
@staff_page
def close(request, recommendation, update):
    """Done, by the evidence of one report."""
    one, update = _reported(request, recommendation, update, policies.may_close_recommendation)
    actions.close_recommendation(one, update=update, by=request.user)
    messages.success(request, _("The recommendation is done."))
    return redirect("consultations:staff-recommendation", one.reference)


@staff_page
def drop(request, recommendation):
    permitted(request)
    one = visible(recommendation)
    return ask(
        request,
        DropForm(request.POST or None),
        partial(actions.drop_recommendation, one, by=request.user),
        crumbs=_crumbs(one),
        title=_("Drop the recommendation"),
        text=one.text,
        button=_("Drop it for good"),
        done=_("The recommendation was dropped."),
    )


@require_POST
@staff_page
def similar(request, recommendation):
    permitted(request)
    one = visible(recommendation)
    ticked = list(earlier_than(one).filter(reference__in=request.POST.getlist("similar")))
    actions.link_similar(one, similar_to=ticked, by=request.user)
    messages.success(request, _("The links to earlier recommendations were saved."))
    return redirect("consultations:staff-recommendation", one.reference)


def _reported(request, recommendation, update, may):
    """A recommendation and one of its reports; a report that she may not know of is not there."""
    one = get_object_or_404(staff_told(Recommendation.objects.filter(reference=recommendation), request.user))
    if not may(request.user, one):
        raise PermissionDenied
    known = [report.pk for report in one.known_updates]
    reports = one.updates.filter(pk__in=known).select_related("document__organization")
    return one, get_object_or_404(reports, reference=update)


def _suggested(one, linked):
    """Those that are similar, each with why; and those that are linked already."""
    found = similar_earlier(one, among=earlier_than(one))
    return [{"similar": found_one, "is_linked": found_one.recommendation.pk in linked} for found_one in found]


def _crumbs(one):
    consultation = one.consultation
    return [
        (reverse("consultations:staff-recommendations", args=[consultation.reference]), str(consultation)),
        (reverse("consultations:staff-recommendation", args=[one.reference]), one.reference),
    ]
