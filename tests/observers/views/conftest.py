"""An application as its organization begins it, and the one who leads it, signed in."""

import pytest

from tests.observers import steps


@pytest.fixture
def application(db):
    return steps.draft()


@pytest.fixture
def visitor(client, application):
    client.force_login(application.correspondent)
    return client
