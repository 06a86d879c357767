"""An edition from an idea to its end: what it must have, who changes it, and what nobody changes any more."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from consultations import actions
from consultations.models import Consultation, Recommendation
from consultations.queries import follow_up
from consultations.queries.calendar import today_in
from consultations.states import ConsultationState
from registry.actions import mark_at_risk, publish_rows
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change
from registry.roles import Function
from tests import make

S = ConsultationState
pytestmark = pytest.mark.django_db


def test_an_idea_is_not_public_and_what_is_planned_is():
    consultation = make.consultation()
    before = list(Consultation.objects.public())

    actions.move_consultation(consultation, to=S.PLANNED, by="test")

    assert before == []
    assert list(Consultation.objects.public()) == [consultation]


def test_an_idea_that_is_given_up_never_becomes_public():
    idea = make.consultation()

    actions.move_consultation(idea, to=S.CANCELLED, reason="No money.", by="test")

    assert list(Consultation.objects.public()) == []


def test_a_consultation_is_annual_and_regional_at_once_and_its_number_is_only_claimed():
    consultation = make.consultation(kinds=["annual", "regional"], claimed_number="sixth annual")

    consultation.refresh_from_db()

    assert consultation.kinds == ["annual", "regional"]
    assert consultation.claimed_number == "sixth annual"


def test_a_deadline_may_be_the_last_day_and_the_days_may_not_leave_it_behind():
    consultation = make.consultation(contributions_until=date(2027, 3, 11))
    earlier = {"starts_on": date(2027, 3, 8), "ends_on": date(2027, 3, 10)}

    with pytest.raises(Contradiction, match="A deadline comes after the last day of the consultation"):
        actions.edit_consultation(consultation, changes=earlier, by="test")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kinds": []}, "Say of what kind it is"),
        ({"kinds": ["party"]}, "Say of what kind it is"),
        ({"name_en": ""}, "Write the title in one language at least."),
        ({"ends_on": date(2027, 3, 8)}, "the last must not come before the first"),
        ({"ends_on": None}, "Write both days"),
        ({"seats": 0}, "A room has one seat at least"),
        ({"answers_until": date(2027, 3, 12)}, "A deadline comes after the last day of the consultation."),
        ({"languages": ["en", "klingonish"]}, "We do not know a language “klingonish”."),
        ({"interpretation": ["und"]}, "We do not know a language “und”."),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(facts, words):
    with pytest.raises(Contradiction, match=words):
        make.consultation(**facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"starts_on": None}, "it needs its days"), ({"place": ""}, "it needs a place")],
)
def test_what_everybody_reads_has_its_days_and_its_place(facts, words):
    idea = make.consultation(**facts)

    with pytest.raises(Contradiction, match=words):
        actions.move_consultation(idea, to=S.PLANNED, by="test")


def test_what_takes_place_online_needs_no_place():
    online = make.consultation(format="online", place="", state="planned")

    assert online.state == S.PLANNED


def test_a_title_in_french_alone_is_enough():
    consultation = make.consultation(name_en="", name_fr="Consultation régionale")

    assert consultation.name == "Consultation régionale"


def test_the_address_comes_from_the_title_and_is_given_once():
    consultation = make.consultation(slug="", name_en="MENA 2027: people first")

    assert consultation.slug == "mena-2027-people-first"
    with pytest.raises(Contradiction, match="this address already"):
        make.consultation(slug="mena-2027-people-first")


def test_a_copy_says_of_which_edition_it_is_one():
    earlier = make.consultation()

    copy = make.consultation(copied_from=earlier)

    assert Change.objects.about(copy.reference).get().diff["copied_from"] == [None, earlier.reference]


def test_a_series_is_named_once():
    actions.create_series(code="humanitarian", name_en="Humanitarian consultations", by="test")

    with pytest.raises(Contradiction, match="a series with this code already"):
        actions.create_series(code="humanitarian", name_en="Others", by="test")


def test_two_people_at_once_do_not_overwrite_each_other():
    consultation = make.consultation()
    actions.edit_consultation(consultation, changes={"place": "Mombasa"}, by="test", version=1)

    with pytest.raises(Stale):
        actions.edit_consultation(consultation, changes={"place": "Kisumu"}, by="test", version=1)

    assert Consultation.objects.get().place == "Mombasa"


def test_saving_what_is_there_already_writes_nothing():
    consultation = make.consultation()

    actions.edit_consultation(consultation, changes={"place": "Nairobi"}, by="test", version=1)

    assert Consultation.objects.get().version == 1
    assert Change.objects.about(consultation.reference).count() == 1


def test_an_editor_does_not_take_out_a_co_organizer_that_she_may_not_know_of(steward):
    endangered, shown = make.organization("In Danger"), make.organization("Shown")
    organizer = make.staff(Function.CONSULTATION_ORGANIZER)
    consultation = make.consultation(co_organizers=[endangered, shown])
    mark_at_risk(endangered, reason="a test", by=steward)

    actions.edit_consultation(consultation, changes={"co_organizers": []}, by=organizer)

    assert list(consultation.co_organizers.all()) == [endangered]


def test_days_do_not_leave_the_agenda_behind():
    consultation = make.consultation()
    make.session(consultation)
    make.session(consultation, day=date(2027, 3, 11))

    with pytest.raises(Refused, match="Change the agenda first"):
        actions.edit_consultation(consultation, changes={"starts_on": date(2027, 3, 10)}, by="test")


def test_the_agenda_moves_with_the_first_day_by_the_clocks_when_it_would_lie_outside():
    consultation = make.consultation(zone="Europe/Zurich")
    make.session(consultation, name_en="Opening", starts="09:00", ends="12:00")
    make.session(consultation, name_en="Closing", day=date(2027, 3, 11))

    days = {"starts_on": date(2027, 4, 6), "ends_on": date(2027, 4, 8)}
    actions.edit_consultation(consultation, changes=days, by="test")

    told = dict(consultation.agenda.values_list("name_en", "starts_at"))
    # Summer time began in between, and nine o'clock stays nine o'clock.
    assert told == {
        "Opening": datetime(2027, 4, 6, 7, 0, tzinfo=UTC),
        "Closing": datetime(2027, 4, 8, 7, 0, tzinfo=UTC),
    }


def test_an_agenda_that_is_longer_than_the_new_days_does_not_move_with_them():
    consultation = make.consultation()
    make.session(consultation, day=date(2027, 3, 11))

    days = {"starts_on": date(2027, 4, 6), "ends_on": date(2027, 4, 7)}
    with pytest.raises(Refused, match="Choose a later last day"):
        actions.edit_consultation(consultation, changes=days, by="test")


def test_a_step_that_does_not_follow_is_refused():
    idea = make.consultation()

    with pytest.raises(Refused, match="“Idea”"):
        actions.move_consultation(idea, to=S.RUNNING, by="test")


def test_nothing_runs_before_its_first_day_by_the_clocks_of_its_place():
    tomorrow = today_in("Africa/Nairobi") + timedelta(days=2)
    consultation = make.consultation(starts_on=tomorrow, state="registration_closed")

    with pytest.raises(Refused, match="first day has not come yet"):
        actions.move_consultation(consultation, to=S.RUNNING, by="test")


def test_no_report_begins_before_the_last_day():
    consultation = make.consultation(starts_on=today_in("Africa/Nairobi") - timedelta(days=1), state="running")

    with pytest.raises(Refused, match="last day has not come yet"):
        actions.move_consultation(consultation, to=S.REPORTING, by="test")


def test_cancelling_needs_a_reason_and_tells_it():
    consultation = make.consultation(state="planned")

    with pytest.raises(Contradiction, match="Say why"):
        actions.move_consultation(consultation, to=S.CANCELLED, reason="  ", by="test")
    cancelled = actions.move_consultation(consultation, to=S.CANCELLED, reason="No hall.", by="test")

    assert cancelled.cancelled_reason == "No hall."
    assert Change.objects.about(consultation.reference).first().verb == "consultation.cancelled"


def test_what_is_over_stays_as_it_is():
    cancelled = make.consultation()
    actions.move_consultation(cancelled, to=S.CANCELLED, reason="No hall.", by="test")

    with pytest.raises(Refused, match="stay as they are"):
        actions.edit_consultation(cancelled, changes={"place": "Mombasa"}, by="test")


@pytest.fixture
def demo_people(db):
    for name in ("organizer", "organisatrice"):
        make.user(email=f"{name}@demo.example")
    make.member(email="member.en@demo.example")
    make.unit("demo-mission-ken")


def test_the_demonstration_is_invented_and_loaded_once(demo_people):
    first, second = (actions.load_consultation_demo(by="test") for _ in range(2))

    assert (first, second) == (5, 0)
    assert all("nvent" in one.name for one in Consultation.objects.all())
    # The feed has been told all of it.
    assert [publish_rows(type_) for type_ in ("consultation", "participation")] == [{}, {}]


def test_the_demonstration_has_recommendations_in_every_state_and_one_is_overdue(demo_people):
    actions.load_consultation_demo(by="test")

    states = Recommendation.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["done", "answered", "answered", "assigned", "in_progress", "dropped"]
    assert [one.number for one in Recommendation.objects.overdue(on=follow_up.today())] == [4]


def test_no_two_sessions_of_the_invented_past_edition_are_held_at_the_same_time(demo_people):
    actions.load_consultation_demo(by="test")

    past = Consultation.objects.get(slug="invented-regional-past")
    sessions = list(past.agenda.filter(parent=None).order_by("starts_at"))
    assert len(sessions) == 4
    assert all(one.ends_at <= following.starts_at for one, following in pairwise(sessions))


def test_without_the_people_of_the_demonstration_nothing_invented_is_added():
    assert actions.load_consultation_demo(by="test") == 0
