"""The parameters of the list of consultations."""

from dataclasses import replace

from consultations.api.serializers import CONSULTATION_KINDS, CONSULTATION_STATES, ConsultationSerializer
from registry.api import downloads, organizations, parameters
from registry.api.fields import fields


def _filter(parameter):
    return replace(parameter, is_repeatable=True, is_filter=True)


def _of(name, help):
    return replace(next(one for one in organizations.LIST if one.name == name), help=help)


LIST = (
    _filter(parameters.choice("kind", CONSULTATION_KINDS, "Of this kind; an edition may be of several.")),
    _filter(parameters.choice("status", CONSULTATION_STATES, "How far it is.")),
    _of("area", "About this area of cooperation; see `/areas`."),
    _of("region", "In or about this IOM region; see `/regions`."),
    _of("country", "Held in this country, ISO 3166-1 alpha-3."),
    parameters.day("starts_since", "Begins on or after this day.", is_filter=True, example="2026-01-01"),
    parameters.day("starts_until", "Begins on or before this day.", is_filter=True, example="2026-12-31"),
    parameters.whole_number("limit", 1, 500, 50, "Rows of a page."),
    organizations.CURSOR,
    organizations.COUNT,
    fields(ConsultationSerializer),
    *downloads.PARAMETERS,
)
_LOOKUPS = {
    "status": "state__in",
    "area": "areas__in",
    "region": "region__in",
    "country": "country__in",
    "kind": "kinds__overlap",
    "starts_since": "starts_on__gte",
    "starts_until": "starts_on__lte",
}


def lookups(asked):
    """What a queryset of consultations is filtered by."""
    found = {_LOOKUPS[name]: value for name, value in asked.items() if name in _LOOKUPS}
    return {lookup: list(value) if isinstance(value, tuple) else value for lookup, value in found.items()}
