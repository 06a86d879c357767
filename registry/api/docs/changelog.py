"""What changed in the API, as data: the newest first, each in three languages. Read by the page and by the feed."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).resolve().parent / "changelog.json"
# Nothing is changed or removed without having been announced as deprecated.
KINDS = {"added": _("Added"), "changed": _("Changed"), "deprecated": _("Deprecated"), "removed": _("Removed")}


@dataclass(frozen=True)
class Entry:
    on: date
    kind: str
    texts: dict
    # Counted from the oldest, so that an entry keeps its number: readers of the feed know it by that.
    number: int

    @property
    def at(self):
        return datetime.combine(self.on, time(), UTC)

    @property
    def text(self):
        return self.texts[(get_language() or "en")[:2]]

    @property
    def title(self):
        return KINDS[self.kind]


@cache
def entries():
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return [
        Entry(
            date.fromisoformat(one["on"]),
            one["kind"],
            {language: one[f"text_{language}"] for language in ("en", "fr", "es")},
            number=len(told) - place,
        )
        for place, one in enumerate(told)
    ]
