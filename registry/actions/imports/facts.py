"""What a row of a file says, in the registry's terms and as JSON: kept with the row until somebody approves it."""

import hashlib
import json
from functools import lru_cache
from urllib.parse import urlsplit

from babel import Locale

from registry.importers import Row
from registry.importers.text import looks_like_acronym
from registry.matching import Identity, fold
from registry.states import OrganizationState

NAME_KINDS = {
    "official": "legal",
    "original": "local",
    "translation": "translation",
    "former": "former",
    "variant": "other",
}
DESCRIPTION_CHARACTERS = 500
WEBSITE_CHARACTERS = 200


def facts_of(row: Row, codes, *, language: str) -> dict:
    """The facts of an organization; `codes` are the registry's own (queries.imports.Codes), all others are left out."""
    return {
        "names": _names(row),
        "kind": "other" if row.decide == "red_cross" else "cso",
        "types": [row.type_code] if row.type_code in codes.types else [],
        "type_text": row.type_text[:200] if row.type_code in (None, "other") else "",
        "levels": [row.level] if row.level in codes.levels else [],
        "identifiers": sorted(_identifiers(row, codes)),
        "places": _places(row),
        "partnerships": list(_partnerships(row, codes)),
        "contacts": [[c.name[:150], c.email[:254], c.phone[:40]] for c in row.contacts if c.name or c.email or c.phone],
        "values": _values(row, language),
    }


def first_state(facts: dict) -> OrganizationState:
    """What a record is that an import adds: public when it has what publishing by hand asks for.

    See actions.organizations.missing_for_publication.
    """
    named = any(kind != "acronym" for kind, _text, _language in facts["names"])
    is_publishable = named and facts["types"] and (facts["places"] or facts["values"].get("hq_country"))
    return OrganizationState.PUBLISHED if is_publishable else OrganizationState.IN_REVIEW


def fingerprint_of(facts: dict) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def said_by(facts: dict) -> dict:
    """What the source says, as short as it can be remembered: see plans.plan_for."""
    return {
        "values": facts["values"],
        "types": facts["types"],
        "levels": facts["levels"],
        "names": [fold(text) for _kind, text, _language in facts["names"]],
        "identifiers": [f"{scheme} {value}" for scheme, value in facts["identifiers"]],
        "places": [f"{country} {fold(admin1)}" for country, admin1, _code, _sectors in facts["places"]],
        "partnerships": [partnership_key(p) for p in facts["partnerships"]],
        "contacts": [contact_key(contact) for contact in facts["contacts"]],
    }


def identity_of(facts: dict) -> Identity:
    names = tuple((kind, text, language) for kind, text, language in facts["names"])
    countries = {place[0] for place in facts["places"]} | {facts["values"].get("hq_country")}
    website = facts["values"].get("website")
    return Identity(
        names=names,
        identifiers=tuple((scheme, value) for scheme, value in facts["identifiers"]),
        countries=frozenset(countries - {None}),
        domains=frozenset([urlsplit(website).hostname or ""] if website else []),
        emails=frozenset(email for _name, email, _phone in facts["contacts"] if email),
        phones=frozenset(phone for _name, _email, phone in facts["contacts"] if phone),
        types=frozenset(facts["types"]),
        places=frozenset(place[1] for place in facts["places"] if place[1]),
    )


def partnership_key(partnership: dict) -> str:
    parts = ("role", "area", "country", "programme", "starts_on", "ends_on")
    return " ".join(partnership[part] or "-" for part in parts)


def contact_key(contact: list[str]) -> str:
    """A hash: a memory of who was told about must not itself be a list of people."""
    name, email, phone = contact
    return hashlib.sha256((email.lower() or phone or fold(name)).encode()).hexdigest()[:16]


def _names(row: Row) -> list[list[str]]:
    names = [[NAME_KINDS[name.kind], name.text, name.language] for name in row.names]
    if names[0][0] == "legal" and looks_like_acronym(names[0][1]):
        # A file that calls an organization by its short name does not tell its official one.
        names[0][0] = "other"
    if row.acronym and fold(row.acronym) != fold(row.name):
        names.append(["acronym", row.acronym, ""])
    by_text = {fold(text): [kind, text[:300], language[:10]] for kind, text, language in reversed(names)}
    first = fold(names[0][1])
    return [by_text.pop(first), *reversed(by_text.values())]


def _identifiers(row: Row, codes):
    for identifier in row.identifiers:
        scheme = codes.schemes.get(fold(identifier.scheme))
        if scheme and len(identifier.value) <= 100:
            yield [scheme, identifier.value]


def _places(row: Row) -> list[list]:
    """One a province, with all that the file says is done there."""
    places: dict[tuple[str, str], list] = {}
    for place in row.places:
        known = places.setdefault(
            (place.country, fold(place.admin1)), [place.country, place.admin1[:100], place.admin1_code[:20], []]
        )
        if place.sector and place.sector[:120] not in known[3]:
            known[3].append(place.sector[:120])
    for country in row.countries:
        if not any(country == place[0] for place in places.values()):
            places[country, ""] = [country, "", "", []]
    return list(places.values())


def _partnerships(row: Row, codes):
    """Only what says who does what where: a role without an area is no partnership yet."""
    for told in row.partnerships:
        if not (told.role in codes.roles and told.area in codes.areas and told.country):
            continue
        area = codes.areas[told.area] or told.area
        yield {
            "role": told.role,
            "area": area,
            "part": told.area if area != told.area else None,
            "country": told.country,
            "level": told.level if told.level in codes.levels else None,
            "mode": told.mode if told.mode in codes.modes else None,
            "programme": told.programme if codes.programme_in(told.programme, told.country) else None,
            "unit": told.unit if told.unit in codes.units else None,
            "starts_on": told.start.isoformat() if told.start else None,
            "ends_on": told.end.isoformat() if told.end else None,
        }


def _values(row: Row, language: str) -> dict:
    values = {}
    if row.website and len(row.website) <= WEBSITE_CHARACTERS:
        values["website"] = row.website
    if row.founded:
        values["founded"] = row.founded
    if row.hq_country:
        values["hq_country"] = row.hq_country
    if row.description:
        text = row.description
        short = text if len(text) <= DESCRIPTION_CHARACTERS else text[: DESCRIPTION_CHARACTERS - 1].rstrip() + "…"
        values[f"description_{language}"] = short
    if languages := sorted({code for code in map(_language_code, row.languages) if code}):
        values["languages"] = languages
    return values


def _language_code(text: str) -> str:
    return _language_names().get(fold(text), "")


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    names = {}
    for reader in ("en", "fr", "es", "ar"):
        for code, name in Locale(reader).languages.items():
            if len(code) <= 3:
                names |= {fold(name): code, code: code}
    return names
