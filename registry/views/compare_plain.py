"""A plain page of one pair; it stands until the page that merges takes its address."""

from django.shortcuts import get_object_or_404, render

from registry import policies
from registry.forms.duplicates import PairForm
from registry.queries import duplicates as queries
from registry.views.doors import staff_page
from registry.views.evidence_words import agreeing_words, conflicting_words


@staff_page
def compare(request, first, second):
    both = [first, second]
    pairs = queries.with_records(queries.visible_pairs(request.user))
    pair = get_object_or_404(pairs, first__reference__in=both, second__reference__in=both)
    context = {
        "pair": pair,
        "sides": [pair.first, pair.second],
        "agreeing": agreeing_words(pair, request.user),
        "conflicting": conflicting_words(pair, request.user),
        "can_decide": policies.may_decide_pair(request.user, pair),
        "form": PairForm(),
    }
    return render(request, "registry/duplicate_compare_plain.html", context)
