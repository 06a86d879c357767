"""Editions of the inventory: what was published on a day, to read, to download, and beside another edition."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies
from registry.errors import Refused
from registry.forms.editions import TitlesForm
from registry.models import Edition
from registry.queries import editions
from registry.queries.small_cells import SMALLEST
from registry.queries.statistics import ALL, DEFINITIONS, QUOTED
from registry.views import files
from registry.views.acts import ask
from registry.views.directory import FACET_LABELS
from registry.views.doors import staff_page
from registry.views.edition_words import differences, field_words
from registry.views.labels import labels_of_values

PAGE = 50
# A difference takes more room than a name.
CHANGES = 20
# The breakdowns of which two editions are told side by side.
COMPARED_BY = ("type", "area", "role", "country")
FILES = {
    "organizations.jsonl": gettext_lazy("Organizations with all that they say, one a line, for programs"),
    "organizations.csv": gettext_lazy("Organizations, one a row"),
    "names.csv": gettext_lazy("Their names"),
    "identifiers.csv": gettext_lazy("Their numbers in registers"),
    "partnerships.csv": gettext_lazy("Their partnerships with IOM"),
    "vocabularies.csv": gettext_lazy("What the codes mean, in three languages"),
    "manifest.json": gettext_lazy("What each file and column is, with fingerprints"),
}


# --- Everybody ----------------------------------------------------------------------------------------------------


@require_safe
def edition_list(request):
    found = Edition.objects.published().select_related("previous").order_by("-number")
    context = {"editions": found, "quoted": QUOTED, "definition": ALL}
    return render(request, "registry/edition_list.html", context)


@require_safe
def edition_detail(request, number):
    edition = _readable(request, number)
    labels = labels_of_values()
    sections = [
        {
            "code": breakdown,
            "title": FACET_LABELS[breakdown],
            "definition": DEFINITIONS[breakdown],
            "rows": [(labels[breakdown].get(figure.code, figure.code), figure) for figure in figures],
        }
        for breakdown, figures in editions.figures_of(edition.counts).items()
        if figures
    ]
    others = Edition.objects.visible_to(request.user).exclude(pk=edition.pk).order_by("-number")
    context = {
        "edition": edition,
        "sections": sections,
        "definition": ALL,
        "smallest": SMALLEST,
        "named": editions.rows_of(edition).count(),
        "files": [file | {"words": FILES[file["name"]]} for file in edition.files],
        "are_files_right": editions.are_files_right(edition),
        "earlier": [other for other in others if other.number < edition.number],
        "later": [other for other in others if other.number > edition.number],
        "can_publish": _may_publish(request.user, edition),
    }
    return render(request, "registry/edition_detail.html", context)


@require_safe
def edition_rows(request, number):
    """The organizations behind a figure of an edition, or all of them; those that are published still."""
    edition = _readable(request, number)
    value = request.GET.get("of", "").replace("\0", "")[:80]
    breakdown, _colon, code = value.partition(":")
    if value and breakdown not in editions.TOLD_BY:
        raise Http404
    page = Paginator(editions.rows_of(edition, value), PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "page": page,
        "by": FACET_LABELS.get(breakdown, ""),
        "words": labels_of_values()[breakdown].get(code, code) if value else "",
    }
    return render(request, "registry/edition_rows.html", context)


@require_safe
def edition_file(request, number, name):
    edition = _readable(request, number)
    if name not in {file["name"] for file in edition.files}:
        raise Http404
    if not editions.are_files_right(edition):
        words = _("The files of this edition are being written anew. Try again in two minutes.")
        return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "120"})
    return files.of_edition(edition, name)


@require_safe
def edition_comparison(request, number, earlier):
    """What changed from an earlier edition to this one, with the organizations behind every number."""
    later, earlier = _readable(request, number), _readable(request, earlier)
    if earlier.number >= later.number:
        raise Http404
    asked = request.GET.get("show", "")
    shown = asked if asked in editions.LISTS else "added"
    told = editions.changed_fields(earlier, later)
    field = request.GET.get("field", "") if request.GET.get("field", "") in told else ""
    labels = labels_of_values()
    context = {
        "earlier": earlier,
        "later": later,
        "sizes": editions.sizes(earlier, later),
        "fields": sorted(((name, field_words(name), n) for name, n in told.items()), key=lambda row: (-row[2], row[1])),
        "sections": [_beside(breakdown, earlier, later, labels[breakdown]) for breakdown in COMPARED_BY],
        "smallest": SMALLEST,
        "shown": shown,
        "field": field,
        "field_words": field_words(field) if field else "",
        "definition": ALL,
    } | _listed(shown, earlier, later, field, request.GET.get("page"), labels)
    return render(request, "registry/edition_comparison.html", context)


def _listed(shown, earlier, later, field, number, labels):
    if shown == "changed":
        page = Paginator(editions.Changed(earlier, later, field), CHANGES).get_page(number)
        return {"page": page, "rows": [{"row": row, "fields": differences(row, labels)} for row in page]}
    found = editions.added(earlier, later) if shown == "added" else editions.gone(earlier, later)
    page = Paginator(found, PAGE).get_page(number)
    return {"page": page, "rows": [{"row": row} for row in page]}


def _beside(breakdown, earlier, later, labels):
    """The counts of one breakdown in both editions; a difference where both numbers are told."""
    sides = [{f.code: f for f in editions.figures_of(e.counts)[breakdown]} for e in (earlier, later)]
    rows = []
    for code in dict.fromkeys([*sides[1], *sides[0]]):
        before, after = (side.get(code, editions.Figure(code, 0, None)) for side in sides)
        is_told = before.count is not None and after.count is not None
        rows.append((labels.get(code, code), before, after, after.count - before.count if is_told else None))
    return {
        "code": breakdown,
        "title": FACET_LABELS[breakdown],
        "definition": DEFINITIONS[breakdown],
        "rows": rows,
    }


# --- Staff --------------------------------------------------------------------------------------------------------


@require_safe
@staff_page
def staff_list(request):
    page = Paginator(Edition.objects.order_by("-number"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(edition, _may_publish(request.user, edition)) for edition in page],
        "can_make": policies.may_manage_editions(request.user),
    }
    return render(request, "registry/staff_edition_list.html", context)


@staff_page
@require_POST
def make(request):
    if not policies.may_manage_editions(request.user):
        raise PermissionDenied
    try:
        edition = actions.make_edition(by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        words = _("Edition %(number)s is being made. It appears here when its files are written.")
        messages.success(request, words % {"number": edition.number})
    return redirect("registry:staff-editions")


@staff_page
def publish(request, number):
    edition = get_object_or_404(Edition.objects.complete(), number=number)
    if not policies.may_manage_editions(request.user):
        raise PermissionDenied
    titles = {f"name_{language}": getattr(edition, f"name_{language}") for language in ("en", "fr", "es")}
    return ask(
        request,
        TitlesForm(request.POST or None, initial=titles),
        partial(actions.publish_edition, edition, by=request.user),
        crumbs=[(reverse("registry:staff-editions"), _("Editions of the inventory"))],
        title=_("Publish edition %(number)s") % {"number": edition.number},
        text=_("From then on everybody reads it and its files, and it cannot be taken back: what was quoted stays."),
        button=_("Publish the edition"),
        done=_("The edition is published. Its files are ready within two minutes."),
    )


def _readable(request, number):
    """Published, or made and for staff to look at first."""
    return get_object_or_404(Edition.objects.visible_to(request.user).select_related("previous"), number=number)


def _may_publish(user, edition):
    return user.is_authenticated and policies.may_manage_editions(user) and edition.state == "made"
