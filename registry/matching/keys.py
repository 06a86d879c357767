"""Index keys of names: small integers that names share when they may be the same.

An index holds the keys of every name. A query looks up how many names hold each of its own keys, reads only the names
under its rarest ones (`rarest`), and `rank` puts those in order: the budget bounds the cost, not the registry.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from registry.matching.acronyms import acronym_key, acronym_of, looks_like_acronym
from registry.matching.lexicon import canonical, says_nothing
from registry.matching.normalize import words
from registry.matching.scripts import is_unspaced
from registry.matching.sounds import consonants

# Bounds for texts that are no names, such as a mission statement pasted into a name field.
MOST_WORDS = 20
MOST_PAIRED = 7
LONGEST_WORD = 40

# Lengths of the beginnings that are kept of a word and of a whole name, for what is found while it is typed.
WORD_HEADS = (3, 4, 6)
NAME_HEADS = (2, 3, 5, 8, 12, 16, 24)


def _key(kind: str, text: str) -> int:
    """A stable signed 32-bit number, as PostgreSQL's integer is."""
    number = zlib.crc32(f"{kind}:{text}".encode())
    return number - (1 << 32) if number >= 1 << 31 else number


def word_key(word: str) -> int:
    """The key under which a folded word stands: how often it occurs tells how rare the word is."""
    return _key("word", canonical(word))


def _telling(every: list[str]) -> list[str]:
    telling = [word for word in every if not says_nothing(word)]
    return [word[:LONGEST_WORD] for word in (telling or every)[:MOST_WORDS]]


def _whole(every: list[str]) -> Iterator[int]:
    yield _key("name", " ".join(every))
    yield _key("set", " ".join(sorted({canonical(word) for word in every})))


def _of_words(telling: list[str]) -> Iterator[int]:
    for word in telling:
        yield word_key(word)
        sound = consonants(word)
        if len(sound) >= 2:
            yield _key("sound", sound)
        if len(word) >= 5:
            yield _key("tail", word[-4:])
        if is_unspaced(word):
            yield from (_key("two", word[place : place + 2]) for place in range(len(word) - 1))


def _of_pairs(telling: list[str]) -> Iterator[int]:
    short = [canonical(word)[:4] for word in telling[:MOST_PAIRED]]
    sounds = [consonants(word)[:3] for word in telling[:MOST_PAIRED]]
    for one, other in combinations(sorted(set(short)), 2):
        yield _key("pair", f"{one} {other}")
    for one, other in combinations(sorted(set(sounds)), 2):
        yield _key("sounds", f"{one} {other}")


def _acronyms(text: str, every: list[str]) -> Iterator[int]:
    if looks_like_acronym(text) or len(every) == 1:
        yield _key("acronym", acronym_key(text))
    for initials in sorted(acronym_of(text)):
        yield _key("acronym", initials)


def name_keys(text: str) -> list[int]:
    """The keys under which a name is found; the same on every machine and in every run."""
    every = words(text)
    if not every:
        return []
    telling = _telling(every)
    joined = " ".join(every)
    keys = [*_whole(every), *_acronyms(text, every), *_of_pairs(telling), *_of_words(telling)]
    keys += [_key("head", word[:length]) for word in telling for length in WORD_HEADS if len(word) >= length]
    keys += [_key("begins", joined[:length]) for length in NAME_HEADS if len(joined) >= length]
    return list(dict.fromkeys(keys))


def query_keys(text: str) -> list[int]:
    """The keys to look a query up by, those likely to be rare first. Its last word may be unfinished."""
    every = words(text)
    if not every:
        return []
    telling = _telling(every)
    joined = " ".join(every)
    keys = [*_whole(every), *_acronyms(text, every)]
    keys += [_key("begins", joined[:length]) for length in reversed(NAME_HEADS) if len(joined) >= length]
    keys += _of_pairs(telling)
    keys += _of_words(telling)
    keys += [_key("head", word[:length]) for length in reversed(WORD_HEADS) for word in telling if len(word) >= length]
    return list(dict.fromkeys(keys))


def rarest(keys: Iterable[int], counts: Mapping[int, int], *, budget: int) -> list[int]:
    """The rarest keys that together hold at most `budget` names, but at least one; none that no name holds."""
    chosen: list[int] = []
    for key in sorted((key for key in keys if counts.get(key, 0) > 0), key=lambda key: counts[key]):
        if chosen and counts[key] > budget:
            break
        chosen.append(key)
        budget -= counts[key]
    return chosen
