"""The parts of an organization, each with more than its own row has room for: what the codes say, where it comes from,
and how old that is. They are addresses of their own, and what `expand` puts beside a row. Made of listings alone."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from registry.matching import direction
from registry.models import Country, IdentifierScheme
from registry.models.facts import AGES_AS
from registry.queries.freshness import freshness, policies
from registry.queries.listed_partnerships import aged


@dataclass
class Words:
    """What the codes of some organizations say; read once for a page, whatever the number of its rows."""

    language: str
    on: date
    policies: dict
    schemes: dict = field(default_factory=dict)
    countries: dict = field(default_factory=dict)


def words_for(names, *, on=None):
    """What the blocks of these names need; how old things are is told for a day, today without one."""
    found = Words((get_language() or "en")[:2], on or timezone.localdate(), policies())
    if "identifiers" in names:
        found.schemes = IdentifierScheme.objects.in_bulk()
    if "countries" in names:
        found.countries = Country.objects.in_bulk()
    return found


def block(name, public, words):
    """One part of an organization: on what it rests, and its entries."""
    fields, entries = BLOCKS[name]
    facts = [_fact(fact, words) for fact in public["facts"] if fact["field"] in fields]
    return {"facts": facts, "results": entries(public, words)}


def _fact(fact, words):
    """The statement with how old it is today, or on the day of the text."""
    seen = max(filter(None, (fact["observed_on"], fact["verified_on"])), default=None)
    return fact | {"freshness": _age(seen, AGES_AS[fact["field"]], words)}


def _names(public, words):
    return [name | {"direction": direction(name["text"])} for name in public["names"]]


def _identifiers(public, words):
    return [_identifier(one, words.schemes.get(one["scheme"]), words) for one in public["identifiers"]]


def _identifier(told, scheme, words):
    value = told["value"]
    return told | {
        # As IATI and others write it.
        "code": f"{told['scheme']}-{value}" if value else None,
        "scheme_name": scheme.text_in(words.language, "name")[0] if scheme else told["scheme"],
    }


def _countries(public, words):
    return [_country(code, public, words) for code in public["countries"]]


def _country(code, public, words):
    known = words.countries[code]
    return {
        "iso3": code,
        "iso2": known.iso2,
        "m49": known.m49 or None,
        "name": known.text_in(words.language, "name")[0],
        "is_head_office": code == public["hq_country"],
    }


def _partnerships(public, words):
    return [aged(one, words.policies, on=words.on) for one in public["partnerships"]]


def _age(day, kind, words):
    seen = date.fromisoformat(day) if day else None
    return freshness(seen, kind, words.policies, on=words.on)


# {name: (the fields of the record whose facts it rests on, its entries)}
BLOCKS = {
    "names": (("names",), _names),
    "identifiers": (("identifiers",), _identifiers),
    "countries": (("hq_country", "presences"), _countries),
    # Each says itself on what it rests.
    "partnerships": ((), _partnerships),
}
