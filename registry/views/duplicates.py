"""The staff's queue of records that may be one organization, and the answers to it.

Everybody on the staff may look: who meets a record in her work should know that it may be there twice, and the queue
tells nothing that both records do not tell her. Who keeps one of the two records decides.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.forms.duplicates import PairForm
from registry.matching import fold
from registry.matching.pairs import LIKELY_PAIR
from registry.queries import duplicates as queries
from registry.queries.words import words
from registry.states import PairState
from registry.views.doors import staff_page
from registry.views.evidence_words import agreeing_words, conflicting_words, likelihood
from registry.views.matches import compare_url
from registry.views.presenters import COUNTRIES_IN_A_ROW, named
from registry.views.records import opened_version

PAGE = 50
REASONS_IN_A_ROW = 3
TABS = {
    "open": (PairState.OPEN, gettext_lazy("To decide")),
    "same": (PairState.SAME, gettext_lazy("To merge")),
    "different": (PairState.DIFFERENT, gettext_lazy("Not the same")),
    "unsure": (PairState.UNSURE, gettext_lazy("Unsure")),
}


@staff_page
def pair_list(request):
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "open"
    labels = words()
    country = request.GET.get("country", "")
    country = country if country in labels["country"] else ""
    sure = request.GET.get("sure", "")
    sure = sure if sure in ("likely", "possible") else ""
    pairs = queries.visible_pairs(request.user)
    pairs = queries.in_country(pairs, country) if country else pairs
    pairs = queries.likely(pairs, is_likely=sure == "likely") if sure else pairs
    counts = queries.counts(pairs)
    pairs = queries.with_records(pairs.filter(state=TABS[tab][0]).order_by("-score", "pk"))
    page = Paginator(pairs, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [row(pair, request.user, labels) for pair in page.object_list],
        "tab": tab,
        "tabs": [{"name": name, "label": label, "count": counts[state]} for name, (state, label) in TABS.items()],
        "countries": sorted(labels["country"].items(), key=lambda item: fold(item[1])),
        "country": country,
        "sure": sure,
    }
    return render(request, "registry/duplicate_list.html", context)


@staff_page
@require_POST
def decide(request, reference):
    """Record one person's answer, then back to where she was asked."""
    pair = get_object_or_404(queries.with_records(queries.visible_pairs(request.user)), reference=reference)
    if not policies.may_decide_pair(request.user, pair):
        raise PermissionDenied
    form = PairForm(request.POST)
    if not form.is_valid():
        raise Http404
    pair = actions.decide_pair(pair, by=request.user, version=opened_version(request), **form.cleaned_data)
    messages.success(request, DONE[PairState(pair.state)])
    back = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if here else "registry:duplicate-list")


DONE = {
    PairState.SAME: gettext_lazy("Kept: they are the same organization. The pair now waits to be merged."),
    PairState.DIFFERENT: gettext_lazy(
        "Kept: they are not the same. You are asked again only when one of them changes its name or identity."
    ),
    PairState.UNSURE: gettext_lazy("Kept: it cannot be told yet. You find the pair under “Unsure”."),
}


def row(pair, user, labels):
    """One line of the queue."""
    return {
        "pair": pair,
        "sides": [_side(organization, labels) for organization in (pair.first, pair.second)],
        "is_likely": pair.score >= LIKELY_PAIR,
        "likelihood": likelihood(pair.score),
        "agreeing": agreeing_words(pair, user, labels=labels)[:REASONS_IN_A_ROW],
        "conflicting": conflicting_words(pair, user, labels=labels)[:REASONS_IN_A_ROW],
        "url": compare_url(pair.first, pair.second),
        "can_decide": policies.may_decide_pair(user, pair),
    }


def _side(organization, labels):
    countries = named(organization.countries_of_work(), labels["country"])
    return {
        "organization": organization,
        "countries": countries[:COUNTRIES_IN_A_ROW],
        "more_countries": max(0, len(countries) - COUNTRIES_IN_A_ROW),
    }
