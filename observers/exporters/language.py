"""The fixed words of every file in its language, with days, moments, sizes and years as that language writes them.

They stand in `words/`, one file a language, and not in the catalogues of the pages: a letter is one text in three
languages, read and approved side by side, and a bilingual receipt needs two of them at once.
"""

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from observers.exporters.contents import Language, Session

WORDS = Path(__file__).parent / "words"
LOCALES = {"en": "en_GB", "fr": "fr", "es": "es"}
KB, MB = 1000, 1000 * 1000


class Words:
    """`say("page", page=1, pages=3)` is a whole sentence of the language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts: dict[str, str] = json.loads((WORDS / f"{language}.json").read_text(encoding="utf-8"))

    def say(self, key: str, **values: object) -> str:
        return self._texts[key].format(**values)

    def count(self, key: str, count: int) -> str:
        return self.say(f"{key}_one") if count == 1 else self.say(key, count=count)

    def label(self, key: str) -> str:
        return self.say("label", label=self.say(key))

    def day(self, day: date) -> str:
        text = format_date(day, format="long", locale=LOCALES[self.language])
        return f"1er{text[1:]}" if self.language == "fr" and text.startswith("1 ") else text

    def days(self, start: date, end: date | None) -> str:
        if end is None or end == start:
            return self.day(start)
        return self.say("range", start=self.day(start), end=self.day(end))

    def moment(self, moment: datetime) -> str:
        """To the second, with the zone by name where it has one, and always with its distance from UTC."""
        offset = moment.utcoffset()
        if offset is None:
            raise ValueError("A moment without a zone cannot stand in a file.")
        away = f"UTC{moment:%z}"
        away = f"{away[:6]}:{away[6:8]}" if offset else "UTC"
        named = str(moment.tzinfo) if "/" in str(moment.tzinfo) else ""
        zone = f"{named}, {away}" if named else away
        return self.say("moment", day=self.day(moment.date()), time=f"{moment:%H:%M:%S}", zone=zone)

    def moment_utc(self, moment: datetime) -> str:
        return self.moment(moment.astimezone(UTC))

    def years(self, started: int | None, ended: int | None) -> str:
        if started is None:
            return "" if ended is None else self.say("years_until", end=ended)
        if ended is None:
            return self.say("years_since", start=started)
        return str(started) if started == ended else self.say("years", start=started, end=ended)

    def size(self, size: int) -> str:
        key, unit = ("size_mb", MB) if size >= MB else ("size_kb", KB) if size >= KB else ("size_bytes", 1)
        number = format_decimal(round(size / unit, 1), locale=LOCALES[self.language])
        return self.say(key, count=number)

    def session(self, session: Session) -> str:
        kind = "session_special" if session.is_special else "session"
        if not session.number.isdecimal():
            return self.say(f"{kind}_named", number=session.number)
        return self.say(kind, ordinal=self._ordinal(int(session.number)))

    def session_days(self, session: Session) -> str:
        return self.days(session.opens_on, session.closes_on)

    def _ordinal(self, number: int) -> str:
        if self.language == "fr":
            return f"{number}re" if number == 1 else f"{number}e"
        if self.language == "es":
            return f"{number}.ª"
        is_teen = number // 10 % 10 == 1
        return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@cache
def words(language: Language) -> Words:
    return Words(language)


def keys(language: Language) -> dict[str, Any]:
    """Every key with its text, for whoever compares the languages."""
    return dict(json.loads((WORDS / f"{language}.json").read_text(encoding="utf-8")))
