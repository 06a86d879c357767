"""The gap finder: in which area and country does nobody work with IOM, who is near, who could be asked."""

from datetime import date
from urllib.parse import urlencode

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.exporters import csv_lines
from registry.matching import fold
from registry.models import Area, Country, Level, Region, ViewedList
from registry.queries import gaps
from registry.queries.freshness import policies
from registry.templatetags.registry_tags import day_text
from registry.views import saved_views
from registry.views.doors import staff_page

# From how many organizations on a cell is darker; the words stand in the template.
STEPS = (1, 3, 10)


@staff_page
def matrix(request):
    asked = gaps.Asked.from_query(request.GET)
    areas, rows = _rows(request.user, asked)
    context = {
        "asked": asked,
        "since": str(asked.since or ""),
        "today": timezone.localdate(),
        "areas": areas,
        "rows": rows,
        "empty": sum(not cell["n"] for row in rows for cell in row["cells"]),
        "cells": len(rows) * len(areas),
        "regions": Region.objects.filter(successor=None).order_by("position"),
        "programmes": gaps.programmes(),
        "all_areas": Area.objects.filter(parent=None).order_by("position"),
        "levels": Level.objects.order_by("position"),
        "years": [(str(year), _january(year)) for year in gaps.years()],
        "countries": Country.objects.order_by("name_en"),
        "country_names": ", ".join(_typed(country) for country in asked.countries),
        "definition": _definition(asked),
        "saved": saved_views.beside(request, ViewedList.GAPS),
        "csv_url": _with_filters(reverse("registry:gap-csv"), asked),
    }
    return render(request, "registry/gap_list.html", context)


@staff_page
def matrix_csv(request):
    """The same cells as on the page, a row a cell, each with its day and with what was counted."""
    asked = gaps.Asked.from_query(request.GET)
    _areas, rows = _rows(request.user, asked)
    columns = [
        _("Country"),
        _("ISO code"),
        _("Area"),
        _("Organizations, verified and fresh"),
        _("On"),
        _("What counts"),
    ]
    today, definition = timezone.localdate().isoformat(), _definition(asked)
    lines = (
        (row["country"].name, row["country"].pk, cell["area"].name, cell["n"], today, definition)
        for row in rows
        for cell in row["cells"]
    )
    response = StreamingHttpResponse(csv_lines(columns, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="gaps.csv"'
    return response


@staff_page
def cell(request, area, country):
    """One area in one country: who counts, who does not and why, and who could be asked."""
    area = get_object_or_404(Area, pk=area, parent=None)
    country = get_object_or_404(Country, pk=country)
    asked = gaps.Asked.from_query(request.GET)
    counts, others = gaps.in_cell(request.user, area, country, asked)
    context = {
        "area": area,
        "country": country,
        "counts": counts,
        "others": others,
        "near": gaps.near(request.user, area, country, asked),
        "today": timezone.localdate(),
        "definition": _definition(asked),
        "back": _with_filters(reverse("registry:gap-list"), asked),
    }
    return render(request, "registry/gap_detail.html", context)


def _rows(user, asked):
    countries = gaps.countries_of(user, asked)
    counted = gaps.matrix(user, asked, countries=countries)
    areas = [asked.area] if asked.area else list(Area.objects.filter(parent=None).order_by("position"))
    rows = [
        {
            "country": country,
            "cells": [_cell(area, country, counted.get((area.pk, country.pk), 0), asked) for area in areas],
        }
        for country in sorted(countries, key=lambda country: fold(country.name))
    ]
    return areas, rows


def _cell(area, country, n, asked):
    step = sum(n >= limit for limit in STEPS)
    url = _with_filters(reverse("registry:gap-detail", args=[area.pk, country.pk]), asked)
    return {"area": area, "n": n, "step": step, "url": url}


def _with_filters(address, asked):
    return f"{address}?{urlencode(asked.filters, doseq=True)}" if asked.filters else address


def _definition(asked):
    """What a figure counts, in whole sentences: they go with it wherever it goes."""
    days = policies().get("partnership", (None,))[0]
    if days is None:
        return _("There is no freshness rule for partnerships yet, so nothing counts.")
    sentences = [
        _(
            "An organization counts for an area in a country when a partnership there is verified by IOM, goes on"
            " today, and was seen, confirmed by the organization, or verified in the last %(days)s days. Records that"
            " you may not see are not counted."
        )
        % {"days": days}
    ]
    if asked.level:
        sentences.append(_("Only organizations of this level: %(level)s.") % {"level": asked.level.name})
    if asked.since:
        sentences.append(_("Only partnerships verified since %(day)s.") % {"day": _january(asked.since)})
    if asked.programme:
        sentences.append(_("Only partnerships of the programme %(programme)s.") % {"programme": asked.programme.name})
    return " ".join(sentences)


def _january(year):
    return day_text(date(year, 1, 1))


def _typed(country):
    """As it can be typed again beside others; a name with a comma would be taken for two."""
    return country.pk if "," in country.name else country.name
