"""How often a stranger may ask, also when Redis is away, and whose requests are counted together."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache

from registry.api import limits
from tests import make
from tests.registry.api.conftest import forget_counters


@pytest.fixture
def few(settings):
    settings.API_LIMITS = {"lists": (3, 600), "reads": (5, 600)}
    return settings


def test_the_fourth_list_of_three_is_refused_with_the_time_to_wait(caller, few):
    answers = [caller.get() for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit"].split(";t=")[0] for answer in answers] == [f'"lists";r={left}' for left in (2, 1, 0, 0)]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"lists";q=3;w=600'}
    assert 0 < int(answers[3]["Retry-After"]) <= 600
    assert answers[3].json()["type"].endswith("/problems/too-many-requests")


def test_lists_and_single_records_are_counted_apart(caller, few):
    for _ in range(4):
        caller.get()

    assert caller.get("/api/v1/areas").status_code == 200


@pytest.mark.parametrize(
    "facts", [{"scopes": ["webhooks"]}, {"scopes": ["read"], "countries": ["KEN"]}], ids=["scope", "countries"]
)
def test_what_a_key_may_not_do_is_counted_as_well(caller, few, facts):
    few.API_LIMITS = {name: (3, 600) for name in ("lists", "reads", "keys")}
    key = make.api_key(**facts)

    answers = [caller.get("/api/v1/changes", Authorization=f"Bearer {key}") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 429]
    assert [answer["RateLimit"].split(";t=")[0] for answer in answers] == [f'"keys";r={left}' for left in (2, 1, 0, 0)]


@pytest.mark.parametrize(
    ("proxies", "first", "second", "together"),
    [
        (0, {"REMOTE_ADDR": "1.1.1.1"}, {"REMOTE_ADDR": "2.2.2.2"}, False),
        (0, {"HTTP_X_FORWARDED_FOR": "1.1.1.1"}, {"HTTP_X_FORWARDED_FOR": "2.2.2.2"}, True),
        (1, {"HTTP_X_FORWARDED_FOR": "9.9.9.9, 1.1.1.1"}, {"HTTP_X_FORWARDED_FOR": "8.8.8.8, 1.1.1.1"}, True),
        (1, {"HTTP_X_FORWARDED_FOR": "1.1.1.1"}, {"HTTP_X_FORWARDED_FOR": "2.2.2.2"}, False),
        (2, {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 7.7.7.7"}, {"HTTP_X_FORWARDED_FOR": "2.2.2.2, 7.7.7.7"}, False),
        (0, {"REMOTE_ADDR": "2001:db8:0:1::1"}, {"REMOTE_ADDR": "2001:db8:0:1::2"}, True),
        (0, {"REMOTE_ADDR": "2001:db8:0:1::1"}, {"REMOTE_ADDR": "2001:db8:0:2::1"}, False),
    ],
)
def test_the_address_that_is_counted_is_not_one_that_a_visitor_can_write(caller, few, proxies, first, second, together):
    few.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    caller.client.get("/api/v1/organizations", **first)

    said = caller.client.get("/api/v1/organizations", **second)["RateLimit"]

    assert said.startswith('"lists";r=1;' if together else '"lists";r=2;')


@pytest.fixture
def redis_away(monkeypatch):
    """The cache of production, at an address where nobody answers."""
    away = RedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})
    monkeypatch.setattr(limits, "cache", away)


def test_without_redis_the_limit_still_holds_and_nobody_is_locked_out(caller, few, redis_away):
    assert [caller.get().status_code for _ in range(4)] == [200, 200, 200, 429]


def test_redis_is_asked_again_after_a_pause(caller, few, redis_away, monkeypatch):
    caller.get()
    monkeypatch.setattr(limits, "cache", cache)
    monkeypatch.setattr(limits, "PAUSE", 0)
    forget_counters()

    assert caller.get()["RateLimit"].startswith('"lists";r=2;')
    assert caller.get()["RateLimit"].startswith('"lists";r=1;')


def test_counting_is_exact_when_many_ask_at_once():
    with ThreadPoolExecutor(8) as pool:
        counted = list(pool.map(lambda _: limits.count("at-once", 60), range(200)))

    assert sorted(counted) == list(range(1, 201))
