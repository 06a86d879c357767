"""The properties of reconciliation: what a column of a table may say about an organization, and what may be read of it.

One table says of each its name, how it narrows a search, and how its values are written. Whatever a property tells
stands in the public listing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from registry.matching import domain_of
from registry.slots import gather

_LANGUAGES = {
    "en": _("Names in English"),
    "fr": _("Names in French"),
    "es": _("Names in Spanish"),
    "ar": _("Names in Arabic"),
}


@dataclass(frozen=True)
class Told:
    """What the values of one organization are read from."""

    public: dict
    labels: dict
    observer_since: date | None


@dataclass(frozen=True)
class Property:
    id: str
    name: object
    # The values of an organization as the protocol writes them; none for what only narrows a search.
    values: Callable[[Told], list] | None = None
    # The field of a line of /match that a value of this property fills; nothing for what can only be read.
    fills: str = ""
    # The same values by the codes of their list, where they have codes.
    codes: Callable[[Told], list] | None = None


def _text(value):
    return [{"str": value}] if value else []


def _terms(id, name, noun, codes_of, fills):
    """What is told by words of a list. They are text, each a name or a code: an id would be one of an organization,
    and lead to none."""

    def names(told):
        return [{"str": told.labels[noun].get(code, code)} for code in codes_of(told.public) if code]

    def codes(told):
        return [{"str": code} for code in codes_of(told.public) if code]

    return Property(id, name, names, fills, codes)


def _day(day):
    # The schema of the protocol knows no plain day.
    return [{"date": f"{day:%Y-%m-%d}T00:00:00Z"}] if day else []


def _names(language):
    def values(told):
        names = [name for name in told.public["names"] if name["language"] == language and name["kind"] != "acronym"]
        return [{"str": name["text"]} for name in names]

    return values


def _identifiers(told):
    return [{"str": f"{one['scheme']}-{one['value']}"} for one in told.public["identifiers"] if one["value"]]


def _areas(public):
    return public["areas"]


def _roles(public):
    return public["roles"]


PROPERTIES = {
    known.id: known
    for known in (
        _terms("country", _("Country of the head office"), "country", lambda public: [public["hq_country"]], "country"),
        _terms("countries_of_work", _("Countries of work"), "country", lambda public: public["countries"], "country"),
        Property("external_id", _("Identifiers"), _identifiers, fills="external_id"),
        Property("website", _("Website"), lambda told: _text(told.public["website"]), fills="website"),
        Property(
            "email_domain",
            _("Domain of the website or of e-mail addresses"),
            lambda told: _text(domain_of(told.public["website"])),
            fills="website",
        ),
        Property("acronym", _("Acronym"), lambda told: _text(told.public["acronym"]), fills="acronym"),
        _terms("type", _("Type of organization"), "type", lambda public: public["types"], "type"),
        _terms("areas", _("Areas of cooperation"), "area", _areas, "area"),
        _terms("area", _("Area of cooperation"), "area", _areas, "area"),
        _terms("roles", _("Roles in partnerships"), "role", _roles, "role"),
        _terms("role", _("Role in a partnership"), "role", _roles, "role"),
        *(Property(f"names_{code}", label, _names(code)) for code, label in _LANGUAGES.items()),
        Property("observer_since", _("Observer at the IOM Council since"), lambda told: _day(told.observer_since)),
        Property("trust", _("Who stands behind the record"), lambda told: _text(told.public["trust"])),
        Property("status", _("Status"), lambda told: _text(told.public["status"])),
        Property("updated_at", _("Last change"), lambda told: [{"date": told.public["updated_at"]}]),
    )
}


def observers_among(references):
    """{reference: since when it has observer status} of those that have it today; other apps know."""
    return dict(gather("observer_since", references))
