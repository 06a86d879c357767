"""Redis; while it is away the memory of this process: people sign in, and each process keeps its limits by itself."""

import hashlib
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis.exceptions import NoScriptError, RedisError

# For so many seconds after a failure Redis is not asked again, so that its absence does not slow every page.
PAUSE = 5

# Adds to a number that is there; nil where there is none.
_ADD = """
if redis.call('EXISTS', KEYS[1]) == 0 then return nil end
return redis.call('INCRBY', KEYS[1], ARGV[1])
"""
_NAME_OF_ADD = hashlib.sha1(_ADD.encode(), usedforsecurity=False).hexdigest()


def _or_here(name):
    def method(self, *args, **kwargs):
        if time.monotonic() >= self.away_until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except (RedisError, OSError):
                type(self).away_until = time.monotonic() + PAUSE
        return getattr(self._here, name)(*args, **kwargs)

    return method


class _Client(RedisCacheClient):
    """Of one server, which is asked by the same object each time: to make one takes longer than most questions."""

    def get_client(self, key=None, *, write=False):
        return self._kept

    @cached_property
    def _kept(self):
        return super().get_client(write=True)

    def incr(self, key, delta):
        """In one question and one step. Django asks first whether there is a number, at every request of the API."""
        try:
            number = self._kept.evalsha(_NAME_OF_ADD, 1, key, delta)
        except NoScriptError:
            # The first one since Redis began.
            number = self._kept.eval(_ADD, 1, key, delta)
        if number is None:
            raise ValueError(f"Key '{key}' not found.")
        return number


class PatientCache(RedisCache):
    # Of the whole process: what one thread has learned, the others need not wait for.
    away_until = 0.0

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = _Client
        self._here = LocMemCache("while-redis-is-away", params)

    add = _or_here("add")
    get = _or_here("get")
    set = _or_here("set")
    touch = _or_here("touch")
    delete = _or_here("delete")
    incr = _or_here("incr")
    has_key = _or_here("has_key")
    get_many = _or_here("get_many")
    set_many = _or_here("set_many")
    delete_many = _or_here("delete_many")
    clear = _or_here("clear")
