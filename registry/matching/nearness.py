"""How near two names of organizations come to each other, whichever is first: for comparing, where `score` searches."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz

from registry.matching.score import Alignment, Memory, Name, Word, align, take_apart

# Words that are less alike than this are two words where names are compared, not searched.
PARTNERS = 0.74


class Nearness(NamedTuple):
    """How near two names come."""

    alike: float
    apart: float  # the weight of the words that each has and the other has not, by the side that has less of it


NOT_NEAR = Nearness(0.0, 0.0)


def likeness(one: str, other: str) -> float:
    """How alike two names are, whichever comes first. Names that each have a telling word of their own are less so."""
    return nearness(one, other).alike


def nearness(one: str, other: str, weights: Mapping[str, float] | None = None) -> Nearness:
    """How alike two names are and what that rests on; `weights` tells how rare folded words are (see `rarity`)."""
    return nearness_of(take_apart(one), take_apart(other), weights or {})


def nearness_of(one: Name, other: Name, weights: Mapping[str, float]) -> Nearness:
    """The same of names that were taken apart already."""
    if not one.words or not other.words:
        return NOT_NEAR
    if one.joined == other.joined:
        return Nearness(1.0, 0.0)
    if one.is_acronym or other.is_acronym:
        return NOT_NEAR
    if one.joined.replace(" ", "") == other.joined.replace(" ", ""):
        return Nearness(0.99, 0.0)
    memory: Memory = {}
    there = align(one, other, weights, least=PARTNERS, memory=memory)
    back = align(other, one, weights, least=PARTNERS, memory=_turned(memory, one, other))
    asked, has = (there.asked + back.has) / 2, (there.has + back.asked) / 2
    score = 2 * asked * has / (asked + has) if asked + has else 0.0
    # A letter or two may be the beginning of a word that had no room.
    apart = min(_weight(filter(_is_word, side), weights) for side in (there.missing, there.extra))
    if _tells_apart(there):
        return Nearness(0.7 * score, apart)
    whole = 0.97 * fuzz.ratio(one.joined, other.joined) / 100
    score = min(0.99, max(score, whole if one.numbers == other.numbers and score > 0.6 else 0.0))
    return Nearness(score, apart)


def _turned(memory: Memory, one: Name, other: Name) -> Memory:
    """What was found of the words of one name, told of those of the other: two words are alike either way round."""
    return {
        place: {one.words[mine].text: known[word.text] for mine, known in memory.items() if word.text in known}
        for place, word in enumerate(other.words)
    }


def _is_word(word: Word) -> bool:
    return len(word.latin) > 2 or word.latin.isdigit() or word.unspaced


def _weight(words: Iterable[Word], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word.text, word.weight) for word in words)


def told_apart(one: Name, other: Name) -> bool:
    """Whether each of two names has a telling word that the other has not: Caritas Kalemie and Caritas Tchad."""
    return _tells_apart(align(one, other, {}, least=PARTNERS))


def _tells_apart(aligned: Alignment) -> bool:
    return all(any(word.weight >= 1.0 for word in side) for side in (aligned.missing, aligned.extra))
