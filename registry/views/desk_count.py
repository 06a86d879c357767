"""Numbers of the desk that may be a little old: what waits, for the menu of every page, and what nobody confirmed."""

from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import RedisError

from registry.queries import desk

# What waits is counted anew once a minute, and by the desk itself; the whole inventory a few times an hour.
WAITING_FOR, UNCONFIRMED_FOR = 60, 15 * 60


def waiting(user):
    return _kept(f"desk:{user.pk}", WAITING_FOR, lambda: desk.waiting(user))


def remember_waiting(user, count):
    with suppress(RedisError, OSError):
        cache.set(f"desk:{user.pk}", count, WAITING_FOR)


def unconfirmed(user):
    """See queries.desk.unconfirmed."""
    return _kept(f"desk-unconfirmed:{user.pk}", UNCONFIRMED_FOR, lambda: desk.unconfirmed(user))


def _kept(key, seconds, count):
    """Without Redis it is counted each time: the pages go on."""
    known = None
    with suppress(RedisError, OSError):
        known = cache.get(key)
    if known is None:
        known = count()
        with suppress(RedisError, OSError):
            cache.set(key, known, seconds)
    return known
