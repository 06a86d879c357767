"""What one organization says differently in two editions, in the reader's words."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from registry.queries.change_words import comparison, field_label
from registry.queries.editions import OF_SOURCES
from registry.states import OrganizationState
from registry.views.labels import TRUST_LABELS

LANGUAGES = ("en", "fr", "es")


def field_words(field):
    """What a field of the public profile is called."""
    known = {
        "name": _("Name"),
        "acronym": _("Acronym"),
        "description": _("Description"),
        "countries": _("Countries of work"),
        "areas": _("Areas"),
        "roles": _("Relationship with IOM"),
        "partnerships": _("Partnerships"),
        "status": _("State"),
        "trust": _("Verification"),
        "facts": _("On what each field rests"),
        "is_demo": _("Invented for a demonstration"),
    }
    return known.get(field) or capfirst(str(field_label(field)))


def differences(row, labels):
    """The fields of a row of a comparison, each with both sides; what only its sources say stands last."""
    told = []
    for field in sorted(row.fields, key=lambda field: (field in OF_SOURCES, field)):
        told += _told(field, row.before[field], row.after[field], labels)
    return told


def _told(field, before, after, labels):
    if field == "description":
        pairs = [(f"description_{language}", before.get(language), after.get(language)) for language in LANGUAGES]
        return [comparison(*pair, labels) for pair in pairs if pair[1] != pair[2]]
    if field == "facts":
        # Whole lists of sources and days: the page of the organization tells them.
        return [_row(field, "facts", [], [], labels)]
    if field in _LINES:
        name, line = _LINES[field]
        return [_row(field, name, [line(one) for one in before], [line(one) for one in after], labels)]
    if field in _LABELS:
        words = _LABELS[field]
        return [_row(field, field, str(words.get(before, before)), str(words.get(after, after)), labels)]
    if field == "roles":
        names = labels["role"]
        return [_row(field, field, *([names.get(code, code) for code in side] for side in (before, after)), labels)]
    return [_row(field, field, before, after, labels)]


def _row(field, kind, before, after, labels):
    return comparison(kind, before, after, labels) | {"label": field_words(field)}


def _name(one):
    language = f", {one['language']}" if one["language"] else ""
    return f"{one['text']} ({one['kind']}{language})"


def _partnership(one):
    """As the history writes one down, so that it is told in the same words."""
    return f"{one['role']}, area {one['area']}, {one['country']}"


_LINES = {
    "names": ("names", _name),
    "identifiers": ("identifiers", lambda one: f"{one['scheme']} {one['value'] or ''}"),
    "partnerships": ("partnership", _partnership),
}
_LABELS = {"trust": TRUST_LABELS, "status": dict(OrganizationState.choices)}
