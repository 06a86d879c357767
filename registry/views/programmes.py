"""Programmes for everybody: who pays, where, since when, who takes part, and where nobody does."""

import hashlib
import json
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from registry.matching import fold
from registry.models import Programme
from registry.queries import programmes
from registry.queries.words import language_names, words
from registry.views.gaps import STEPS
from registry.views.presenters import in_language

# So many names of organizations stand in one line; the directory shows the others.
SHOWN = 5


@require_safe
def programme_list(request):
    return render(request, "registry/programme_list.html", {"programmes": listed()})


@require_safe
def programme_detail(request, code):
    programme = found(code)
    phase = asked_phase(request, programme)
    participants = programmes.listed_participants(programme)
    context = shown(programme) | {
        "donors": [donor(one, is_public=True) for one in programmes.listed_donors(programme)],
        "participants": participants_in_words(programme, participants),
        "coverage": coverage_in_words(programmes.coverage(programme, phase=phase), address=_directory(programme)),
        "phase": phase,
        "api_url": reverse("api:programme-detail", args=[programme.code]),
    }
    return render(request, "registry/programme_detail.html", context)


def listed():
    return [_line(programme) for programme in programmes.in_order()]


def found(code):
    return get_object_or_404(programmes.with_parts(Programme.objects), code=code)


def shown(programme):
    """What the page of a programme shows to the public and to staff alike."""
    return {
        "programme": programme,
        "full_names": _full_names(programme),
        "names": [name | {"language_label": _language(name["language"])} for name in reversed(programme.names)],
        "phases": [_phase(phase) for phase in programme.phases.all()],
        "areas": sorted(programme.areas.all(), key=lambda area: area.position),
        "statements": [_statement(one) for one in sorted(programme.statements, key=_as_of, reverse=True)],
    }


def asked_phase(request, programme):
    """The phase of the address; what is not known asks for none."""
    number = request.GET.get("phase", "")
    return next((phase for phase in programme.phases.all() if str(phase.number) == number), None)


def donor(organization, *, is_public):
    """A donor under its name in the reader's language, where it has one, and where it can be read about."""
    language = (get_language() or "en")[:2]
    kinds = {"legal": 0, "translation": 1}
    own = [name for name in organization.names.all() if name.language == language and name.kind in kinds]
    name = min(own, key=lambda one: (kinds[one.kind], one.pk)).text if own else organization.name
    if not is_public:
        url = reverse("registry:organization-edit", args=[organization.reference])
    else:
        url = organization.get_absolute_url() if hasattr(organization, "listing") else ""
    return {"name": name, "kind": organization.get_kind_display(), "url": url, "reference": organization.reference}


def participants_in_words(programme, participants, *, address="registry:organization-detail"):
    """A line for each country and role, in the reader's order, with the first organizations and how many more."""
    labels, everybody = words(), reverse("registry:organization-list")
    asked = {"programme": programme.code}
    countries = sorted(participants, key=lambda code: fold(labels["country"].get(code, code)))
    lines = []
    for code in countries:
        roles = participants[code]
        for role in sorted(roles, key=list(labels["role"]).index):
            organizations = roles[role]
            lines.append(
                {
                    "country": labels["country"].get(code, code),
                    "role": labels["role"].get(role, role),
                    "organizations": [
                        {"name": name, "url": reverse(address, args=[reference]), "is_verified": is_verified}
                        for reference, name, is_verified in organizations[:SHOWN]
                    ],
                    "more": max(0, len(organizations) - SHOWN),
                    "more_url": f"{everybody}?{urlencode(asked | {'country': code, 'role': role})}",
                }
            )
    taking_part = {one[0] for roles in participants.values() for same in roles.values() for one in same}
    return {"lines": lines, "organizations": len(taking_part), "countries": len(countries)}


def coverage_in_words(coverage, *, address):
    """Areas by countries for the page; `address` gives where a field leads."""
    countries = sorted(coverage.countries, key=lambda country: fold(country.name))
    rows = [
        {
            "country": country,
            "cells": [
                {"area": area, "n": n, "step": sum(n >= limit for limit in STEPS), "url": address(area, country)}
                for area in coverage.areas
                for n in [coverage.count(area, country)]
            ],
        }
        for country in countries
    ]
    gaps = [
        {"area": area, "countries": sorted(coverage.without(area), key=lambda country: fold(country.name))}
        for area in coverage.areas
    ]
    return {
        "areas": coverage.areas,
        "rows": rows,
        "without_anybody": ", ".join(
            row["country"].name for row in rows if not any(cell["n"] for cell in row["cells"])
        ),
        "gaps": gaps,
        "countries": len(countries),
        "on": coverage.on,
        "fresh_days": coverage.fresh_days,
    }


def _directory(programme):
    def address(area, country):
        asked = {"programme": programme.code, "country": country.pk, "area": area.pk}
        return f"{reverse('registry:organization-list')}?{urlencode(asked)}"

    return address


def _line(programme):
    phases = list(programme.phases.all())
    return {
        "programme": programme,
        "full_names": _full_names(programme),
        "areas": sorted(programme.areas.all(), key=lambda area: area.position),
        "countries": len({country.pk for phase in phases for country in phase.countries.all()}),
        "phases": len(phases),
    }


def _full_names(programme):
    """The latest full name in the reader's language, else of all; none when it is the title itself."""
    language = (get_language() or "en")[:2]
    own = [name for name in programme.names if name["language"] == language]
    latest = (own or programme.names)[-1:]
    return [name for name in latest if name["text"] != programme.name]


def _language(code):
    return language_names([code])[0] if code else ""


def _phase(phase):
    countries = sorted(phase.countries.all(), key=lambda country: fold(country.name))
    return {"phase": phase, "countries": countries}


def statement_key(statement):
    """By which a statement is told from the others: it has no number, and its place may move."""
    return hashlib.sha256(json.dumps(statement, sort_keys=True).encode()).hexdigest()[:16]


def _as_of(statement):
    return statement["as_of"]


def _statement(statement):
    text, language = in_language({code: statement.get(f"text_{code}") for code in ("en", "fr", "es")})
    told = {"text": text, "language": language, "as_of": statement["as_of"], "source": statement["source"]}
    return told | {"key": statement_key(statement)}
