"""Writing the one history: last in every verb, in commit order, each row chained to the row before it."""

import hashlib
import json
from contextvars import ContextVar

from django.db import connection
from django.utils import timezone

from registry.models import Change

# Any number will do, as long as nothing else locks it.
_LOCK = 7_204_113

# The id of the web request or job in whose course a verb runs; the middleware and the worker set it.
request_id: ContextVar[str] = ContextVar("request_id", default="")


def hold_history():
    """Make every other writer of history wait until this transaction ends.

    Ids then appear in the order in which they commit, and a reader who follows them misses nothing. A verb that also
    rewrites listings takes the lock first, so that two verbs never wait for each other in a circle.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def record(verb, *, subject, by, op="", diff=None, reason="", batch=""):
    """Append one thing that happened. `by` is a person or the name of a job. Call it last in a verb."""
    return record_many(
        [{"verb": verb, "subject": subject, "op": op, "diff": diff or {}, "reason": reason}], by=by, batch=batch
    )[0]


def record_many(happened, *, by, batch=""):
    """Append many things in one statement: dictionaries with verb, subject and, if need be, op, diff and reason."""
    hold_history()
    previous = Change.objects.order_by("-pk").values_list("hash", flat=True).first() or "0" * 64
    now = timezone.now()
    changes = []
    for thing in happened:
        change = Change(
            at=now,
            by_id=getattr(by, "pk", None),
            by=by if isinstance(by, str) else f"user {by.pk}",
            batch=batch,
            request_id=request_id.get(),
            previous_hash=previous,
            **({"op": "", "diff": {}, "reason": ""} | thing),
        )
        previous = change.hash = digest(change)
        changes.append(change)
    return Change.objects.bulk_create(changes)


def digest(change):
    """SHA-256 over what the row says and over the hash of the row before it, as canonical JSON."""
    said = [
        change.previous_hash,
        change.at.isoformat(),
        change.by_id,
        change.by,
        change.verb,
        change.op,
        change.subject,
        change.diff,
        change.reason,
        change.batch,
        change.request_id,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def first_broken(changes=None):
    """The first change whose hash does not fit its content or its predecessor, or None when the history is whole."""
    previous = "0" * 64
    for change in (changes if changes is not None else Change.objects).order_by("pk").iterator(chunk_size=2000):
        if change.previous_hash != previous or digest(change) != change.hash:
            return change
        previous = change.hash
    return None
