"""The recommendations of one edition, as organizers record, order, assign and publish them."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions, policies
from consultations.forms.recommendations import AssignForm, RecommendationForm
from consultations.models import Recommendation
from consultations.queries import follow_up
from consultations.states import HEARD, HELD, RecommendationState
from consultations.views.organize import found, permitted
from consultations.views.tabs import tabs
from registry.models import Organization
from registry.views.acts import ask, attempt
from registry.views.doors import staff_page
from registry.views.records import opened_version

R = RecommendationState
PAGE = 100
OVERDUE = "overdue"


@require_safe
@staff_page
def recommendation_list(request, reference):
    return _list(request, found(reference), AssignForm(user=request.user))


@require_POST
@staff_page
def assign(request, reference):
    """Those that are ticked, all at once; what is refused is told over the list, and the ticks stay."""
    permitted(request)
    consultation = found(reference)
    form = AssignForm(request.POST, user=request.user)
    ticked = consultation.recommendations.filter(reference__in=request.POST.getlist("recommendation"))
    verb = partial(actions.assign_recommendations, consultation, recommendations=ticked, by=request.user)
    tried = attempt(request, form, verb, done=_("The recommendations were assigned."))
    if tried.is_done:
        return redirect("consultations:staff-recommendations", reference)
    return _list(request, consultation, form, status=tried.status)


@staff_page
def new(request, reference):
    permitted(request)
    consultation = found(reference)
    form = RecommendationForm(request.POST or None, consultation=consultation, user=request.user)
    return ask(
        request,
        form,
        partial(actions.record_recommendation, consultation, by=request.user),
        crumbs=_crumbs(consultation),
        title=_("Record a recommendation"),
        text=_("Only staff read it until you publish it.") if consultation.recommendations_published_at else "",
        button=_("Record the recommendation"),
        done=_("The recommendation was recorded."),
    )


@staff_page
def edit(request, recommendation):
    permitted(request)
    one = visible(recommendation)
    known = Organization.objects.visible_to(request.user).values("pk")
    initial = {name: getattr(one, name) for name in ("text_en", "text_fr", "text_es", "area", "level")} | {
        "session": one.session.reference if one.session else "",
        "proposers": list(one.proposers.filter(pk__in=known).order_by("pk")),
    }
    version = opened_version(request) if request.method == "POST" else one.version
    form = RecommendationForm(
        request.POST or None, consultation=one.consultation, user=request.user, version=version, initial=initial
    )

    def save(**changes):
        actions.edit_recommendation(one, changes=changes, by=request.user, version=version)

    return ask(
        request,
        form,
        save,
        crumbs=[
            *_crumbs(one.consultation),
            (reverse("consultations:staff-recommendation", args=[one.reference]), one.reference),
        ],
        title=_("Edit the recommendation"),
        text=_("Everybody reads it at once.") if one.published_at else "",
        button=_("Save"),
        done=_("The recommendation was saved."),
    )


@staff_page
def order(request, reference):
    """A number beside each; two with the same number stand in the order in which they stood."""
    permitted(request)
    consultation = found(reference)
    recommendations = list(consultation.recommendations.order_by("number"))
    if request.method == "POST":
        recommendations.sort(key=lambda one: _typed(request.POST.get(f"number-{one.reference}", ""), one.number))
        actions.number_recommendations(consultation, order=recommendations, by=request.user)
        messages.success(request, _("The recommendations are in order."))
        return redirect("consultations:staff-recommendations", reference)
    context = {"consultation": consultation, "recommendations": recommendations}
    return render(request, "consultations/recommendation_order.html", context)


@require_POST
@staff_page
def publish(request, reference):
    permitted(request)
    actions.publish_recommendations(found(reference), by=request.user)
    messages.success(request, _("Everybody reads the recommendations now."))
    return redirect("consultations:staff-recommendations", reference)


def visible(reference):
    recommendations = Recommendation.objects.select_related("consultation", "session", "area", "unit")
    return get_object_or_404(recommendations, reference=reference)


def staff_told(recommendations, user):
    return follow_up.told(recommendations, organizations=Organization.objects.visible_to(user))


def _list(request, consultation, form, status=200):
    recommendations, state, on = consultation.recommendations.all(), request.GET.get("state", ""), follow_up.today()
    if state == OVERDUE:
        recommendations = recommendations.overdue(on=on)
    elif state in R:
        recommendations = recommendations.filter(state=state)
    can_manage = policies.may_manage_consultations(request.user)
    shown = staff_told(recommendations, request.user).order_by("number")
    context = {
        "consultation": consultation,
        "tabs": tabs(consultation, request.user, current="staff-recommendations"),
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "on": on,
        "states": [*R.choices, (OVERDUE, _("Overdue"))],
        "state": state,
        "form": form,
        "ticked": request.POST.getlist("recommendation"),
        "can_manage": can_manage,
        "can_record": can_manage and consultation.state in HEARD,
        "can_publish": can_manage
        and consultation.state in HELD
        and consultation.recommendations.unpublished().exists(),
        "assignable": (R.RECORDED, R.ASSIGNED),
        "has_opening": follow_up.earlier_edition(consultation) is not None,
        "noted": consultation.agenda.filter(parent=None).order_by("starts_at", "pk"),
    }
    return render(request, "consultations/staff_recommendations.html", context, status=status)


def _typed(text, otherwise):
    """The number that was typed, and where it stood."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    return (int(text) if is_number else otherwise, otherwise)


def _crumbs(consultation):
    return [
        (reverse("consultations:staff-consultation", args=[consultation.reference]), str(consultation)),
        (reverse("consultations:staff-recommendations", args=[consultation.reference]), _("Recommendations")),
    ]
