"""The public directory and an organization's page. Both read listings and nothing else."""

import json
from urllib.parse import quote

from django.http import Http404, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy

from registry import policies, references, slots
from registry.exporters import csv_lines
from registry.models import FormerReference, Listing, Organization, ViewedList
from registry.queries import directory
from registry.queries.directory import DEEPEST, FACETS, Selection
from registry.queries.freshness import policies as freshness_policies
from registry.views import presenters, saved_views
from registry.views.labels import ORDERING_LABELS, TRUST_LABELS, labels_of_values
from registry.views.maps import small_map, world_map

PAGE = 20
SHOWN_BEFORE_MORE = 6
# Facets with more values than this have a box to find one in.
LONG = 12
CSV_ROWS = 10_000

FACET_LABELS = {
    "area": gettext_lazy("Area of cooperation"),
    "country": gettext_lazy("Country of work"),
    "type": gettext_lazy("Type of organization"),
    "role": gettext_lazy("Relationship with IOM"),
    "trust": gettext_lazy("Verification"),
    "freshness": gettext_lazy("How recent"),
    "level": gettext_lazy("Level"),
    "region": gettext_lazy("IOM region"),
    "programme": gettext_lazy("Programme"),
    "unit": gettext_lazy("IOM mission or unit"),
}
OPEN_FACETS = {"area", "country", "type"}


def organization_list(request):
    """Search, facets, map and a page of results; the address is the state."""
    selection = Selection.from_query(request.GET)
    found = directory.find(selection)
    labels = labels_of_values()
    number = _page_number(request, found.count)
    # The usual order is asked for by saying nothing: a search begun from a list by name is by relevance again.
    usual = "relevance" if selection.q else "name"
    context = {
        "q": selection.q,
        "totals": _totals(),
        "page": _page(selection, found, number, labels, request.GET),
        "facets": [_facet(facet, selection, found.counts, labels[facet]) for facet in FACETS],
        "chips": _chips(selection, labels, request.GET),
        "clear_query": _query(request.GET, *FACETS, "page"),
        "map": _map(found.counts, labels, request.GET),
        "is_filtered": bool(selection.q or selection.filters),
        "suggestion": _suggestion(selection, labels, request.GET) if not found.count else None,
        "ordering": selection.ordering,
        "orderings": [
            (code if code != usual else "", label, code == selection.ordering)
            for code, label in ORDERING_LABELS.items()
            if code != "relevance" or selection.q
        ],
        "csv_query": f"{reverse('registry:organization-csv')}{_query(request.GET, 'page')}",
        "saved": saved_views.beside(request, ViewedList.DIRECTORY),
    }
    template = "registry/_results.html" if request.htmx else "registry/organization_list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def organization_csv(request):
    """Exactly what the directory shows for this address, as CSV, up to 10,000 rows."""
    selection = Selection.from_query(request.GET)
    found = directory.find(selection)
    labels = labels_of_values()
    rows = directory.rows(selection, found, limit=CSV_ROWS)
    response = StreamingHttpResponse(
        csv_lines(CSV_COLUMNS, (_csv_row(json.loads(text), labels) for _key, _reference, text, _etag in rows)),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="organizations.csv"'
    return response


def organization_detail(request, reference):
    """One organization, by its permanent reference; a reference as people type it leads there."""
    meant = references.parse(reference)
    if meant is None:
        raise Http404
    if meant != reference:
        return HttpResponsePermanentRedirect(reverse("registry:organization-detail", args=[meant]))
    listing = Listing.objects.filter(reference=meant).first()
    if listing is None:
        return _to_successor(meant)
    public = json.loads(listing.public)
    labels, known_policies = labels_of_values(), freshness_policies()
    can_edit = request.user.is_authenticated and _may_edit(request.user, meant)
    context = {
        "organization": presenters.page(public, labels, known_policies),
        "map": small_map(public["countries"], labels["country"]),
        "slots": slots.fill("organization", public),
        "can_edit": can_edit,
        "edit_url": reverse("registry:organization-edit", args=[meant]) if can_edit else "",
        "api_url": reverse("api:organization-detail", args=[meant]),
    }
    return render(request, "registry/organization_detail.html", context)


def _to_successor(reference):
    successor = FormerReference.objects.successor_of(reference)
    if successor is None:
        raise Http404
    response = HttpResponsePermanentRedirect(reverse("registry:organization-detail", args=[successor]))
    # A merge can be undone: without a limit, browsers would keep a permanent redirect for ever.
    response["Cache-Control"] = "max-age=60"
    return response


def _may_edit(user, reference):
    organization = Organization.objects.visible_to(user).filter(reference=reference).first()
    return organization is not None and policies.may_edit_organization(user, organization)


def _totals():
    counts, as_of = directory.totals()
    count = counts.pop("*", 0)
    shares = {trust: round(100 * counts.get(f"trust:{trust}", 0) / count) if count else 0 for trust in TRUST_LABELS}
    # The three shares add up to a hundred: what rounding lost or won goes to the largest group, which shows it least.
    if count:
        largest = max(shares, key=shares.get)
        shares[largest] += 100 - sum(shares.values())
    countries = sum(value.startswith("country:") for value in counts)
    return {"count": count, "countries": countries, "as_of": as_of, **shares}


def _page_number(request, count):
    typed = request.GET.get("page", "1")
    number = int(typed) if typed.isdecimal() and len(typed) < 6 else 1
    return max(1, min(number, -(-min(count, DEEPEST) // PAGE)))


def _page(selection, found, number, labels, query):
    offset = (number - 1) * PAGE
    rows = directory.rows(selection, found, offset=offset, limit=PAGE)
    known_policies = freshness_policies()
    observers = slots.gather("directory", [reference for _key, reference, _text, _etag in rows])
    last = offset + len(rows)
    is_more = last < min(found.count, DEEPEST)
    return {
        "rows": [
            presenters.row(text, labels, known_policies) | {"observer": reference in observers}
            for _key, reference, text, _etag in rows
        ],
        "count": found.count,
        "first": offset + 1,
        "last": last,
        "number": number,
        "previous_query": _query(query, "page", page=number - 1) if number > 1 else None,
        "next_query": _query(query, "page", page=number + 1) if is_more else None,
        "too_many": number * PAGE >= DEEPEST and found.count > DEEPEST,
    }


def _facet(facet, selection, counts, labels):
    chosen = selection.filters.get(facet, ())
    codes = [
        code
        for code in labels
        if code in chosen or f"{facet}:{code}" in counts or facet not in {"country", "area", "unit"}
    ]
    if facet == "area":
        codes = [code for code in labels if "." not in code]
    values = [
        {"code": code, "label": labels[code], "count": counts.get(f"{facet}:{code}", 0), "selected": code in chosen}
        for code in codes
    ]
    if facet == "country":
        values.sort(key=lambda value: (-value["count"], str(value["label"])))
    shown = values if len(values) <= SHOWN_BEFORE_MORE + 3 else values[:SHOWN_BEFORE_MORE]
    hidden = values[len(shown) :]
    return {
        "name": facet,
        "label": FACET_LABELS[facet],
        "selected_count": len(chosen),
        "open": facet in OPEN_FACETS or bool(chosen),
        "searchable": len(values) > LONG,
        "values": shown + [value for value in hidden if value["selected"]],
        "hidden_values": [value for value in hidden if not value["selected"]],
    }


def _chips(selection, labels, query):
    return [
        {
            "facet_label": FACET_LABELS[facet],
            "label": labels[facet].get(code, code),
            "remove_query": _without(query, facet, code),
        }
        for facet, codes in selection.filters.items()
        for code in codes
    ]


def _suggestion(selection, labels, query):
    """The filter without which most would be found."""
    best = (0, None)
    for facet in selection.filters:
        rest = {other: codes for other, codes in selection.filters.items() if other != facet}
        best = max(best, (directory.find(Selection(selection.q, rest)).count, facet), key=lambda pair: pair[0])
    if best[1] is None:
        return None
    chosen = ", ".join(str(labels[best[1]].get(code, code)) for code in selection.filters[best[1]])
    return {"label": chosen, "remove_query": _query(query, best[1], "page")}


def _map(counts, labels, query):
    countries = {value.partition(":")[2]: count for value, count in counts.items() if value.startswith("country:")}
    shown = world_map(countries, labels["country"])
    ranked = sorted(countries, key=lambda code: (-countries[code], labels["country"].get(code, code)))
    rest = _query(query, "country", "page")
    shown["table"] = [
        {
            "label": labels["country"].get(code, code),
            "count": countries[code],
            "query": f"{rest}{'&' if len(rest) > 1 else ''}country={quote(code)}",
        }
        for code in ranked
    ]
    return shown


def _query(query, *leave_out, **put_in):
    """The address's question without some names and with others."""
    changed = query.copy()
    for name in leave_out:
        changed.pop(name, None)
    for name, value in put_in.items():
        changed[name] = str(value)
    return f"?{changed.urlencode()}"


def _without(query, facet, code):
    changed = query.copy()
    changed.pop("page", None)
    changed.setlist(facet, [value for value in changed.getlist(facet) if value != code])
    return f"?{changed.urlencode()}"


# Columns never change their names or their order, and are never translated: programs read them.
CSV_COLUMNS = (
    "id",
    "name",
    "acronym",
    "types",
    "levels",
    "hq_country_iso3",
    "countries_of_work_iso3",
    "areas",
    "roles",
    "website",
    "description",
    "trust",
    "observed_on",
    "confirmed_on",
    "verified_on",
    "source",
    "former_ids",
)


def _csv_row(public, labels):
    return (
        public["id"],
        public["name"],
        public["acronym"],
        *("|".join(public[field]) for field in ("types", "levels")),
        public["hq_country"] or "",
        *("|".join(public[field]) for field in ("countries", "areas", "roles")),
        public["website"],
        presenters.in_language(public["description"])[0],
        public["trust"],
        *(public[field] or "" for field in ("observed_on", "confirmed_on", "verified_on")),
        public["source"],
        "|".join(public["former_ids"]),
    )
