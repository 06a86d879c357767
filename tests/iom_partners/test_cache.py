"""Without Redis the registry goes on: people sign in, and guessing passwords is still slowed down."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.urls import reverse

from iom_partners.cache import PatientCache
from iom_partners.local.valkey import Valkey
from iom_partners.settings import CACHES
from tests import make
from tests.iom_partners.waiting import patiently

PASSWORD = "a long pass phrase that nobody knows"


@pytest.fixture
def away(settings):
    """Redis is where nobody answers."""
    nowhere = {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {alias: told | nowhere for alias, told in CACHES.items()}
    caches["default"].clear()
    yield caches["default"]
    caches["default"].clear()
    PatientCache.away_until = 0.0


def test_what_is_kept_while_redis_is_away_is_there(away):
    away.set("a", 1)

    assert (away.get("a"), away.incr("a"), away.add("a", 3), away.get_many(["a", "b"])) == (1, 2, False, {"a": 2})
    assert away.delete("a")
    assert away.get("a") is None


@pytest.fixture
def valkey(folder, settings):
    running = Valkey(folder / "valkey", folder, folder / "valkey.log", lasting=False)
    running.start(patiently)
    settings.CACHES = {alias: told | {"LOCATION": running.url} for alias, told in CACHES.items()}
    yield caches["default"]
    running.stop()


@pytest.mark.slow  # A Valkey of its own is started.
def test_a_number_is_added_to_in_one_step_and_only_where_there_is_one(valkey):
    with pytest.raises(ValueError, match="not found"):
        valkey.incr("number")
    valkey.add("number", 0, timeout=60)

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: valkey.incr("number"), range(200)))

    assert sorted(told) == list(range(1, 201))
    assert (valkey.incr("number", 5), valkey.get("number")) == (205, 205)


def test_one_client_asks_each_time(away):
    assert away._cache.get_client("a") is away._cache.get_client("b", write=True)


def test_a_person_signs_in_without_redis(away, client, db):
    person = make.member(password=PASSWORD)

    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    assert response.status_code == 302


def test_passwords_are_not_tried_for_ever_without_redis(away, client, db):
    person = make.member(password=PASSWORD)
    guess = {"login": person.email, "password": "guessed"}

    for _try in range(6):
        response = client.post(reverse("account_login"), guess)

    assert "Too many" in response.content.decode()
