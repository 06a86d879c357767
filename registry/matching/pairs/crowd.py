"""All records at once, in a form small and quick enough to look at very many pairs of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from math import sqrt
from typing import NamedTuple
from zlib import crc32

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
from registry.matching.keys import shared_keys
from registry.matching.lexicon import canonical, says_nothing
from registry.matching.normalize import words
from registry.matching.pairs.blocks import Blocks
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
            names = [words(text) for text in identity.full_names.values()]
            for word in {word for name in names for word in name}:
                concepts[spelt.setdefault(word, canonical(word))] += 1
            texts.append(tuple(map(_sketch, names)))
            contacts.append(_contacts(identity))
            self._blocks.add(_block_keys(identity, contacts[-1]))
        rare = rarity(concepts, len(known))
        # By spelling, for the comparison; and by sound, for the quick look.
        self._weights = {word: rare[concept] for word, concept in spelt.items()}
        self._heard: dict[str, float] = {}
        for concept, weight in rare.items():
            sound = consonants(concept) or concept
            self._heard[sound] = min(weight, self._heard.get(sound, 1.0))
        self._sketches = [tuple(Sketch(text, self._weigh(text.split())) for text in each) for each in texts]
        self._holders = Counter(contact for each in contacts for contact in each)
        self._contacts = [frozenset(contact for contact in each if self._holders[contact] > 1) for each in contacts]

    def _fresh(self, place: int) -> Identity:
        """The identity without what it remembers of earlier questions: all together that would be too much to keep."""
        return replace(self.identities[place])

    def _weigh(self, heard: Iterable[str]) -> float:
        return sum(map(self._heard.__getitem__, heard))

    def worth_comparing(self, changed: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
        """The places of two records that share rare keys and pass a quick look. To be asked once."""
        for one, other, at_best in self._sharing(changed):
            # Most pairs could not pass whatever their names were.
            if deserves_comparison(at_best) and deserves_comparison(self._look(one, other, at_best)):
                yield one, other

    def looks(self) -> Iterator[tuple[int, int, Look]]:
        """What a quick look tells of every two records that share a rare key. To be asked once, instead."""
        for one, other, at_best in self._sharing():
            yield one, other, self._look(one, other, at_best)

    def _sharing(self, changed: Collection[int] | None = None) -> Iterator[tuple[int, int, Look]]:
        """Two places and what a quick look could tell of them at best, before it reads their names."""
        places = None if changed is None else {place for place, key in enumerate(self.keys) if key in changed}
        for one, shared in self._blocks.sharing(places):
            here, contacts = self.identities[one].countries, self._contacts[one]
            for other, keys in shared.items():
                there = self.identities[other].countries
                same_country = not here.isdisjoint(there)
                at_best = Look(
                    keys=min(keys, 8) / 8,
                    very_alike=1.0,
                    held=1.0,
                    contact=not contacts.isdisjoint(self._contacts[other]),
                    same_country=same_country,
                    other_country=bool(here and there) and not same_country,
                )
                yield one, other, at_best

    def _look(self, one: int, other: int, at_best: Look) -> Look:
        alike = held = 0.0
        for sketch in self._sketches[one]:
            parts = sketch.text.split()
            for theirs in self._sketches[other]:
                alike = max(alike, fuzz.ratio(sketch.text, theirs.text) / 100)
                shared = self._weigh({*parts}.intersection(theirs.text.split()))
                held = max(held, shared / (min(sketch.weight, theirs.weight) or 1.0))
        return at_best._replace(very_alike=alike**4, held=min(held, 1.0))

    def compare(self, one: int, other: int) -> tuple[Comparison, Circumstances]:
        """The explained comparison of two records, and what it and the whole registry tell about them."""
        mine, theirs = self._fresh(one), self._fresh(other)
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


def _sketch(name: list[str]) -> str:
    return " ".join(sorted(consonants(canonical(word)) or canonical(word) for word in name))


def _numbers(identity: Identity) -> set[str]:
    every = set().union(*(take_apart(text).numbers for text in identity.full_names.values()))
    return {number for number in every if not says_nothing(number)}


def _contacts(identity: Identity) -> frozenset[str]:
    identifiers = {f"{scheme} {key}" for scheme, keys in by_scheme(identity).items() for key in keys}
    return own_domains(identity) | folded(identity.emails) | phone_numbers(identity) | identifiers


def _block_keys(identity: Identity, contacts: Iterable[str]) -> set[int]:
    """Below 2³². Whole names and acronyms also with a country: many a name is common in the world and rare at home."""
    found = {_key("contact", contact) for contact in contacts}
    for text in identity.full_names.values():
        keys = shared_keys(text)
        found.update(key & 0xFFFFFFFF for key in keys)
        found.update(_key("at home", f"{key} {country}") for key in keys[:2] for country in identity.countries)
    for letters in identity.short_names.keys() | identity.initials:
        found.update(_key("acronym", f"{letters} {country}") for country in identity.countries)
    return found


def _key(kind: str, text: str) -> int:
    return crc32(f"{kind}:{text}".encode())
