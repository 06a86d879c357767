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


def _text(value):
    return [{"str": value}] if value else []


def _terms(noun, codes, labels):
    return [{"id": code, "name": labels[noun].get(code, code)} for code in codes if code]


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


def _areas(told):
    return _terms("area", told.public["areas"], told.labels)


def _roles(told):
    return _terms("role", told.public["roles"], told.labels)


PROPERTIES = {
    known.id: known
    for known in (
        Property(
            "country",
            _("Country of the head office"),
            lambda told: _terms("country", [told.public["hq_country"]], told.labels),
            fills="country",
        ),
        Property(
            "countries_of_work",
            _("Countries of work"),
            lambda told: _terms("country", told.public["countries"], told.labels),
            fills="country",
        ),
        Property("external_id", _("Identifiers"), _identifiers, fills="external_id"),
        Property("website", _("Website"), lambda told: _text(told.public["website"]), fills="website"),
        Property(
            "email_domain",
            _("Domain of the website or of e-mail addresses"),
            lambda told: _text(domain_of(told.public["website"])),
            fills="website",
        ),
        Property("acronym", _("Acronym"), lambda told: _text(told.public["acronym"]), fills="acronym"),
        Property(
            "type",
            _("Type of organization"),
            lambda told: _terms("type", told.public["types"], told.labels),
            fills="type",
        ),
        Property("areas", _("Areas of cooperation"), _areas, fills="area"),
        Property("area", _("Area of cooperation"), _areas, fills="area"),
        Property("roles", _("Roles in partnerships"), _roles, fills="role"),
        Property("role", _("Role in a partnership"), _roles, fills="role"),
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
