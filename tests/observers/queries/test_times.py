"""Time on each side of the desk, what is usual in a stage, and which day of a clock it is."""

from datetime import UTC, datetime, timedelta

import pytest

from observers.models import Application, CriteriaSet, Turn
from observers.queries.clock import database_now
from observers.queries.times import Day, day_of_clock, spent, stages
from observers.states import ApplicationState
from tests.observers import steps

pytestmark = pytest.mark.django_db
S = ApplicationState
DAY = timedelta(days=1)


def with_turns(*stretches, application=None):
    """An application whose turns lasted so many days each, one after the other up to now: (state, side, days)."""
    application = application or steps.sent()
    application.turns.all().delete()
    end = database_now()
    ended = None
    for state, side, days in reversed(stretches):
        began = end - days * DAY
        Turn.objects.create(application=application, state=state, side=side, began_at=began, ended_at=ended)
        end = ended = began
    Application.objects.filter(pk=application.pk).update(state=stretches[-1][0])
    application.refresh_from_db()
    return application


def test_each_side_has_its_own_time_and_the_draft_counts_for_nobody():
    application = with_turns(
        ("draft", "applicant", 90),
        ("submitted", "iom", 2),
        ("screening", "iom", 3),
        ("incomplete", "applicant", 10),
        ("submitted", "iom", 1),
        ("in_review", "iom", 20),
        ("clarification", "applicant", 7),
    )

    used = spent([application.pk])[application.pk]

    assert (used.applicant, used.iom, used.council) == (17 * DAY, 26 * DAY, timedelta())


def test_an_application_without_turns_has_used_nothing():
    assert spent([0])[0].iom == timedelta()


def test_a_stage_tells_its_median_and_its_ninetieth_percentile():
    for days in (1, 2, 3, 4, 100):
        with_turns(("in_review", "iom", days), ("ready", "iom", 1))

    told = {stage.state: stage for stage in stages(Application.objects.all())}

    assert set(told) == {"in_review"}, "what still lasts is not counted"
    assert (told["in_review"].number, told["in_review"].median_days) == (5, 3)
    assert told["in_review"].ninetieth_days == pytest.approx(4 + 96 * 0.6)


def test_who_came_back_to_a_stage_counts_once_with_the_sum():
    with_turns(("in_review", "iom", 5), ("clarification", "applicant", 3), ("in_review", "iom", 2), ("ready", "iom", 0))

    told = {stage.state: stage for stage in stages(Application.objects.all())}

    assert (told["in_review"].number, told["in_review"].median_days) == (1, 7)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def clock(state, turns, now, **days):
    """The day of the clock of an application that was never saved."""
    application = Application(state=state, criteria_set=CriteriaSet(**days))
    turns = [
        Turn(pk=n, state=told, side="iom", began_at=at(began), ended_at=ended and at(ended))
        for n, (told, began, ended) in enumerate(turns, 1)
    ]
    return day_of_clock(application, turns, at(now))


# 2 November 2026 is a Monday.
@pytest.mark.parametrize(
    ("now", "n"), [("2026-11-02T12:00", 1), ("2026-11-03T12:00", 1), ("2026-11-06T12:00", 4), ("2026-11-09T12:00", 5)]
)
def test_working_days_of_the_review_are_counted(now, n):
    assert clock("in_review", [("in_review", "2026-11-02T09:00", None)], now, review_days=60) == Day(n, 60, True)


def test_the_clock_stands_still_while_the_organization_answers():
    turns = [
        ("in_review", "2026-11-02T09:00", "2026-11-04T09:00"),
        ("clarification", "2026-11-04T09:00", "2026-11-18T09:00"),
        ("in_review", "2026-11-18T09:00", None),
    ]

    assert clock("in_review", turns, "2026-11-19T12:00", review_days=60).n == 3


def test_a_deferral_begins_a_new_clock():
    turns = [
        ("in_review", "2026-06-01T09:00", "2026-10-01T09:00"),
        ("deferred", "2026-10-01T09:00", "2026-11-02T09:00"),
        ("in_review", "2026-11-02T09:00", None),
    ]

    assert clock("in_review", turns, "2026-11-05T12:00").n == 3


def test_an_application_that_was_sent_again_is_checked_anew():
    turns = [
        ("submitted", "2026-10-01T09:00", "2026-10-05T09:00"),
        ("incomplete", "2026-10-05T09:00", "2026-11-02T09:00"),
        ("submitted", "2026-11-02T09:00", "2026-11-03T09:00"),
        ("screening", "2026-11-03T09:00", None),
    ]

    assert clock("screening", turns, "2026-11-05T12:00", screening_days=10) == Day(3, 10, True)


def test_days_to_answer_are_days_of_the_calendar():
    assert clock("clarification", [("clarification", "2026-11-02T09:00", None)], "2026-11-09T12:00") == Day(
        7, None, False
    )


def test_no_clock_runs_on_the_way_to_the_council():
    assert clock("recommended", [("recommended", "2026-11-02T09:00", None)], "2026-11-09T12:00") is None
