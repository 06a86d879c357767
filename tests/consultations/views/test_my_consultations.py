"""Members answer invitations and name who comes; everybody else finds nothing, and nobody needs JavaScript."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations import actions
from consultations.models import Consultation, Registration
from consultations.queries.calendar import today_in
from consultations.views import my_parts
from registry.actions import invite_member
from registry.models import Change, Message, Organization
from registry.roles import Function, MemberRole
from tests import make
from tests.consultations import outcomes

pytestmark = pytest.mark.django_db
PERSON = {"name": "Invented Person", "email": "person@example.org", "language": "en", "attends": "in_person"}


def url(name, consultation, *args):
    return reverse(f"consultations:{name}", args=[consultation.slug, *args])


@pytest.fixture
def room():
    today = today_in("Africa/Nairobi")
    return make.consultation(
        name_en="To come",
        state="inviting",
        starts_on=today + timedelta(days=60),
        registration_until=today + timedelta(days=30),
        format="hybrid",
        seats=1,
        interpretation=["fr", "sw"],
    )


@pytest.fixture
def invited(room):
    return make.accepted(room)


@pytest.fixture
def focal_point(client, invited):
    person = make.member(invited.organization, role=MemberRole.EDITOR)
    client.force_login(person)
    return person


def page(client, room):
    return client.get(url("my-consultation", room)).content.decode()


def test_a_member_finds_what_she_is_invited_to_what_is_open_and_what_is_past(client, focal_point, invited):
    make.consultation(name_en="Open", state="planned", starts_on=today_in("UTC") + timedelta(days=9))
    past = make.consultation(name_en="Long ago", state="closed", starts_on=today_in("UTC") - timedelta(days=99))
    make.accepted(past, invited.organization)
    make.consultation(name_en="Only an idea")

    shown = client.get(reverse("consultations:my-consultations")).context

    names = {shelf: [row["consultation"].name for row in shown[shelf]] for shelf in ("invited", "others", "past")}
    assert names == {"invited": ["To come"], "others": ["Open"], "past": ["Long ago"]}


def test_an_invitation_waits_for_the_answer_of_a_member_and_a_running_edition_is_not_called_coming(client, room):
    client.force_login(make.member(make.invited(room).organization))
    make.consultation(name_en="Now", state="running", starts_on=today_in("Africa/Nairobi"))

    shown = client.get(reverse("consultations:my-consultations")).content.decode()

    assert "Waits for your answer" in shown
    assert "Waits for your answer" in page(client, room)
    assert "Other consultations, under way or coming" in shown


def test_what_is_only_prepared_is_not_told(client, room):
    client.force_login(make.member(make.accepted(room, state="prepared").organization))

    assert client.get(reverse("consultations:my-consultations")).context["invited"] == []
    assert client.get(url("my-register", room)).status_code == 404


def test_a_focal_point_accepts_and_names_a_person_with_what_she_needs(client, room):
    invitation = make.accepted(room, state="sent")
    client.force_login(make.member(invitation.organization))
    client.post(url("my-invitation-accept", room, invitation.reference))

    needs = {"visa_letter": "on", "interpretation": "sw", "travel": "A flight from Kampala"}
    answer = client.post(url("my-register", room), PERSON | needs | {"on_participants_list": "on"}, follow=True)

    person = Registration.objects.get()
    assert (person.state, person.on_participants_list, person.on_public_list, person.in_photos) == (
        "confirmed",
        True,
        False,
        False,
    )
    assert sorted(person.needs.values_list("kind", "language", "text")) == [
        ("interpretation", "sw", ""),
        ("travel", "", "A flight from Kampala"),
        ("visa_letter", "", ""),
    ]
    assert "Interpretation: Swahili" in answer.content.decode()


def test_she_declines_with_a_reason(client, room):
    invitation = make.accepted(room, state="sent")
    client.force_login(make.member(invitation.organization))

    client.post(url("my-invitation-decline", room, invitation.reference), {"reason": "Another meeting."})

    invitation.refresh_from_db()
    assert (invitation.state, invitation.reason) == ("declined", "Another meeting.")


@pytest.mark.parametrize(
    ("state", "answers_in", "is_shown"),
    [("inviting", 1, True), ("inviting", -1, False), ("registration_closed", 1, True), ("running", 1, False)],
)
def test_an_answer_is_offered_while_it_is_taken(client, room, state, answers_in, is_shown):
    invitation = make.accepted(room, state="sent")
    until = today_in(room.zone) + timedelta(days=answers_in)
    Consultation.objects.update(state=state, answers_until=until)
    client.force_login(make.member(invitation.organization))

    before = page(client, room)
    client.post(url("my-invitation-accept", room, invitation.reference))

    invitation.refresh_from_db()
    assert (url("my-invitation-accept", room, invitation.reference) in before) == is_shown
    assert (url("my-invitation-decline", room, invitation.reference) in before) == is_shown
    assert (invitation.state == "accepted") == is_shown


def test_a_focal_point_who_joined_a_moment_ago_names_people_within_the_same_minute(client, room, invited):
    admin = make.member(invited.organization)
    newcomer = make.user(email="new@example.org")
    invite_member(invited.organization, email="new@example.org", role=MemberRole.EDITOR, by=admin)
    link = re.search(r"/invitations/\S+/", Message.objects.get(address="new@example.org").body)[0]
    client.force_login(newcomer)
    before = client.post(url("my-register", room), PERSON)

    client.get(f"/en{link}", follow=True)
    client.post(reverse("registry:invitation-accept", args=[link.split("/")[2]]))
    answer = client.post(url("my-register", room), PERSON)

    assert (before.status_code, answer.status_code) == (404, 302)
    assert Registration.objects.get().named_by == newcomer


def test_who_waits_reads_her_place_and_takes_the_seat_that_is_offered_with_its_reason(
    client, room, invited, focal_point
):
    actions.set_target(room, dimension="first_time", value="first_time", percent=100, by="test")
    first, second = make.named(invited), make.named(invited)
    assert "Place 1 on the waiting list" in page(client, room)

    client.post(url("my-person-withdraw", room, first.reference))
    text = page(client, room)
    client.post(url("my-offer-accept", room, second.reference))

    second.refresh_from_db()
    assert "A seat is kept for this person" in text
    assert "Organizations that come for the first time" in text
    assert second.state == "confirmed"


def test_every_form_of_the_page_can_be_sent(client, room, invited, focal_point):
    first, _waits = make.named(invited), make.named(invited)
    actions.withdraw_registration(first, by="test")
    make.named(invited)

    text = page(client, room)

    assert text.count('method="post"') == text.count("csrfmiddlewaretoken") == 2


def test_an_offer_that_is_gone_is_told_in_words(client, room, invited, focal_point):
    person = make.named(invited)

    Registration.objects.update(state="waitlisted", waiting_since=timezone.now())

    answer = client.post(url("my-offer-accept", room, person.reference), follow=True)

    assert "No seat is kept for this person any more." in answer.content.decode()


def test_another_person_takes_a_place_and_two_who_edit_at_once_are_told(client, room, invited, focal_point):
    person = make.named(invited)
    form = PERSON | {"name": "Another", "version": person.version}

    first = client.post(url("my-person-edit", room, person.reference), form)
    second = client.post(url("my-person-edit", room, person.reference), form | {"name": "A Third"})

    person.refresh_from_db()
    assert (first.status_code, second.status_code, person.name) == (302, 409, "Another")
    assert "Somebody else changed this registration meanwhile." in second.content.decode()


def test_who_replaces_somebody_reads_whether_both_are_told(client, room, invited, focal_point):
    confirmed, waits = make.named(invited), make.named(invited)

    texts = [client.get(url("my-person-edit", room, one.reference)).content.decode() for one in (confirmed, waits)]

    assert [("Both are told by e-mail" in text, "No e-mail goes to either" in text) for text in texts] == [
        (True, False),
        (False, True),
    ]


def test_after_the_cut_off_only_the_consent_is_asked_and_another_person_is_an_exception(
    client, room, invited, focal_point
):
    person = make.named(invited)
    room.registration_until = today_in(room.zone) - timedelta(days=1)
    room.save()

    fields = list(client.get(url("my-person-edit", room, person.reference)).context["form"].fields)
    answer = client.post(url("my-register", room), PERSON, follow=True)

    assert fields == ["on_participants_list", "on_public_list", "in_photos"]
    assert "Named after registration closed. IOM decides and tells you." in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"country": "Atlantis"}, "We do not know a country called “Atlantis”"),
        ({"attends": "by telepathy"}, "by telepathy"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(client, room, focal_point, change, words):
    answer = client.post(url("my-register", room), PERSON | change)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Registration.objects.exists()


def test_who_acts_for_two_organizations_chooses_for_which_one(client, room, invited, focal_point):
    other = make.accepted(room)
    other.organization.memberships.create(user=focal_point, role=MemberRole.ADMIN)

    client.post(url("my-register", room), PERSON | {"invitation": other.reference})

    assert Registration.objects.get().organization == other.organization


def test_a_reader_looks_and_a_stranger_finds_nothing(client, room, invited):
    person = make.named(invited)
    client.force_login(make.member(invited.organization, role=MemberRole.READER))
    looked = page(client, room)
    refused = client.post(url("my-person-withdraw", room, person.reference))

    client.force_login(make.member())
    hidden = page(client, room)

    assert person.name in looked
    assert "Administrators and editors of your organization answer" in looked
    assert refused.status_code == 403
    assert person.name not in hidden
    assert client.post(url("my-person-withdraw", room, person.reference)).status_code == 404


def test_what_people_type_stays_text(client, room, focal_point):
    client.post(url("my-register", room), PERSON | {"name": "<b>Bold</b>", "travel": "<script>x</script>"})

    text = page(client, room)

    assert "&lt;b&gt;Bold&lt;/b&gt;" in text
    assert "<script>x" not in text


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_letter_for_the_visa_is_ready_when_it_is_granted(client, room, invited, focal_point, language):
    person = make.named(invited, needs={"visa_letter": {}})
    address = url("my-visa-letter", room, person.reference, language)
    before = client.get(address).status_code

    actions.answer_need(person.needs.get(), to="granted", by="test")
    letter = client.get(address)

    assert (before, letter.status_code, letter["Content-Type"]) == (404, 200, "application/pdf")
    assert letter.content.startswith(b"%PDF")
    assert client.get(url("my-visa-letter", room, person.reference, "xx")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_person_and_for_three(client, count, django_assert_num_queries):
    consultation = make.consultation(state="inviting", seats=1)
    invited = make.accepted(consultation, quota=4)
    client.force_login(make.member(invited.organization))
    for _number in range(count + 1):
        make.named(invited, needs={"travel": {"text": "A bus"}})

    page(client, consultation)

    with django_assert_num_queries(13):
        page(client, consultation)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, count, django_assert_num_queries):
    organization = make.organization()
    client.force_login(make.member(organization))
    for _number in range(count):
        make.accepted(make.consultation(state="inviting"), organization)
    client.get(reverse("consultations:my-consultations"))

    with django_assert_num_queries(8):
        client.get(reverse("consultations:my-consultations"))


def test_each_part_of_the_page_answers_for_itself(room):
    assert my_parts.parts(make.user(), room, []) == []


def test_no_name_and_no_address_gets_into_the_history(room, invited):
    person = make.named(invited, name="Very Private", email="very.private@example.org")
    actions.edit_registration(person, changes={"name": "Still Private"}, by="test")
    actions.withdraw_registration(person, by="test", reason="Ill")

    told = " ".join(str((one.diff, one.reason)) for one in Change.objects.filter(subject=person.reference))

    assert "rivate" not in told


def test_an_offer_is_not_asked_for_after_its_hour(client, room, invited, focal_point):
    first, second = make.named(invited), make.named(invited)
    actions.withdraw_registration(first, by="test")
    Registration.objects.filter(pk=second.pk).update(offered_until=timezone.now() - timedelta(minutes=1))

    answer = client.post(url("my-offer-accept", room, second.reference), follow=True)

    assert "No seat is kept for this person any more." in answer.content.decode()


def test_the_page_leads_to_topics_contributions_recommendations_and_her_notes(client, room, invited, focal_point):
    actions.add_question(room, text_en="What would help most?", by="test")
    session = make.session(room, name_en="Group on returns", kind="breakout")
    note = actions.name_rapporteur(session, person=focal_point, by="test")

    text = page(client, room)

    for name in ("my-topics", "contribute"):
        assert url(name, room) in text
    assert reverse("consultations:note", args=[note.reference]) in text
    assert "Your notes: Group on returns" in text
    assert url("my-follow-up", room) not in text


@pytest.mark.parametrize("name", ["my-consultation", "my-topics", "my-follow-up", "contribute"])
def test_every_page_asks_in_one_way_for_whom_she_acts(client, room, name):
    secret = make.organization(state="draft")
    Organization.objects.update(is_at_risk=True)
    both = make.staff(Function.REVIEWER)
    secret.memberships.create(user=both, role=MemberRole.ADMIN)
    client.force_login(both)

    assert client.get(url(name, room)).status_code == (302 if name == "contribute" else 404)


def test_a_second_tap_shows_what_the_first_one_did(client, room):
    invitation = make.accepted(room, state="sent")
    client.force_login(make.member(invitation.organization))
    accept, named = url("my-invitation-accept", room, invitation.reference), url("my-register", room)

    twice = [client.post(accept, follow=True).content.decode() for _tap in range(2)]
    named_twice = [client.post(named, PERSON, follow=True).content.decode() for _tap in range(2)]
    person = Registration.objects.get()
    edit = url("my-person-edit", room, person.reference)
    typed = PERSON | {"name": "Invented P. Person", "travel": "A bus", "version": person.version}
    saved_twice = [client.post(edit, typed, follow=True).content.decode() for _tap in range(2)]
    leave = url("my-person-withdraw", room, person.reference)
    gone_twice = [client.post(leave, follow=True).content.decode() for _tap in range(2)]
    decline = url("my-invitation-decline", room, invitation.reference)
    declined_twice = [client.post(decline, {"reason": "Ill"}, follow=True).content.decode() for _tap in range(2)]

    assert ["The invitation is accepted." in told for told in twice] == [True, True]
    assert ["The person is named." in told for told in named_twice] == [True, True]
    assert ["The registration was saved." in told for told in saved_twice] == [True, True]
    assert ["The person is withdrawn." in told for told in gone_twice] == [True, True]
    assert ["The invitation is declined." in told for told in declined_twice] == [True, True]
    assert Registration.objects.count() == 1


def test_what_is_refused_is_told_on_the_page_of_the_consultation(client, room):
    invitation = make.accepted(room, state="sent")
    Consultation.objects.update(answers_until=today_in(room.zone) - timedelta(days=1))
    client.force_login(make.member(invitation.organization))

    answer = client.post(url("my-invitation-accept", room, invitation.reference), follow=True)

    assert answer.redirect_chain == [(url("my-consultation", room), 302)]
    assert "The time to answer is over." in answer.content.decode()


def test_who_reloads_the_address_of_an_act_finds_the_page(client, room, invited, focal_point):
    person = make.named(invited)

    for name, reference in [("my-invitation-accept", invited.reference), ("my-offer-accept", person.reference)]:
        assert client.get(url(name, room, reference)).url == url("my-consultation", room)


def test_a_person_is_withdrawn_after_a_page_that_asks(client, room, invited, focal_point):
    person = make.named(invited)
    address = url("my-person-withdraw", room, person.reference)

    asked = client.get(address).content.decode()
    still = Registration.objects.get().state
    client.post(address)

    assert f"Withdraw {person.name}" in asked
    assert (still, Registration.objects.get().state) == ("confirmed", "withdrawn")
    assert client.get(address).url == url("my-consultation", room)


def test_until_when_an_answer_is_asked_stands_with_the_clock_of_the_place(client, room):
    invitation = make.accepted(room, state="sent")
    until = today_in(room.zone) + timedelta(days=9)
    Consultation.objects.update(answers_until=until, contact_email="forum@example.org")
    client.force_login(make.member(invitation.organization))

    text = page(client, room)
    Consultation.objects.update(answers_until=today_in(room.zone) - timedelta(days=1))
    late = page(client, room)

    assert f'Answer until the end of <time datetime="{until}">' in text
    assert "</time> (Nairobi time)." in text
    assert 'href="mailto:forum@example.org"' in text
    assert "The time to answer is over." in late


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (0, ["Places of your organization taken: 0 of 3. Within", "Seats in the room taken: 0 of 1."]),
        (1, ["Places of your organization taken: 1 of 3. Within", "1 of 1. The room is full", "no limit online"]),
        (3, ["Places of your organization taken: 3 of 3. A further person is more than IOM invited"]),
    ],
)
def test_the_form_says_beforehand_what_becomes_of_a_person(client, room, named, told):
    invited = make.accepted(room, quota=3)
    client.force_login(make.member(invited.organization))
    for _number in range(named):
        make.named(invited)

    text = client.get(url("my-register", room)).content.decode()

    assert [sentence for sentence in told if sentence not in text] == []


def test_what_is_past_invited_and_its_topics_are_still_found(client, room, invited, focal_point):
    actions.propose_topic(room, invited.organization, title="Return", text="Why", language="en", by=focal_point)
    Consultation.objects.update(state="closed")

    text = page(client, room)

    assert "IOM invited your organization with 2 people." in text
    assert url("my-topics", room) in text


def test_a_past_edition_leads_to_its_report(client):
    past = outcomes.held()
    outcomes.published_report(past)
    client.force_login(make.member())

    assert reverse("consultations:report", args=[past.slug]) in page(client, past)


@pytest.mark.parametrize(
    ("name", "statements"), [("my-register", 11), ("my-topics", 9), ("contribute", 9), ("my-follow-up", 10)]
)
@pytest.mark.parametrize("count", [1, 3])
def test_each_page_of_a_member_costs_a_known_number(
    client, room, invited, focal_point, name, statements, count, django_assert_num_queries
):
    for _number in range(count):
        make.named(invited)
    client.get(url(name, room))

    with django_assert_num_queries(statements):
        client.get(url(name, room))
