"""What lists of organizations are filtered by: one table for the API's parameters, its document and its refusals.

Each filter names the facet of `registry.queries.directory` by which listings are found, so that the page and the API
find the same rows.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from registry.models import Area, Country, Level, OrganizationType, Programme, Region, Role
from registry.states import PUBLIC_STATES

_FILES = Path(__file__).resolve().parent / "vocabularies"


@dataclass(frozen=True)
class Filter:
    """A parameter, the facet that it looks into, and the codes that it takes."""

    name: str
    facet: str
    help: str
    # The codes in force, read anew from the database.
    codes: Callable[[], tuple]
    # The same as of this release, from the files: what the API's document promises without asking a database.
    promised: Callable[[], list] | None = None
    example: tuple = ()


def _codes(queryset):
    return lambda: tuple(queryset.order_by("code").values_list("code", flat=True))


def _fixed(*codes):
    return {"codes": lambda: codes, "promised": lambda: list(codes)}


def _vocabulary(queryset, file, key="code"):
    return {"codes": _codes(queryset), "promised": lambda: _in_file(file, key)}


@cache
def _in_file(file, key):
    terms = json.loads((_FILES / f"{file}.json").read_text(encoding="utf-8"))["terms"]
    return sorted(term[key] for term in terms if not term.get("parent"))


FILTERS = (
    Filter(
        "area",
        "area",
        "Area of cooperation; see `/areas`.",
        **_vocabulary(Area.objects.filter(parent=None), "areas"),
        example=("1", "2"),
    ),
    Filter(
        "country",
        "hq",
        "Country of the head office, ISO 3166-1 alpha-3; see `/countries`. The website's filter of this name asks for"
        " the country of work: that is `country_of_work` here.",
        **_vocabulary(Country.objects, "countries", "iso3"),
        example=("KEN",),
    ),
    Filter(
        "country_of_work",
        "country",
        "Country in which it works, or in which its head office is, ISO 3166-1 alpha-3.",
        **_vocabulary(Country.objects, "countries", "iso3"),
        example=("KEN", "UGA"),
    ),
    Filter(
        "region",
        "region",
        "IOM region of a country in which it works; see `/regions`.",
        **_vocabulary(Region.objects, "regions"),
    ),
    Filter("type", "type", "Type of organization; see `/types`.", **_vocabulary(OrganizationType.objects, "types")),
    Filter("role", "role", "Role in a partnership with IOM; see `/roles`.", **_vocabulary(Role.objects, "roles")),
    Filter("level", "level", "Level on which it works; see `/levels`.", **_vocabulary(Level.objects, "levels")),
    Filter(
        "programme",
        "programme",
        "Programme in which it takes part; see `/programmes`.",
        _codes(Programme.objects),
        example=("compass",),
    ),
    Filter(
        "trust",
        "trust",
        "How its data are known: `listed`, `confirmed` by itself, or `verified` by IOM.",
        **_fixed("listed", "confirmed", "verified"),
    ),
    Filter(
        "freshness",
        "freshness",
        "How long ago anybody last saw, confirmed or verified it.",
        **_fixed("fresh", "due", "stale", "unknown"),
    ),
    Filter(
        "status",
        "status",
        "`dormant`: nobody has confirmed it for long.",
        **_fixed(*sorted(str(state) for state in PUBLIC_STATES)),
    ),
)


def promised_schemes():
    """The registers whose identifiers a list can be asked for, as of this release."""
    return _in_file("identifier_schemes", "code")
