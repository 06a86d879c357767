"""How often somebody may ask: so many requests a minute from one address, or of one client with all its keys.

Counted by Redis in one atomic step.

While Redis is away each process counts for itself: nobody is locked out, and the limit still holds within a factor of
the number of processes. RateLimit and RateLimit-Policy follow draft 11 of the IETF.
"""

import ipaddress
import threading
import time

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError
from rest_framework.exceptions import Throttled
from rest_framework.throttling import BaseThrottle

# For so many seconds after a failure Redis is not asked again, so that its absence does not slow every request.
PAUSE = 5


class Limit(BaseThrottle):
    """By the name that the view gives in `limit`: for a client of its own, for all others by address."""

    def allow_request(self, request, view):
        return self.allow(request, view.limit)

    def allow(self, request, name):
        if request.auth:
            return self._counted(request, _of_client(name), request.auth.client.reference)
        return self._counted(request, name, address_of(request))

    def _counted(self, request, name, caller):
        quota, window = settings.API_LIMITS[name]
        now = time.time()
        number, self.left = int(now // window), int(window - now % window) + 1
        used = count(f"api:{name}:{number}:{caller}", window)
        request._request.limit_headers = {
            "RateLimit-Policy": f'"{name}";q={quota};w={window}',
            "RateLimit": f'"{name}";r={max(0, quota - used)};t={self.left}',
        }
        return used <= quota

    def wait(self):
        return self.left


def _of_client(name):
    """Nobody loses by showing a key, where strangers may ask more often. What is counted over a longer time than the
    requests of a client is work for an hour, and keeps its own limit."""
    (most, seconds), (quota, window) = settings.API_LIMITS["keys"], settings.API_LIMITS[name]
    return name if quota > most or window > seconds else "keys"


class _Guesses(Limit):
    """Keys that nobody knows, by address: whoever tries many is not answered for the rest of the minute."""

    def allow_request(self, request, view=None):
        return self._counted(request, "wrong-keys", address_of(request))


def tokens_left(request):
    """0, or the seconds to wait before another token is given to this address."""
    quota, window = settings.API_LIMITS["tokens"]
    now = time.time()
    used = count(f"api:tokens:{int(now // window)}:{address_of(request)}", window)
    return int(window - now % window) + 1 if used > quota else 0


def refuse_more(request, name):
    """Count what a request asks for beside an answer, such as work of a worker."""
    limit = Limit()
    if not limit.allow(request, name):
        raise Throttled(limit.wait())


def refuse_guessing(request):
    guesses = _Guesses()
    if not guesses.allow_request(request):
        raise Throttled(guesses.wait())


def count(key, window):
    """How often this key was counted, this time included."""
    if time.monotonic() >= _Here.redis_is_away_until:
        try:
            return _count_on(key, window)
        except (RedisError, OSError, ValueError):
            _Here.redis_is_away_until = time.monotonic() + PAUSE
    return _Here.count(key, window)


def _count_on(key, window):
    try:
        return cache.incr(key)
    except ValueError:
        # The first one of a window begins the counter; whoever comes at the same moment only adds to it.
        cache.add(key, 0, timeout=2 * window)
        return cache.incr(key)


class _Here:
    """What this process counts for itself."""

    redis_is_away_until = 0.0
    lock = threading.Lock()
    counted: dict[str, tuple[int, float]] = {}

    @classmethod
    def count(cls, key, window):
        now = time.monotonic()
        with cls.lock:
            for old in [old for old, (_, until) in cls.counted.items() if until < now]:
                del cls.counted[old]
            used, until = cls.counted.get(key, (0, now + 2 * window))
            cls.counted[key] = used + 1, until
            return used + 1


def address_of(request):
    """The address behind our own proxies, never one that a visitor wrote; of IPv6, the network of one customer. As a
    word that tells it from others and says nothing of it."""
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed_on = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(passed_on) >= proxies:
        address = passed_on[-proxies]
    try:
        known = ipaddress.ip_address(address)
        if known.version == 6:
            address = str(ipaddress.ip_network((known, 64), strict=False))
    except ValueError:
        pass
    return salted_hmac("registry.api.limits", address).hexdigest()[:24]
