"""What the environment says of waiting is what the database is told."""

import os

import psycopg
import pytest

from iom_partners.settings import _database


@pytest.mark.parametrize(
    ("variable", "setting"),
    [
        ("STATEMENT_TIMEOUT_SECONDS", "statement_timeout"),
        ("LOCK_TIMEOUT_SECONDS", "lock_timeout"),
        ("IDLE_TIMEOUT_SECONDS", "idle_in_transaction_session_timeout"),
    ],
)
def test_how_long_a_process_may_wait_is_told_to_the_database(variable, setting, monkeypatch):
    monkeypatch.setenv(variable, "17")
    url = os.environ["DATABASE_URL"]

    with psycopg.connect(url, options=_database(url)["OPTIONS"]["options"]) as connection:
        assert connection.execute(f"SHOW {setting}").fetchone() == ("17s",)
