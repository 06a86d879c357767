"""A room to register for, and an organization that is invited to it."""

from datetime import timedelta

import pytest

from consultations.queries.calendar import today_in
from tests import make


@pytest.fixture
def room():
    """A consultation that invites, with one seat in the room, one online place a person, and two organizations."""
    today = today_in("Africa/Nairobi")
    return make.consultation(
        state="inviting",
        starts_on=today + timedelta(days=60),
        registration_until=today + timedelta(days=30),
        format="hybrid",
        seats=1,
    )


@pytest.fixture
def invited(room):
    return make.accepted(room)
