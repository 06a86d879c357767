"""Organizers record, assign and publish recommendations in the browser; units answer; rapporteurs hand in notes."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations import actions
from consultations.models import Recommendation
from registry.actions import mark_at_risk
from registry.errors import Refused
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db
ANSWER = {"verdict": "part", "reason_en": "Half is paid for.", "action_en": "A plan", "due_on": "2027-05-01"}


def url(name, *args):
    return reverse(f"consultations:{name}", args=args)


@pytest.fixture
def organizer(client, db):
    client.force_login(make.staff(Function.CONSULTATION_ORGANIZER))
    return client


def test_an_organizer_records_a_recommendation_with_who_asked(organizer):
    consultation, asker = make.held(), make.organization()
    typed = {"text_fr": "Ouvrez des voies sûres.", "level": "regional", "proposers": asker.reference}

    organizer.post(url("recommendation-new", consultation.reference), typed)

    made = Recommendation.objects.get()
    assert (made.number, made.text_fr, made.level) == (1, "Ouvrez des voies sûres.", "regional")
    assert list(made.proposers.all()) == [asker]


def test_without_a_text_it_is_told_beside_the_field(organizer):
    answer = organizer.post(url("recommendation-new", make.held().reference), {"level": "global"})

    assert answer.status_code == 422
    assert "Write the recommendation in one language at least." in answer.content.decode()


def test_an_edit_of_what_somebody_changed_meanwhile_is_told_and_keeps_what_was_typed(organizer):
    asked = make.recommendation()
    actions.edit_recommendation(asked, changes={"level": "national"}, by="test")

    typed = {"text_en": "Mine", "level": "regional", "version": 1}
    answer = organizer.post(url("recommendation-edit", asked.reference), typed)

    assert answer.status_code == 409
    assert "Somebody else changed this recommendation meanwhile." in answer.content.decode()
    assert ">\nMine</textarea>" in answer.content.decode()


def test_those_that_are_ticked_are_assigned_to_one_unit(organizer):
    consultation, unit = make.held(), make.unit()
    ticked, _other, third = (make.recommendation(consultation) for _one in range(3))

    typed = {"recommendation": [ticked.reference, third.reference], "unit": unit.code}
    organizer.post(url("recommendations-assign", consultation.reference), typed)

    assert set(Recommendation.objects.filter(unit=unit)) == {ticked, third}


@pytest.mark.parametrize(
    ("typed", "words", "status"),
    [
        ({}, "Choose one: the unit that answers, or the organizations that act.", 422),
        ({"leads": "CSO-NOBODY"}, "There is no organization with the reference “CSO-NOBODY”.", 422),
    ],
)
def test_what_cannot_be_assigned_is_told_and_the_ticks_stay(organizer, typed, words, status):
    asked = make.recommendation()

    typed |= {"recommendation": asked.reference}
    answer = organizer.post(url("recommendations-assign", asked.consultation.reference), typed)

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert f'value="{asked.reference}" checked' in answer.content.decode()


def test_assigning_without_a_tick_is_told(organizer):
    consultation = make.recommendation().consultation

    answer = organizer.post(url("recommendations-assign", consultation.reference), {"unit": make.unit().code})

    assert answer.status_code == 422
    assert "Choose one recommendation at least." in answer.content.decode()


def test_numbers_that_are_typed_put_them_in_order(organizer):
    consultation = make.held()
    first, second = (make.recommendation(consultation) for _one in range(2))

    typed = {f"number-{first.reference}": "9", f"number-{second.reference}": "x"}
    organizer.post(url("recommendations-order", consultation.reference), typed)

    assert list(consultation.recommendations.order_by("number")) == [second, first]


def test_publishing_shows_them_to_everybody(organizer, client):
    asked = make.recommendation(text_en="Open safe routes.")

    organizer.post(url("recommendations-publish", asked.consultation.reference))

    client.logout()
    assert "Open safe routes." in client.get("/en/recommendations/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_staff_costs_the_same_for_one_and_for_three(organizer, count, django_assert_max_num_queries):
    consultation, asker = make.held(), make.organization()
    for _one in range(count):
        make.recommendation(consultation, state="in_progress", proposers=[asker])

    with django_assert_max_num_queries(22):
        answer = organizer.get(url("staff-recommendations", consultation.reference))

    assert len(answer.context["page"].object_list) == count


def test_the_list_shows_what_is_overdue(organizer):
    consultation = make.held()
    late = make.recommendation(consultation, state="assigned", text_en="Late")
    make.recommendation(consultation, text_en="Not late")

    answer = organizer.get(url("staff-recommendations", consultation.reference), {"state": "overdue"})

    assert list(answer.context["page"]) == [late]


# --- The unit -----------------------------------------------------------------------------------------------------


def of_unit(unit):
    person = make.staff(Function.ROUTER)
    person.assignments.update(unit=unit)
    return person


def test_who_works_in_the_unit_answers(client):
    asked = make.recommendation(state="assigned")
    client.force_login(of_unit(asked.unit))
    listed = client.get(url("recommendations-of-units")).content.decode()

    client.post(url("recommendation-answer", asked.reference), ANSWER | {"version": 0})

    asked.refresh_from_db()
    assert asked.reference in listed
    assert (asked.state, asked.response.verdict) == ("answered", "part")


def test_other_staff_read_and_do_not_answer(client):
    asked = make.recommendation(state="assigned")
    client.force_login(of_unit(make.unit()))

    assert client.get(url("staff-recommendation", asked.reference)).status_code == 200
    assert client.get(url("recommendation-answer", asked.reference)).status_code == 403
    assert asked.reference not in client.get(url("recommendations-of-units")).content.decode()


def test_staff_without_a_unit_do_not_answer_what_no_unit_is_asked(client):
    client.force_login(make.staff(Function.ROUTER))

    assert client.get(url("recommendation-answer", make.recommendation().reference)).status_code == 403


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason_en": ""}, "Say why it is not accepted, or only in part."),
        ({"action_en": ""}, "Say what is done about it."),
        ({"due_on": ""}, "Write the day by which it is done."),
    ],
)
def test_an_answer_that_says_too_little_is_told_beside_its_field(organizer, typed, words):
    asked = make.recommendation(state="assigned")

    answer = organizer.post(url("recommendation-answer", asked.reference), ANSWER | {"version": 0} | typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_answer_over_that_of_a_colleague_is_refused_in_words(organizer):
    asked = make.recommendation(state="answered")

    answer = organizer.post(url("recommendation-answer", asked.reference), ANSWER | {"version": 0})

    assert answer.status_code == 409
    assert "Somebody else answered this recommendation meanwhile." in answer.content.decode()


def test_earlier_ones_that_are_similar_are_suggested_and_linked(organizer):
    text = "Share security information with local partners."
    earlier = make.recommendation(make.held(name_en="The year before", starts_on=date(2024, 10, 7)), text_en=text)
    asked = make.recommendation(text_en=text)
    page = organizer.get(url("staff-recommendation", asked.reference)).content.decode()

    organizer.post(url("recommendation-similar", asked.reference), {"similar": earlier.reference})

    assert "Words in common: share, security, information, local, partners" in page
    assert list(asked.similar_to.all()) == [earlier]


def test_organizers_are_told_over_each_form_what_everybody_reads_at_once(organizer):
    consultation = make.held(state="running")
    person, session = make.user(), make.session(consultation)
    note = actions.name_rapporteur(session, person=person, by="test")
    actions.hand_in_notes(note, text="One", language="en", by=person)
    asked = make.recommendation(actions.move_consultation(consultation, to="reporting", by="test"))
    addresses = (
        url("recommendation-new", consultation.reference),
        url("recommendation-edit", asked.reference),
        url("staff-recommendations", consultation.reference),
        url("session-notes", consultation.reference, session.reference),
    )

    def saying_so():
        pages = [organizer.get(one).content.decode().lower() for one in addresses]
        return [[words in page for page in pages] for words in ("everybody reads it at once.", "until you publish it")]

    before = saying_so()
    actions.publish_recommendations(consultation, by="test")

    assert before == [[False] * 4] * 2
    assert saying_so() == [[False, True, True, False], [True, False, False, True]]


def test_what_is_recorded_after_publication_is_shown_to_staff_alone_until_a_button_publishes_it(organizer, client):
    consultation = make.held()
    make.recommendation(consultation, text_en="Said first.")
    actions.publish_recommendations(consultation, by="test")
    none_new = organizer.get(url("staff-recommendations", consultation.reference)).content.decode()
    make.recommendation(consultation, text_en="Said later.")

    staff = organizer.get(url("staff-recommendations", consultation.reference)).content.decode()
    before = client.get(url("follow-up", consultation.slug)).content.decode()
    organizer.post(url("recommendations-publish", consultation.reference))
    after = client.get(url("follow-up", consultation.slug)).content.decode()

    assert "Publish the new recommendations" not in none_new
    assert "Publish the new recommendations" in staff
    assert staff.count("Only staff read it") == 1
    assert [text in before for text in ("Said first.", "Said later.")] == [True, False]
    assert "Said later." in after


# --- Notes --------------------------------------------------------------------------------------------------------


def test_notes_go_from_the_rapporteur_to_recommendations(organizer, client):
    consultation = make.held(state="running")
    session = make.session(consultation, starts="09:00", ends="12:00")
    group = make.session(consultation, kind="breakout", parent=session)
    rapporteur = make.member(name="A Rapporteur")
    organizer.post(url("rapporteur-new", consultation.reference, group.reference), {"email": rapporteur.email})
    note = group.notes.get()
    before = organizer.get(url("session-notes", consultation.reference, session.reference)).content.decode()

    client.force_login(rapporteur)
    client.post(url("note", note.reference), {"text": "One\n<b>Two</b>", "language": "en", "version": 1})
    page = client.get(url("note", note.reference)).content.decode()
    client.post(url("note-hand-in", note.reference), {"text": "One\n<b>Two</b>", "language": "en", "version": 2})
    client.force_login(make.staff(Function.CONSULTATION_ORGANIZER))
    after = client.get(url("session-notes", consultation.reference, session.reference)).content.decode()
    client.post(url("notes-pick", consultation.reference, session.reference), {"line": f"{note.reference}:1"})

    made = Recommendation.objects.get()
    assert "A Rapporteur" in before
    assert "&lt;b&gt;Two&lt;/b&gt;" in page
    assert "&lt;b&gt;Two&lt;/b&gt;" in after
    assert (made.text_en, made.session, made.note) == ("<b>Two</b>", session, note)


def test_nobody_else_is_asked_for_notes_that_were_handed_in(organizer):
    session = make.session(make.held(state="running"))
    address = url("session-notes", session.consultation.reference, session.reference)
    note = actions.name_rapporteur(session, person=make.user(), by="test")
    before = organizer.get(address).content.decode()
    actions.hand_in_notes(note, text="One", language="en", by=note.written_by)

    assert "Name a rapporteur" in before
    assert "Name a rapporteur" not in organizer.get(address).content.decode()
    with pytest.raises(Refused, match="handed in already"):
        actions.name_rapporteur(session, person=make.user(), by="test")


def test_what_is_only_recorded_is_addressed_to_nobody_on_its_page_too(organizer):
    consultation = make.held()
    organizer.post(url("recommendation-new", consultation.reference), {"text_en": "Open ways.", "level": "global"})

    made = Recommendation.objects.get()
    assert "Addressed to nobody yet" in organizer.get(url("staff-recommendation", made.reference)).content.decode()


@pytest.mark.parametrize("line", ["", "BRN-00000000:0", "nonsense"])
def test_lines_that_are_not_there_make_no_recommendation(organizer, line):
    consultation = make.held(state="running")
    session = make.session(consultation)

    answer = organizer.post(url("notes-pick", consultation.reference, session.reference), {"line": line})

    assert answer.status_code in (409, 422)
    assert not Recommendation.objects.exists()


def test_notes_of_somebody_else_are_not_there(client):
    note = actions.name_rapporteur(make.session(make.held(state="running")), person=make.user(), by="test")
    client.force_login(make.staff(Function.CONSULTATION_ORGANIZER))

    assert client.get(url("note", note.reference)).status_code == 404


def test_notes_that_were_saved_in_another_window_stay_and_what_was_typed_is_shown(client):
    rapporteur = make.user()
    note = actions.name_rapporteur(make.session(make.held(state="running")), person=rapporteur, by="test")
    actions.write_notes(note, text="Theirs", language="en", by=rapporteur)
    client.force_login(rapporteur)

    answer = client.post(url("note", note.reference), {"text": "Mine", "language": "en", "version": 1})

    note.refresh_from_db()
    assert answer.status_code == 409
    assert ">\nMine</textarea>" in answer.content.decode()
    assert note.text == "Theirs"


def test_an_address_that_the_organizer_may_not_know_is_answered_as_one_without_an_account(organizer):
    consultation = make.held(state="running")
    session = make.session(consultation)
    hidden, left, alone = make.member(), make.member(), make.user()
    mark_at_risk(hidden.memberships.get().organization, reason="Threats.", by=make.staff())
    left.memberships.update(left_at=timezone.now())
    addresses = ["nobody@example.org", hidden.email, left.email, alone.email]

    answers = [
        organizer.post(url("rapporteur-new", consultation.reference, session.reference), {"email": address})
        for address in addresses
    ]

    told = [answer.content.decode().replace(email, "") for answer, email in zip(answers, addresses, strict=True)]
    told = [re.sub("csrfmiddlewaretoken.*?>", "", page) for page in told]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert "has this address. Check it" in told[0]
    assert len(set(told)) == 1
    assert not session.notes.exists()


def test_a_colleague_and_a_member_of_a_known_organization_are_asked_for_notes(organizer):
    consultation = make.held(state="running")
    session = make.session(consultation)
    asked = [make.staff(Function.CURATOR), make.member()]

    for person in asked:
        organizer.post(url("rapporteur-new", consultation.reference, session.reference), {"email": person.email})

    assert {note.written_by for note in session.notes.all()} == set(asked)
