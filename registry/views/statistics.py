"""Figures about the inventory, each with its definition, its day and the rows behind it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.exporters import csv_lines
from registry.queries import statistics
from registry.queries.statistics import SMALLEST
from registry.views.directory import FACET_LABELS
from registry.views.labels import labels_of_values

DEFINITIONS = {
    "area": gettext_lazy("Organizations with at least one partnership in the area, told by a source or verified."),
    "role": gettext_lazy("Organizations that had this role in at least one partnership with IOM."),
    "type": gettext_lazy("Organizations by what they are; one may be of several types."),
    "level": gettext_lazy("Organizations by the levels at which they work; one may work at several."),
    "region": gettext_lazy("Organizations that work in at least one country of the region."),
    "country": gettext_lazy("Organizations that work in the country, or have their head office there."),
    "trust": gettext_lazy("Organizations by their level of trust: listed, confirmed by themselves, verified by IOM."),
    "freshness": gettext_lazy("Organizations by the last day on which anybody saw, confirmed or verified them."),
}


def statistics_page(request):
    total, found, as_of = statistics.figures()
    labels = labels_of_values()
    sections = [
        {
            "code": breakdown,
            "title": FACET_LABELS[breakdown],
            "definition": DEFINITIONS[breakdown],
            "rows": _rows(breakdown, figures, labels[breakdown]),
        }
        for breakdown, figures in found.items()
        if figures
    ]
    context = {
        "total": total,
        "as_of": as_of,
        "sections": sections,
        "quoted": statistics.QUOTED,
        "smallest": SMALLEST,
        "today": timezone.localdate(),
    }
    return render(request, "registry/statistics.html", context)


def statistics_csv(request):
    """The figures of the page, a row each; an empty number is one under five."""
    _total, found, as_of = statistics.figures()
    labels = labels_of_values()
    columns = [_("By"), _("Code"), _("Name"), _("Organizations"), _("Of these up to date"), _("As of"), _("Definition")]
    lines = (
        (
            str(FACET_LABELS[breakdown]),
            figure.code,
            str(labels[breakdown].get(figure.code, figure.code)),
            f"< {SMALLEST}" if figure.count is None else figure.count,
            "" if figure.fresh is None else figure.fresh,
            as_of.isoformat(),
            str(DEFINITIONS[breakdown]),
        )
        for breakdown, figures in found.items()
        for figure in figures
    )
    response = HttpResponse("".join(csv_lines(columns, lines)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    return response


def _rows(breakdown, figures, labels):
    largest = max((figure.count or SMALLEST for figure in figures), default=1)
    return [
        {
            "label": labels.get(figure.code, figure.code),
            "figure": figure,
            # Of a small number the bar says no more than the words.
            "width": round(100 * (figure.count or SMALLEST) / largest, 1),
            "fresh_width": round(100 * (figure.fresh or 0) / largest, 1),
            "url": f"{reverse('registry:organization-list')}?{breakdown}={figure.code}",
        }
        for figure in figures
    ]
