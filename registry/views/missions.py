"""How the inventory stands, mission by mission; every figure opens the work behind it."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from registry import policies
from registry.exporters import csv_lines
from registry.models import Unit
from registry.queries import missions
from registry.views.doors import staff_page

PAGE = 50


@staff_page
def mission_list(request):
    standings, first_day = missions.board()
    context = {
        "rows": [_row(request.user, standing) for standing in standings],
        "counted_at": max((standing.day.counted_at for standing in standings), default=None),
        "first_day": first_day,
    }
    return render(request, "registry/mission_list.html", context)


@staff_page
def mission_csv(request):
    """The figures of the page, a row a mission."""
    standings, _first_day = missions.board()
    columns = [
        *(_("Mission"), _("Country"), _("ISO code"), _("Areas"), _("Areas with somebody")),
        *(_("Facts"), _("Of these up to date"), _("Open duplicates"), _("Partnerships nobody verified")),
        *(_("Proposed changes"), _("Claims"), _("As of")),
    ]
    lines = (
        (
            *(day.unit.name, day.unit.country.name, day.unit.country_id, day.areas, day.areas_covered),
            *(day.facts, day.facts_fresh, day.duplicates_open, day.partnerships_unverified),
            *(day.proposals_waiting, day.claims_waiting, day.on.isoformat()),
        )
        for day in (standing.day for standing in standings)
    )
    response = StreamingHttpResponse(csv_lines(columns, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="missions.csv"'
    return response


@staff_page
def mission_partnerships(request, code):
    """The partnerships of one mission that wait for somebody to verify them."""
    unit = get_object_or_404(Unit, code=code)
    page = Paginator(missions.unverified_of(request.user, unit), PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/mission_partnerships.html", {"unit": unit, "page": page})


def _row(user, standing):
    day = standing.day
    country = urlencode({"country": day.unit.country_id})
    return {
        "standing": standing,
        "day": day,
        "gaps_url": f"{reverse('registry:gap-list')}?{country}",
        "facts_url": f"{reverse('registry:freshness')}?{country}",
        "duplicates_url": f"{reverse('registry:duplicate-list')}?{country}",
        "partnerships_url": reverse("registry:mission-partnerships", args=[day.unit.code]),
        # Who may not decide reads the number and opens no list.
        "proposals_url": f"{reverse('registry:proposal-list')}?{country}"
        if policies.may_decide_proposals(user)
        else "",
        "claims_url": f"{reverse('registry:claim-list')}?{country}" if policies.may_decide_claims(user) else "",
    }
