"""The balancer is told the truth in JSON, whatever is down; it never gets an exception."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from registry import tasks
from registry.models import Routine
from registry.views import health

# The clock goes on between a beat and the question, and on a loaded machine for more than a second.
A_SLOW_MACHINE = 25  # seconds


@pytest.fixture(autouse=True)
def _no_beat():
    cache.clear()


@pytest.fixture
def balancer(db):
    return Client(raise_request_exception=False)


def test_it_is_alive_even_when_it_cannot_work(balancer):
    response = balancer.get("/health")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"


def test_it_is_ready_when_database_broker_and_worker_answer(balancer):
    tasks.beat()

    response = balancer.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "worker": "ok",
        "last_beat_seconds_ago": response.json()["last_beat_seconds_ago"],
        "late_work": [],
    }
    assert 0 <= response.json()["last_beat_seconds_ago"] < A_SLOW_MACHINE


@pytest.mark.parametrize(("age", "worker", "status"), [(30, "ok", 200), (61, "late", 503), (3600, "late", 503)])
def test_a_beat_that_was_missed_four_times_is_late(balancer, age, worker, status):
    cache.set("last-beat", (timezone.now() - timedelta(seconds=age)).isoformat(), timeout=None)

    response = balancer.get("/health/ready")

    assert (response.status_code, response.json()["worker"]) == (status, worker)
    assert age <= response.json()["last_beat_seconds_ago"] < age + A_SLOW_MACHINE


def test_a_worker_that_was_never_heard_is_late(balancer):
    response = balancer.get("/health/ready")

    assert (response.status_code, response.json()["worker"]) == (503, "late")
    assert response.json()["last_beat_seconds_ago"] is None


def test_without_redis_it_is_not_ready(balancer, monkeypatch):
    monkeypatch.setattr(
        health, "cache", RedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})
    )

    response = balancer.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "database": "ok",
        "broker": "unreachable",
        "worker": "late",
        "last_beat_seconds_ago": None,
        "late_work": [],
    }


def test_work_of_the_clock_that_is_late_is_told_and_the_pages_go_on(balancer):
    tasks.beat()
    Routine.objects.create(key="count-missions", next_due_at=timezone.now() - timedelta(hours=1))

    response = balancer.get("/health/ready")

    assert (response.status_code, response.json()["late_work"]) == (200, ["count-missions"])


class _Gone:
    """A connection to a database that is not there."""

    def __init__(self, error):
        self.error = error

    def cursor(self):
        raise self.error("gone")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_a_database_it_is_not_ready(balancer, monkeypatch, error):
    tasks.beat()
    monkeypatch.setattr(health, "connection", _Gone(error))

    response = balancer.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"


@pytest.mark.parametrize("address", ["/health", "/health/ready"])
def test_it_is_only_asked(balancer, address):
    assert balancer.post(address).status_code == 405
    assert balancer.head(address).status_code in {200, 503}
