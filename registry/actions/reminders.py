"""The ledger of reminders: planned once, sent once, called off when there is nothing to remind of any more.

What a kind says and to whom is known to the app that plans it: settings.REMINDERS names a verb for each kind. It takes
the row and answers True when it wrote to somebody, False when there is nothing to remind of, None when there is nobody
to write to yet.
"""

import logging

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from registry.models import Reminder

logger = logging.getLogger(__name__)


class _SentByAnother(Exception):
    """Another worker was quicker: what this one wrote is rolled back."""


def plan_reminder(kind, *, subject, due_at):
    """Remind of a matter from then on. Planned twice is planned once; called off before it was due, it is on again."""
    Reminder.objects.bulk_create([Reminder(kind=kind, subject=subject, due_at=due_at)], ignore_conflicts=True)
    called_off = Reminder.objects.filter(kind=kind, subject=subject, due_at=due_at, sent_at=None)
    called_off.filter(due_at__gt=timezone.now(), cancelled_at__isnull=False).update(cancelled_at=None)


def cancel_reminders(kind, *, subject):
    """Call off what is still to be sent of a matter: it is done. Part of the verb that did it; returns how many."""
    return Reminder.objects.open().filter(kind=kind, subject=subject).update(cancelled_at=timezone.now())


def send_due_reminders(*, by, kind=None):
    """Send what is due, of one kind or of all; returns how many were sent.

    What the clock missed while it stood still is called off where a later one of the same matter is due as well. One
    that cannot be sent leaves the others to be sent, and is tried again next time.
    """
    due = Reminder.objects.due(at=timezone.now()).order_by("due_at", "pk")
    sent = 0
    for reminder in due.filter(kind=kind) if kind else due:
        try:
            sent += _send(reminder)
        except _SentByAnother:
            continue
        except Exception:
            if not connection.is_usable():
                raise
            logger.exception("Reminder %s could not be sent", reminder.pk)
    return sent


@transaction.atomic
def _send(reminder):
    now = timezone.now()
    same = Reminder.objects.due(at=now).filter(kind=reminder.kind, subject=reminder.subject)
    if same.filter(due_at__gt=reminder.due_at).exists():
        return _close(reminder, cancelled_at=now)
    # The verb locks what it is about, as every verb does; the row of the ledger comes last.
    wrote = import_string(settings.REMINDERS[reminder.kind])(reminder)
    if wrote is None:
        return 0
    return _close(reminder, sent_at=now) if wrote else _close(reminder, cancelled_at=now)


def _close(reminder, **when):
    if not Reminder.objects.open().filter(pk=reminder.pk).update(**when):
        raise _SentByAnother
    return int("sent_at" in when)
