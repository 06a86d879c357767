"""Is it alive, and can it work? For the load balancer and the person on call."""

from datetime import datetime, timedelta

from django.core.cache import caches
from django.db import Error, connection
from django.http import JsonResponse
from django.utils import timezone
from django.utils.connection import ConnectionProxy
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from registry.queries.routines import late_work

# Not the one that makes do without Redis.
cache = ConnectionProxy(caches, "redis")
# Beat ticks every 15 seconds; four missed ticks are no accident.
LATE = timedelta(seconds=60)


@require_safe
def live(request):
    return _answer({"status": "ok"})


@require_safe
def ready(request):
    """200 when database, broker and worker answer, else 503; each part by name.

    Work of the clock that is late is told and changes no status: pages answer as well without it.
    """
    broker, beat = _broker()
    age = (timezone.now() - beat) if beat else None
    parts = {
        "database": _database(),
        "broker": broker,
        "worker": "ok" if age is not None and age < LATE else "late",
    }
    is_ready = all(part == "ok" for part in parts.values())
    return _answer(
        {
            "status": "ok" if is_ready else "unavailable",
            **parts,
            "last_beat_seconds_ago": round(age.total_seconds()) if age is not None else None,
            "late_work": _late_work(),
        },
        status=200 if is_ready else 503,
    )


def _answer(content, status=200):
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "unreachable"
    return "ok"


def _late_work():
    """The routines that are late, or nothing when the database cannot say."""
    try:
        return [standing.entry.key for standing in late_work()]
    except Error:
        return None


def _broker():
    """Whether Redis keeps what it is given, and when the last beat was heard."""
    try:
        cache.set("health", "1", timeout=60)
        kept, said = cache.get("health"), cache.get("last-beat")
    except (RedisError, OSError):
        return "unreachable", None
    return "ok" if kept == "1" else "unreachable", datetime.fromisoformat(said) if said else None
