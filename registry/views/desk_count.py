"""How much waits on somebody's desk, for the menu of every staff page: counted anew once a minute, and by the desk."""

from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import RedisError

from registry.queries import desk

SECONDS = 60


def waiting(user):
    """Without Redis it is counted each time: the pages go on."""
    known = None
    with suppress(RedisError, OSError):
        known = cache.get(_key(user))
    return remember(user, desk.waiting(user)) if known is None else known


def remember(user, count):
    with suppress(RedisError, OSError):
        cache.set(_key(user), count, SECONDS)
    return count


def _key(user):
    return f"desk:{user.pk}"
