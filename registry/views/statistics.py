"""Figures about the inventory, each with its definition, its day, its source and the rows behind it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.exporters import csv_lines
from registry.queries import statistics
from registry.queries.small_cells import SMALLEST
from registry.queries.statistics import ALL, DEFINITIONS
from registry.views.directory import FACET_LABELS
from registry.views.labels import labels_of_values
from registry.views.maps import world_map


def statistics_page(request):
    total, found, as_of = statistics.figures()
    labels = labels_of_values()
    sections = [
        {
            "code": breakdown,
            "title": FACET_LABELS[breakdown],
            "definition": DEFINITIONS[breakdown],
            "rows": _rows(breakdown, figures, labels[breakdown]),
            "map": _map(figures, labels["country"]) if breakdown == "country" else None,
        }
        for breakdown, figures in found.items()
        if figures
    ]
    context = {
        "total": total,
        "definition": ALL,
        "as_of": as_of,
        "sections": sections,
        "quoted": statistics.QUOTED,
        "smallest": SMALLEST,
    }
    return render(request, "registry/statistics.html", context)


def statistics_csv(request):
    """The figures of the page, a row each."""
    total, found, as_of = statistics.figures()
    labels = labels_of_values()
    columns = [
        *(_("By"), _("Code"), _("Name"), _("Organizations"), _("Of these up to date"), _("As of"), _("Definition")),
        _("Source"),
    ]
    told = [(_("All"), _("All"), total, ALL)]
    told += [
        (
            FACET_LABELS[breakdown],
            labels[breakdown].get(figure.code, figure.code),
            figure,
            DEFINITIONS[breakdown],
        )
        for breakdown, figures in found.items()
        for figure in figures
    ]
    lines = (
        (
            str(by),
            figure.code,
            str(name),
            number_in_words(figure),
            "" if figure.fresh is None else figure.fresh,
            as_of.isoformat(),
            str(definition),
            _("Public pages of this registry"),
        )
        for by, name, figure, definition in told
    )
    response = HttpResponse("".join(csv_lines(columns, lines)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    return response


def number_in_words(figure):
    """The number, or why there is none."""
    if figure.count is not None:
        return figure.count
    return f"< {SMALLEST}" if figure.is_small else _("not told")


def _map(figures, labels):
    """The numbers of the table; a country whose number is not told has the smallest circle."""
    told = {figure.code: figure.count for figure in figures if figure.count is not None}
    return world_map(told, labels, untold={figure.code for figure in figures} - told.keys())


def _rows(breakdown, figures, labels):
    largest = max((figure.count or SMALLEST for figure in figures), default=1)
    return [
        {
            "label": labels.get(figure.code, figure.code),
            "figure": figure,
            # Of a number that is not told the bar says no more than the words.
            "width": round(100 * (figure.count or 0) / largest, 1),
            "fresh_width": round(100 * (figure.fresh or 0) / largest, 1),
            # The list there has its number in its title: what is not told here does not lead to it.
            "url": "" if figure.count is None else f"{reverse('registry:organization-list')}?{breakdown}={figure.code}",
        }
        for figure in figures
    ]
