"""Numbers that may be a minute old: counted once, then taken from Redis; counted each time while Redis is away."""

from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import RedisError


def kept(key, seconds, count):
    known = None
    with suppress(RedisError, OSError):
        known = cache.get(key)
    if known is None:
        known = count()
        keep(key, seconds, known)
    return known


def keep(key, seconds, known):
    with suppress(RedisError, OSError):
        cache.set(key, known, seconds)
