"""All records at once, in a form small and quick enough to look at very many pairs of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from math import sqrt
from typing import NamedTuple

from rapidfuzz import fuzz

from registry.matching.compare import (
    Comparison,
    Evidence,
    Identity,
    by_scheme,
    compare,
    folded,
    own_domains,
    phone_numbers,
)
from registry.matching.lexicon import says_nothing
from registry.matching.pairs.blocks import Blocks
from registry.matching.pairs.heard import hear, keys_of_record, sketch
from registry.matching.pairs.weights import Circumstances, Look, deserves_comparison
from registry.matching.score import rarity, take_apart
from registry.matching.sounds import consonants


@dataclass(frozen=True, slots=True)
class Record:
    """One organization of the registry: its key, and what is known about who it is."""

    key: int
    identity: Identity


class Sketch(NamedTuple):
    """A name as it sounds, its words in order of the alphabet, and what they weigh together."""

    text: str
    weight: float


MOST_KEYS = 8
# What is told of two records before their names are read, and cannot be enough.
_HOPELESS = {
    (keys, False, same_country, other_country)
    for keys in range(MOST_KEYS + 1)
    for same_country, other_country in ((False, False), (True, False), (False, True))
    if not deserves_comparison(Look(keys / MOST_KEYS, 1.0, 1.0, 0.0, same_country, other_country))
}


class Crowd:
    """Records by place, in the order of their keys; how rare their words are, and who shares their contacts."""

    def __init__(self, records: Iterable[Record]) -> None:
        known = sorted(records, key=lambda record: record.key)
        self.keys = [record.key for record in known]
        self.identities = [record.identity for record in known]
        self._blocks = Blocks()
        texts: list[tuple[str, ...]] = []
        concepts: Counter[str] = Counter()
        spelt: dict[str, str] = {}
        contacts: list[frozenset[str]] = []
        for place in range(len(known)):
            identity = self._fresh(place)
            names = [hear(text) for text in identity.full_names.values()]
            told = {word: heard.concept for name in names for word, heard in name.items()}
            concepts.update(told.values())
            spelt |= told
            texts.append(tuple(map(sketch, names)))
            contacts.append(_contacts(identity))
            self._blocks.add(keys_of_record(identity, names, contacts[-1]))
        rare = rarity(concepts, len(known))
        # By spelling, for the comparison; and by sound, for the quick look.
        self._weights = {word: rare[concept] for word, concept in spelt.items()}
        self._heard: dict[str, float] = {}
        for concept, weight in rare.items():
            sound = consonants(concept) or concept
            self._heard[sound] = min(weight, self._heard.get(sound, 1.0))
        self._sketches = [tuple(Sketch(text, self._weigh(text.split())) for text in each) for each in texts]
        # Whoever is compared is mostly compared several times in a row.
        self._last = (-1, Identity())
        self._holders = Counter(contact for each in contacts for contact in each)
        self._contacts = [frozenset(contact for contact in each if self._holders[contact] > 1) for each in contacts]

    def _fresh(self, place: int) -> Identity:
        """The identity without what it remembers of earlier questions: all together that would be too much to keep."""
        return replace(self.identities[place])

    def _weigh(self, heard: Iterable[str]) -> float:
        return sum(map(self._heard.__getitem__, heard))

    def worth_comparing(self, changed: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
        """The places of two records that share rare keys and pass a quick look. To be asked once."""
        places = None if changed is None else {place for place, key in enumerate(self.keys) if key in changed}
        for one, shared in self._blocks.sharing(places):
            mine = self._parts(one)
            for other, keys in shared.items():
                circumstance = self._circumstance(one, other, keys)
                # Most pairs could not pass whatever their names were.
                if circumstance not in _HOPELESS and deserves_comparison(self._look(mine, other, circumstance)):
                    yield one, other

    def looks(self) -> Iterator[tuple[int, int, Look]]:
        """What a quick look tells of every two records that share a rare key. To be asked once, instead."""
        for one, shared in self._blocks.sharing():
            mine = self._parts(one)
            for other, keys in shared.items():
                yield one, other, self._look(mine, other, self._circumstance(one, other, keys))

    def _circumstance(self, one: int, other: int, keys: int) -> tuple[int, bool, bool, bool]:
        """What is told of two records before their names are read: rare keys, contact, the same or another country."""
        here, there = self.identities[one].countries, self.identities[other].countries
        contact = not self._contacts[one].isdisjoint(self._contacts[other])
        same_country = not here.isdisjoint(there)
        return min(keys, MOST_KEYS), contact, same_country, bool(here and there) and not same_country

    def _parts(self, one: int) -> list[tuple[Sketch, set[str]]]:
        return [(name, set(name.text.split())) for name in self._sketches[one]]

    def _look(
        self, mine: list[tuple[Sketch, set[str]]], other: int, circumstance: tuple[int, bool, bool, bool]
    ) -> Look:
        alike = held = 0.0
        for theirs in self._sketches[other]:
            heard = theirs.text.split()
            for name, parts in mine:
                alike = max(alike, fuzz.ratio(name.text, theirs.text))
                held = max(held, self._weigh(parts.intersection(heard)) / (min(name.weight, theirs.weight) or 1.0))
        keys, *facts = circumstance
        return Look(keys / MOST_KEYS, (alike / 100) ** 4, min(held, 1.0), *facts)

    def compare(self, one: int, other: int) -> tuple[Comparison, Circumstances]:
        """The explained comparison of two records, and what it and the whole registry tell about them."""
        if self._last[0] != one:
            self._last = (one, self._fresh(one))
        mine, theirs = self._last[1], self._fresh(other)
        comparison = compare(mine, theirs, weights=self._weights)
        agrees, conflicts = comparison.agrees_in, comparison.conflicts_in
        return comparison, Circumstances(
            same_identifier=agrees(Evidence.IDENTIFIER),
            alike=max(0.0, comparison.alike - 0.8) * 5,
            apart=min(comparison.nearness.apart, 1.5),
            nameless=not (mine.full_names and theirs.full_names),
            branch=conflicts(Evidence.BRANCH),
            other_numbers=_numbers(mine) != _numbers(theirs),
            same_acronym=agrees(Evidence.ACRONYM),
            other_acronym=conflicts(Evidence.ACRONYM),
            same_country=agrees(Evidence.COUNTRY),
            other_country=conflicts(Evidence.COUNTRY),
            same_name_abroad=agrees(Evidence.NAME) and conflicts(Evidence.COUNTRY),
            same_place=agrees(Evidence.PLACE),
            other_type=conflicts(Evidence.TYPE),
            same_domain=self._rare(comparison, Evidence.DOMAIN),
            same_email=self._rare(comparison, Evidence.EMAIL),
            same_phone=self._rare(comparison, Evidence.PHONE),
            other_identifier=conflicts(Evidence.IDENTIFIER),
        )

    def _rare(self, comparison: Comparison, code: Evidence) -> float:
        """1 for a contact that only these two have, less for one that many share; 0 without one in common."""
        shared = [value for reason in comparison.agreeing if reason.code is code for value in reason.values]
        return max((1 / sqrt(max(1, self._holders[value] - 1)) for value in shared), default=0.0)


def _numbers(identity: Identity) -> set[str]:
    every = set().union(*(take_apart(text).numbers for text in identity.full_names.values()))
    return {number for number in every if not says_nothing(number)}


def _contacts(identity: Identity) -> frozenset[str]:
    identifiers = {f"{scheme} {key}" for scheme, keys in by_scheme(identity).items() for key in keys}
    return own_domains(identity) | folded(identity.emails) | phone_numbers(identity) | identifiers
