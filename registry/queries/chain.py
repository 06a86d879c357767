"""Is the history what was written? Each row is chained to the one before it; an anchor kept elsewhere tells of the end.

What the chain alone shows: a row that was changed, moved, taken out or put in between. What it cannot show: rows cut
off at the end, and a history that was written anew from some row on. Both are found by an anchor: how many rows there
were at a moment, and the number and hash of the last. A row that somebody with the rights of the owner appends at the
end in good form is, to the chain, what the registry itself would have written.

Budget: one short statement for every CHUNK rows, and one for each break; memory for one chunk.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models

from registry.models import Change

CHUNK = 2000


class Kind(models.TextChoices):
    CONTENT = "content changed"
    REWRITTEN = "rewritten"
    MISSING = "row missing"
    ORDER = "order"
    INSERTED = "inserted row"
    CUT = "end cut off"
    ANCHOR = "not what was anchored"


@dataclass(frozen=True)
class Break:
    """Where the history is not what was written: from row `first` to row `last`, and in what way."""

    kind: Kind
    first: int
    last: int
    words: str

    def __str__(self):
        rows = f"#{self.first}" if self.first == self.last else f"#{self.first} to #{self.last}"
        return f"{rows}: {self.kind}. {self.words}"


@dataclass(frozen=True)
class Anchor:
    """What the end of the history was at a moment: number of rows, number and hash of the last. One line of a file."""

    at: datetime
    count: int
    number: int
    hash: str

    def line(self):
        return f"{self.at.isoformat()} {self.count} {self.number} {self.hash}"

    @classmethod
    def parse(cls, line):
        at, count, number, hash_ = line.split()
        return cls(datetime.fromisoformat(at), int(count), int(number), hash_)


@dataclass
class Checked:
    """What one pass found: breaks in the order of the rows, how many rows there are, the last of them."""

    breaks: list = field(default_factory=list)
    count: int = 0
    last: Change | None = None


def check(*, start=0, anchors=()):
    """Walk over the rows from number `start` on, once. What stands before them is taken as it is."""
    walk = _Walk(start, anchors)
    for change in _rows(start):
        walk.step(change)
    return walk.end()


def _rows(start):
    """Chunk by chunk by the key: no cursor stays open, however long the history is."""
    last = start - 1
    while True:
        chunk = list(Change.objects.after(last)[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].pk


class _Walk:
    def __init__(self, start, anchors):
        earlier = Change.objects.filter(pk__lt=start).order_by("-pk")
        # The two rows before the one at hand, each as (number, the hashes that a row after it may name).
        self.previous, self.before = [*((row.pk, {row.hash}) for row in earlier[:2]), None, None][:2]
        self.found = Checked(count=earlier.count())
        self.anchors = sorted((a for a in anchors if a.number >= start), key=lambda anchor: anchor.number)
        self.agreed, self.shift = start, 0
        self.numbered = False

    def step(self, change):
        digest = self._digest(change)
        if not self._follows(change.previous_hash, self.previous):
            self._explain(change, fits=digest == change.hash)
        if digest != change.hash:
            self._tell(Kind.CONTENT, change.pk, change.pk, "What it says does not fit its hash.")
        self.found.count += 1
        self.found.last = change
        self._compare_anchors(change)
        # Who altered only the hash of a row left the row after it with the hash that was.
        self.before, self.previous = self.previous, (change.pk, {change.hash, digest})

    def end(self):
        if self.anchors:
            anchor, last = self.anchors[-1], self.previous[0] if self.previous else 0
            gone = anchor.count + self.shift - self.found.count
            words = (
                f"{_on(anchor)} there were {anchor.count} rows up to #{anchor.number}; {gone} are gone from the end."
            )
            self._tell(Kind.CUT, last, anchor.number, words)
        return self.found

    def _digest(self, change):
        """By the rule of its time: once a row was hashed with its number, no later one is without."""
        digest = change.digest()
        if digest == change.hash:
            self.numbered = True
        elif not self.numbered and change.digest_without_number() == change.hash:
            return change.hash
        return digest

    def _follows(self, named, row):
        return named in row[1] if row else named == Change.NO_HASH

    def _explain(self, change, *, fits):
        """Why a row names another row before it than the one that stands there."""
        if self.previous and self._follows(change.previous_hash, self.before):
            number = self.previous[0]
            self.found.breaks = [one for one in self.found.breaks if one.last != number]
            self._tell(Kind.INSERTED, number, number, f"#{change.pk} follows on the row before it.")
            return
        if not fits:
            return  # The name itself was changed; that is told with the rest of the row.
        named = Change.objects.filter(hash=change.previous_hash).values_list("pk", flat=True).first()
        last = self.previous[0] if self.previous else 0
        if named:
            self._tell(Kind.ORDER, change.pk, change.pk, f"It was written after #{named} and stands after #{last}.")
        elif self.previous and change.pk == last + 1:
            self._tell(
                Kind.REWRITTEN, last, last, f"It has a hash of its own, but #{change.pk} was written after another."
            )
        else:
            where = f"Between #{last} and #{change.pk}" if last else f"Before #{change.pk}"
            words = f"{where} something is missing"
            words += f", or #{last} was rewritten with a new hash." if last else "."
            self._tell(Kind.MISSING, last, change.pk, words)

    def _compare_anchors(self, change):
        while self.anchors and self.anchors[0].number <= change.pk:
            anchor = self.anchors.pop(0)
            shift = self.found.count - anchor.count
            if anchor.number < change.pk:
                self._tell(Kind.ANCHOR, self.agreed, anchor.number, f"#{anchor.number} was anchored and is not there.")
                continue
            if anchor.hash != change.hash:
                words = f"{_on(anchor)} #{change.pk} had another hash: what stands here was written anew since."
                self._tell(Kind.ANCHOR, self.agreed, change.pk, words)
            elif shift != self.shift:
                words = f"{_on(anchor)} there were {anchor.count} rows up to #{change.pk}; now {self.found.count}."
                self._tell(Kind.ANCHOR, self.agreed, change.pk, words)
            self.agreed, self.shift = change.pk, shift

    def _tell(self, kind, first, last, words):
        self.found.breaks.append(Break(kind, first, last, words))


def _on(anchor):
    return f"On {anchor.at:%Y-%m-%d %H:%M} UTC"
