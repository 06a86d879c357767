"""Doors for the clock: each calls one verb, returns a count, and may run twice."""

import threading

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from registry import actions
from registry.models import Lane

# A mail server that thinks for long must not take every thread of the mailer: the beat needs one.
_delivering = threading.Lock()
_telling = threading.Lock()


@shared_task
def take_up_jobs(lane=Lane.LONG):
    """Do every job of this lane that is due, one after the other; returns how many."""
    done = 0
    while job := actions.take_job(lane=lane):
        actions.run_job(job)
        done += 1
    return done


@shared_task
def ask_for_work():
    """Make a job of every routine that is due; a tick that was missed is made up for by the next."""
    return actions.ask_for_work()


@shared_task
def forget_runs():
    return actions.forget_runs()


@shared_task
def look_after_keys():
    return actions.look_after_keys()


@shared_task
def deliver_messages():
    """Send what is due; a tick that comes while this process is still sending has nothing to do."""
    if not _delivering.acquire(blocking=False):
        return 0
    try:
        return actions.deliver_messages()
    finally:
        _delivering.release()


@shared_task
def tell_webhooks():
    """Write messages for what is new in the feed and send what is due; not twice at once in one process."""
    if not _telling.acquire(blocking=False):
        return 0
    try:
        actions.queue_webhooks()
        return actions.deliver_webhooks()
    finally:
        _telling.release()


@shared_task
def read_bounces():
    """Take the mails that came back."""
    return actions.read_bounces()


@shared_task
def read_sources():
    return actions.start_due_readings()


@shared_task
def count_missions():
    return actions.count_missions()


@shared_task
def begin_night():
    """Have a worker do tonight's work, unless it was begun already or the last night is still at work."""
    return actions.begin_night()


@shared_task
def write_editions_anew():
    return actions.write_editions_anew()


@shared_task
def write_exports_anew():
    return actions.write_exports_anew()


@shared_task
def send_due_reminders():
    return actions.send_due_reminders(by="clock")


@shared_task
def send_digests():
    """Tell people what they asked to be told once a day or a week, and what is new in the views that they follow."""
    return actions.send_digests()


@shared_task
def settle_refreshes():
    """Say who kept silent, end what is over, and go on with campaigns that wait for nobody."""
    return actions.settle_refreshes(by="clock")


@shared_task
def expire_claims():
    return actions.expire_claims(by="clock")


@shared_task
def beat():
    """Say that the clock ticks and a worker hears it; /health/ready reads it."""
    cache.set("last-beat", timezone.now().isoformat(), timeout=None)
