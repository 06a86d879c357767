"""Refresh campaigns for the staff: plan one, look at its mails, begin it, and see what comes of it."""

from functools import wraps
from types import MappingProxyType
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.actions.refreshes import SEND
from registry.errors import Stale
from registry.forms.refreshes import RefreshForm
from registry.models import Job, RefreshCampaign, Region, ViewedList
from registry.models.jobs import OPEN
from registry.models.people import LANGUAGES
from registry.queries import refreshes as found
from registry.queries.saved_views import views_for
from registry.states import NEXT, RefreshInviteState, RefreshState
from registry.views.doors import staff_page
from registry.views.jobs import with_panel
from registry.views.labels import filter_words
from registry.views.records import opened_version
from registry.views.refresh_words import sample
from registry.views.saved_views import ADDRESSES

PAGE = 50
S = RefreshInviteState
# In this order the outcomes stand on every page.
OVER = (S.CONFIRMED, S.CHANGED, S.LEFT, S.REFUSED, S.BOUNCED, S.SILENT)
SHOWN = (*OVER, S.OPENED, S.SENT)
_LABELS = MappingProxyType(dict(S.choices))
_STATES = (
    (found.ASKED, gettext_lazy("All that were asked")),
    (found.ANSWERED, gettext_lazy("All that were answered")),
    (found.WAITING, gettext_lazy("Still time to answer")),
    *S.choices,
)


def runners_page(view):
    """A staff page for those who run campaigns; to other staff it is forbidden."""

    @staff_page
    @wraps(view)
    def page(request, *args, **kwargs):
        if not policies.may_run_refreshes(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


@runners_page
def campaign_list(request):
    campaigns = RefreshCampaign.objects.select_related("made_by").order_by("-created_at", "-pk")
    page = Paginator(campaigns, PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/refresh_list.html", {"page": page})


@runners_page
def new(request):
    """Choose whom to ask: a saved view, a region, or a list as it was filtered; then how."""
    view = _saved_view(request)
    list_name, filters = _asked_for(request, view)
    initial = {
        "title": view.name if view else "",
        "kind": request.GET.get("kind", ""),
        "list_name": list_name,
        "query": found.query(filters).urlencode(),
    }
    form = RefreshForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        list_name, filters = _typed_question(form)
        campaign = actions.plan_refresh(list_name=list_name, filters=filters, by=request.user, **form.facts())
        return redirect(campaign)
    if form.is_bound:
        list_name, filters = _typed_question(form) if form.is_valid() else (list_name, filters)
    context = {
        "form": form,
        "views": [one for one in views_for(request.user) if one.list_name in found.LISTS],
        "regions": Region.objects.order_by("name_en"),
        "chosen": {"view": view.reference if view else "", "region": request.GET.get("region", "")},
        "question": _question(list_name, filters),
    }
    return render(request, "registry/refresh_new.html", context, status=422 if form.is_bound else 200)


@runners_page
def edit(request, reference):
    campaign = _steered(request, reference)
    form = RefreshForm(request.POST or None, initial=RefreshForm.initial_of(campaign))
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_refresh(campaign, changes=form.facts(), by=request.user, version=opened_version(request))
        except Stale as stale:
            form.add_error(None, str(stale))
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect(campaign)
    context = {"form": form, "campaign": campaign, "question": _question(campaign.list_name, campaign.filters)}
    return render(request, "registry/refresh_new.html", context, status=status)


@runners_page
def detail(request, reference):
    """What it would do, or how it stands; every figure opens the rows behind it."""
    campaign = _campaign(reference)
    user = request.user
    job = Job.objects.filter(kind=SEND, subject=campaign.reference, state__in=OPEN).first()
    # Somebody stopped the worker that wrote down whom to ask.
    is_left = campaign.state == RefreshState.PREPARING and job is None
    is_draft = campaign.state == RefreshState.DRAFT
    context = {
        "campaign": campaign,
        "question": _question(campaign.list_name, campaign.filters),
        "kind": campaign.get_kind_display() if campaign.kind else _("Everything"),
        "can_steer": policies.may_steer_refresh(user, campaign),
        "may": {str(state): True for state in NEXT[RefreshState][campaign.state]},
        "samples": [sample(campaign, code) for code, _name in LANGUAGES if code in campaign.languages],
        "show_job": job is not None,
        "is_left": is_left,
        "can_discard": is_draft or is_left,
        "can_start": is_left,
    }
    if is_draft:
        context["preview"] = _preview(campaign, user)
        context["can_start"] = context["preview"]["told"].asked > 0
    elif campaign.state != RefreshState.PREPARING:
        # Under one name: the panel of a job has outcomes and a rate of its own.
        context["progress"] = _progress(campaign, user)
    if job:
        context = with_panel(context, request, job)
    return render(request, "registry/refresh_detail.html", context)


@require_POST
@runners_page
def start(request, reference):
    return _act(
        request, reference, actions.start_refresh, _("The campaign is being prepared. Then the first mails leave.")
    )


@require_POST
@runners_page
def discard(request, reference):
    campaign = _steered(request, reference)
    actions.discard_refresh(campaign, by=request.user)
    messages.success(request, _("“%(title)s” was thrown away.") % {"title": campaign.title})
    return redirect("registry:refresh-list")


@require_POST
@runners_page
def rest(request, reference):
    return _act(request, reference, actions.send_rest, _("Everybody else is being asked."))


@require_POST
@runners_page
def pause(request, reference):
    return _act(request, reference, actions.pause_refresh, _("Paused: no further mail is written."))


@require_POST
@runners_page
def resume(request, reference):
    return _act(request, reference, actions.resume_refresh, _("The campaign goes on."))


@require_POST
@runners_page
def end(request, reference):
    done = _("The campaign has ended. Who did not answer is a task of the mission now.")
    return _act(request, reference, actions.end_refresh, done)


@runners_page
def coverage(request, reference):
    """What came of it, mission by mission."""
    campaign = _campaign(reference)
    rows = [_covered(campaign, row) for row in found.coverage(campaign, request.user) if row.asked]
    columns = [cell["label"] for cell in rows[0]["cells"]] if rows else []
    context = {"campaign": campaign, "columns": columns, "rows": rows}
    return render(request, "registry/refresh_coverage.html", context)


@runners_page
def invite_list(request, reference):
    """The questions themselves, as the figures name them."""
    campaign = _campaign(reference)
    state, country = request.GET.get("state", ""), request.GET.get("country")
    state = state if state in (*S.values, *found.TOGETHER) else ""
    country = country[:3].replace("\0", "") if country is not None else None
    rows = found.invites_of(campaign, request.user, state=state, country=country)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"campaign": campaign, "page": page, "state": state, "country": country, "states": _STATES}
    return render(request, "registry/refresh_invites.html", context)


def _act(request, reference, verb, done):
    """What a rule stopped is told by the page of the campaign, in the place of what was asked for."""
    campaign = verb(_steered(request, reference), by=request.user)
    if campaign.state != RefreshState.STOPPED:
        messages.success(request, done)
    return redirect(campaign)


def _campaign(reference):
    return get_object_or_404(RefreshCampaign.objects.select_related("made_by"), reference=reference)


def _steered(request, reference):
    campaign = _campaign(reference)
    if not policies.may_steer_refresh(request.user, campaign):
        raise PermissionDenied
    return campaign


def _saved_view(request):
    asked = request.GET.get("view", "")
    return next((one for one in views_for(request.user) if one.reference == asked), None) if asked else None


def _asked_for(request, view):
    if view and view.list_name in found.LISTS:
        return view.list_name, view.filters
    list_name = request.GET.get("list", "")
    list_name = list_name if list_name in found.LISTS else ViewedList.DIRECTORY
    return list_name, found.filters_from(list_name, request.GET)


def _typed_question(form):
    list_name = form.cleaned_data["list_name"] or ViewedList.DIRECTORY
    return list_name, found.filters_from(list_name, QueryDict(form.cleaned_data["query"]))


def _question(list_name, filters):
    """Whom it asks, in words, with the list that shows them."""
    address = reverse(ADDRESSES[list_name])
    asked = found.query({name: said for name, said in filters.items() if name != "ordering"}).urlencode()
    return {"words": filter_words(list_name, filters), "url": f"{address}?{asked}" if asked else address}


def _preview(campaign, user):
    told = found.preview(found.asked(campaign, user))
    names = dict(LANGUAGES)
    return {
        "told": told,
        "languages": [(names[code], n) for code, n in told.languages.items()],
        "left_out": sum(told.left_out.values()),
        "asked_already": told.left_out.get(found.ASKED_ALREADY, 0),
        "refused": told.left_out.get(found.REFUSED, 0),
    }


def _progress(campaign, user):
    counts = found.outcomes(campaign, user)
    facts, fresh = found.share_now(campaign)
    answered = sum(counts[state] for state in found.TOGETHER[found.ANSWERED])
    asked = sum(counts.values()) - counts[S.QUEUED]
    return {
        "outcomes": [
            {"label": _LABELS[state], "n": counts[state], "url": _rows(campaign, state=state)} for state in SHOWN
        ],
        "asked": asked,
        "answered": answered,
        "rate": 100 * answered // asked if asked else None,
        "queued": counts[S.QUEUED],
        "queued_url": _rows(campaign, state=S.QUEUED),
        "before": _share(campaign.fresh_before, campaign.facts_before),
        "now": _share(fresh, facts),
        "told": found.told_by_answers(campaign, user),
        "answers_url": _rows(campaign, state=found.ANSWERED),
    }


def _share(fresh, facts):
    """A share in words with what it is a share of, or nothing when there is nothing to share."""
    if not facts:
        return ""
    sentence = ngettext("%(share)s%% of %(all)s fact", "%(share)s%% of %(all)s facts", facts)
    return sentence % {"share": 100 * fresh // facts, "all": facts}


def _covered(campaign, row):
    cells = [
        (pgettext("coverage", "Asked"), row.asked, found.ASKED),
        (pgettext("coverage", "Answered"), row.answered, found.ANSWERED),
        *((_LABELS[state], row.counts.get(state, 0), state) for state in OVER),
        (_("Still time to answer"), row.waiting, found.WAITING),
    ]
    return {
        "row": row,
        "cells": [
            {"label": label, "n": n, "url": _rows(campaign, state=state, country=row.country)}
            for label, n, state in cells
        ],
    }


def _rows(campaign, **query):
    address = reverse("registry:refresh-invites", args=[campaign.reference])
    asked = {name: str(value) for name, value in query.items() if value or name == "country"}
    return f"{address}?{urlencode(asked)}" if asked else address
