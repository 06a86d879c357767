"""How alike a query and a name are, from 0 to 1, and the best of many names."""

import math
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, LCSseq

from registry.matching.acronyms import acronym_key, acronym_of, looks_like_acronym
from registry.matching.lexicon import canonical, usual_weight
from registry.matching.normalize import words
from registry.matching.scripts import romanize
from registry.matching.sounds import consonants

Id = TypeVar("Id", bound=Hashable)

# As many names are scored word by word; the rest only pass the quick comparison.
REFINED = 120
MOST_WORDS = 24


class Word(NamedTuple):
    text: str
    concept: str
    latin: str
    sound: str
    weight: float


class Name(NamedTuple):
    """A name taken apart once, for as many comparisons as come."""

    words: tuple[Word, ...]
    joined: str
    acronym: str
    is_acronym: bool
    initials: frozenset[str]


@lru_cache(maxsize=20_000)
def _word(text: str) -> Word:
    latin = romanize(text)
    return Word(text, canonical(text), latin, consonants(text), usual_weight(text))


@lru_cache(maxsize=5_000)
def take_apart(text: str) -> Name:
    every = words(text)[:MOST_WORDS]
    is_acronym = looks_like_acronym(text)
    acronym = acronym_key(text) if is_acronym or len(every) == 1 else ""
    return Name(tuple(map(_word, every)), romanize(" ".join(every)), acronym, is_acronym, frozenset(acronym_of(text)))


def _alike(one: Word, other: Word, *, unfinished: bool = False) -> float:
    """How alike two words are: the same, one concept, a slip of the pen, one sound, an abbreviation, or not at all."""
    if one.text == other.text:
        return 1.0
    if one.concept == other.concept:
        return 0.95
    shorter, longer = sorted((one.latin, other.latin), key=len)
    if len(shorter) < 3:
        return 0.9 if unfinished and other.latin.startswith(one.latin) else 0.0
    alike = OSA.normalized_similarity(one.latin, other.latin, score_cutoff=0.7)
    if one.sound == other.sound and len(one.sound) >= 2:
        alike = max(alike, 0.88 if len(one.sound) >= 3 else 0.75)
    if longer.startswith(shorter):
        alike = max(alike, 0.95 if unfinished and shorter == one.latin else 0.8)
    return alike


class Alignment(NamedTuple):
    """Which word of a name answers which word of a query."""

    asked: float  # the share of the query's weight that the name has
    has: float  # the share of the name's weight that the query has
    missing: tuple[Word, ...]  # words of the query that the name has not
    extra: tuple[Word, ...]  # words of the name that the query has not


def align(query: Name, name: Name, weights: Mapping[str, float], *, unfinished: bool) -> Alignment:
    """Give each word of the query its best partner in the name. The last word may be `unfinished`."""
    left = list(name.words)
    missing: list[Word] = []
    asked = found = covered = 0.0
    for place, word in enumerate(query.words):
        weight = weights.get(word.text, word.weight)
        asked += weight
        best, partner = 0.0, None
        for other in left:
            alike = _alike(word, other, unfinished=unfinished and place == len(query.words) - 1)
            if alike > best:
                best, partner = alike, other
                if alike == 1.0:
                    break
        if partner is None:
            missing.append(word)
            continue
        left.remove(partner)
        found += weight * best
        covered += weights.get(partner.text, partner.weight) * best
    has = sum(weights.get(word.text, word.weight) for word in name.words)
    return Alignment(found / asked if asked else 0.0, covered / has if has else 0.0, tuple(missing), tuple(left))


def _score(query: Name, name: Name, weights: Mapping[str, float]) -> float:
    if not query.words or not name.words:
        return 0.0
    if query.joined == name.joined:
        return 1.0
    if query.acronym and len(query.words) == 1 and query.acronym in name.initials:
        return 0.9
    if name.acronym and len(name.words) == 1 and name.acronym in query.initials:
        return 0.85
    if name.is_acronym and len(query.words) == 1:
        return 0.7 if name.joined.startswith(query.joined) else 0.0
    aligned = align(query, name, weights, unfinished=True)
    score = aligned.asked * (0.75 + 0.24 * aligned.has)
    whole = fuzz.ratio(query.joined, name.joined) / 100
    if whole > 0.8:
        score = max(score, 0.97 * whole)
    if name.joined.startswith(query.joined):
        score = max(score, 0.85 + 0.14 * len(query.joined) / len(name.joined))
    return min(score, 0.99)


def similarity(query: str, name: str, *, weights: Mapping[str, float] | None = None) -> float:
    """How well a name answers a query, from 0 to 1. Words left out cost less than words too many.

    `weights` tells how rare folded words are (see `rarity`); without them function words and generic words weigh less.
    """
    return _score(take_apart(query), take_apart(name), weights or {})


def _quick(text: str) -> str:
    if text.isascii():
        return text.lower()
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return latin if len(latin) * 2 > len(text) else take_apart(text).joined


def _shortlist(query: str, names: Sequence[str], size: int) -> list[int]:
    """The places of the names that deserve a closer look, by three quick comparisons with different blind spots."""
    if len(names) <= size:
        return list(range(len(names)))
    asked = take_apart(query).joined
    texts = [_quick(name) for name in names]
    chosen: dict[int, None] = {}
    for scorer in (LCSseq.similarity, fuzz.ratio, fuzz.token_sort_ratio):
        for _, _, place in process.extract(asked, texts, scorer=scorer, processor=None, limit=size // 2):
            chosen[place] = None
    return list(chosen)


def likeness(one: str, other: str) -> float:
    """How alike two names are, whichever comes first. Names that each have a telling word of their own are less so."""
    return _likeness(take_apart(one), take_apart(other))


def _likeness(one: Name, other: Name) -> float:
    if not one.words or not other.words:
        return 0.0
    if one.joined == other.joined:
        return 1.0
    if one.is_acronym or other.is_acronym:
        return 0.0
    there, back = align(one, other, {}, unfinished=False), align(other, one, {}, unfinished=False)
    asked, has = (there.asked + back.has) / 2, (there.has + back.asked) / 2
    score = 2 * asked * has / (asked + has) if asked + has else 0.0
    if told_apart(one, other):
        return 0.7 * score
    return min(0.99, max(score, 0.97 * fuzz.ratio(one.joined, other.joined) / 100 if score > 0.6 else 0.0))


def told_apart(one: Name, other: Name) -> bool:
    """Whether each of two names has a telling word that the other has not: Caritas Kalemie and Caritas Tchad."""
    aligned = align(one, other, {}, unfinished=False)
    return all(any(word.weight >= 1.0 for word in side) for side in (aligned.missing, aligned.extra))


def rank(
    query: str,
    candidates: Iterable[tuple[Id, str]],
    *,
    weights: Mapping[str, float] | None = None,
    limit: int = 10,
    threshold: float = 0.0,
) -> list[tuple[Id, float]]:
    """The best `limit` ids with their scores, best first, each id once by the best of its names."""
    pairs = list(candidates)
    asked = take_apart(query)
    best: dict[Id, float] = {}
    for place in _shortlist(query, [name for _, name in pairs], REFINED):
        owner, name = pairs[place]
        score = _score(asked, take_apart(name), weights or {})
        if score >= threshold and score > best.get(owner, -1.0):
            best[owner] = score
    return sorted(best.items(), key=lambda item: -item[1])[:limit]


def rarity(counts: Mapping[str, int], total: int) -> dict[str, float]:
    """Weights of words from how many of `total` names hold each: from 0.1 (all of them) to 1 (one)."""
    scale = math.log(max(total, 2))
    return {word: max(0.1, 1 - math.log(max(count, 1)) / scale) for word, count in counts.items()}
