"""Saved views: what of an address can be kept, which views a person may open, and what stands in one now.

What stands in a view is looked up as the person who asks: her rights of this moment, and never one in danger, for it
goes into mails.
"""

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode

from registry.matching import fold, plain
from registry.models import Listing, Organization, OrganizationName, SavedView, ViewedList
from registry.models.saved_views import OPEN_LISTS
from registry.queries import directory, gaps
from registry.queries.organizations import Asked, search_inventory
from registry.queries.words import words
from registry.references import PATTERN
from registry.roles import Permission

# A view with more organizations is too wide to be followed by mail.
MOST_FOLLOWED = 5_000
# Not filters: where one stands in a list, and what comes along with a form.
_NOT_FILTERS = {"page", "csrfmiddlewaretoken"}
# What people write in their own way: it is kept in ours.
_WRITTEN = {ViewedList.DIRECTORY: {"q"}, ViewedList.INVENTORY: {"q"}, ViewedList.GAPS: {"country"}}
# What follows from other organizations, or with time alone, is no change of this one.
_NOT_ITS_OWN = ("updated_at", "links")
# How the line begins that tells in a digest what follows (templates/registry/emails/digest.txt).
HEADING = "= "
_REFERENCE = re.compile(rf"CSO-{PATTERN}")


@dataclass(frozen=True)
class Kept:
    """The filters of an address that were understood, and the names of those that were not."""

    filters: dict
    dropped: list


def keep(list_name, query):
    """What can be kept of an address: known filters with known codes. `query` is a QueryDict."""
    filters = _READ[list_name](query)
    dropped = {
        name[:40]
        for name, values in query.lists()
        if name not in _NOT_FILTERS
        and any(one and one not in filters.get(name, ()) for one in values)
        and not (name in _WRITTEN[list_name] and name in filters)
    }
    return Kept(filters, sorted(dropped)[:5])


def query_of(filters):
    """The filters as the question of an address."""
    return urlencode(filters, doseq=True)


def may_open(user, list_name):
    return user.is_active and (list_name in OPEN_LISTS or user.holds(Permission.READ_STAFF_PAGES))


def views_for(user, *, list_name=None):
    """Her own views first, then her mission's, by name; of one list or of all.

    A colleague's view that names an organization in danger is hers alone: not everybody in a unit may know of it.
    """
    found = SavedView.objects.visible_to(user).select_related("owner", "unit").order_by("name", "pk")
    found = list(found.filter(list_name=list_name) if list_name else found)
    shared = [view for view in found if view.owner_id != user.pk]
    hidden = set(naming_danger(shared)) if shared else set()
    mine = [view for view in found if view.owner_id == user.pk]
    return mine + [view for view in shared if view not in hidden]


def naming_danger(views):
    """Those of these views whose name or words name an organization in danger."""
    told = _told_in_danger()
    said = {view: _padded(" ".join([view.name, *view.filters.get("q", [])])) for view in views}
    return [view for view in views if any(name in said[view] for name in told)]


def tells_of_danger(body):
    """Does a digest name an organization in danger, by its reference or in the name of a view?

    Names are looked for in its headings, which tell those of views: whom the other lines name they link too.
    """
    hidden = Organization.objects.filter(reference__in=_REFERENCE.findall(body), is_at_risk=True)
    headings = _padded(" ".join(line for line in body.splitlines() if line.startswith(HEADING)))
    return hidden.exists() or any(name in headings for name in _told_in_danger())


def _told_in_danger():
    """The names and references of organizations in danger, as whole words."""
    names = OrganizationName.objects.filter(organization__is_at_risk=True).values_list("text", flat=True)
    hidden = Organization.objects.filter(is_at_risk=True).values_list("reference", flat=True)
    return [_padded(name) for name in [*names, *hidden]]


def _padded(text):
    return f" {plain(text)} "


def standing(view, user):
    """{reference: a mark that changes with it} of what stands in the view for this person; None when it is too wide."""
    marks = _STANDING[view.list_name](QueryDict(query_of(view.filters)), user)
    return None if len(marks) > MOST_FOLLOWED else marks


def named(view, user, references):
    """[(reference, name)] by name, of those that this person may be told of now; of the others not a word."""
    if view.list_name in OPEN_LISTS:
        found = Listing.objects.filter(reference__in=references).values_list("reference", "name")
    else:
        known = Organization.objects.visible_to(user).filter(reference__in=references, is_at_risk=False)
        found = [(one.reference, one.name) for one in known.prefetch_related("names")]
    return sorted(found, key=lambda pair: (fold(pair[1]), pair[0]))


def _of_directory(query):
    selection = directory.Selection.from_query(query)
    known = words() | {"trust": directory.TRUST, "freshness": directory.FRESHNESS}
    filters = {
        facet: [code for code in codes if code in known[facet]]
        for facet, codes in selection.filters.items()
    }  # fmt: skip
    said = {"q": [selection.q]} if selection.q else {}
    if query.get("ordering") == selection.ordering:
        said["ordering"] = [selection.ordering]
    return said | {facet: codes for facet, codes in filters.items() if codes}


def _in_directory(query, _user):
    selection = directory.Selection.from_query(query)
    found = directory.find(selection)
    rows = directory.rows(selection, found, limit=MOST_FOLLOWED + 1)
    return {reference: _mark(json.loads(text)) for _key, reference, text, _etag in rows}


def _in_inventory(query, user):
    asked = Asked.from_query(query)
    found = search_inventory(user, asked).filter(is_at_risk=False).order_by()
    found = found.values_list("reference", "version")[: MOST_FOLLOWED + 1]
    return {reference: str(version) for reference, version in found}


def _in_gaps(query, user):
    asked = gaps.Asked.from_query(query)
    found = gaps.counting(user, asked).filter(
        organization__is_at_risk=False, country__in=gaps.countries_of(user, asked)
    )
    if asked.area:
        found = found.filter(area=asked.area)
    among = found.order_by("organization").values("organization").distinct()[: MOST_FOLLOWED + 1]
    found = found.filter(organization__in=among)
    cells = defaultdict(set)
    for reference, area, country in found.values_list("organization__reference", "area", "country"):
        cells[reference].add(f"{area}:{country}")
    return {reference: _mark(sorted(where)) for reference, where in cells.items()}


def _mark(said):
    if isinstance(said, dict):
        said = {name: value for name, value in said.items() if name not in _NOT_ITS_OWN}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]


_READ = {
    ViewedList.DIRECTORY: _of_directory,
    ViewedList.INVENTORY: lambda query: Asked.from_query(query).filters,
    ViewedList.GAPS: lambda query: gaps.Asked.from_query(query).filters,
}
_STANDING = {
    ViewedList.DIRECTORY: _in_directory,
    ViewedList.INVENTORY: _in_inventory,
    ViewedList.GAPS: _in_gaps,
}
