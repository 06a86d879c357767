"""A listing's codes in the reader's words: a row of the directory, an organization's page."""

import json
from collections import defaultdict
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.models import OrganizationLink, OrganizationName
from registry.models.facts import Teller
from registry.queries.change_words import field_label
from registry.queries.completeness import LABELS
from registry.queries.freshness import freshness
from registry.queries.profiles import latest_day
from registry.queries.words import language_names

COUNTRIES_IN_A_ROW = 4


def row(public_text, labels, known_policies):
    """What one line of the directory shows, from the stored public profile."""
    return row_of(json.loads(public_text), labels, known_policies)


def row_of(public, labels, known_policies):
    """The same from a profile that was read already."""
    countries = named(public["countries"], labels["country"])
    return {
        "reference": public["id"],
        "url": reverse("registry:organization-detail", args=[public["id"]]),
        "name": public["name"],
        "name_lang": name_language(public),
        "alt": _other_acronym(public),
        "description": in_language(public["description"])[0],
        "type_labels": named(public["types"], labels["type"]),
        "place": labels["country"].get(public["hq_country"], ""),
        "countries": countries[:COUNTRIES_IN_A_ROW],
        "more_countries": max(0, len(countries) - COUNTRIES_IN_A_ROW),
        "level": public["trust"],
        "level_date": trust_day(public),
        "freshness": freshness(latest_day(public), "organization", known_policies),
    }


def page(public, labels, known_policies):
    """What an organization's page shows, from the stored public profile."""
    others = [name for name in public["names"] if name["text"] not in {public["name"], public["acronym"]}]
    shown = {
        "reference": public["id"],
        "former_references": public["former_ids"],
        "name": public["name"],
        "name_lang": name_language(public),
        "names": [_name(name) for name in others],
        "acronym": _other_acronym(public),
        "description": in_language(public["description"])[0],
        "level": public["trust"],
        "types": named(public["types"], labels["type"])
        + ([public["type_explained"]] if public["type_explained"] else []),
        "levels": named(public["levels"], labels["level"]),
        "hq": {"country": labels["country"].get(public["hq_country"], "")},
        "founded": public["founded"],
        "languages": language_names(public["languages"]),
        "website": public["website"],
        "partnerships": [_partnership(partnership, labels) for partnership in _together(public["partnerships"])],
        "identifiers": [_identifier(identifier, labels) for identifier in public["identifiers"]],
        "links": [_link(link) for link in public["links"]],
        "places": [{"country": name, "admin1s": []} for name in named(public["countries"], labels["country"])],
        "dormant": public["status"] == "dormant",
        "freshness": freshness(latest_day(public), "organization", known_policies),
        "provenance": _provenance(public, known_policies),
        "facts": [_fact(fact) for fact in public["facts"]],
    }
    days = {field: date.fromisoformat(public[field]) if public[field] else None for field in _DAYS}
    return shown | days


_DAYS = ("observed_on", "confirmed_on", "verified_on")


def named(codes, labels):
    """Labels of codes in the order of the labels."""
    return sorted((labels.get(code, code) for code in codes), key=str.casefold)


def in_language(texts):
    """The text in the reader's language, else the first that there is; and its language."""
    wanted = (get_language() or "en")[:2]
    for language in (wanted, "en", "fr", "es"):
        if texts.get(language):
            return texts[language], language
    return "", wanted


def name_language(public):
    return next((name["language"] or "" for name in public["names"] if name["text"] == public["name"]), "")


def _other_acronym(public):
    """Its acronym, unless it goes by that anyway."""
    return public["acronym"] if public["acronym"] and public["acronym"] != public["name"] else ""


def trust_day(public):
    """The day of the level that is shown."""
    field = {"verified": "verified_on", "confirmed": "confirmed_on", "listed": "observed_on"}[public["trust"]]
    return date.fromisoformat(public[field]) if public[field] else None


def _name(name):
    language = language_names([name["language"]])[0] if name["language"] else ""
    kind = OrganizationName.Kind(name["kind"])
    return {"text": name["text"], "lang": name["language"] or "", "language_label": language, "kind_label": kind.label}


def _fact(fact):
    days = {day: date.fromisoformat(fact[day]) if fact[day] else None for day in ("observed_on", "verified_on")}
    return days | {
        "label": capfirst(str(field_label(fact["field"]))),
        "who": Teller(fact["told_by"]).label,
        "source": fact["source"] or "",
    }


def _identifier(identifier, labels):
    label = labels["scheme"].get(identifier["scheme"], identifier["scheme"])
    if identifier["value"]:
        return {"scheme_label": label, "value": identifier["value"]}
    return {"scheme_label": _("Public register"), "value": label}


def _link(link):
    url = reverse("registry:organization-detail", args=[link["id"]])
    return {"kind_label": OrganizationLink.Kind(link["kind"]).label, "name": link["name"], "url": url}


# What may differ between partnerships that are told in one line.
_OF_EACH = {"id", "country", "unit", "verified_on", "seen_on"}


def _together(partnerships):
    """One line for the same work in several countries."""
    groups = defaultdict(list)
    for partnership in partnerships:
        rest = {key: value for key, value in partnership.items() if key not in _OF_EACH}
        groups[json.dumps(rest, sort_keys=True)].append(partnership)
    return [same[0] | {"countries": [one["country"] for one in same]} for same in groups.values()]


def _partnership(partnership, labels):
    part = labels["area"].get(partnership["part"], "")
    area = labels["area"].get(partnership["area"], partnership["area"])
    return {
        "programme": labels["programme"].get(partnership["programme"], ""),
        "role": labels["role"].get(partnership["role"], partnership["role"]),
        "area": _("%(area)s: %(part)s") % {"area": area, "part": part} if part else area,
        "mode": labels["mode"].get(partnership["mode"], ""),
        "level": labels["level"].get(partnership["level"], ""),
        "where": ", ".join(named(partnership["countries"], labels["country"])),
        "years": _years(partnership["starts_on"], partnership["ends_on"]),
        "verified": partnership["state"] == "verified",
        "proposed": partnership["state"] == "proposed",
        "is_ended": partnership["state"] == "ended",
    }


def _years(starts_on, ends_on):
    first, last = (starts_on or "")[:4], (ends_on or "")[:4]
    if first and last:
        return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("%(first)s to now") % {"first": first}
    return _("until %(last)s") % {"last": last} if last else ""


def _provenance(public, known_policies):
    steps = [
        (_("Verified"), _("By IOM"), public["verified_on"]),
        (_("Confirmed"), _("By the organization"), public["confirmed_on"]),
        (_("Listed"), public["source"] or "", public["observed_on"]),
    ]
    told = [
        {"label": label, "who": who, "date": date.fromisoformat(day) if day else None, "next": False}
        for label, who, day in steps
        if day or label == _("Listed")
    ]
    last = latest_day(public)
    if last and "organization" in known_policies:
        due = date.fromordinal(last.toordinal() + known_policies["organization"][0])
        told.insert(0, {"label": _("Next confirmation due"), "who": "", "date": due, "next": True})
    return told


def readiness(scores, url_of):
    """For each purpose how far a record is, and each missing item with the page where it is given."""
    return [
        {
            "label": LABELS[score.purpose],
            "given": score.given,
            "all": score.all,
            "missing": [{"words": item.words, "url": url_of(item)} for item in score.missing],
        }
        for score in scores
    ]
