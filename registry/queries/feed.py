"""The feed of changes as partner systems read it. Budget: one statement a page, one to know whether anything is new.

What an entry tells is looked up when it is read, in the same statement: whoever may not be found any more is not in an
old entry either. What was merged is told as such while both records may be found; otherwise it is gone like any other.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from registry.models import Change, FeedEntry, PublishedRow
from registry.models.clients import PARTNER, PUBLIC
from registry.models.feed import KEPT, PARTNERSHIP, RENEWED_AFTER
from registry.queries.walks import moment

_PAGE = """
    SELECT known.last, entry.seq, entry.at::text,
        CASE WHEN entry.op = 'merge' AND (
            SELECT count(*) FROM (
                SELECT reference FROM registry_listing UNION SELECT reference FROM registry_formerreference
            ) findable WHERE findable.reference IN (entry.reference, entry.into)
        ) < 2 THEN 'delete' ELSE entry.op END,
        entry.type, entry.reference, entry.version, entry.into, entry.has_new_partnerships,
        CASE WHEN NOT %s OR entry.op NOT IN ('upsert', 'unmerge') THEN NULL WHEN entry.type = 'organization' THEN (
            SELECT CASE WHEN %s THEN listing.partner ELSE listing.public END
            FROM registry_listing listing WHERE listing.reference = entry.reference
        ) ELSE (
            SELECT text FROM registry_publishedrow published
            WHERE published.type = entry.type AND published.reference = entry.reference
        ) END
    FROM (SELECT coalesce(max(seq), 0) AS last FROM registry_feedentry) known
    LEFT JOIN LATERAL (
        SELECT * FROM registry_feedentry
        WHERE seq > %s AND (%s::varchar[] IS NULL OR type = ANY(%s) OR has_new_partnerships AND %s)
            AND (%s::bigint[] IS NULL OR seq = ANY(%s))
        ORDER BY seq LIMIT %s
    ) entry ON true
    ORDER BY entry.seq
"""


class Entry(NamedTuple):
    seq: int
    # The moment in UTC, as PostgreSQL writes it: a page has hundreds of them.
    happened: str
    op: str
    type: str
    reference: str
    version: int
    into: str
    has_new_partnerships: bool
    # JSON text of the thing as it is now; None when it is not there, or was not asked for.
    data: str | None

    @property
    def at(self):
        return moment(self.happened)

    @property
    def event(self):
        """What webhooks call it."""
        return f"{self.type}.{self.op}"

    @property
    def events(self):
        """That, and what those who ask for partnerships alone call it."""
        if not self.has_new_partnerships:
            return [self.event]
        is_gone = self.op in (Change.Op.DELETE, Change.Op.MERGE)
        return [self.event, f"{PARTNERSHIP}.{Change.Op.DELETE if is_gone else Change.Op.UPSERT}"]

    def told_as(self, event):
        """What a message is called that was written as `event`: a merge may have to be told as a removal by now."""
        return event if event in self.events else self.event

    @property
    def said(self):
        """What the entry says of itself, without its data."""
        said = {
            "seq": self.seq,
            "at": f"{self.happened[:10]}T{self.happened[11:19]}Z",
            "op": self.op,
            "type": self.type,
            "id": self.reference,
            "version": self.version,
        }
        if self.op == Change.Op.MERGE:
            said["into"] = self.into
        if self.has_new_partnerships:
            said["also"] = [PARTNERSHIP]
        return said


@dataclass(frozen=True)
class FeedPage:
    entries: list
    # What to ask with for what follows.
    next_after: int
    has_more: bool
    # The number of the last entry that there was at that moment.
    last: int


class Bounds(NamedTuple):
    """The last number, and the first that is kept."""

    last: int
    first_kept: int

    def reach(self, after):
        """Whether whoever has read as far as `after` finds all that came then; nought begins with what is kept."""
        return after == 0 or self.first_kept - 1 <= after <= self.last


def last_seq():
    """The number of the last entry that is visible; 0 when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM registry_feedentry")
        return cursor.fetchone()[0]


def last_moment():
    """The moment of the last entry; entries are committed in the order of their moments. The first day without any."""
    last = FeedEntry.objects.order_by("-seq").values_list("at", flat=True).first()
    return last or datetime(1, 1, 1, tzinfo=UTC)


def told_since(moment, type_, references):
    """Which of these things came, changed or went after a moment."""
    told = FeedEntry.objects.filter(type=type_, reference__in=references, at__gt=moment)
    return set(told.values_list("reference", flat=True))


def bounds():
    with connection.cursor() as cursor:
        cursor.execute(
            # Numbers and moments grow together, and what is older is let go each night: the first one is found at once.
            "SELECT last, coalesce((SELECT seq FROM registry_feedentry WHERE at >= %s ORDER BY seq LIMIT 1),"
            " last + 1) FROM (SELECT coalesce(max(seq), 0) AS last FROM registry_feedentry) known",
            [timezone.now() - KEPT],
        )
        return Bounds(*cursor.fetchone())


def soon_forgotten(after, until):
    """Keys of listings in this range of which no entry is young enough to stay for long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organization_id FROM registry_listing listing WHERE organization_id > %s AND organization_id <= %s"
            " AND NOT EXISTS (SELECT FROM registry_feedentry entry WHERE entry.type = 'organization'"
            " AND entry.reference = listing.reference AND entry.at >= %s) ORDER BY organization_id",
            [after, until, timezone.now() - RENEWED_AFTER],
        )
        return [key for (key,) in cursor.fetchall()]


def rows_soon_forgotten(type_):
    """References of published rows of this type of which no entry is young enough to stay for long."""
    young = FeedEntry.objects.filter(type=type_, at__gte=timezone.now() - RENEWED_AFTER)
    rows = PublishedRow.objects.filter(~Exists(young.filter(reference=OuterRef("reference"))), type=type_)
    return list(rows.order_by("reference").values_list("reference", flat=True))


def page(after, *, limit, types=None, with_data=True, profile=PUBLIC, only=None):
    """The entries that follow `after`, with the things as they are at this moment; `only` these numbers, if given."""
    kinds = list(types) if types else None
    with connection.cursor() as cursor:
        follows_partnerships = PARTNERSHIP in (kinds or ())
        asked = [with_data, profile == PARTNER, after, kinds, kinds, follows_partnerships, only, only, limit + 1]
        cursor.execute(_PAGE, asked)
        rows = cursor.fetchall()
    last = rows[0][0]
    found = [Entry._make(row[1:]) for row in rows if row[1] is not None]
    entries, has_more = found[:limit], len(found) > limit
    return FeedPage(entries, entries[-1].seq if has_more else max(after, last), has_more, last)


def entries(numbers):
    """{seq: entry} of these, as they are told today, without their data."""
    only = list(numbers)
    if not only:
        return {}
    found = page(min(only) - 1, limit=len(only), with_data=False, only=only)
    return {entry.seq: entry for entry in found.entries}
