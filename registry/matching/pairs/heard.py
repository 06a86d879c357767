"""What a name is made of, in numbers: the ideas of `keys`, quicker, for these keys are never stored."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple
from zlib import crc32

from registry.matching.compare import Identity
from registry.matching.lexicon import canonical, says_nothing
from registry.matching.normalize import words
from registry.matching.scripts import is_unspaced
from registry.matching.sounds import consonants

MOST_WORDS = 20
MOST_PAIRED = 7
_BITS = (1 << 32) - 1
_ODD = 0x9E3779B1


class Heard(NamedTuple):
    """A word: the concept it writes, how it sounds, and the keys under which it is looked for."""

    concept: str
    sound: str
    tells: bool
    keys: tuple[int, ...]
    head: int
    first_sounds: int


def key_of(kind: str, text: str) -> int:
    """A number below 2³²."""
    return crc32(f"{kind}:{text}".encode())


@lru_cache(maxsize=20_000)
def _heard(word: str) -> Heard:
    concept, sound = canonical(word), consonants(word)
    keys = [key_of("word", concept)]
    if len(sound) >= 2:
        keys.append(key_of("sound", sound))
    if len(word) >= 5:
        keys.append(key_of("tail", word[-4:]))
    if is_unspaced(word):
        keys += [key_of("two", word[place : place + 2]) for place in range(len(word) - 1)]
    return Heard(
        concept,
        consonants(concept) or concept,
        not says_nothing(word),
        tuple(keys),
        key_of("head", concept[:4]),
        key_of("sounds", sound[:3]),
    )


def hear(text: str) -> dict[str, Heard]:
    """The words of a name in their order, each once."""
    return {word: _heard(word) for word in words(text)}


def sketch(name: dict[str, Heard]) -> str:
    """How the words sound, in the order of the alphabet."""
    return " ".join(sorted(heard.sound for heard in name.values()))


def keys_of_record(identity: Identity, names: Iterable[dict[str, Heard]], contacts: Iterable[str]) -> set[int]:
    """Whole names and acronyms also with a country: many a name is common in the world and rare at home."""
    countries = [key_of("country", country) for country in identity.countries]
    found = {key_of("contact", contact) for contact in contacts}
    for name in names:
        whole = key_of("name", " ".join(name)), key_of("set", " ".join(sorted({h.concept for h in name.values()})))
        found.update(whole)
        found.update(_both(key, country) for key in whole for country in countries)
        telling = ([heard for heard in name.values() if heard.tells] or list(name.values()))[:MOST_WORDS]
        for heard in telling:
            found.update(heard.keys)
        for kinds in ({h.head for h in telling[:MOST_PAIRED]}, {h.first_sounds for h in telling[:MOST_PAIRED]}):
            found.update(_both(*pair) for pair in combinations(sorted(kinds), 2))
    letters = identity.short_names.keys() | identity.initials
    found.update(_both(key_of("acronym", each), country) for each in letters for country in countries)
    return found


def _both(one: int, other: int) -> int:
    return (one * _ODD ^ other) & _BITS
