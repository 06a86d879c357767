"""The letter that a participant shows when she asks for a visa: facts in, a PDF out, in English, French or Spanish.

Its fixed words stand in `words/`, one file a language, to be read and approved side by side.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from babel.dates import format_date

from registry.exporters.text import plain, said
from registry.exporters.typeset import pdf

Language = Literal["en", "fr", "es"]
LOCALES = {"en": "en_GB", "fr": "fr", "es": "es"}
WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Invited:
    language: Language
    reference: str
    written_on: date
    name: str
    function: str
    organization: str
    consultation: str
    place: str
    starts_on: date
    ends_on: date
    is_demo: bool


def visa_letter_pdf(letter: Invited) -> bytes:
    words: dict[str, str] = json.loads((WORDS / f"{letter.language}.json").read_text(encoding="utf-8"))

    def day(value: date) -> str:
        return format_date(value, "long", locale=LOCALES[letter.language])

    facts = [
        ("name", said(letter.name)),
        ("function", said(letter.function) if letter.function else ""),
        ("organization", said(letter.organization) if letter.organization else ""),
        ("consultation", said(letter.consultation)),
        ("place", said(letter.place)),
        ("days", words["from_to"].format(start=day(letter.starts_on), end=day(letter.ends_on))),
    ]
    return pdf(
        "visa_letter",
        {
            "language": letter.language,
            "iom": words["iom"],
            "title": words["title"],
            "page": words["page"],
            "reference": plain(letter.reference),
            "mark": words["demo_mark"] if letter.is_demo else None,
            "written": words["written"].format(day=day(letter.written_on)),
            "to": words["to"],
            "says": words["says"],
            "facts": [(words[key], value) for key, value in facts if value],
            "asks": words["asks"],
            "costs": words["costs"],
            "signed": words["signed"],
            "note": words["note"],
        },
    )
