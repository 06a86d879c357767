"""Is it alive, and can it work? For the load balancer and the person on call."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils import timezone
from redis.exceptions import RedisError

# Beat ticks every 15 seconds; four missed ticks are no accident.
LATE = timedelta(seconds=60)


def live(request):
    return JsonResponse({"status": "ok"})


def ready(request):
    """200 when database, broker and worker answer, else 503; each part by name."""
    parts = {"database": _database(), "broker": _broker()}
    beat = _last_beat() if parts["broker"] == "ok" else None
    age = (timezone.now() - beat) if beat else None
    parts["worker"] = "ok" if age is not None and age < LATE else "late"
    is_ready = all(part == "ok" for part in parts.values())
    return JsonResponse(
        {
            "status": "ok" if is_ready else "unavailable",
            **parts,
            "last_beat_seconds_ago": round(age.total_seconds()) if age is not None else None,
        },
        status=200 if is_ready else 503,
    )


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _broker():
    try:
        cache.set("health", "1", timeout=60)
        return "ok" if cache.get("health") == "1" else "unreachable"
    except (RedisError, OSError):
        return "unreachable"


def _last_beat():
    said = cache.get("last-beat")
    return datetime.fromisoformat(said) if said else None
