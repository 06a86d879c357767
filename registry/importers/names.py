"""The names of one organization in one line: official, original, translated, former, and the acronym."""

import re
from dataclasses import dataclass
from functools import lru_cache

from registry.importers.rows import Name
from registry.importers.text import fold, looks_like_acronym, script_of, split_scripts

NAME_CHARACTERS = 180
NAME_WORDS = 28
QUOTES = ' \t"“”«»„*'
ACRONYM_AT_END = re.compile(r"(.{4,}?)\s*[(\[]([^()\[\]]{2,12})[)\]]")
ACRONYM_AT_START = re.compile(r"(\S{2,12})\s*[-–—:]\s+(.+)")

Told = tuple[tuple[str, str], ...]
"""Names from other columns, each with the language that its heading says."""


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    acronym: str
    names: tuple[Name, ...]
    problem: str = ""
    """A code of `problems.LINES`, when the text is no name."""


@lru_cache(maxsize=8192)
def named(text: str, acronym: str, local: Told = (), former: Told = (), language: str = "") -> Named:
    text, acronym = text.strip(QUOTES), acronym.strip(QUOTES)
    latin, other = split_scripts(text)
    local = tuple((value.strip(QUOTES), said) for value, said in local)
    # Arabic in the Latin column and the reverse: each goes where it belongs.
    name = latin or next((value for value, _ in local if script_of(value) == "Latn"), "") or other
    name, acronym = _without_acronym(name, acronym)
    if not acronym and looks_like_acronym(name):
        acronym = name
    names = [Name("official", name, language, script_of(name))]
    for value, said in ((other, ""), *local):
        _add_others(names, value, said)
    names += [Name("former", value, "", script_of(value)) for value, _ in former]
    return Named(name, acronym, tuple(names), _problem(text))


def _problem(text: str) -> str:
    if not text:
        return "name_missing"
    if len(text) > NAME_CHARACTERS or text.count(" ") >= NAME_WORDS:
        return "name_is_a_text"
    return "" if any(map(str.isalpha, text)) else "name_is_a_number"


def _add_others(names: list[Name], value: str, language: str) -> None:
    for part in split_scripts(value):
        if part and fold(part) not in {fold(name.text) for name in names}:
            script = script_of(part)
            kind = "translation" if script == "Latn" and language else "original"
            # A column that says “French” describes its own text, not Arabic that strayed into it.
            fits = (script == "Arab") == (language == "ar")
            names.append(Name(kind, part, language if fits else "", script))


def _without_acronym(name: str, acronym: str) -> tuple[str, str]:
    """`Action contre la Faim (ACF)` is a name and an acronym."""
    if match := ACRONYM_AT_END.fullmatch(name):
        inside = match[2].strip()
        if fold(inside) == fold(acronym) or (not acronym and looks_like_acronym(inside)):
            return match[1].strip(), acronym or inside
    if acronym and (match := ACRONYM_AT_START.fullmatch(name)) and fold(match[1]) == fold(acronym):
        return match[2], acronym
    return name, acronym
