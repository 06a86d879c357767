"""Writing the one history: last in every verb, in commit order, each row chained to the row before it."""

from contextvars import ContextVar

from django.db import connection
from django.utils import timezone

from registry.models import Change
from registry.queries import chain

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
    previous, numbers = _place(len(happened))
    now = timezone.now()
    changes = []
    for number, thing in zip(numbers, happened, strict=True):
        change = Change(
            pk=number,
            at=now,
            by_id=getattr(by, "pk", None),
            by=by if isinstance(by, str) else f"user {by.pk}",
            batch=batch,
            request_id=request_id.get(),
            previous_hash=previous,
            **({"op": "", "diff": {}, "reason": ""} | thing),
        )
        previous = change.hash = change.digest()
        changes.append(change)
    return Change.objects.bulk_create(changes)


def record_export(*, asked, by):
    """Who has taken the history away as a file, and which part of it, is known afterwards."""
    return record("history.exported", subject="history", by=by, diff={"filters": [None, asked]})


def first_broken():
    """The first change at which the history is not what was written, or None when it is whole."""
    found = next(iter(chain.check().breaks), None)
    return found and Change.objects.filter(pk__lte=found.last).order_by("-pk").first()


def _place(count):
    """The hash after which new rows stand, and the numbers they get: a row's number is part of its own hash."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT hash FROM registry_change ORDER BY id DESC LIMIT 1),"
            " array_agg(nextval(pg_get_serial_sequence('registry_change', 'id'))) FROM generate_series(1, %s)",
            [count],
        )
        previous, numbers = cursor.fetchone()
    return previous or Change.NO_HASH, numbers or []
