"""Writing the feed of changes, in the transaction of what changed."""

import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from registry.actions.copying import copy_into
from registry.actions.history import hold_history
from registry.models import Change, FeedEntry, Listing
from registry.queries.feed import last_seq

# So many entries are let go at a time: whoever publishes meanwhile does not wait for it.
AT_ONCE = 10_000


@transaction.atomic(savepoint=False)
def tell_feed(type_, happened, *, with_partnerships=frozenset()):
    """Append {reference: (op, into)}; `into` says what a merged thing became, and is empty otherwise.

    `with_partnerships` names those of these organizations whose partnerships are others than before.
    Numbers follow each other without a gap and become visible in their order: the lock is held until the commit.
    """
    if not happened:
        return
    hold_history()
    known = FeedEntry.objects.filter(type=type_, reference__in=list(happened))
    versions = dict(known.values_list("reference").annotate(last=Max("version")))
    seq, now = last_seq(), timezone.now()
    copy_into(
        FeedEntry,
        ["seq", "at", "op", "type", "reference", "version", "into", "has_new_partnerships"],
        (
            (
                *(number, now, str(op), str(type_), reference),
                *(versions.get(reference, 0) + 1, into, reference in with_partnerships),
            )
            for number, (reference, (op, into)) in enumerate(sorted(happened.items()), seq + 1)
        ),
    )


@transaction.atomic
def tell_listed(keys):
    """Say once more that these listings are there. Their last word would else be let go before they are."""
    # Lock, then look: of who leaves meanwhile nothing more is told.
    hold_history()
    listed = dict(Listing.objects.filter(pk__in=keys).values_list("reference", "public"))
    tell_feed(
        FeedEntry.Type.ORGANIZATION,
        dict.fromkeys(listed, (Change.Op.UPSERT, "")),
        with_partnerships={reference for reference, public in listed.items() if json.loads(public)["partnerships"]},
    )


def forget_feed(*, by):
    """Let go of what is older than the feed keeps; returns how many. What was taken out long ago is named no more.

    The very last entry stays: its number is the one that the next one follows.
    """
    old = FeedEntry.objects.expired().exclude(seq=last_seq()).order_by("seq")
    forgotten = 0
    while found := list(old.values_list("seq", flat=True)[:AT_ONCE]):
        forgotten += FeedEntry.objects.filter(seq__in=found).delete()[0]
    return forgotten
