"""Rapporteurs write notes of break-out groups; organizers make recommendations of their lines."""

import pytest

from consultations import actions
from consultations.models import Consultation
from registry.errors import Contradiction, Refused, Stale
from registry.models import Message
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(db):
    return make.session(make.held(state="running"), starts="09:00", ends="12:00")


@pytest.fixture
def note(session):
    group = make.session(session.consultation, kind="breakout", parent=session)
    return actions.name_rapporteur(group, person=make.user(language="fr"), by="test")


def test_a_rapporteur_is_asked_once_and_told_in_her_language(note):
    message = Message.objects.get()

    assert (message.recipient, message.language) == (note.written_by, "fr")
    with pytest.raises(Contradiction, match="writes the notes of this session already"):
        actions.name_rapporteur(note.item, person=note.written_by, by="test")


def test_notes_that_were_saved_in_another_window_are_not_overwritten(note):
    actions.write_notes(note, text="One", language="en", by=note.written_by, version=1)

    with pytest.raises(Stale, match="saved meanwhile, in another window"):
        actions.write_notes(note, text="Two", language="en", by=note.written_by, version=1)


def test_empty_notes_are_not_handed_in(note):
    with pytest.raises(Contradiction, match="Nothing is written yet"):
        actions.hand_in_notes(note, text=" ", language="en", by=note.written_by)


def test_notes_that_were_handed_in_stay_as_they_are(note):
    actions.hand_in_notes(note, text="One", language="en", by=note.written_by)

    with pytest.raises(Refused, match="handed in already"):
        actions.write_notes(note, text="Two", language="en", by=note.written_by)


def test_notes_are_kept_before_the_consultation_and_handed_in_once_it_has_begun():
    coming = make.consultation(state="inviting")
    note = actions.name_rapporteur(make.session(coming), person=make.user(), by="test")

    kept = actions.write_notes(note, text="Prepared", language="en", by=note.written_by)

    assert kept.text == "Prepared"
    with pytest.raises(Refused, match="has not begun"):
        actions.hand_in_notes(note, text="Prepared", language="en", by=note.written_by)


@pytest.mark.parametrize(("state", "words"), [("cancelled", "was cancelled"), ("closed", "is closed")])
def test_nobody_writes_notes_of_what_was_cancelled_or_is_closed(note, state, words):
    Consultation.objects.update(state=state, cancelled_reason="because" if state == "cancelled" else "")

    for verb in (actions.write_notes, actions.hand_in_notes):
        with pytest.raises(Refused, match=words):
            verb(note, text="One", language="en", by=note.written_by)
    with pytest.raises(Refused, match=words):
        actions.name_rapporteur(note.item, person=make.user(), by="test")


def test_lines_of_notes_become_recommendations_that_know_where_they_come_from(session, note):
    note = actions.hand_in_notes(note, text="Un\n\n  Deux  \nTrois", language="fr", by=note.written_by)

    made = actions.recommend_lines(session, lines=[(note, 1), (note, 2)], by="test")

    assert [(one.number, one.text_fr, one.session, one.note) for one in made] == [
        (1, "Deux", session, note),
        (2, "Trois", session, note),
    ]


def test_one_line_becomes_one_recommendation(session, note):
    note = actions.hand_in_notes(note, text="Un", language="fr", by=note.written_by)
    actions.recommend_lines(session, lines=[(note, 0)], by="test")

    with pytest.raises(Contradiction, match="made a recommendation of one of these lines already"):
        actions.recommend_lines(session, lines=[(note, 0)], by="test")
