"""The world in which every address has something to show, built once a file."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings

from tests.house import access_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world is built once; every cell of the matrix is undone."""
    folder = tmp_path_factory.mktemp("mail")
    # The visitors proved who they are when the world was built, which may be some minutes ago.
    lasting = {"USERSESSIONS_TRACK_ACTIVITY": False, "ACCOUNT_REAUTHENTICATION_TIMEOUT": 24 * 3600}
    with (
        django_db_blocker.unblock(),
        override_settings(MAIL_SINK=str(folder), **lasting),
        transaction.atomic(),
    ):
        cache.clear()
        with connection.cursor() as cursor:
            # One transaction for some hundred tests, of which a few wait for others that keep the machine busy.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield access_world.build(folder)
        transaction.set_rollback(True)
