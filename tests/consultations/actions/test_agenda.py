"""The agenda: inside the days, by the clocks of the place, groups within their session, names with consent."""

from datetime import date, timedelta

import pytest

from consultations import actions
from consultations.models import AgendaItem
from consultations.queries.calendar import agenda
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change
from tests import make

pytestmark = pytest.mark.django_db


def test_a_session_late_in_the_evening_belongs_to_the_day_at_its_place():
    consultation = make.consultation(zone="Pacific/Auckland")

    make.session(consultation, starts="00:30", ends="01:30")

    assert [day for day, _slots in agenda(consultation, is_public=True)] == [date(2027, 3, 9)]


@pytest.mark.parametrize(
    "times", [{"day": date(2027, 3, 8)}, {"day": date(2027, 3, 12)}], ids=["the day before", "the day after"]
)
def test_a_session_lies_within_the_days_of_its_consultation(times):
    consultation = make.consultation()

    with pytest.raises(Refused, match="outside the days"):
        make.session(consultation, **times)


def test_an_idea_without_days_has_no_agenda():
    idea, other = make.consultation(starts_on=None), make.session()

    with pytest.raises(Refused, match="no days yet"):
        actions.add_agenda_item(
            idea, name_en="A", kind="plenary", starts_at=other.starts_at, ends_at=other.ends_at, by="test"
        )


def test_a_session_that_ends_before_it_begins_is_refused():
    with pytest.raises(Contradiction, match="ends before it begins"):
        make.session(starts="10:00", ends="09:00")


def test_break_out_groups_stand_under_their_session():
    parent = make.session(starts="11:00", ends="13:00")
    groups = [
        make.session(parent.consultation, kind="breakout", parent=parent, name_en=name, starts="11:15", ends="12:45")
        for name in ("One", "Two")
    ]

    ((_day, (slot,)),) = agenda(parent.consultation, is_public=True)

    assert [part.item for part in slot.breakouts] == groups


def test_a_break_out_group_takes_place_within_its_session():
    parent = make.session(starts="11:00", ends="13:00")

    with pytest.raises(Refused, match="within its session"):
        make.session(parent.consultation, kind="breakout", parent=parent, starts="10:00", ends="12:00")


def test_a_break_out_group_belongs_to_a_session_of_its_own_agenda():
    elsewhere = make.session()

    with pytest.raises(Refused, match="same agenda"):
        make.session(make.consultation(), kind="breakout", parent=elsewhere)


def test_only_a_break_out_group_belongs_to_a_session():
    parent = make.session()

    with pytest.raises(Contradiction, match="Only a break-out group"):
        make.session(parent.consultation, parent=parent)


def test_a_session_is_not_shortened_away_from_its_groups():
    parent = make.session(starts="11:00", ends="13:00")
    make.session(parent.consultation, kind="breakout", parent=parent, starts="12:00", ends="13:00")
    earlier = make.session(starts="11:00", ends="12:00")

    with pytest.raises(Refused, match="within its session"):
        actions.edit_agenda_item(parent, changes={"ends_at": earlier.ends_at}, speakers=[], by="test")


def test_break_out_groups_move_with_their_session():
    parent = make.session(starts="11:00", ends="13:00")
    group = make.session(parent.consultation, kind="breakout", parent=parent, starts="11:15", ends="12:45")
    later = timedelta(minutes=30)

    times = {"starts_at": parent.starts_at + later, "ends_at": parent.ends_at + later}
    actions.edit_agenda_item(parent, changes=times, speakers=[], by="test")

    assert parent.breakouts.get().starts_at == group.starts_at + later


def test_break_out_groups_stay_when_their_session_only_begins_earlier():
    parent = make.session(starts="11:00", ends="13:00")
    group = make.session(parent.consultation, kind="breakout", parent=parent, starts="11:15", ends="12:45")

    earlier = {"starts_at": parent.starts_at - timedelta(minutes=30)}
    actions.edit_agenda_item(parent, changes=earlier, speakers=[], by="test")

    assert parent.breakouts.get().starts_at == group.starts_at


def test_a_session_with_groups_stays_until_they_are_gone():
    parent = make.session()
    group = make.session(parent.consultation, kind="breakout", parent=parent)

    with pytest.raises(Refused, match="Break-out groups belong"):
        actions.remove_agenda_item(parent, by="test")
    actions.remove_agenda_item(group, by="test")
    actions.remove_agenda_item(parent, by="test")

    assert AgendaItem.objects.count() == 0


def test_what_a_colleague_removed_meanwhile_is_told():
    item = make.session()
    actions.remove_agenda_item(item, by="test")
    item.pk = 1

    with pytest.raises(Refused, match="meanwhile"):
        actions.edit_agenda_item(item, changes={}, speakers=[], by="test")


def test_an_edit_of_what_somebody_else_changed_is_refused():
    item = make.session()

    with pytest.raises(Stale):
        actions.edit_agenda_item(item, changes={"room": "Room 2"}, speakers=[], by="test", version=1)


def test_the_public_reads_only_speakers_who_agreed_to_it():
    item = make.session(speakers=[("Amina Named", True), ("Boris Unnamed", False)])

    ((_day, (public,)),) = agenda(item.consultation, is_public=True)
    ((_day, (staff,)),) = agenda(item.consultation, is_public=False)

    assert [one.name for one in public.speakers] == ["Amina Named"]
    assert [one.name for one in staff.speakers] == ["Amina Named", "Boris Unnamed"]


def test_the_history_does_not_keep_the_names_of_speakers():
    item = make.session(speakers=[("Amina Named", True)])

    actions.edit_agenda_item(item, changes={}, speakers=[("Boris Unnamed", False), ("Amina Named", True)], by="test")

    told = [str(change.diff) for change in Change.objects.about(item.consultation.reference)]
    assert not any("Amina" in text or "Boris" in text for text in told)
    assert Change.objects.about(item.consultation.reference).first().diff["speakers"] == [1, 2]


def test_a_speaker_is_named_once():
    with pytest.raises(Contradiction, match="named once"):
        make.session(speakers=[("Amina", True), ("Amina", False)])


@pytest.mark.parametrize("count", [1, 3])
def test_an_agenda_costs_the_same_for_one_session_and_for_three(count, django_assert_num_queries):
    consultation = make.consultation()
    for number in range(count):
        make.session(consultation, starts=f"{9 + number:02}:00", ends=f"{9 + number:02}:30", speakers=[("A", True)])

    with django_assert_num_queries(2):
        agenda(consultation, is_public=True)
