"""Who shares rare keys with whom, among so many records that their keys are kept outside memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby

from registry.matching.pairs.spill import Groups, Parts

# A key that more records hold tells too little about any two of them.
MOST_HOLDERS = 16
_PARTS = 128
_LOW = (1 << 32) - 1


class Blocks:
    """An index that is filled once, record by record, and read once. A record is told by its place."""

    def __init__(self) -> None:
        self._keys, self._groups, self._members = Parts(_PARTS), Groups(MOST_HOLDERS), Parts(_PARTS)
        self._size = 0

    def add(self, keys: Iterable[int]) -> None:
        """The keys of the next record, each a number below 2³²."""
        for key in keys:
            self._keys.add(key % _PARTS, key << 32 | self._size)
        self._size += 1

    def sharing(self, changed: Set[int] | None = None) -> Iterator[tuple[int, dict[int, int]]]:
        """(a record, {a later record: how many rare keys both hold}); with `changed`, one of the two is among these."""
        for part in range(_PARTS):
            for holders in _holders(self._keys.in_order(part)):
                if changed is None or not changed.isdisjoint(holders):
                    group = self._groups.add(holders)
                    for place in holders[:-1]:
                        self._members.add(place * _PARTS // self._size, place << 32 | group)
        for part in range(_PARTS):
            for place, run in groupby(self._members.in_order(part), key=lambda entry: entry >> 32):
                shared: Counter[int] = Counter()
                for entry in run:
                    shared.update(self._groups[entry & _LOW])
                wanted = shared.keys() if changed is None or place in changed else shared.keys() & changed
                yield place, {other: shared[other] for other in sorted(wanted) if other > place}

    def close(self) -> None:
        for kept in (self._keys, self._groups, self._members):
            kept.close()


def _holders(keys: Iterable[int]) -> Iterator[Sequence[int]]:
    """The places under each key that several records hold, but not too many: each place once, in order."""
    for _key, run in groupby(keys, key=lambda entry: entry >> 32):
        holders = list(dict.fromkeys(entry & _LOW for entry in run))
        if 1 < len(holders) <= MOST_HOLDERS:
            yield holders
