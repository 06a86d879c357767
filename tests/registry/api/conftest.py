"""What tests of the API share: a caller who is nobody, and counters that begin at nought."""

import pytest
from django.core.cache import cache
from django.test import Client

from registry.api import limits

LISTS = "/api/v1/organizations"


class Caller:
    """Reads addresses of the API as a stranger would."""

    def __init__(self):
        self.client = Client(raise_request_exception=False)

    def get(self, path="", query=None, **headers):
        address = path if path.startswith("/") else f"{LISTS}{'/' if path else ''}{path}"
        return self.client.get(
            address, query, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )

    def refused(self, query, **headers):
        """{(parameter, code)} of what a list refuses."""
        response = self.get(query=query, **headers)
        assert response.status_code == 400, response.content
        assert response["Content-Type"] == "application/problem+json"
        return {(error["parameter"], error["code"]) for error in response.json()["errors"]}

    def names(self, query=None):
        """The names of the organizations on the first page."""
        response = self.get(query=query)
        assert response.status_code == 200, response.content
        return [row["name"] for row in response.json()["results"]]


@pytest.fixture
def caller(db):
    return Caller()


def forget_counters():
    cache.clear()
    limits._Here.counted.clear()
    limits._Here.redis_is_away_until = 0.0


@pytest.fixture(autouse=True)
def _fresh_counters():
    forget_counters()
