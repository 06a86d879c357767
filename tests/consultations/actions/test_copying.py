"""A new edition that is begun from an earlier one takes its agenda along, moved to its own days."""

from datetime import UTC, date, datetime

import pytest

from consultations import actions
from registry.models import Change
from tests import make

pytestmark = pytest.mark.django_db
FACTS = {"name_en": "Again", "kinds": ["regional"], "zone": "Europe/Zurich", "place": "Geneva"}


@pytest.fixture
def earlier(db):
    """Three days in Nairobi: a session of the first day with a break-out group, and one of the third."""
    earlier = make.consultation()
    opening = make.session(earlier, name_en="Opening", room="Room 1", speakers=[("Amina", True)])
    make.session(earlier, starts="09:15", ends="09:45", name_en="Group", kind="breakout", parent=opening)
    make.session(earlier, day=earlier.ends_on, name_en="Closing")
    return earlier


def copy(earlier, **facts):
    return actions.copy_consultation(earlier, by="test", **(FACTS | facts))


def test_sessions_move_to_the_new_days_by_the_clocks_of_the_new_place(earlier):
    made = copy(earlier, starts_on=date(2028, 7, 3), ends_on=date(2028, 7, 5))

    told = {item.name_en: item for item in made.agenda.select_related("parent")}
    assert set(told) == {"Opening", "Group", "Closing"}
    assert told["Opening"].starts_at == datetime(2028, 7, 3, 7, 0, tzinfo=UTC)
    assert told["Closing"].ends_at == datetime(2028, 7, 5, 8, 0, tzinfo=UTC)
    assert (told["Group"].parent, told["Opening"].room) == (told["Opening"], "Room 1")
    assert not told["Opening"].speakers.exists()
    assert earlier.agenda.count() == 3


def test_what_would_lie_after_the_last_day_is_left_out(earlier):
    made = copy(earlier, starts_on=date(2028, 7, 3), ends_on=date(2028, 7, 3))

    assert sorted(made.agenda.values_list("name_en", flat=True)) == ["Group", "Opening"]


def test_without_days_the_agenda_waits(earlier):
    made = copy(earlier)

    assert not made.agenda.exists()
    assert made.copied_from == earlier


def test_the_history_tells_how_many_sessions_came_along(earlier):
    made = copy(earlier, starts_on=date(2028, 7, 3), ends_on=date(2028, 7, 5))

    change = Change.objects.get(verb="consultation.agenda_copied")
    assert (change.subject, change.diff["sessions"]) == (made.reference, [None, 3])
