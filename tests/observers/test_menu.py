"""The numbers in the menu of staff: counted once a minute, not at every page."""

import pytest
from django.core.cache import cache

from observers import slots
from tests.observers import steps

pytestmark = pytest.mark.django_db


def counts(user):
    return {item["name"]: item["count"] for group in slots.staff_menu(user) for item in group["items"]}


def test_a_number_may_be_a_minute_old(django_assert_num_queries):
    who = steps.people()
    officer = who["officer"]
    assert counts(officer)["observers:application-queue"] == 0
    steps.in_review(who)

    with django_assert_num_queries(0):
        assert counts(officer)["observers:application-queue"] == 0

    cache.clear()
    assert counts(officer)["observers:application-queue"] == 1
