"""Versions of code lists that were replaced and still answer, until the day that each says of itself."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _

from registry.actions import vocabularies
from registry.api.parameters import LONGEST, Parameter, Unreadable
from registry.api.problems import BASE, Problem
from registry.models import Country


@dataclass(frozen=True)
class Replaced:
    """One version of a vocabulary that another one replaced."""

    vocabulary: str
    version: str
    published_on: date
    replaced_on: date
    # Its last day.
    answers_until: date
    content: dict = field(repr=False, compare=False)

    def headers(self, name):
        """What tells a client that it must move on: RFC 9745 and RFC 8594."""
        here = f"{settings.SITE_ORIGIN}{BASE}/{name}"
        return {
            "Deprecation": f"@{_moment(self.replaced_on)}",
            "Sunset": http_date(_moment(self.answers_until) + 24 * 60 * 60),
            "Link": f'<{here}>; rel="successor-version", <{settings.SITE_ORIGIN}/en/api/guides/versions/>;'
            ' rel="deprecation"; type="text/html"',
        }


def replaced(name, *, on=None):
    """The versions of a vocabulary that were replaced and answer on a day, the youngest first."""
    on = on or timezone.localdate()
    files = tuple(sorted((vocabularies.FOLDER / "replaced").glob("*.json")))
    still = [one for one in _read(files) if one.vocabulary == name and on <= one.answers_until]
    return sorted(still, key=lambda one: one.replaced_on, reverse=True)


@lru_cache(maxsize=2)
def _read(files):
    return [_edition(json.loads(file.read_text(encoding="utf-8"))) for file in files]


def _edition(content):
    published, replaced_on, until = (
        date.fromisoformat(content[name]) for name in ("published_on", "replaced_on", "answers_until")
    )
    return Replaced(content["vocabulary"], content["version"], published, replaced_on, until, content)


def _moment(on):
    return int(datetime.combine(on, time(), UTC).timestamp())


def _read_version(text):
    if not text.isalnum() or not text.isascii():
        raise Unreadable("malformed", _("A version consists of letters and digits."))
    return text


VERSION = Parameter(
    "version",
    "A version of the list that is not the last one: one of those that `versions` names.",
    {"type": "string", "pattern": "^[A-Za-z0-9]+$", "maxLength": LONGEST},
    _read_version,
)


def asked_for(known, version, newest):
    """The replaced version that is asked for; None for the one in force. What answers no more is refused by name."""
    if version in (None, newest):
        return None
    still = replaced(known.vocabulary)
    if found := next((one for one in still if one.version == version), None):
        return found
    detail = _("This version is none of those that answer.")
    allowed = [newest, *(one.version for one in still)]
    error = {"parameter": "version", "code": "not-allowed", "detail": detail, "allowed": allowed}
    # Which versions answer changes with the days and the document cannot say it: no request is malformed by that.
    raise Problem("not-found", detail, errors=[error])


def rows_of(edition, rows):
    """Rows of today as this edition had them; what it does not name was not there yet. Nothing is ever taken away."""
    there = {row.pk: row for row in rows}
    told = []
    for position, term in enumerate(edition.content["terms"]):
        row = there[vocabularies.code_of(edition.vocabulary, term)]
        for name, value in vocabularies.fields_of(edition.vocabulary, term, position).items():
            setattr(row, name, value)
        if edition.vocabulary == "regions":
            # As if it had been prefetched: the countries that lay in it then.
            row._prefetched_objects_cache = {"countries": [Country(code=code) for code in term.get("countries", [])]}
            row.successor_id = term.get("successor")
        told.append(row)
    return sorted(told, key=lambda row: (getattr(row, "position", 0), row.pk))
