"""Lists as partners send them: names of invented organizations, written otherwise, and it is known who is meant.

A list is a thousand rows in English, French, Spanish and Arabic, Arabic also in Latin letters. Of ten rows eight mean
an organization of the registry; the others mean one that is not there, some of which look like one that is. The same
seed gives the same list everywhere. One half, by a hash of the organization, is for tuning; only the other is reported.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from babel import Locale

from benchmarks.labelled import is_held_out
from benchmarks.names import ROWS, Organization, organizations, proper, render
from benchmarks.noise import NOISE
from registry.queries import matches

LANGUAGES = ("en", "fr", "es", "ar")
MISSING = 0.1
LOOK_ALIKES = 0.1
ENDLESS = 10**9


@dataclass(frozen=True)
class Row:
    """What a list says, and which organization it means by its number here; none for one that is not there."""

    name: str
    country: str
    acronym: str
    meant: int | None
    kind: str
    language: str


def registry(size: int, seed: int) -> list[Organization]:
    """So many invented organizations whose first name is in one of the languages."""
    return list(islice(_invented(seed), size))


def _invented(seed: int) -> Iterator[Organization]:
    return (org for org in organizations(ENDLESS, seed) if org["names"][0]["language"] in LANGUAGES)


def rows(orgs: Sequence[Organization], n: int, seed: int, *, held_out: bool) -> list[Row]:
    """n rows about the organizations of one half."""
    chance = random.Random(f"{seed} rows")
    half = [number for number in range(len(orgs)) if is_held_out(f"{seed} {number}") == held_out]
    taken = {name["text"] for org in orgs for name in org["names"]}
    strangers = _invented(seed + 1000 + held_out)
    found: list[Row] = []
    while len(found) < n:
        drawn = chance.random()
        number = chance.choice(half)
        if drawn < MISSING:
            org, meant, kind = next(strangers), None, "not there"
        elif drawn < MISSING + LOOK_ALIKES:
            org, meant, kind = _look_alike(orgs[number], chance), None, "look-alike"
        else:
            org, meant, kind = orgs[number], number, ""
        if meant is None and taken & {name["text"] for name in org["names"] if name["kind"] != "acronym"}:
            continue
        found.append(_row(org, meant, kind, chance))
    return found


def _row(org: Organization, meant: int | None, kind: str, chance: random.Random) -> Row:
    full = [name for name in org["names"] if name["kind"] != "acronym"]
    acronym = next((name["text"] for name in org["names"] if name["kind"] == "acronym"), "")
    name = chance.choices(full, [3, *[1] * (len(full) - 1)])[0]
    text, touches = name["text"], []
    if name["language"] == "ar" and chance.random() < 0.5:
        text, touches = NOISE["transliteration"](text, org, chance), ["transliteration"]
    for _ in range(chance.choices((0, 1, 2, 3), (10, 40, 35, 15))[0]):
        touch = chance.choice(list(TOUCHES))
        touched = TOUCHES[touch](text, org | {"acronym_": acronym}, chance)
        if touched and touched != text:
            text, touches = touched, [*touches, touch]
    return Row(
        name=text,
        country=_country(org["hq_country"], name["language"], chance) if chance.random() < 0.7 else "",
        acronym=acronym if chance.random() < 0.15 else "",
        meant=meant,
        kind=kind or " + ".join(touches) or "as it is",
        language=name["language"],
    )


def _look_alike(org: Organization, chance: random.Random) -> Organization:
    """Another one that differs in a word or two: its own name, its place, what it does or for whom."""
    changed = chance.choice(("name", "place", "topic", "audience", "body"))
    drawn = proper(chance) if changed in ("name", "place") else chance.choice(ROWS[changed])
    parts = org["parts"] | {changed: drawn}
    language = org["names"][0]["language"]
    name = org["names"][0] | {"text": render(parts, language)}
    said = render(parts, language, said=True) if language == "ar" else ""
    return org | {"names": [name], "parts": parts, "said": said}


def _country(code: str, language: str, chance: random.Random) -> str:
    """As lists write it: in words of some language, or by a code."""
    iso2 = ISO2[code]
    written = chance.choice(("name", "name", "english", "iso2", "iso3"))
    if written == "iso3":
        return code
    return iso2 if written == "iso2" else Locale.parse("en" if written == "english" else language).territories[iso2]


_COUNTRIES = Path(__file__).parents[1] / "registry" / "vocabularies" / "countries.json"
ISO2 = {term["code"]: term["iso2"] for term in json.loads(_COUNTRIES.read_text())["terms"]}
Touch = Callable[[str, dict[str, Any], random.Random], str]


def _with_acronym(text: str, org: dict[str, Any], chance: random.Random) -> str:
    """The acronym beside the name, as so many lists have it."""
    acronym = org["acronym_"]
    return chance.choice((f"{text} ({acronym})", f"{acronym} - {text}", f"{text} - {acronym}")) if acronym else ""


def _with_country(text: str, org: dict[str, Any], chance: random.Random) -> str:
    country = Locale.parse(chance.choice(("en", "fr", "es"))).territories[ISO2[org["hq_country"]]]
    return chance.choice((f"{text} ({country})", f"{text} - {country}", f"{text}, {country}", f"{text} {country}"))


def _both_names(text: str, org: dict[str, Any], chance: random.Random) -> str:
    other = [name["text"] for name in org["names"] if name["kind"] != "acronym" and name["text"] != text]
    return chance.choice((f"{text} / {other[0]}", f"{other[0]} - {text}", f"{text} ({other[0]})")) if other else ""


def _broken(text: str, org: dict[str, Any], chance: random.Random) -> str:
    """Text whose encoding was lost: letters that are question marks, or two signs for one."""
    if text.isascii() or not any("\u00c0" <= letter <= "\u017f" for letter in text):
        return ""
    if chance.random() < 0.5:
        return "".join(letter if letter < "\u0080" else "?" for letter in text)
    return text.encode().decode("cp1252", "ignore")


def _numbered(text: str, org: dict[str, Any], chance: random.Random) -> str:
    return f"{chance.randrange(1, 300)}. {text}"


def _cut_off(text: str, org: dict[str, Any], chance: random.Random) -> str:
    """A column of forty characters."""
    return text[:40].strip() if len(text) > 46 else ""


def _translated(text: str, org: dict[str, Any], chance: random.Random) -> str:
    """In a language in which the registry may have no name of it."""
    language = chance.choice([code for code in ("en", "fr", "es") if code != org["names"][0]["language"]])
    return render(org["parts"], language)


def _and(text: str, org: dict[str, Any], chance: random.Random) -> str:
    for word, sign in ((" and ", " & "), (" et ", " & "), (" y ", " & ")):
        if word in text:
            return text.replace(word, sign)
    return f"The {text}" if org["names"][0]["language"] == "en" else text.replace(" de ", " ")


TOUCHES: dict[str, Touch] = {
    **{kind: NOISE[kind] for kind in NOISE if kind not in ("exact", "partial", "prefix", "acronym", "transliteration")},
    "acronym beside it": _with_acronym,
    "country beside it": _with_country,
    "both names": _both_names,
    "broken letters": _broken,
    "numbered": _numbered,
    "cut off": _cut_off,
    "small words": _and,
    "translated": _translated,
}


# --- How well a list is answered ----------------------------------------------------------------------------------


@dataclass
class Measured:
    """Of a list: who was found, and what was matched by itself, as shares from 0 to 1."""

    lines: int
    present: int
    found: int
    right: int
    wrong: list[tuple[Row, str]]
    # (score of the best candidate, whether it is the one that is meant) of each line that has one.
    scored: list[tuple[float, bool]]

    @property
    def recall_at_3(self) -> float:
        return self.found / self.present

    @property
    def wrong_matches(self) -> float:
        """Of all lines; and when few were matched, of these."""
        return len(self.wrong) / max(1, min(self.lines, self.right + len(self.wrong)))

    @property
    def matched(self) -> float:
        return self.right / self.present


BATCH = 10


def measure(lines: Sequence[Row], keys: dict[int, int], match: Callable[..., list[Any]]) -> Measured:
    """What `registry.queries.matches.matches` makes of the lines; `keys` leads from our numbers to the registry's."""
    known = matches.known_lists()
    asked = [
        matches.Row(
            name=line.name,
            acronym=line.acronym,
            countries=frozenset(filter(None, [known.words.country(line.country)])) if line.country else frozenset(),
        )
        for line in lines
    ]
    answers = [answer for at in range(0, len(asked), BATCH) for answer in match(asked[at : at + BATCH])]
    measured = Measured(len(lines), 0, 0, 0, [], [])
    for line, answer in zip(lines, answers, strict=True):
        meant = keys[line.meant] if line.meant is not None else None
        found = [one.candidate for one in answer.found]
        measured.present += meant is not None
        measured.found += meant is not None and meant in [one.key for one in found[:3]]
        if found:
            measured.scored.append((found[0].score, found[0].key == meant))
        if found and found[0].is_match:
            if found[0].key == meant:
                measured.right += 1
            else:
                measured.wrong.append((line, answer.found[0].public["name"]))
    return measured
