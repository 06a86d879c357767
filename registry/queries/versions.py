"""What a record said at a moment, rebuilt from its history; and how the history tells what a record says."""

import re
from dataclasses import dataclass

from registry.models import Change

# Fields that an edit may change, by how they are written.
PLAIN = (
    "kind",
    "type_explained",
    "hq_country",
    "hq_city",
    "founded",
    "website",
    "languages",
    "description_en",
    "description_fr",
    "description_es",
    "source",
    "observed_on",
    "confirmed_on",
)
TERMS = ("types", "levels")
ROWS = ("names", "identifiers", "presences")
# That an organization confirmed something is its own act on a day; nobody else puts that back.
RESTORABLE = tuple(field for field in (*PLAIN, *TERMS, *ROWS) if field != "confirmed_on")
# What a version of a record consists of, in the order of the page.
FIELDS = ("names", "state", *TERMS, *PLAIN, "verified_on", "identifiers", "presences")
# Before these there was no record.
FIRST = ("organization.created", "organization.imported")
_KIND_AND_LANGUAGE = re.compile(r" \(\w+(, [\w-]+)?\)$")


def said(value):
    """A value as the history tells it."""
    if value is None or isinstance(value, int | bool | list):
        return value
    return str(getattr(value, "pk", value))


def row_said(field, row):
    """A row of names, identifiers or presences in one line, as the history tells it."""
    if field == "names":
        return f"{row.text} ({row.kind}{', ' + row.language if row.language else ''})"
    if field == "identifiers":
        return f"{row.scheme_id} {row.value}".strip()
    return f"{row.country_id} {row.admin1}".strip()


def row_facts(field, row):
    """The same row in the terms of edit_organization, so that it can be put back as it was."""
    if field == "names":
        return {"text": row.text, "kind": row.kind, "language": row.language, "is_primary": row.is_primary}
    if field == "identifiers":
        return {"scheme": row.scheme_id, "value": row.value}
    return {
        "country": row.country_id,
        "admin1": row.admin1,
        "admin1_code": row.admin1_code,
        "sectors": list(row.sectors),
        "source": row.source,
        "observed_on": row.observed_on and str(row.observed_on),
    }


def standing(organization):
    """What the record says now, in the terms of the history."""
    now = {field: said(getattr(organization, field)) for field in (*PLAIN, "state", "verified_on")}
    now |= {field: sorted(getattr(organization, field).values_list("pk", flat=True)) for field in TERMS}
    return now | {field: sorted(row_said(field, row) for row in getattr(organization, field).all()) for field in ROWS}


def is_kept(change, field):
    """Did the history keep what the field said before, so that it can be put back as it was?"""
    if field not in RESTORABLE or change.verb in FIRST:
        return False
    return field not in ROWS or field in change.diff.get(Change.ROWS, {})


def is_only_words(change, field):
    """A row of an older change, or of an import: a reader sees it, and puts it back by hand."""
    return field in ROWS and change.verb not in FIRST and not is_kept(change, field)


def rows_now(organization, field):
    """The rows of names, identifiers or presences as they are, with all their columns."""
    return [row_facts(field, row) for row in getattr(organization, field).order_by("pk")]


@dataclass(frozen=True)
class Known:
    """What a field said at a moment. Not sure when something wrote it later without telling the history all of it."""

    value: object
    is_sure: bool


def versions(organization, numbers, *, changes=None):
    """{number: {field: Known}}: the record as it stood after each of these changes of its own.

    What a field said is told by the last change up to then, and by the next one after it; where the two differ,
    something came between them that the history does not tell. `changes` are those that the reader may know of.
    Budget: one statement for the history, six for now.
    """
    changes = Change.objects.about(organization.reference) if changes is None else changes
    told = list(changes.order_by("pk").values_list("pk", "diff"))
    now = standing(organization)
    return {number: {field: _known(field, number, told, now[field]) for field in FIELDS} for number in numbers}


def _known(field, number, told, now):
    pairs = [(pk, diff[field]) for pk, diff in told if isinstance(diff.get(field), list) and len(diff[field]) == 2]
    before = [pair[1] for pk, pair in pairs if pk <= number]
    following = next((pair[0] for pk, pair in pairs if pk > number), now)
    if not before:
        return Known(following, True)
    return Known(before[-1], plain(field, before[-1]) == plain(field, following))


def plain(field, value):
    """For comparing: an import tells a name without its language, and empty in more than one way."""
    if isinstance(value, list):
        return sorted(_KIND_AND_LANGUAGE.sub("", str(one)) if field == "names" else str(one).strip() for one in value)
    return value if value or value is False else []
