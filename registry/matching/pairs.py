"""Which records of an inventory may be one organization: pairs that share something rare, compared and scored."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from registry.matching.compare import Identity, Reason, compare
from registry.matching.keys import name_keys
from registry.matching.normalize import fold

LIKELY_PAIR = 0.8
POSSIBLE_PAIR = 0.5
# What more records share tells too little to compare them all with each other.
RECORDS_UNDER_A_KEY = 12


@dataclass(frozen=True)
class Record:
    key: int
    identity: Identity


@dataclass(frozen=True)
class Pair:
    """Two records, the smaller key first, and why they may be one."""

    first: int
    second: int
    score: float
    agreeing: tuple[Reason, ...]
    conflicting: tuple[Reason, ...]


def find_pairs(
    records: Iterable[Record], *, changed: Collection[int] | None = None, least: float = POSSIBLE_PAIR
) -> Iterator[Pair]:
    """Pairs that score at least `least`; with `changed`, only those of which one record is among them."""
    known = {record.key: record.identity for record in records}
    blocks: dict[object, list[int]] = defaultdict(list)
    for key, identity in known.items():
        for block in _blocks(identity):
            blocks[block].append(key)
    seen: set[tuple[int, int]] = set()
    for keys in blocks.values():
        if len(keys) > RECORDS_UNDER_A_KEY:
            continue
        for one, other in combinations(sorted(keys), 2):
            if (one, other) in seen or (changed is not None and one not in changed and other not in changed):
                continue
            seen.add((one, other))
            comparison = compare(known[one], known[other])
            if comparison.score >= least:
                yield Pair(one, other, comparison.score, comparison.agreeing, comparison.conflicting)


def _blocks(identity: Identity) -> set[object]:
    keys: set[object] = {key for _kind, text, _language in identity.names for key in name_keys(text)}
    keys |= {(scheme, fold(value)) for scheme, value in identity.identifiers}
    return keys | {fold(text) for text in (*identity.domains, *identity.emails, *identity.phones)}
