"""Invented organizations with names in six languages and three scripts, and queries for them as people write them.

`organizations` and `queries` feed every benchmark; the same seed gives the same data on every machine.
"""

import random
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks import lexicon
from benchmarks.noise import NOISE
from registry.matching import words

Organization = dict[str, Any]

LOOK_ALIKES = 0.02

ROWS = {
    "body": [line.split("|") for line in lexicon.BODIES.strip().splitlines()],
    "topic": [line.split("|") for line in lexicon.TOPICS.strip().splitlines()],
    "audience": [line.split("|") for line in lexicon.AUDIENCES.strip().splitlines()],
}
_SYLLABLES = [entry.split() for line in lexicon.SYLLABLES.strip().splitlines() for entry in line.split("|")]
_ENDINGS = [entry.split() for entry in lexicon.ENDINGS.split("|")]
WRITING = {"ar": 1, "ru": 2}
_HOMES = [(country, language) for language, codes in lexicon.COUNTRIES.items() for country in codes.split()]


def organizations(n: int, seed: int) -> Iterator[Organization]:
    """n invented organizations: names [{text, kind, language}], the parts they are made of, type, hq_country …"""
    chance = random.Random(seed)
    taken: set[str] = set()
    parts = _parts(chance)
    while n:
        country, language = chance.choice(_HOMES)
        # Two of a hundred differ in one word from the one before.
        changed = chance.choice(list(parts)) if chance.random() < LOOK_ALIKES else ""
        parts = parts | {changed: _parts(chance)[changed]} if changed else _parts(chance)
        text = render(parts, language)
        if text in taken:
            continue
        taken.add(text)
        n -= 1
        abroad = chance.sample(_HOMES, chance.choice((0, 0, 0, 1, 1, 2, 5)))
        yield {
            "names": _names(parts, text, language, chance),
            # How an Arabic name sounds, for queries written by ear.
            "said": render(parts, language, said=True) if language == "ar" else "",
            "type": chance.choice(lexicon.TYPES),
            "hq_country": country,
            "countries": sorted({country, *(code for code, _ in abroad)}),
            "areas": sorted(chance.sample(range(1, 10), chance.choice((1, 1, 2, 2, 3)))),
            "roles": sorted(chance.sample(lexicon.ROLES, chance.choice((1, 1, 1, 2)))),
            "level": chance.choice(lexicon.LEVELS),
            "parts": parts,
        }


def _parts(chance: random.Random) -> dict[str, Any]:
    parts: dict[str, Any] = {kind: chance.choice(rows) for kind, rows in ROWS.items()}
    parts["name"], parts["place"] = proper(chance), proper(chance)
    parts["pattern"] = chance.randrange(6)
    return parts


def proper(chance: random.Random) -> list[list[str]]:
    """The syllables of an invented name, each in three scripts."""
    syllables = [chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 2, 3, 3, 4)))]
    return syllables + ([chance.choice(_ENDINGS)] if chance.random() < 0.5 else [])


def render(parts: dict[str, Any], language: str, *, said: bool = False) -> str:
    """The name in a language; with `said`, an Arabic name as it sounds, in Latin letters."""
    place = lexicon.LANGUAGES.index(language)
    writing = 0 if said else WRITING.get(language, 0)
    filled = {kind: "".join(syllable[writing] for syllable in parts[kind]).title() for kind in ("name", "place")}
    for kind in ("body", "topic", "audience"):
        written = parts[kind][place]
        if language == "ar":
            known = written.split()
            half = len(known) // 2
            written = " ".join(known[half:] if said else known[:half])
        filled[kind] = written
    text = lexicon.PATTERNS[language][parts["pattern"]].format(**filled)
    return text.replace("في", "fi") if said else text


def _names(parts: dict[str, Any], text: str, language: str, chance: random.Random) -> list[dict[str, str]]:
    found = [{"text": text, "kind": "local" if language in WRITING else "legal", "language": language}]
    if chance.random() < 0.65:
        letters = [word[0] for word in words(render(parts, "en" if language in WRITING else language)) if len(word) > 3]
        if len(letters) > 2:
            found.append({"text": "".join(letters).upper(), "kind": "acronym", "language": ""})
    if chance.random() < 0.55:
        other = chance.choice([code for code in ("en", "fr", "es") if code != language])
        found.append({"text": render(parts, other), "kind": "translation", "language": other})
    return found


def queries(orgs: Sequence[Organization], n: int, seed: int) -> list[tuple[str, int, str]]:
    """n queries (query, index of the right organization, kind of noise), the kinds in turn.

    What more than three organizations answer word for word has no right answer, and is not asked.
    """
    chance = random.Random(seed)
    holders = _holders(orgs)
    found: list[tuple[str, int, str]] = []
    kinds = list(NOISE)
    for _ in range(1000 * n):
        if len(found) == n:
            break
        kind = kinds[len(found) % len(kinds)]
        index = chance.randrange(len(orgs))
        name = chance.choice([name for name in orgs[index]["names"] if name["kind"] != "acronym"])["text"]
        text = NOISE[kind](name, orgs[index], chance)
        if text and (text != name or kind == "exact") and _answers(text, holders) <= 3:
            found.append((text, index, kind))
    return found


def _holders(orgs: Sequence[Organization]) -> dict[str, array]:
    """Which organizations hold each word, and each beginning of a word."""
    holders: dict[str, array] = defaultdict(lambda: array("I"))
    for index, org in enumerate(orgs):
        every = {word for name in org["names"] for word in words(name["text"])}
        for part in {word[:length] for word in every for length in range(1, len(word) + 1)}:
            holders[part].append(index)
    return holders


def _answers(text: str, holders: dict[str, array]) -> int:
    """How many organizations hold all words of a text, its last one perhaps unfinished."""
    lists = sorted((holders.get(word, array("I")) for word in words(text)), key=len)
    return len(set(lists[0]).intersection(*lists[1:])) if lists else 0
