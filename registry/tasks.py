"""Doors for the clock: each calls one verb, returns a count, and may run twice."""

import threading

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from registry import actions
from registry.errors import Refused

# A mail server that thinks for long must not take every thread of the mailer: the beat needs one.
_delivering = threading.Lock()


@shared_task
def take_up_jobs():
    """Do every job that is due, one after the other; returns how many."""
    done = 0
    while job := actions.take_job():
        actions.run_job(job)
        done += 1
    return done


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
def age_listings():
    return actions.age_listings()


@shared_task
def age_partnerships():
    return actions.age_partnerships(by="clock")


@shared_task
def count_name_keys():
    return actions.count_name_keys()


@shared_task
def count_missions():
    return actions.count_missions()


@shared_task
def find_duplicates():
    """Have a worker look for duplicates tonight, unless it is still at it since last night."""
    try:
        actions.start_duplicate_scan()
    except Refused:
        return 0
    return 1


@shared_task
def check_inventory():
    return sum(actions.check_inventory(by="clock").values())


@shared_task
def send_digests():
    """Tell people what is new in the views that they follow."""
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
