"""Matches with watch lists: for who judges them. To other staff the pages are closed, to anybody else not there.

A match blocks nothing by itself. It stands on no page of the organization, in no mail and in no download.
"""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.forms.screening import AskAgainForm, VerdictForm, WatchListForm
from registry.models import ListKey
from registry.queries import screening as queries
from registry.queries.words import words
from registry.states import MatchState
from registry.views import screening_words
from registry.views.acts import ask, attempt
from registry.views.doors import staff_page
from registry.views.presenters import named
from registry.views.records import opened_version

PAGE = 50
REASONS_IN_A_ROW = 3
TABS = {
    "open": (queries.WAITING, gettext_lazy("To judge")),
    "cleared": ((MatchState.CLEARED,), gettext_lazy("Not the same")),
    "confirmed": ((MatchState.CONFIRMED,), gettext_lazy("Confirmed")),
    "closed": ((MatchState.CLOSED,), gettext_lazy("Closed")),
}
DONE = {
    MatchState.CLEARED: gettext_lazy(
        "Kept: it is another one. You are asked again only when the record or the list says something else."
    ),
    MatchState.PROPOSED: gettext_lazy("Kept. A second person must agree before the match is confirmed."),
    MatchState.CONFIRMED: gettext_lazy("Confirmed by two people. Nothing is blocked by it: decide what follows."),
}


def judges_page(view):
    """A staff page for those who judge matches; to other staff it is forbidden, to anybody else it does not exist."""

    @staff_page
    def page(request, *args, **kwargs):
        if not policies.may_read_matches(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


@judges_page
def match_list(request):
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "open"
    matches = queries.visible_matches(request.user)
    counts = queries.counts(matches)
    shown = queries.with_records(matches.filter(state__in=TABS[tab][0]).order_by("-score", "pk"))
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    labels = words()
    context = {
        "page": page,
        "rows": [_row(match, labels) for match in page.object_list],
        "tab": tab,
        "tabs": [
            {"name": name, "label": label, "count": sum(counts[state] for state in states)}
            for name, (states, label) in TABS.items()
        ],
        "held": queries.held(ListKey.UN),
    }
    return render(request, "registry/match_list.html", context)


@judges_page
def match_detail(request, reference):
    match = _found(request, reference)
    return render(request, "registry/match_detail.html", _of(match, request.user, VerdictForm()))


@judges_page
@require_POST
def judge(request, reference):
    match = _found(request, reference)
    if not policies.may_judge_match(request.user, match):
        raise PermissionDenied
    form = VerdictForm(request.POST)
    verb = partial(actions.judge_match, match, by=request.user, version=opened_version(request))
    tried = attempt(request, form, verb, done="")
    if tried.is_done:
        messages.success(request, DONE[MatchState(tried.made.state)])
        return redirect("registry:match-list")
    match.refresh_from_db()
    return render(request, "registry/match_detail.html", _of(match, request.user, form), status=tried.status)


@judges_page
def reopen(request, reference):
    match = _found(request, reference)
    if not policies.may_judge_match(request.user, match):
        raise PermissionDenied
    form = AskAgainForm(request.POST or None)
    form.version = opened_version(request) or match.version
    return ask(
        request,
        form,
        partial(actions.reopen_match, match, by=request.user, version=form.version),
        crumbs=[_crumb(), (match.get_absolute_url(), match.reference)],
        title=_("Ask again about this match"),
        text=_("What was answered before stays with the match."),
        button=_("Ask again"),
        done=_("The match is open again."),
    )


@judges_page
def watch_list_list(request):
    context = {
        "lists": [{"label": key.label, "versions": queries.versions(key)} for key in ListKey],
        "may_load": policies.may_load_watch_list(request.user),
    }
    context["lists"] = [one for one in context["lists"] if one["versions"]]
    return render(request, "registry/watch_list_list.html", context)


@judges_page
def watch_list_new(request):
    if not policies.may_load_watch_list(request.user):
        raise PermissionDenied
    return ask(
        request,
        WatchListForm(request.POST or None, request.FILES or None),
        partial(actions.load_watch_list, by=request.user),
        crumbs=[_crumb(), (reverse("registry:watch-list-list"), _("Watch lists"))],
        title=_("Load a newer list"),
        text=_("The list is read whole or not at all. One that is older, cut off or suspiciously short is refused."),
        button=_("Load the list"),
        done=_("The list is held now. The inventory is being compared with it."),
    )


def _found(request, reference):
    return get_object_or_404(queries.with_records(queries.visible_matches(request.user)), reference=reference)


def _crumb():
    return reverse("registry:match-list"), _("Screening")


def _row(match, labels):
    return {
        "match": match,
        "nearness": screening_words.nearness(match),
        "is_near": match.score >= screening_words.NEAR,
        "reasons": screening_words.reasons(match, labels)[:REASONS_IN_A_ROW],
    }


def _of(match, user, form):
    """Both sides beside each other, and what may be answered."""
    labels = words()
    organization = match.organization
    can_judge = policies.may_judge_match(user, match)
    return {
        "match": match,
        "organization": organization,
        "entry": match.entry,
        "reasons": screening_words.reasons(match, labels),
        "nearness": screening_words.nearness(match),
        "countries": named(organization.countries_of_work(), labels["country"]),
        "listed_countries": named(match.entry.countries, labels["country"]) or match.entry.countries_said,
        "identifiers": organization.identifiers.filter(valid_until=None).exclude(value=""),
        "listed_names": screening_words.names(match.entry),
        "verdicts": queries.verdicts_on(match),
        "form": form,
        "can_judge": can_judge and match.state in queries.WAITING,
        "is_own_proposal": match.state == MatchState.PROPOSED and match.proposed_by_id == user.pk,
        "can_reopen": can_judge and match.state in (MatchState.CLEARED, MatchState.CONFIRMED),
        "version": match.version,
        # Where it stands when it answers at the address that only acts.
        "own_address": match.get_absolute_url(),
    }
