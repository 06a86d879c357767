"""The pairs of records in a whole registry that may be one organization, with what speaks for and against each.

Each step looks closer at fewer pairs: who shares rare keys (`blocks`), a quick look at names, countries and contacts
(`crowd`), and the comparison that explains itself (`compare`), weighed by how rare in this registry is what both share.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from registry.matching.compare import Reason
from registry.matching.pairs.crowd import Crowd, Record
from registry.matching.pairs.weights import LIKELY_PAIR, POSSIBLE_PAIR, likelihood

__all__ = ["LIKELY_PAIR", "POSSIBLE_PAIR", "Pair", "Record", "find_pairs"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two keys, the smaller first, how likely they are one organization, and why: the first's values come first."""

    first: int
    second: int
    score: float
    agreeing: tuple[Reason, ...]
    conflicting: tuple[Reason, ...]


def find_pairs(
    records: Iterable[Record], *, changed: Collection[int] | None = None, least: float = POSSIBLE_PAIR
) -> Iterator[Pair]:
    """The pairs that score at least `least`, of records that come in the order of their keys.

    With `changed`, only those of which one record's key is among these.
    """
    with Crowd() as crowd:
        crowd.read(records)
        for one, other in crowd.worth_comparing(changed):
            comparison, circumstances = crowd.compare(one, other)
            score = likelihood(circumstances)
            if score >= least:
                yield Pair(crowd.keys[one], crowd.keys[other], score, comparison.agreeing, comparison.conflicting)
