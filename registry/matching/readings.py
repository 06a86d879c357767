"""What a cell of somebody's list says: a name, and what people write beside it in the same cell.

`Riverbend Aid Network (RAN) - Kenya` is a name, an acronym and a country. Lists also hold a name in two languages, a
number in front, and text whose encoding broke on the way.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from registry.matching.acronyms import looks_like_acronym
from registry.matching.normalize import words
from registry.matching.scripts import script_of

LONGEST = 300

CountryOf = Callable[[str], str]
"""The code of a country by any of its names, or nothing."""


class Reading(NamedTuple):
    """The whole names that a text may mean, as it stands first; parts that may be a name; and what else it says."""

    names: tuple[str, ...]
    parts: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    country: str = ""


_NUMBERED = re.compile(r"^\s*(?:[-*•·–]|\(?\d{1,4}[.)])\s+")
_QUOTES = " \t\"'“”«»„*"
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]\s*")
_BESIDE = re.compile(r"\s+[-–—:|/]\s+|\s*[|/]\s*|\s*[,:]\s+|\s+[-–—]|[-–—]\s+")
_SIDE_BY_SIDE = re.compile(r"\s*[/|]\s*|\s+[-–—]\s+")
# What UTF-8 looks like when it was read as Latin letters: Ã©, Ø¬.
_BROKEN = re.compile(r"[ÃÂØÙÐÑ][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
# Short texts are codes, and a code at the end of a name is more often something else.
_SHORTEST_COUNTRY = 4
_LONGEST_COUNTRY = 4


def read_name(text: str, country_of: CountryOf = lambda text: "") -> Reading:
    """Everything that one cell says. The text as it stands is always the first of the names."""
    written = " ".join(_mended(text[:LONGEST]).split())
    written = _NUMBERED.sub("", written).strip(_QUOTES)
    names, parts, acronyms, countries = [written], list[str](), list[str](), list[str]()
    bare = _without_brackets(written, country_of, parts, acronyms, countries)
    bare = _without_sides(bare, country_of, acronyms, countries)
    names += [bare, *_by_script(bare)]
    parts += _SIDE_BY_SIDE.split(bare)
    if not countries:
        shorter, country = _without_country(bare, country_of)
        names.append(shorter)
        countries.append(country)
    if len(words(written)) == 1:
        # One word may be an acronym, whatever its case.
        acronyms.append(written)
    whole = _kept(names)
    return Reading(
        names=whole,
        parts=tuple(part for part in _kept(parts) if part not in whole and len(words(part)) > 1),
        acronyms=_kept(acronyms),
        country=next(filter(None, countries), ""),
    )


def _kept(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if any(map(str.isalnum, text))))


def _mended(text: str) -> str:
    """The text as it was before its bytes were taken for those of another encoding."""
    if not _BROKEN.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode()
        except UnicodeError:
            continue
    return text


def _without_brackets(
    text: str, country_of: CountryOf, parts: list[str], acronyms: list[str], countries: list[str]
) -> str:
    """The text without brackets that hold an acronym or a country; what stands in and before others is a part."""
    for found in _BRACKETS.finditer(text):
        inside = found[1].strip(_QUOTES)
        if country := _country(inside, country_of):
            countries.append(country)
        elif looks_like_acronym(inside):
            acronyms.append(inside)
        else:
            parts += [inside, " ".join(_BRACKETS.sub(" ", text).split())]
            continue
        text = text.replace(found[0], " ", 1)
    return " ".join(text.split()) or text


def _without_sides(text: str, country_of: CountryOf, acronyms: list[str], countries: list[str]) -> str:
    """The text without an acronym or a country that stands before or behind it, with a dash, a slash or a comma."""
    sides = [side for side in _BESIDE.split(text) if side]
    if len(sides) < 2:
        return text
    for side, rest in ((sides[0], text[len(sides[0]) :]), (sides[-1], text[: len(text) - len(sides[-1])])):
        rest = rest.strip(" -–—:|/,")
        if len(words(rest)) < 2 and not looks_like_acronym(rest):
            continue
        if country := _country(side, country_of):
            countries.append(country)
            return rest
        if looks_like_acronym(side):
            acronyms.append(side)
            return rest
    return text


def _without_country(text: str, country_of: CountryOf) -> tuple[str, str]:
    """`Riverbend Aid Network Kenya`: the name without the country behind it, and the country."""
    said = text.split()
    for size in range(min(_LONGEST_COUNTRY, len(said) - 2), 0, -1):
        if country := _country(" ".join(said[-size:]), country_of):
            return " ".join(said[:-size]), country
    return text, ""


def _country(text: str, country_of: CountryOf) -> str:
    return country_of(text) if len(text) >= _SHORTEST_COUNTRY else ""


def _by_script(text: str) -> list[str]:
    """The words of each script, when a name stands in two of them side by side."""
    found: dict[str, list[str]] = {}
    for word in text.split():
        if script := script_of(word):
            found.setdefault(script, []).append(word)
    return [" ".join(said) for said in found.values() if len(said) > 1] if len(found) > 1 else []
