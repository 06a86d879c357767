"""The gap finder: in which area and country does nobody work with IOM, who is near, who could be asked."""

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.exporters import csv_lines
from registry.matching import fold
from registry.models import Area, Country, Region
from registry.queries import gaps
from registry.queries.freshness import policies
from registry.views.doors import staff_page

# From how many organizations on a cell is darker; the words stand in the template.
STEPS = (1, 3, 10)


@staff_page
def matrix(request):
    asked = _asked(request)
    areas, rows = _rows(request.user, **asked)
    context = asked | {
        "areas": areas,
        "rows": rows,
        "empty": sum(not cell["n"] for row in rows for cell in row["cells"]),
        "cells": len(rows) * len(areas),
        "regions": Region.objects.filter(successor=None).order_by("position"),
        "programmes": gaps.programmes(),
        "today": timezone.localdate(),
        "fresh_days": policies().get("partnership", (None,))[0],
        "csv_url": f"{reverse('registry:gap-csv')}?{request.GET.urlencode()}",
    }
    return render(request, "registry/gap_list.html", context)


@staff_page
def matrix_csv(request):
    """The same cells as on the page, a row a cell."""
    _areas, rows = _rows(request.user, **_asked(request))
    columns = [_("Country"), _("ISO code"), _("Area"), _("Organizations, verified and fresh"), _("On")]
    today = timezone.localdate().isoformat()
    lines = (
        (row["country"].name, row["country"].pk, cell["area"].name, cell["n"], today)
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
    counts, others = gaps.in_cell(request.user, area, country)
    context = {
        "area": area,
        "country": country,
        "counts": counts,
        "others": others,
        "near": gaps.near(request.user, area, country),
        "today": timezone.localdate(),
    }
    return render(request, "registry/gap_detail.html", context)


def _asked(request):
    """The region and the programme of the address; what is not known asks for nothing."""
    region = request.GET.get("region", "").replace("\0", "")[:60]
    programme = request.GET.get("programme", "").replace("\0", "")[:40]
    return {
        "region": Region.objects.filter(pk=region).first(),
        "programme": next((one for one in gaps.programmes() if one.code == programme), None),
    }


def _rows(user, *, region, programme):
    countries = gaps.countries_of(user, region=region.pk if region else "", programme=programme)
    counted = gaps.matrix(user, countries=countries, programme=programme)
    areas = list(Area.objects.filter(parent=None).order_by("position"))
    rows = [
        {
            "country": country,
            "cells": [_cell(area, country, counted.get((area.pk, country.pk), 0)) for area in areas],
        }
        for country in sorted(countries, key=lambda country: fold(country.name))
    ]
    return areas, rows


def _cell(area, country, n):
    step = sum(n >= limit for limit in STEPS)
    return {"area": area, "n": n, "step": step, "url": reverse("registry:gap-detail", args=[area.pk, country.pk])}
