"""The parameters of a list of organizations, and what is wanted by them."""

import re

from django.utils.translation import gettext as _

from registry import slots
from registry.api import downloads, pagination, parameters
from registry.api import serializers as shapes
from registry.api.blocks import BLOCKS
from registry.api.fields import fields
from registry.api.parameters import Parameter, Unreadable, not_allowed
from registry.api.permissions import out_of_country
from registry.api.problems import Problem
from registry.filters import FILTERS, promised_schemes
from registry.models import Country, IdentifierScheme
from registry.queries.listings import ORDERINGS, Wanted

known_codes: dict[str, frozenset] = {}


def is_known(name, code, codes):
    """Terms are added and never taken away: only what this process has not seen yet is looked up."""
    if code not in known_codes.get(name, ()):
        known_codes[name] = frozenset(codes())
    return code in known_codes[name]


def _refused_code(name, text):
    """Whoever writes the two letters of a country is told the three that are known here."""
    fault = not_allowed(text, sorted(known_codes[name]))
    if name not in ("country", "country_of_work") or not re.fullmatch("[A-Za-z]{2}", text):
        return fault
    country = Country.objects.filter(iso2=text.upper()).first()
    if country is None:
        return fault
    said = {"value": text, "code": country.pk}
    sentence = _("`%(value)s` has two letters. Write the three of ISO 3166-1 alpha-3: `%(code)s`.") % said
    return Unreadable(fault.code, sentence, fault.allowed)


def _by_code(known):
    def read_code(text):
        if not is_known(known.name, text, known.codes):
            raise _refused_code(known.name, text)
        return text

    def schema():
        if known.promised:
            return {"type": "string", "enum": known.promised()}
        return {"type": "string", "pattern": "^[a-z0-9_.-]{1,40}$"}

    example = list(known.example) or None
    return Parameter(known.name, known.help, schema, read_code, is_repeatable=True, is_filter=True, example=example)


def _schemes():
    return IdentifierScheme.objects.values_list("code", flat=True)


def _read_identifier(text):
    scheme, colon, value = text.partition(":")
    if not colon or not value.strip():
        raise Unreadable("malformed", _("Write the code of the register, a colon and the identifier: GB-CHC:1234567."))
    if not is_known("external_id", scheme, _schemes):
        raise not_allowed(scheme, sorted(known_codes["external_id"]))
    return scheme, value.strip()


def _identifier_schema():
    registers = "|".join(re.escape(code) for code in promised_schemes())
    pattern = rf"^({registers}):[^\s\x00][^\x00]*$"
    return {"type": "string", "pattern": pattern, "maxLength": parameters.LONGEST}


def _read_cursor(text):
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise Unreadable("malformed", _("A cursor consists of letters, digits, hyphens and underscores."))
    return text


def _elsewhere(known):
    """A filter of another app, which knows what it finds."""

    def read_code(text):
        if text not in known["codes"]:
            raise not_allowed(text, known["codes"])
        return text

    schema = {"type": "string", "enum": known["codes"]}
    return Parameter(known["name"], known["help"], schema, read_code, is_repeatable=True, is_filter=True)


def _read_parts(text):
    asked = tuple(dict.fromkeys(text.split(",")))
    unknown = next((name for name in asked if name not in BLOCKS), None)
    if unknown is not None:
        raise not_allowed(unknown, sorted(BLOCKS))
    if len(asked) > MOST_PARTS:
        raise Unreadable("too-many", _("At most %(most)s values may be given.") % {"most": MOST_PARTS})
    return asked


MOST_PARTS = 3
EXPAND = Parameter(
    "expand",
    "Up to three parts to put beside each row under `expanded`, with commas between them: as their own addresses tell"
    " them, with provenance, freshness and the words for codes.",
    {"type": "array", "items": {"type": "string", "enum": sorted(BLOCKS)}, "minItems": 1, "maxItems": MOST_PARTS},
    _read_parts,
    is_joined_by_commas=True,
)
AS_OF = parameters.past_day(
    "as_of",
    "As it was published at the end of this day, UTC. Told of who is published today; the public profile alone.",
)
FIELDS = fields(shapes.OrganizationSerializer)
# What another app finds organizations by.
ELSEWHERE = {known["name"]: known for known in slots.gather("api_filters")}

CURSOR = Parameter(
    "cursor",
    "`next_cursor` of the page before. It holds for the same filters and the same order.",
    {"type": "string", "maxLength": pagination.LONGEST, "pattern": "^[A-Za-z0-9_-]+$"},
    _read_cursor,
    longest=pagination.LONGEST,
)

COUNT = parameters.choice("count", ["exact", "none"], "`exact` counts the rows of all pages; `none` is the default.")

LIST = (
    parameters.words(
        "q",
        "Words of a name, an acronym, an identifier, or a reference. Accents, case, small mistakes and the order of"
        " words do not matter. The best 500 matches are found.",
        is_filter=True,
        example="riverbend",
    ),
    *(_by_code(known) for known in FILTERS),
    *(_elsewhere(known) for known in ELSEWHERE.values()),
    Parameter(
        "external_id",
        "Register and identifier, such as `GB-CHC:1234567`; see `/identifier-schemes`.",
        _identifier_schema,
        _read_identifier,
        is_repeatable=True,
        is_filter=True,
    ),
    parameters.moment(
        "updated_since", "Changed or published at or after this moment.", is_filter=True, example="2026-01-01T00:00:00Z"
    ),
    parameters.day("verified_since", "Verified by IOM on or after this day.", is_filter=True, example="2026-01-01"),
    parameters.choice(
        "ordering",
        ORDERINGS,
        "Order of the rows; `-` turns it round. `name` is the default, `relevance` with `q`, and only there. By `id`,"
        " which never changes, a walk shows each row at most once, also one that is renamed meanwhile.",
    ),
    parameters.whole_number("limit", 1, 500, 50, "Rows of a page."),
    CURSOR,
    COUNT,
    AS_OF,
    FIELDS,
    EXPAND,
    *downloads.PARAMETERS,
)
DETAIL = (AS_OF, FIELDS, EXPAND, parameters.LANGUAGE, parameters.FORMAT_OF_DETAIL)
BLOCK = (AS_OF, *parameters.COMMON)


def wanted_by(asked, *, caller=None):
    """What the parameters ask of `queries.listings`."""
    q = asked.get("q", "")
    if "as_of" in asked:
        _refuse_of_the_past(asked)
    ordering = asked.get("ordering", "relevance" if q else "name")
    if ordering == "relevance" and not q:
        detail = _("Rows have a relevance only in a search: give `q`, or choose another order.")
        raise Problem(
            "invalid-parameter",
            errors=[
                {
                    "parameter": "ordering",
                    "code": "not-allowed",
                    "detail": detail,
                    "allowed": [known for known in ORDERINGS if known != "relevance"],
                }
            ],
        )
    if caller and caller.countries and not set(asked.get("country_of_work", caller.countries)) <= caller.countries:
        raise out_of_country(caller)
    return Wanted(
        q=q,
        filters={known.facet: asked[known.name] for known in FILTERS if known.name in asked},
        identifiers=asked.get("external_id", ()),
        updated_since=asked.get("updated_since"),
        verified_since=asked.get("verified_since"),
        ordering=ordering,
        countries=tuple(sorted(caller.countries)) if caller else (),
        as_of=asked.get("as_of"),
        found_elsewhere={
            name: (asked[name], known["keys"](asked[name], asked.get("as_of")))
            for name, known in ELSEWHERE.items()
            if name in asked
        },
    )


def _refuse_of_the_past(asked):
    """Names and identifiers are found as they are today."""
    detail = _("This finds what is said today: leave it or `as_of` out.")
    errors = [
        {"parameter": name, "code": "not-allowed", "detail": detail} for name in ("q", "external_id") if name in asked
    ]
    if errors:
        raise Problem("invalid-parameter", errors=errors)
