"""Who shares rare keys with whom, among so many records that only arrays of numbers can hold their keys."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

# A key that more records hold tells too little about any two of them.
MOST_HOLDERS = 16
_PARTS = 64
_LOW = (1 << 32) - 1


class Blocks:
    """An index that is filled once, record by record, and read once. A record is told by its place."""

    def __init__(self) -> None:
        self._held = [array("Q") for _ in range(_PARTS)]
        self._size = 0

    def add(self, keys: Iterable[int]) -> None:
        """The keys of the next record, each a number below 2³²."""
        for key in keys:
            self._held[key % _PARTS].append(key << 32 | self._size)
        self._size += 1

    def sharing(self, changed: Collection[int] | None = None) -> Iterator[tuple[int, dict[int, int]]]:
        """(a record, {a later record: how many rare keys both hold}); with `changed`, one of the two is among these."""
        members, starts, entries = array("I"), array("I", [0]), [array("Q") for _ in range(_PARTS)]
        while self._held:
            for holders in _groups(self._held.pop()):
                if changed is None or any(place in changed for place in holders):
                    for place in holders[:-1]:
                        entries[place * _PARTS // self._size].append(place << 32 | len(starts) - 1)
                    members.extend(holders)
                    starts.append(len(members))
        for part in entries:
            for place, run in groupby(sorted(part), key=lambda entry: entry >> 32):
                shared: Counter[int] = Counter()
                for entry in run:
                    group = entry & _LOW
                    shared.update(members[starts[group] : starts[group + 1]])
                wanted = shared.keys() if changed is None or place in changed else shared.keys() & set(changed)
                yield place, {other: shared[other] for other in sorted(wanted) if other > place}


def _groups(held: "array[int]") -> Iterator[Sequence[int]]:
    """The places under each key that several records hold, but not too many: each place once, in order."""
    for _key, run in groupby(sorted(held), key=lambda entry: entry >> 32):
        holders = list(dict.fromkeys(entry & _LOW for entry in run))
        if 1 < len(holders) <= MOST_HOLDERS:
            yield holders
