"""All records at once, in a form small and quick enough to look at very many pairs of them."""

import pickle
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
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
from registry.matching.pairs.spill import Parts, Pieces
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
    parts: list[str]
    weight: float


MOST_KEYS = 8
_PARTS = 32
_NONE: frozenset[int] = frozenset()
# What is told of two records before their names are read, and cannot be enough.
_HOPELESS = {
    (keys, False, same_country, other_country)
    for keys in range(MOST_KEYS + 1)
    for same_country, other_country in ((False, False), (True, False), (False, True))
    if not deserves_comparison(Look(keys / MOST_KEYS, 1.0, 1.0, 0.0, same_country, other_country))
}


class Crowd:
    """Records by place, in the order of their keys; how rare their words are, and who shares their contacts.

    Close it. What is read again of a record lies in a file: of each only some bytes are held in memory, and the words
    of all of them.
    """

    def __init__(self) -> None:
        self.keys = array("Q")
        self._identities, self._sketches, self._numbers, self._blocks = Pieces(), Pieces(), Pieces(), Blocks()
        # Countries of a record: a bit for each.
        self._countries: list[int] = []
        # By spelling, for the comparison; and by sound, for the quick look.
        self._weights: dict[str, float] = {}
        self._heard: dict[str, float] = {}
        # What several have is known by its number, and few have any of it.
        self._reached = Parts(_PARTS)
        self._holders: dict[int, int] = {}
        self._contacts: dict[int, frozenset[int]] = {}
        # Whoever is compared is mostly compared several times in a row.
        self._last = (-1, Identity())

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_raised: object) -> None:
        for kept in (self._identities, self._sketches, self._numbers, self._blocks, self._reached):
            kept.close()

    def read(self, records: Iterable[Record]) -> None:
        """All records, in the order of their keys: raises ValueError for any other. To be called once, and first."""
        bits: dict[str, int] = {}
        # Many work in the same countries: one number stands for all of these.
        same: dict[int, int] = {}
        concepts: Counter[str] = Counter()
        spelt: dict[str, str] = {}
        for record in records:
            if self.keys and record.key <= self.keys[-1]:
                raise ValueError("The records have to come in the order of their keys, each once.")
            self.keys.append(record.key)
            countries = sum(1 << bits.setdefault(country, len(bits)) for country in record.identity.countries)
            self._countries.append(same.setdefault(countries, countries))
            names = [hear(text) for text in record.identity.full_names.values()]
            told = {word: heard.concept for name in names for word, heard in name.items()}
            concepts.update(told.values())
            spelt |= told
            self._sketches.add("".join(f"{sketch(name)}\n" for name in names).encode())
            reached_by = _contacts(record.identity)
            numbers = array("Q", map(_number, reached_by))
            self._numbers.add(numbers.tobytes())
            for number in numbers:
                self._reached.add(number % _PARTS, number)
            self._blocks.add(keys_of_record(record.identity, names, reached_by))
            # With its names and initials, which were worked out for its keys.
            self._identities.add(pickle.dumps(record.identity))
        rare = rarity(concepts, len(self.keys))
        self._weights = {word: rare[concept] for word, concept in spelt.items()}
        for concept, weight in rare.items():
            sound = consonants(concept) or concept
            self._heard[sound] = min(weight, self._heard.get(sound, 1.0))
        self._holders = _several(self._reached)
        shared = ((place, self._shared(place)) for place in range(len(self.keys)))
        self._contacts = {place: each for place, each in shared if each}

    def _identity(self, place: int) -> Identity:
        return pickle.loads(self._identities[place])  # noqa: S301 (written here a moment ago, in a file without a name)

    def _names(self, place: int) -> list[Sketch]:
        texts = self._sketches[place].decode().split("\n")[:-1]
        return [Sketch(text, parts := text.split(), self._weigh(parts)) for text in texts]

    def _shared(self, place: int) -> frozenset[int]:
        """The contacts that others have too."""
        numbers = array("Q")
        numbers.frombytes(self._numbers[place])
        return frozenset(filter(self._holders.__contains__, numbers))

    def _weigh(self, heard: Iterable[str]) -> float:
        return sum(map(self._heard.__getitem__, heard))

    def worth_comparing(self, changed: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
        """The places of two records that share rare keys and pass a quick look. To be asked once."""
        places = None if changed is None else {place for place, key in enumerate(self.keys) if key in changed}
        for one, shared in self._blocks.sharing(places):
            mine = self._names(one)
            for other, keys in shared.items():
                circumstance = self._circumstance(one, other, keys)
                # Most pairs could not pass whatever their names were.
                if circumstance not in _HOPELESS and deserves_comparison(self._look(mine, other, circumstance)):
                    yield one, other

    def looks(self) -> Iterator[tuple[int, int, Look]]:
        """What a quick look tells of every two records that share a rare key. To be asked once, instead."""
        for one, shared in self._blocks.sharing():
            mine = self._names(one)
            for other, keys in shared.items():
                yield one, other, self._look(mine, other, self._circumstance(one, other, keys))

    def _circumstance(self, one: int, other: int, keys: int) -> tuple[int, bool, bool, bool]:
        """What is told of two records before their names are read: rare keys, contact, the same or another country."""
        here, there = self._countries[one], self._countries[other]
        contact = not self._contacts.get(one, _NONE).isdisjoint(self._contacts.get(other, _NONE))
        same_country = bool(here & there)
        return min(keys, MOST_KEYS), contact, same_country, bool(here and there) and not same_country

    def _look(self, mine: list[Sketch], other: int, circumstance: tuple[int, bool, bool, bool]) -> Look:
        alike = held = 0.0
        for theirs in self._names(other):
            for name in mine:
                alike = max(alike, fuzz.ratio(name.text, theirs.text))
                both = self._weigh(set(name.parts).intersection(theirs.parts))
                held = max(held, both / (min(name.weight, theirs.weight) or 1.0))
        keys, *facts = circumstance
        return Look(keys / MOST_KEYS, (alike / 100) ** 4, min(held, 1.0), *facts)

    def compare(self, one: int, other: int) -> tuple[Comparison, Circumstances]:
        """The explained comparison of two records, and what it and the whole registry tell about them."""
        if self._last[0] != one:
            self._last = (one, self._identity(one))
        mine, theirs = self._last[1], self._identity(other)
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
        return max((1 / sqrt(max(1, self._holders.get(_number(value), 1) - 1)) for value in shared), default=0.0)


def _numbers(identity: Identity) -> set[str]:
    every = set().union(*(take_apart(text).numbers for text in identity.full_names.values()))
    return {number for number in every if not says_nothing(number)}


def _contacts(identity: Identity) -> frozenset[str]:
    identifiers = {f"{scheme} {key}" for scheme, keys in by_scheme(identity).items() for key in keys}
    return own_domains(identity) | folded(identity.emails) | phone_numbers(identity) | identifiers


def _number(contact: str) -> int:
    """Below 2⁶⁴; among ten million contacts two of the same number are not to be expected."""
    return int.from_bytes(blake2b(contact.encode(), digest_size=8).digest())


def _several(contacts: Parts) -> dict[int, int]:
    """{contact: how many hold it} of those that more than one holds."""
    found = {}
    for part in range(_PARTS):
        for contact, run in groupby(contacts.in_order(part)):
            holders = sum(1 for _ in run)
            if holders > 1:
                found[contact] = holders
    return found
