"""One programme for partner systems: what is known of it, and where nobody takes part."""

from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.api import organizations, parameters
from registry.api.answers import as_json
from registry.api.problems import Problem
from registry.api.programme_serializers import ProgrammeDetailSerializer
from registry.models import Area, Programme
from registry.queries import programmes

_area = next(parameter for parameter in organizations.LIST if parameter.name == "area")
AREA = replace(_area, help="Area of cooperation; see `/areas`. Without it, the areas of the programme.", example=["1"])
PHASE = replace(
    parameters.whole_number("phase", 1, 99, None, "The countries of this phase alone."),
    schema={"type": "integer", "minimum": 1, "maximum": 99},
)
COVERAGE = (AREA, PHASE, *parameters.COMMON)


def found(code):
    programme = programmes.with_parts(Programme.objects).filter(code=code).first() if "\0" not in code else None
    if programme is None:
        raise Problem("not-found", _("There is no programme with this code."))
    return programme


def detail(programme):
    context = {"language": (get_language() or "en")[:2]}
    return as_json(ProgrammeDetailSerializer(programme, context=context).data)


def coverage(programme, asked):
    """The same count as on the page of the programme, over the listings."""
    phase = _phase(programme, asked.get("phase"))
    areas = Area.objects.filter(pk__in=asked["area"]).order_by("position") if "area" in asked else ()
    counted = programmes.coverage(programme, phase=phase, areas=areas)
    countries = sorted(counted.countries, key=lambda country: country.pk)
    return as_json(
        {
            "programme": programme.code,
            "phase": phase and phase.number,
            "as_of": counted.on.isoformat(),
            "fresh_days": counted.fresh_days,
            "definition": _(
                "Listed organizations whose partnership in this programme is verified by IOM, goes on, and is fresh."
            ),
            "countries": len(countries),
            "results": [
                {
                    "area": area.pk,
                    "without": sorted(country.pk for country in counted.without(area)),
                    "cells": [
                        {"country": country.pk, "organizations": counted.count(area, country)} for country in countries
                    ],
                }
                for area in counted.areas
            ],
        }
    )


def _phase(programme, number):
    if number is None:
        return None
    phases = {phase.number: phase for phase in programme.phases.all()}
    if number not in phases:
        detail = _("The programme has no such phase.")
        allowed = [str(known) for known in phases]
        error = {"parameter": "phase", "code": "not-allowed", "detail": detail}
        raise Problem("invalid-parameter", errors=[error | ({"allowed": allowed} if allowed else {})])
    return phases[number]
