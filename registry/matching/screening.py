"""Which names of a watch list an organization may bear, with what speaks for it.

A list has some hundreds of bodies and the registry many thousands: the names of the list are kept in an index, and the
organizations pass by one after the other. A word counts by how rare it is: relief and foundation are in the names of
half of civil society and tell nobody apart, whatever list they stand in.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz

from registry.matching.compare import Identity
from registry.matching.lexicon import CONCEPTS, GENERIC, canonical, says_nothing
from registry.matching.nearness import PARTNERS, nearness_of
from registry.matching.normalize import words
from registry.matching.score import Name, align, take_apart
from registry.matching.sounds import consonants

Id = TypeVar("Id", bound=Hashable)
# How rare words are: folded words in, weights out (see `rarity`).
Weigh = Callable[[Iterable[str]], Mapping[str, float]]

# From the benchmark W10 (docs/benchmarks.md).
RAISED = 0.7
# What two names share must weigh so much; names that weigh less are found where they are the same.
TELLING = 1.6
# A word of this weight says something of its own; so many words in a row are found in any longer name.
_TELLS, _PHRASE = 0.5, 3
# Words of a concept are in every second name of a charity, and those of a kind of body in nearly each.
_COMMON, _USUAL = 0.35, 0.2
_HEAD = 4
# What a country in common adds.
_BY_COUNTRY = 0.05
_CONCEPTS = frozenset(CONCEPTS.values())
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 4, 6


class Why(StrEnum):
    """What speaks for a match or against it. Callers have the words for people."""

    SAME_NAME = "same_name"
    OTHER_ORDER = "other_order"
    SIMILAR_NAME = "similar_name"
    CONTAINED = "contained"
    SAME_ACRONYM = "same_acronym"
    LOW_QUALITY = "low_quality"
    FORMER_NAME = "former_name"
    SAME_COUNTRY = "same_country"
    OTHER_COUNTRY = "other_country"


@dataclass(frozen=True, slots=True)
class Watched(Generic[Id]):
    """One entry of a list: its names with what the list says of each (good, low, former …), and its countries."""

    key: Id
    names: tuple[tuple[str, str], ...]
    countries: frozenset[str] = frozenset()


class Reason(NamedTuple):
    code: Why
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match(Generic[Id]):
    """An entry that an organization may be, how near it comes, and why: names are ours first, then the list's."""

    key: Id
    score: float
    reasons: tuple[Reason, ...]


class _Listed(NamedTuple):
    place: int
    text: str
    quality: str
    name: Name
    weight: float


_BRACKETS = re.compile(r"([(\[])|[)\]]")
_REMARK = re.compile(r"original script|ngo", re.IGNORECASE)
_PARTS = re.compile(r"\s*;\s*|\s+/\s+|\s*[“”\"]\s*")


def variants(text: str) -> list[str]:
    """The names that a list writes as one: Hay’at X (HTS) (هيئة; X), Al-Itihaad / AIAI.

    A single word in brackets is one only where it is an acronym: elsewhere it is a place, as in X Foundation (Kenya).
    """
    outside, inside = _by_brackets(text)
    kept = [*outside, *(part for part in inside if len(words(part)) > 1 or _name(part).is_acronym)]
    stripped = [part.strip(" ,.-") for part in kept if not _REMARK.fullmatch(part.strip(" ()"))]
    return list(dict.fromkeys(part for part in stripped if any(map(str.isalnum, part))))


def _by_brackets(text: str) -> tuple[list[str], list[str]]:
    """The parts that stand in no brackets, and those that stand in some."""
    found: tuple[list[str], list[str]] = ([], [])
    depth, since = 0, 0
    for bracket in _BRACKETS.finditer(text):
        found[depth > 0].extend(_PARTS.split(text[since : bracket.start()]))
        depth, since = max(0, depth + (1 if bracket[1] else -1)), bracket.end()
    found[depth > 0].extend(_PARTS.split(text[since:]))
    return found


class Watch(Generic[Id]):
    """The names of a list, ready to be asked about one organization after the other."""

    def __init__(self, entries: Iterable[Watched[Id]], weigh: Weigh, *, places: Iterable[str] = ()) -> None:
        """`places` are names of countries: words that begin like one (Afghan, Libyan) tell less."""
        self._entries = list(entries)
        self._heads = {word[:_HEAD] for place in places for word in words(place) if len(word) > _HEAD}
        self._weigh = weigh
        self._names: list[_Listed] = []
        self._acronyms: dict[str, list[int]] = defaultdict(list)
        # {what a word is looked for by: {place of a listed name: place of the word in it}}
        self._index: dict[str, dict[int, int]] = defaultdict(dict)
        told = [
            (place, variant, quality)
            for place, entry in enumerate(self._entries)
            for text, quality in entry.names
            for variant in variants(text)
        ]
        self._weights = self.weights({word for _place, text, _quality in told for word in words(text)})
        for place, text, quality in dict.fromkeys(told):
            self._add(place, text, quality)

    def weights(self, every: Iterable[str]) -> dict[str, float]:
        """How much each word tells: how rare it is among organizations, and no more than its kind of word may."""
        every = set(every)
        rare = self._weigh(every)
        return {word: min(rare.get(word, 1.0), self._at_most(word)) for word in every}

    def _at_most(self, word: str) -> float:
        if says_nothing(word):
            return 0.1
        concept = canonical(word)
        if concept in GENERIC:
            return _USUAL
        is_place = len(word) > _HEAD and word[:_HEAD] in self._heads
        return _COMMON if is_place or concept in _CONCEPTS else 1.0

    def _add(self, place: int, text: str, quality: str) -> None:
        name = _name(text)
        number = len(self._names)
        self._names.append(_Listed(place, text, quality, name, self._total(name)))
        if name.is_acronym:
            self._acronyms[name.acronym].append(number)
            return
        for spot, word in enumerate(name.words):
            for feature in _features(word.text):
                self._index[feature].setdefault(number, spot)

    def _total(self, name: Name) -> float:
        return sum(self._weights.get(word.text, 1.0) for word in name.words)

    def matches(self, identity: Identity, weights: Mapping[str, float], *, least: float = RAISED) -> list[Match[Id]]:
        """The entries that an organization may be, best first; `weights` are those of its words."""
        best: dict[int, Match[Id]] = {}
        told = dict.fromkeys([text for _kind, text, _language in identity.names] + list(identity.acronyms))
        for text in told:
            name = _name(text)
            if name.is_acronym:
                found_by = self._by_acronym(name.acronym, text, identity.countries)
            else:
                found_by = self._by_name(name, text, identity.countries, weights, least)
            for match in found_by:
                _keep(best, *match)
        found = [match for match in best.values() if match.score >= least]
        return sorted(found, key=lambda match: (-match.score, str(match.key)))

    def _by_name(
        self, ours: Name, text: str, countries: frozenset[str], weights: Mapping[str, float], least: float
    ) -> Iterator[tuple[int, Match[Id]]]:
        found = self._worth_comparing(ours)
        both = {**self._weights, **weights} if found else {}
        for number in found:
            listed = self._names[number]
            score, why = _compared(ours, listed, both, least=least - _BY_COUNTRY)
            if score < least - _BY_COUNTRY:
                continue
            reasons = [Reason(why, (text, listed.text))]
            yield listed.place, self._match(listed, score, reasons, countries)

    def _worth_comparing(self, ours: Name) -> list[int]:
        """Listed names of which this one has half by weight."""
        held: dict[int, dict[int, float]] = defaultdict(dict)
        for word in ours.words:
            for feature in _features(word.text):
                for number, spot in self._index.get(feature, {}).items():
                    held[number][spot] = self._weights.get(self._names[number].name.words[spot].text, 1.0)
        return [n for n, spots in held.items() if sum(spots.values()) >= 0.5 * self._names[n].weight]

    def _by_acronym(self, key: str, text: str, countries: frozenset[str]) -> Iterator[tuple[int, Match[Id]]]:
        """An acronym tells something only in the same country: AIM is whoever chose these letters."""
        for number in self._acronyms.get(key, ()):
            listed = self._names[number]
            if len(key) >= _SHORTEST_ACRONYM and countries & self._entries[listed.place].countries:
                reasons = [Reason(Why.SAME_ACRONYM, (text, listed.text))]
                yield listed.place, self._match(listed, RAISED, reasons, countries)

    def _match(self, listed: _Listed, score: float, reasons: list[Reason], countries: frozenset[str]) -> Match[Id]:
        entry = self._entries[listed.place]
        if listed.quality in ("low", "former"):
            score *= 0.95
            reasons.append(Reason(Why.LOW_QUALITY if listed.quality == "low" else Why.FORMER_NAME))
        if common := countries & entry.countries:
            score = min(score + _BY_COUNTRY, 1.0)
            reasons.append(Reason(Why.SAME_COUNTRY, tuple(sorted(common))))
        elif countries and entry.countries:
            score *= 0.95
            reasons.append(Reason(Why.OTHER_COUNTRY))
        return Match(entry.key, round(score, 4), tuple(reasons))


def _name(text: str) -> Name:
    """A name taken apart. Lists are written in capitals: a longer word in them is a word and no acronym."""
    name = take_apart(text)
    if name.is_acronym and len(name.acronym) > _LONGEST_ACRONYM:
        return take_apart(text.casefold())
    return name


def _keep(best: dict[int, "Match[Id]"], place: int, match: "Match[Id]") -> None:
    if place not in best or match.score > best[place].score:
        best[place] = match


def _features(word: str) -> list[str]:
    if says_nothing(word) or len(word) < 2:
        return []
    found = [f"word {canonical(word)}"]
    sound = consonants(word)
    if len(sound) >= 2:
        found.append(f"sound {sound}")
    if len(word) >= 5:
        found += [f"head {word[:4]}", f"tail {word[-4:]}"]
    return found


def _compared(ours: Name, listed: _Listed, weights: Mapping[str, float], *, least: float) -> tuple[float, Why]:
    """How near a name comes to a listed one, and in which way; less than `least` is not looked at closely."""
    theirs = listed.name
    if ours.joined == theirs.joined:
        return 1.0, Why.SAME_NAME
    if sorted(word.text for word in ours.words) == sorted(word.text for word in theirs.words):
        return 0.97, Why.OTHER_ORDER
    telling = sum(not says_nothing(word.text) for word in theirs.words)
    if telling >= _PHRASE and f" {theirs.joined} " in f" {ours.joined} ":
        return 0.9, Why.CONTAINED
    there = align(theirs, ours, weights, least=PARTNERS)
    tells = 0.4 + 0.6 * min(1.0, there.asked * listed.weight / TELLING)
    if tells < least:
        return tells, Why.SIMILAR_NAME
    near = nearness_of(ours, theirs, weights).alike
    contained = 0.92 * there.asked**2
    if sum(weights.get(word.text, 1.0) >= _TELLS for word in theirs.words) < 2:
        # One word of its own is soon found in a name that means something else.
        near, contained = min(near, fuzz.ratio(ours.joined, theirs.joined) / 100), 0.0
    score, why = max((near, Why.SIMILAR_NAME), (contained, Why.CONTAINED))
    return score * tells, why
