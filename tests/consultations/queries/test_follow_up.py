"""With what the next edition begins."""

from datetime import date

import pytest

from consultations import actions
from consultations.queries.follow_up import earlier_edition
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return actions.create_series(code="regional", name_en="Regional", by="test")


def test_an_edition_begins_with_the_last_of_its_series_that_took_place(series):
    held = make.held(series=series, starts_on=date(2024, 5, 6))
    make.consultation(series=series, starts_on=date(2025, 5, 6))
    cancelled = make.consultation(state="planned", series=series, starts_on=date(2026, 5, 6))
    actions.move_consultation(cancelled, to="cancelled", reason="No hall.", by="test")

    assert earlier_edition(make.consultation(series=series)) == held


def test_an_edition_that_was_copied_from_an_idea_begins_with_the_one_that_took_place(series):
    held = make.held(series=series, starts_on=date(2024, 5, 6))
    idea = make.consultation(series=series, starts_on=date(2025, 5, 6))

    assert earlier_edition(make.consultation(series=series, copied_from=idea)) == held
    assert earlier_edition(make.consultation(series=series, copied_from=held)) == held
