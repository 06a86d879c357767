"""The words of filters: what a facet is called, and what each of its values is, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import ViewedList
from registry.queries.words import words
from registry.states import OrganizationState

TRUST_LABELS = {
    "verified": gettext_lazy("Verified by IOM"),
    "confirmed": gettext_lazy("Confirmed by the organization"),
    "listed": gettext_lazy("Listed"),
}
FRESHNESS_LABELS = {
    "fresh": gettext_lazy("Up to date"),
    "due": gettext_lazy("Confirmation is due"),
    "stale": gettext_lazy("Out of date"),
    "unknown": gettext_lazy("Date not known"),
}
ORDERING_LABELS = {
    "relevance": gettext_lazy("Relevance"),
    "name": gettext_lazy("Name"),
    "recent": gettext_lazy("Most recent first"),
}


def labels_of_values():
    """{facet: {code: label}} in the reader's language."""
    return words() | {"trust": TRUST_LABELS, "freshness": FRESHNESS_LABELS}


def filter_words(list_name, filters, labels=None):
    """The filters of a saved view in the reader's words, one after the other. `labels` spare asking for them again."""
    known = labels or labels_of_values()
    known = known | {"ordering": ORDERING_LABELS, "state": dict(OrganizationState.choices)}
    if list_name == ViewedList.GAPS:
        known["since"] = {code: _("verified since %(year)s") % {"year": code} for code in filters.get("since", ())}
    return [str(known.get(name, {}).get(code, code)) for name, codes in filters.items() for code in codes]
