"""What everybody reads of consultations, and what nobody outside may learn from these pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from consultations import actions
from consultations.queries.calendar import today_in
from consultations.states import ConsultationState
from registry import actions as registry_actions
from registry.actions import mark_at_risk
from tests import make
from tests.consultations.people import named

S = ConsultationState
pytestmark = pytest.mark.django_db
LIST = "/en/consultations/"


def page(client, consultation, language="en"):
    return client.get(f"/{language}/consultations/{consultation.slug}/")


def test_coming_and_past_stand_apart_and_an_idea_nowhere(client):
    make.consultation(name_en="Only thought of")
    make.consultation(name_en="To come", state="planned", starts_on=today_in("UTC") + timedelta(days=9))
    make.consultation(name_en="Long ago", state="closed", starts_on=today_in("UTC") - timedelta(days=99))

    answer = client.get(LIST)

    assert [row["consultation"].name for row in answer.context["coming"]] == ["To come"]
    assert [row["consultation"].name for row in answer.context["past"]] == ["Long ago"]
    assert "Only thought of" not in answer.content.decode()


def test_an_empty_list_says_what_will_stand_there(client):
    assert "No consultation is planned now" in client.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, count, django_assert_max_num_queries):
    for _number in range(count):
        make.consultation(state="planned")

    with django_assert_max_num_queries(3):
        client.get(LIST)


def test_an_idea_is_not_there_not_even_for_its_organizer(client):
    idea = make.consultation()
    client.force_login(make.staff("consultation_organizer"))

    assert page(client, idea).status_code == 404


@pytest.mark.parametrize(
    ("state", "days", "words"),
    [
        ("planned", 30, "Invitations have not been sent yet."),
        ("inviting", 30, "IOM invites organizations to take part."),
        ("registration_closed", 30, "Nobody can register any more."),
        ("running", 0, "Taking place now"),
        ("reporting", -9, "This consultation has taken place."),
        ("follow_up", -9, "This consultation has taken place."),
        ("inviting", -9, "Its last day is over."),
    ],
)
def test_the_page_says_where_the_consultation_stands(client, state, days, words):
    consultation = make.consultation(state=state, starts_on=today_in("Africa/Nairobi") + timedelta(days=days))

    assert words in page(client, consultation).content.decode()


def test_a_cancelled_one_says_so_and_why(client):
    consultation = make.consultation(state="planned")
    actions.move_consultation(consultation, to=S.CANCELLED, reason="The hall burned down.", by="test")

    text = page(client, consultation).content.decode()

    assert "This consultation does not take place." in text
    assert "The hall burned down." in text


def test_the_hours_of_the_place_come_first_with_their_zone(client):
    consultation = make.consultation(state="planned")
    make.session(consultation)

    text = page(client, consultation).content.decode()

    assert text.index("09:00 – 10:00") < text.index("EAT") < text.index("06:00 UTC")


def test_a_title_that_is_not_translated_is_marked(client):
    consultation = make.consultation(name_en="Only English", state="planned")

    assert '<span lang="en">Only English</span>' in page(client, consultation, "fr").content.decode()


def test_only_those_who_may_be_named_are_named_as_co_organizers(client, curator):
    listed, endangered = make.organization("Listed One"), make.organization("Endangered One")
    hidden = make.organization("Hidden One", state="draft")
    ministry = make.organization("A Ministry", kind="government")
    consultation = make.consultation(state="planned", co_organizers=[listed, hidden, endangered, ministry])
    registry_actions.mark_at_risk(endangered, reason="a test", by=curator)

    text = page(client, consultation).content.decode()

    assert [name in text for name in ("Listed One", "A Ministry")] == [True, True]
    assert [name in text for name in ("Hidden One", "Endangered One")] == [False, False]


def test_a_page_whose_co_organizers_are_all_hidden_does_not_speak_of_any(client, curator):
    endangered = make.organization("Endangered One")
    consultation = make.consultation(state="planned", co_organizers=[endangered])
    registry_actions.mark_at_risk(endangered, reason="a test", by=curator)

    assert "Organized together with" not in page(client, consultation).content.decode()


def test_the_public_page_keeps_the_names_of_speakers_who_did_not_agree(client):
    consultation = make.consultation(state="planned")
    make.session(consultation, speakers=[("Amina Named", True), ("Boris Unnamed", False)])

    text = page(client, consultation).content.decode()

    assert "Amina Named" in text
    assert "Boris" not in text


def test_hostile_text_is_shown_as_text(client):
    consultation = make.consultation(name_en="<script>alert(1)</script>", state="planned")

    text = page(client, consultation).content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_menu_leads_to_the_consultations(client):
    assert reverse("consultations:consultation-list") in client.get("/en/organizations/").content.decode()


def test_who_came_is_named_to_everybody_only_when_she_agreed_and_her_organization_may_be_named(client, curator):
    consultation = make.held()
    endangered = make.organization()
    named(consultation, state="attended", on_public_list=True, name="Agreed One")
    named(consultation, state="attended", name="Silent One")
    named(consultation, state="no_show", on_public_list=True, name="Absent One")
    named(consultation, endangered, state="attended", on_public_list=True, name="Endangered One")
    mark_at_risk(endangered, reason="a test", by=curator)

    text = client.get(consultation.get_absolute_url()).content.decode()

    assert "Agreed One" in text
    assert [name for name in ("Silent One", "Absent One", "Endangered One") if name in text] == []


def test_until_when_and_whom_to_ask_stand_on_the_page_while_it_is_to_come(client):
    last = date(2027, 2, 1)
    facts = {"answers_until": last, "registration_until": last, "contact_email": "forum@example.org"}
    coming = make.consultation(state="inviting", **facts)
    past = make.consultation(state="closed", starts_on=date(2026, 3, 1), answers_until=date(2026, 2, 1))

    text, later = (page(client, one).content.decode() for one in (coming, past))

    assert text.count('<time datetime="2027-02-01">1 February 2027</time> (Nairobi time)') == 2
    assert 'href="mailto:forum@example.org"' in text
    assert "Invitations are answered until" not in later


def test_a_reason_in_one_language_is_marked_for_who_reads_another(client):
    consultation = make.consultation(state="planned")
    actions.move_consultation(consultation, to=S.CANCELLED, reason="No hall.", language="en", by="test")

    assert '<span lang="en">No hall.</span>' in page(client, consultation, "fr").content.decode()
    assert '<span lang="en">No hall.</span>' not in page(client, consultation).content.decode()
