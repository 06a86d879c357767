"""The parameters of the list of partnerships, and what is wanted by them."""

from dataclasses import replace

from django.utils.translation import gettext as _

from registry import references
from registry.api import block_serializers, downloads, organizations, parameters
from registry.api.fields import fields
from registry.api.parameters import Parameter, Unreadable, not_allowed
from registry.api.serializers import PARTNERSHIP_STATES, REFERENCE
from registry.models import Mode, Unit
from registry.queries.listed_partnerships import FIELDS
from registry.queries.listings import Wanted


def _of(name, help):
    """The same filter as of organizations, said of one partnership."""
    return replace(next(one for one in organizations.LIST if one.name == name), help=help)


def _code_of(name, help, model):
    def codes():
        return model.objects.values_list("code", flat=True)

    def read_code(text):
        if not organizations.is_known(name, text, codes):
            raise not_allowed(text, sorted(organizations.known_codes[name]))
        return text

    schema = {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,40}$"}
    return Parameter(name, help, schema, read_code, is_repeatable=True, is_filter=True)


def _read_reference(text):
    if references.parse(text) != text or not text.startswith("CSO-"):
        raise Unreadable("malformed", _("Write the reference of an organization: CSO-7K2M9XQ4."))
    return text


LIST = (
    Parameter(
        "organization",
        "Of these organizations, by their references.",
        {"type": "string", "pattern": REFERENCE},
        _read_reference,
        is_repeatable=True,
        is_filter=True,
    ),
    _of("area", "Area of cooperation; see `/areas`."),
    _of("role", "Role of the organization; see `/roles`."),
    _of("country", "Country of the partnership, ISO 3166-1 alpha-3."),
    _of("region", "IOM region of that country; see `/regions`."),
    _of("level", "Level on which it takes place; see `/levels`."),
    _code_of("mode", "On an equal footing, or complementary; see `/modes`.", Mode),
    _of("programme", "Programme that it is part of; see `/programmes`."),
    _code_of("office", "IOM mission or unit that answers for it; see `/offices`.", Unit),
    replace(
        parameters.choice("state", PARTNERSHIP_STATES, "State; what was rejected is told to nobody."),
        is_repeatable=True,
        is_filter=True,
    ),
    parameters.day("on", "It goes on, or went on, on this day.", is_filter=True, example="2026-06-30"),
    parameters.day("verified_since", "Verified by IOM on or after this day.", is_filter=True, example="2026-01-01"),
    parameters.whole_number("limit", 1, 500, 50, "Rows of a page."),
    organizations.CURSOR,
    fields(block_serializers.PartnershipRowSerializer),
    *downloads.PARAMETERS,
)
_SINGLE = ("on", "verified_since")


def wanted_by(asked):
    """What the parameters ask of `queries.listed_partnerships`: its filters, with their values as texts."""
    names = {"organization", "region", *FIELDS, *_SINGLE}
    told = {name: value for name, value in asked.items() if name in names}
    return Wanted(filters=told | {name: [told[name].isoformat()] for name in _SINGLE if name in told})
