"""A kept connection is looked at before it is used again, and made anew where the database ended it."""

import pytest
from django.db import connection, connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept():
    """A connection that outlives its request, as those of a web server do."""
    made = connections.create_connection("default")
    made.ensure_connection()
    made.health_check_enabled = True
    yield made
    made.close()


def _pid(one):
    with one.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _begin_request(one):
    one.health_check_done = False


def test_a_connection_that_stands_is_used_again_and_asked_nothing(kept):
    first = _pid(kept)
    _begin_request(kept)

    kept.close_if_health_check_failed()

    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [first])
        assert cursor.fetchone()[0] == "SELECT pg_backend_pid()"
    assert _pid(kept) == first


def test_whoever_comes_after_the_database_ended_a_connection_gets_another(kept):
    first = _pid(kept)
    with connection.cursor() as cursor:
        # Returns when the other one is gone.
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [first])
    _begin_request(kept)

    assert _pid(kept) != first


def test_a_connection_that_this_side_closed_is_made_anew(kept):
    first = _pid(kept)
    kept.connection.close()
    _begin_request(kept)

    assert _pid(kept) != first
