"""How alike a query and a name are, from 0 to 1, and the best of many names."""

import math
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, LCSseq

from registry.matching.acronyms import acronym_key, acronym_of, looks_like_acronym
from registry.matching.characters import CharacterTable
from registry.matching.lexicon import canonical, says_nothing, usual_weight
from registry.matching.normalize import words
from registry.matching.scripts import is_unspaced, romanize
from registry.matching.sounds import consonants

Id = TypeVar("Id", bound=Hashable)

# As many names are scored word by word, more when more answers are wanted; the rest only pass the quick comparison.
REFINED = 120
MOST_REFINED = 500
# A name that scores less is no answer.
FOUND = 0.4
MOST_WORDS = 24


class Word(NamedTuple):
    text: str
    concept: str
    latin: str
    sound: str
    weight: float
    plain: bool  # in Latin letters as it stands
    unspaced: bool  # perhaps several words


class Name(NamedTuple):
    """A name taken apart once, for as many comparisons as come."""

    words: tuple[Word, ...]
    text: str
    joined: str
    acronym: str
    is_acronym: bool
    numbers: frozenset[str]


@lru_cache(maxsize=20_000)
def _word(text: str) -> Word:
    latin = romanize(text)
    return Word(text, canonical(text), latin, consonants(text), usual_weight(text), text.isascii(), is_unspaced(text))


@lru_cache(maxsize=5_000)
def take_apart(text: str) -> Name:
    every = words(text)[:MOST_WORDS]
    is_acronym = looks_like_acronym(text)
    acronym = acronym_key(text) if is_acronym or len(every) == 1 else ""
    return Name(
        words=tuple(map(_word, every)),
        text=text,
        joined=romanize(" ".join(every)),
        acronym=acronym,
        is_acronym=is_acronym,
        numbers=frozenset(filter(str.isdigit, every)),
    )


@lru_cache(maxsize=5_000)
def _initials(text: str) -> frozenset[str]:
    """No part of `Name`: they are asked for only where the other side is an acronym."""
    return frozenset(acronym_of(text))


def _alike(one: Word, other: Word, *, unfinished: bool = False) -> float:
    """How alike two words are: the same, one concept, a slip of the pen, one sound, an abbreviation, or not at all."""
    if one.concept == other.concept:
        return 1.0 if one.text == other.text else 0.95
    mine, theirs = one.latin, other.latin
    if one.unspaced and other.unspaced:
        return 0.95 * fuzz.partial_ratio(mine, theirs, score_cutoff=60) / 100
    length, longest = len(mine), len(theirs)
    if length > longest:
        length, longest = longest, length
    if length < 3 or mine.isdigit() or theirs.isdigit():
        return 0.9 if unfinished and theirs.startswith(mine) else 0.0
    if mine[:3] == theirs[:3]:
        if theirs.startswith(mine):
            return max(0.95 if unfinished else 0.8, length / longest)
        if mine.startswith(theirs):
            return max(0.8, length / longest)
    elif mine[0] != theirs[0] and mine[-1] != theirs[-1] and one.sound != other.sound and one.plain == other.plain:
        return 0.0
    alike = 0.0
    if length >= 0.7 * longest:
        alike = OSA.normalized_similarity(mine, theirs, score_cutoff=0.7)
    if alike < 0.88 and one.sound and other.sound:
        alike = max(alike, _sound_alike(one, other))
    if alike < 0.7 and mine[0] == theirs[0] and length <= 0.6 * longest and LCSseq.similarity(mine, theirs) == length:
        # Letters left out all along: Dvpt, Cttee.
        return 0.7
    return alike


def _sound_alike(one: Word, other: Word) -> float:
    mine, theirs = one.sound, other.sound
    across = one.plain != other.plain
    if mine == theirs and len(mine) >= 3:
        return 0.88
    if mine == theirs and (across or (len(mine) == 2 and one.latin[0] == other.latin[0])):
        return 0.75 if len(mine) == 2 else 0.6
    if not across or len(mine) < 2 or len(theirs) < 2:
        return 0.0
    # The t that closes a feminine word is heard and not written, or written and not heard.
    if mine.removesuffix("t") == theirs.removesuffix("t"):
        return 0.8
    return 0.9 * OSA.normalized_similarity(mine, theirs, score_cutoff=0.74)


class Alignment(NamedTuple):
    """Which word of a name answers which word of a query."""

    asked: float  # the share of the query's weight that the name has
    has: float  # the share of the name's weight that the query has
    missing: tuple[Word, ...]  # words of the query that the name has not
    extra: tuple[Word, ...]  # words of the name that the query has not


# What a word of the query was found to be like: {its place: {another word: how alike}}. Names share most words.
Memory = dict[int, dict[str, float]]


def align(
    query: Name,
    name: Name,
    weights: Mapping[str, float],
    *,
    unfinished: bool = False,
    least: float = 0.0,
    memory: Memory | None = None,
) -> Alignment:
    """Give each word of the query its best partner in the name, more alike than `least`; the last may be unfinished."""
    memory = {} if memory is None else memory
    left, texts = list(name.words), [word.text for word in name.words]
    missing: list[Word] = []
    asked = found = covered = 0.0
    for place, word in enumerate(query.words):
        weight = weights.get(word.text, word.weight)
        asked += weight
        best, nearest = least, -1
        if word.text in texts:
            best, nearest = 1.0, texts.index(word.text)
        else:
            known = memory.setdefault(place, {})
            for at, other in enumerate(left):
                alike = known.get(other.text)
                if alike is None:
                    last = unfinished and place == len(query.words) - 1
                    alike = known[other.text] = _alike(word, other, unfinished=last)
                if alike > best:
                    best, nearest = alike, at
        if nearest < 0:
            missing.append(word)
            continue
        partner = left.pop(nearest)
        del texts[nearest]
        found += weight * best
        covered += weights.get(partner.text, partner.weight) * best
    has = sum(weights.get(word.text, word.weight) for word in name.words)
    return Alignment(found / asked if asked else 0.0, covered / has if has else 0.0, tuple(missing), tuple(left))


def _score(query: Name, name: Name, weights: Mapping[str, float], memory: Memory | None = None) -> float:
    if not query.words or not name.words:
        return 0.0
    if query.joined == name.joined:
        return 1.0
    if query.acronym and query.acronym == name.acronym:
        return 0.99
    if query.acronym and query.acronym in _initials(name.text):
        return 0.9
    if name.acronym and name.acronym in _initials(query.text):
        return 0.85
    if name.is_acronym and len(query.words) == 1:
        return 0.7 if name.joined.startswith(query.joined) else 0.0
    aligned = align(query, name, weights, unfinished=True, memory=memory)
    score = aligned.asked * (0.75 + 0.24 * aligned.has)
    whole = fuzz.ratio(query.joined, name.joined) / 100
    if whole > 0.8 and query.numbers <= name.numbers:
        score = max(score, 0.97 * whole)
    if name.joined.startswith(query.joined):
        score = max(score, 0.85 + 0.14 * len(query.joined) / len(name.joined))
    return min(score, 0.99)


def similarity(query: str, name: str, *, weights: Mapping[str, float] | None = None) -> float:
    """How well a name answers a query, from 0 to 1. Words left out cost less than words too many.

    `weights` tells how rare folded words are (see `rarity`); without them function words and generic words weigh less.
    """
    return _score(take_apart(query), take_apart(name), weights or {})


class _QuickTable(dict[int, str]):
    """A table for str.translate: each character folded and in Latin letters, in one go."""

    def __missing__(self, code: int) -> str:
        quick = romanize(chr(code))
        if len(self) < CharacterTable.LIMIT:
            self[code] = quick
        return quick


_QUICK = _QuickTable({ord(" "): " "})


def _quick(names: Sequence[str]) -> list[str]:
    """Each name in small Latin letters without accents, near enough for a first look. All at once: it takes a third."""
    together = "\n".join([name.replace("\n", " ") if "\n" in name else name for name in names]).replace("’", " ")
    bare = unicodedata.normalize("NFKD", together).encode("ascii", "ignore").decode().lower().replace("'", " ")
    # A name of which little is left was not in Latin letters.
    return [
        latin if len(latin) * 4 > len(name) * 3 else name.translate(_QUICK)
        for latin, name in zip(bare.split("\n"), names, strict=True)
    ]


def _shortlist(query: str, names: Sequence[str], size: int) -> Iterable[int]:
    """The places of the names that deserve a closer look, by three quick comparisons with different blind spots."""
    if len(names) <= size:
        return range(len(names))
    asked = take_apart(query).joined
    texts = _quick(names)
    chosen: dict[int, None] = {}
    for scorer in (LCSseq.similarity, fuzz.ratio, fuzz.token_sort_ratio):
        for _, _, place in process.extract(asked, texts, scorer=scorer, processor=None, limit=size // 2):
            chosen[place] = None
    return chosen


def rank(
    query: str,
    candidates: Iterable[tuple[Id, str]],
    *,
    weights: Mapping[str, float] | None = None,
    limit: int = 10,
    threshold: float = FOUND,
) -> list[tuple[Id, float]]:
    """The best `limit` ids with their scores, best first, each id once by the best of its names."""
    pairs = list(candidates)
    asked = take_apart(query)
    best: dict[Id, tuple[float, str]] = {}
    memory: Memory = {}
    size = min(max(limit, REFINED), MOST_REFINED)
    for place in _shortlist(query, [name for _, name in pairs], size):
        owner, name = pairs[place]
        found = (-_score(asked, take_apart(name), weights or {}, memory), name)
        if -found[0] >= threshold and (owner not in best or found < best[owner]):
            best[owner] = found
    # Of equals the first in the alphabet, so that an answer does not depend on the order in which names were read.
    ordered = sorted(best.items(), key=lambda item: item[1])[:limit]
    return [(owner, -distance) for owner, (distance, _) in ordered]


def rarity(counts: Mapping[str, int], total: int) -> dict[str, float]:
    """Weights of folded words from how many of `total` names hold each: from 0.1 (all of them) to 1 (one or none)."""
    scale = math.log(max(total, 2))
    return {
        word: usual_weight(word) if says_nothing(word) else max(0.1, 1 - math.log(max(count, 1)) / scale)
        for word, count in counts.items()
    }
