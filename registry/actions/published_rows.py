"""Publishing what the other apps tell: a row for each thing, brought up to date in the transaction of its change.

What a row says, and whether it may be told at this moment, the source of its table knows (queries/exports.py). So a row
is never what somebody thought had changed, and an export of the same moment says the same, byte for byte.
"""

from collections import defaultdict

from django.db import transaction

from registry.actions.feed import tell_feed
from registry.actions.history import hold_history
from registry.models import Change, PublishedRow
from registry.queries import exports
from registry.queries.feed import rows_soon_forgotten


@transaction.atomic
def publish_rows(type_, ids=None):
    """Bring the rows of this type, all or those of these ids, to what may be told of them; returns {id: op} as told."""
    if ids is not None and not ids:
        return {}
    hold_history()
    known = PublishedRow.objects.filter(type=type_)
    known = known if ids is None else known.filter(reference__in=list(ids))
    before = dict(known.values_list("reference", "text"))
    rows = exports.rows_of(type_, ids)
    changed = {reference: row for reference, row in rows.items() if before.get(reference) != row.text}
    gone = before.keys() - rows.keys()
    if gone:
        known.filter(reference__in=gone).delete()
    PublishedRow.objects.bulk_create(
        changed.values(),
        update_conflicts=True,
        unique_fields=["type", "reference"],
        update_fields=["organization", "text"],
    )
    outcome = dict.fromkeys(changed, Change.Op.UPSERT) | dict.fromkeys(gone, Change.Op.DELETE)
    tell_feed(type_, {reference: (op, "") for reference, op in outcome.items()})
    return outcome


def publish_rows_about(organizations, references):
    """The same for the rows that are about these organizations, by key, or that name them by these references."""
    naming = defaultdict(set)
    for type_, reference in PublishedRow.objects.filter(organization__in=references).values_list("type", "reference"):
        naming[type_].add(reference)
    for type_, source in exports.followed().items():
        publish_rows(type_, naming[type_].union(source.about(organizations)))


def check_rows(*, by):
    """Every row as its source has it, and told again before its last entry is let go of. A step of the night."""
    for type_ in exports.followed():
        publish_rows(type_)
        tell_feed(type_, dict.fromkeys(rows_soon_forgotten(type_), (Change.Op.UPSERT, "")))
