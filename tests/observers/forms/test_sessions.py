"""Deadlines as people write them: by the clock on a wall, which jumps and repeats."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from observers.forms.sessions import OutcomeForm, SessionForm
from registry.forms.clocks import instant
from tests.observers import steps

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wall_time", "zone", "moment"),
    [
        ("2027-01-31 23:59", "Europe/Zurich", datetime(2027, 1, 31, 22, 59, tzinfo=UTC)),
        ("2027-07-31 23:59", "Europe/Zurich", datetime(2027, 7, 31, 21, 59, tzinfo=UTC)),
        ("2027-03-28 01:59", "Europe/Zurich", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28 03:00", "Europe/Zurich", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-10-31 01:59", "Europe/Zurich", datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("2027-10-31 03:00", "Europe/Zurich", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        ("2027-01-31 23:59", "Africa/Nairobi", datetime(2027, 1, 31, 20, 59, tzinfo=UTC)),
    ],
)
def test_a_time_on_a_wall_is_one_moment(wall_time, zone, moment):
    assert instant(datetime.fromisoformat(wall_time), zone) == moment


@pytest.mark.parametrize(
    ("wall_time", "words"),
    [
        ("2027-03-28 02:00", "jump over"),
        ("2027-03-28 02:59", "jump over"),
        ("2027-10-31 02:00", "comes twice"),
        ("2027-10-31 02:59", "comes twice"),
    ],
)
def test_a_time_that_no_clock_or_two_clocks_show_is_refused(wall_time, words):
    with pytest.raises(ValidationError, match=words):
        instant(datetime.fromisoformat(wall_time), "Europe/Zurich")


def typed(**changes):
    return {
        "kind": "regular",
        "number": "117",
        "starts_on": "2027-11-22",
        "ends_on": "2027-11-24",
        "zone": "Europe/Zurich",
        "closes_at": "2027-05-31T23:59",
    } | changes


def test_a_session_is_read_by_the_clocks_of_its_zone():
    form = SessionForm(typed(zone="America/New_York"))

    assert form.is_valid()
    assert form.cleaned_data["closes_at"] == datetime(2027, 6, 1, 3, 59, tzinfo=UTC)


def test_what_was_saved_is_shown_by_the_same_clocks():
    session = steps.session(closes_at=datetime(2027, 6, 1, 3, 59, tzinfo=UTC), zone="America/New_York")

    assert SessionForm.initial_of(session)["closes_at"] == datetime.fromisoformat("2027-05-31 23:59")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "number"),
        ({"ends_on": "2027-11-21"}, "ends_on"),
        ({"closes_at": "2027-03-28T02:30"}, "closes_at"),
        ({"closes_at": "tomorrow"}, "closes_at"),
        ({"zone": "Mars/Olympus"}, "zone"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(changes, field):
    form = SessionForm(typed(**changes))

    assert not form.is_valid()
    assert set(form.errors) == {field}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"outcome": ""}, set()),
        ({"outcome": "admitted"}, {"decided_on", "resolution"}),
        ({"outcome": "withdrawn", "decided_on": "2026-11-20"}, set()),
        (
            {"outcome": "deferred", "decided_on": "2026-11-20", "resolution": "12"},
            {"deferral", "missing", "next_session"},
        ),
    ],
)
def test_an_outcome_says_all_that_it_needs(changes, fields):
    form = OutcomeForm(changes, session=steps.session())

    assert form.is_valid() == (not fields)
    assert set(form.errors) == fields
