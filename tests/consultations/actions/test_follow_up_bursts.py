"""Many at once: one answer, numbers without gaps, each line once, everybody told once, and nobody waits in a circle."""

from datetime import date
from functools import partial

import pytest

from consultations import actions
from consultations.models import Escalation, ManagementResponse, Recommendation
from registry.models import Message
from registry.roles import Function
from tests import make
from tests.bursts import burst

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE = 8


def test_of_many_who_answer_at_once_one_gets_her_way_and_the_followers_one_mail():
    organization = make.organization()
    make.member(organization)
    asked = make.recommendation(state="assigned", proposers=[organization])
    actions.publish_recommendations(asked.consultation, by="test")
    Message.objects.all().delete()

    ended = burst([partial(make.answer, asked, version=0)] * PEOPLE)

    assert ended == {"done": 1, "refused": PEOPLE - 1}
    assert ManagementResponse.objects.get().version == 1
    assert Message.objects.count() == 1


def test_what_many_record_at_once_is_numbered_without_a_gap():
    consultation = make.held()

    ended = burst([partial(make.recommendation, consultation)] * PEOPLE)

    assert ended == {"done": PEOPLE}
    numbers = Recommendation.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, PEOPLE + 1))


def test_a_line_that_many_pick_at_once_becomes_one_recommendation():
    session = make.session(make.held(state="running"))
    note = actions.name_rapporteur(session, person=make.user(), by="test")
    note = actions.hand_in_notes(note, text="One", language="en", by="test")

    ended = burst([partial(actions.recommend_lines, session, lines=[(note, 0)], by="test")] * PEOPLE)

    assert ended == {"done": 1, "refused": PEOPLE - 1}
    assert Recommendation.objects.count() == 1


def test_clocks_that_strike_at_once_tell_everybody_once():
    make.staff(Function.CONSULTATION_ORGANIZER)
    asked = make.recommendation(state="assigned")
    actions.publish_recommendations(asked.consultation, by="test")
    Message.objects.all().delete()

    ended = burst([partial(actions.escalate_overdue, on=date(2026, 2, 1))] * PEOPLE)

    assert ended == {"done": PEOPLE}
    assert Escalation.objects.count() == 1
    assert Message.objects.count() == 1


def test_dropping_reporting_and_assigning_at_once_end_in_one_of_their_states():
    asked = make.recommendation(state="answered")
    acts = [
        partial(actions.drop_recommendation, asked, reason="Said twice.", by="test"),
        partial(actions.report_action, asked, claims="in_progress", text="Begun.", by="test"),
        partial(
            actions.assign_recommendations,
            asked.consultation,
            recommendations=[asked],
            unit=make.unit(),
            by="test",
        ),
    ]

    ended = burst(acts * 4)

    asked.refresh_from_db()
    assert ended["broken"] == 0
    assert asked.state == "dropped"
    assert asked.dropped_reason == "Said twice."
