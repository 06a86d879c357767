"""Pages of a list by key, and what may stand on the later ones while the list changes.

Whoever walks through all pages is told of each row at most once, and of each that did not change exactly once.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db import connection

# The state of all listings: the moment of their last change, as PostgreSQL writes it. An index tells it at once
# (migration 0047).
LAST_CHANGE = "(SELECT registry_last_change())"


def moment(text):
    """A moment as PostgreSQL writes it. Rows bring theirs as text, for few are ever compared: to make each of them a
    datetime took a third of the calls of a page."""
    return text and datetime.fromisoformat(text)


class Place(NamedTuple):
    """Where a row stands in an order: the value it is placed by, and its key."""

    value: object
    key: int


class Placed(NamedTuple):
    """Any other thing of which there are pages."""

    place: Place
    thing: object


@dataclass(frozen=True)
class Page:
    rows: list
    # Whether there is more beyond the last row in the direction in which the page was read.
    has_more: bool
    count: int | None
    # The moment of the last change of all listings, for who begins a walk with this page.
    since: datetime | None = None
    # The places of the first and the last row that were read, whether or not they are among the rows.
    ends: tuple | None = None
    # The state of the registry in which it was read; None where no row told of it.
    state: str | None = None

    @classmethod
    def of(cls, rows, limit, *, backwards, count=None, since=None, state=None):
        """A page out of its rows and the one that says that there are more, in the order in which they were read."""
        has_more, rows = len(rows) > limit, rows[:limit]
        rows = rows[::-1] if backwards else rows
        return cls(rows, has_more, count, since, (rows[0].place, rows[-1].place) if rows else None, state)

    @property
    def version(self):
        """What tells this page from every other: the places and versions of its rows, before a text is read."""
        rows = [f"{row.key} {row.changed_at}" for row in self.rows]
        begun = self.since if self.has_more else None
        return hashlib.sha256(f"{rows} {self.has_more} {self.count} {begun}".encode()).hexdigest()


def in_their_places(page, since, *, name_of):
    """The page without the rows that did not stand where they stand now when the walk began.

    Whoever moves during a walk may have been told already or come once more: she is left out, so that nobody is told
    twice. Only a place by name is kept by who changes; without `name_of` whoever changed has moved.
    """
    changed = {row.key for row in page.rows if since and moment(row.changed_at) > since}
    if not changed:
        return page
    stood = {}
    if name_of:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT listing_id, sort_name FROM registry_listingversion"
                " WHERE listing_id = ANY(%s) AND published_at <= %s AND until > %s",
                [list(changed), since, since],
            )
            stood = dict(cursor.fetchall())

    def stayed(row):
        return row.key not in changed or (name_of and stood.get(row.key) == name_of(row))

    return replace(page, rows=[row for row in page.rows if stayed(row)])
