"""Organizers choose whom to invite, send and record answers in the browser; whoever holds a link answers by it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations import actions
from consultations.models import BalanceTarget, Consultation, ConsultationInvitation, InvitationToken
from consultations.states import ConsultationInvitationState
from consultations.views import audiences
from registry.actions import mark_at_risk, save_view
from registry.models import Change, Message, Region
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db
INVITED = ConsultationInvitationState


def url(name, *args):
    return reverse(f"consultations:{name}", args=args)


@pytest.fixture
def organizer(client, db):
    client.organizer = make.staff(Function.CONSULTATION_ORGANIZER)
    client.force_login(client.organizer)
    return client


@pytest.fixture
def consultation(db):
    return make.consultation(state="inviting", seats=10)


def with_address(name="", **facts):
    organization = make.organization(name, **facts)
    make.contact(organization, role="focal_point", email="focal@example.org")
    return organization


def text(answer):
    return answer.content.decode()


def test_a_question_is_looked_at_before_it_is_written_down(organizer, consultation):
    with_address("Comes in")
    make.organization("Has no address")
    BalanceTarget.objects.create(consultation=consultation, dimension="type", value="ngo", percent=50)

    seen = text(organizer.get(url("audience-new", consultation.reference), {"type": "ngo", "quota": 2}))

    assert "1 organization can be invited" in seen
    assert "Comes in" in seen
    assert "No address to write to: 1" in seen
    assert "1 of 1 (100%)" in seen
    assert not consultation.invitations.exists()


def test_what_was_looked_at_is_put_on_the_list_with_its_date(organizer, consultation):
    with_address("Comes in")

    answer = organizer.post(
        url("audience-freeze", consultation.reference), {"type": "ngo", "quota": 2, "attendance": "never"}, follow=True
    )

    seen = text(answer)
    assert "1 organization is on the list. Nothing was sent yet." in seen
    assert "Comes in" in seen
    assert "Was never at a consultation" in seen
    assert consultation.invitations.get().quota == 2


@pytest.mark.parametrize(
    "address",
    [
        "https://registry.example/en/organizations/?area=4&page=3",
        "?area=4",
        "area=4",
    ],
)
def test_the_address_of_a_list_is_a_question(organizer, consultation, address):
    one = with_address("Area four")
    make.partnership(one, area=4)
    with_address("Area none")

    seen = text(organizer.get(url("audience-new", consultation.reference), {"address": address, "quota": 1}))

    assert "1 organization can be invited" in seen
    assert "Organizations of the directory" in seen
    assert "Area four" in seen
    assert "Area none" not in seen


def test_the_address_of_the_inventory_is_asked_there(organizer, consultation):
    with_address("Found by name")
    with_address("Another one")
    address = f"https://registry.example{reverse('registry:staff-organizations')}?q=Found+by+name"

    seen = text(organizer.get(url("audience-new", consultation.reference), {"address": address, "quota": 1}))

    assert "Organizations of the inventory" in seen
    assert "Found by name" in seen
    assert "Another one" not in seen


def test_a_saved_view_is_a_question_and_is_remembered(organizer, consultation):
    with_address()
    view = save_view(name="My NGOs", list_name="directory", filters={"type": ["ngo"]}, by=organizer.organizer)

    answer = organizer.post(
        url("audience-freeze", consultation.reference), {"view": view.reference, "quota": 1}, follow=True
    )

    assert "My NGOs" in text(answer)
    assert consultation.audiences.get().saved_view == view


def test_everybody_whom_a_question_finds_is_seen_before_it_is_written_down(organizer, consultation, monkeypatch):
    monkeypatch.setattr(audiences, "PAGE", 2)
    for name in ("Aaa", "Bbb", "Ccc"):
        with_address(name)
    for name in ("Xxx", "Yyy", "Zzz"):
        make.organization(name)
    typed = {"type": "ngo", "quota": 2}
    address = url("audience-new", consultation.reference)

    pages = {number: text(organizer.get(address, typed | {"page": number, "left": 3 - number})) for number in (1, 2)}

    assert [name in pages[1] for name in ("Aaa", "Bbb", "Ccc")] == [True, True, False]
    assert [name in pages[2] for name in ("Aaa", "Bbb", "Ccc")] == [False, False, True]
    assert [name in pages[2] for name in ("Xxx", "Yyy", "Zzz")] == [True, True, False]
    assert "Zzz" in pages[1]
    assert "1 to 2 of 3" in pages[1]
    assert 'name="page"' not in pages[2]


@pytest.mark.parametrize("count", [1, 3])
def test_looking_at_an_answer_costs_the_same_for_one_and_for_three(
    organizer, consultation, count, django_assert_num_queries
):
    for _number in range(count):
        with_address()
        make.organization()
    address, typed = url("audience-new", consultation.reference), {"type": "ngo", "quota": 1}
    organizer.get(address, typed)

    with django_assert_num_queries(17):
        organizer.get(address, typed)


def test_how_a_colleague_called_her_view_is_not_told(organizer, client, consultation):
    with_address()
    view = save_view(name="My own words", list_name="directory", filters={"type": ["ngo"]}, by=organizer.organizer)
    organizer.post(url("audience-freeze", consultation.reference), {"view": view.reference, "quota": 1})
    client.force_login(make.staff(Function.CONSULTATION_ORGANIZER))

    seen = text(client.get(url("staff-invitations", consultation.reference)))

    assert "Non-governmental organization" in seen
    assert "My own words" not in seen


def test_words_that_name_an_organization_in_danger_are_told_to_nobody_again(organizer, consultation, curator):
    endangered = with_address("Unwise Words")
    typed = {"address": "?q=Unwise+Words", "quota": 1}
    organizer.post(url("audience-freeze", consultation.reference), typed)
    assert "Unwise Words" in text(organizer.get(url("staff-invitations", consultation.reference)))

    mark_at_risk(endangered, reason="a test", by=curator)

    seen = text(organizer.get(url("staff-invitations", consultation.reference)))
    assert "Unwise Words" not in seen
    assert "1 organization was found, 0 put on the list." in seen


def test_a_view_of_somebody_else_is_no_question(organizer, consultation):
    view = save_view(name="Hers", list_name="directory", filters={"type": ["ngo"]}, by=make.staff())

    answer = organizer.get(url("audience-new", consultation.reference), {"view": view.reference, "quota": 1})

    assert answer.status_code == 422
    assert "Hers" not in text(answer)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Say whom you look for"),
        ({"address": "https://example.org/<script>"}, "This address has no filter that we know."),
        ({"address": "page=2&nonsense=1"}, "This address has no filter that we know."),
        ({"type": "ngo", "quota": 0}, "Ensure this value is greater than or equal to 1."),
        ({"type": "nonsense"}, "Select a valid choice."),
    ],
)
def test_what_is_no_question_is_told(organizer, consultation, typed, words):
    typed = {"quota": 1} | typed

    for answer in (
        organizer.get(url("audience-new", consultation.reference), typed),
        organizer.post(url("audience-freeze", consultation.reference), typed),
    ):
        assert answer.status_code == 422
        assert words in text(answer)
        assert "<script>https" not in text(answer)
    assert not consultation.audiences.exists()


def test_a_question_that_finds_nobody_to_invite_is_refused_on_the_page(organizer, consultation):
    make.organization()

    answer = organizer.post(url("audience-freeze", consultation.reference), {"type": "ngo", "quota": 1})

    assert answer.status_code == 409
    assert "Nobody whom this question finds can be invited." in text(answer)


def test_an_organization_in_danger_stands_on_no_page_of_an_organizer(organizer, consultation, curator):
    endangered = with_address("In Danger")
    invitation = make.invited(consultation, endangered)
    mark_at_risk(endangered, reason="a test", by=curator)

    seen = text(organizer.get(url("staff-invitations", consultation.reference)))
    looked = text(organizer.get(url("audience-new", consultation.reference), {"type": "ngo", "quota": 1}))

    for page in (seen, looked):
        assert "In Danger" not in page
        assert endangered.reference not in page
    assert "Nobody is invited yet" in seen
    assert "Left out" not in looked
    for act in ("quota", "remove", "answer"):
        assert organizer.get(url(f"invitation-{act}", consultation.reference, invitation.reference)).status_code == 404
    answer = organizer.post(
        url("invitation-add", consultation.reference),
        {"organization": endangered.reference, "quota": 1, "reason": "x"},
    )
    assert f"There is no organization with the reference “{endangered.reference}”." in text(answer)


def test_sending_says_how_many_and_happens_once(organizer, consultation):
    make.invited(consultation, with_address(), state="prepared")

    first = organizer.post(url("invitations-send", consultation.reference), follow=True)
    second = organizer.post(url("invitations-send", consultation.reference))
    actions.write_mails()

    assert "1 invitation is being sent." in text(first)
    assert "The mail of 1 organization is being written." in text(first)
    assert second.status_code == 409
    assert Message.objects.filter(kind="consultations.invited").count() == 1


def test_reminding_too_early_is_told_in_words(organizer, consultation):
    make.invited(consultation, with_address(), state="sent", sent_at=timezone.now())

    answer = organizer.post(url("invitations-remind", consultation.reference))

    assert answer.status_code == 409
    assert "Nobody can be reminded now" in text(answer)


def test_an_answer_by_telephone_is_recorded_with_who_told_it(organizer, consultation):
    invitation = make.invited(consultation, state="expired")

    answer = organizer.post(
        url("invitation-answer", consultation.reference, invitation.reference),
        {"answer": "accept", "told_by": "A. Person, by telephone"},
        follow=True,
    )

    invitation.refresh_from_db()
    assert (invitation.state, invitation.told_by) == (INVITED.ACCEPTED, "A. Person, by telephone")
    assert "Told by A. Person, by telephone" in text(answer)
    assert invitation.answered_by == organizer.organizer


def test_one_is_added_by_hand_changed_and_taken_off_again(organizer, consultation):
    organization = make.organization("By hand <b>")
    typed = {"organization": organization.reference, "quota": 2, "reason": "It asked"}

    added = organizer.post(url("invitation-add", consultation.reference), typed, follow=True)
    again = organizer.post(url("invitation-add", consultation.reference), typed)
    invitation = consultation.invitations.get()
    organizer.post(url("invitation-quota", consultation.reference, invitation.reference), {"quota": 3})
    invitation.refresh_from_db()
    removed = organizer.post(
        url("invitation-remove", consultation.reference, invitation.reference), {"reason": "A mistake"}, follow=True
    )

    assert "By hand &lt;b&gt;" in text(added)
    assert again.status_code == 422
    assert "This organization is invited already." in text(again)
    assert invitation.quota == 3
    assert "Nobody is invited yet" in text(removed)


def test_targets_are_set_read_in_words_and_taken_away(organizer, consultation):
    set_ = organizer.post(
        url("target-new", consultation.reference), {"share": "gender:woman", "percent": 50}, follow=True
    )
    wrong = organizer.post(url("target-new", consultation.reference), {"share": "gender:woman", "percent": 101})
    gone = organizer.post(url("target-remove", consultation.reference, "gender", "woman"), follow=True)

    assert "50%: 5 people" in text(set_)
    assert "5 more are needed" in text(set_)
    assert wrong.status_code == 422
    assert "No balance is asked for." in text(gone)


def test_it_is_said_whether_a_region_is_one_of_work_or_of_the_head_office(organizer, consultation):
    region = Region.objects.order_by("code").first()
    BalanceTarget.objects.create(consultation=consultation, dimension="region", value=region.pk, percent=50)

    asking = text(organizer.get(url("audience-new", consultation.reference)))
    wanting = text(organizer.get(url("target-new", consultation.reference)))
    meter = organizer.get(url("staff-invitations", consultation.reference)).context["meter"]

    assert "IOM region where it works" in asking
    assert "A balance target counts it by its head office." in asking
    assert "A region is that of the head office." in wanting
    assert [one.label for one in meter] == [f"Head office in: {region.name_en}"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(organizer, consultation, count, django_assert_num_queries):
    BalanceTarget.objects.create(consultation=consultation, dimension="type", value="ngo", percent=50)
    for _number in range(count):
        make.registration(make.invited(consultation, state="accepted", answered_by=organizer.organizer))
        with_address()
        organizer.post(url("audience-freeze", consultation.reference), {"type": "ngo", "quota": 1})
    address = url("staff-invitations", consultation.reference)
    organizer.get(address)

    # Ten are the door's, who is signed in; what the words of the audiences name in danger costs two.
    with django_assert_num_queries(19):
        assert organizer.get(address).status_code == 200


def test_the_list_shows_one_state(organizer, consultation):
    make.invited(consultation, make.organization("Was asked"), state="sent")
    make.invited(consultation, make.organization("Said yes"), state="accepted")

    seen = text(organizer.get(url("staff-invitations", consultation.reference), {"state": "accepted"}))

    assert "Said yes" in seen
    assert "Was asked" not in seen
    assert "All (2)" in seen


# --- By the link of a mail ----------------------------------------------------------------------------------------


@pytest.fixture
def token(consultation):
    organizer = make.staff(Function.CONSULTATION_ORGANIZER)
    make.invited(consultation, with_address("Invited One"), state="prepared", quota=2)
    actions.send_invitations(consultation, by=organizer)
    actions.write_mails()
    return re.search(r"/invitations/([^/\s]+)/", Message.objects.get().body).group(1)


def version():
    return {"version": ConsultationInvitation.objects.get().version}


def test_a_look_at_a_link_tells_who_is_invited_and_writes_nothing(client, consultation, token):
    before = Change.objects.count()

    answer = client.get(url("invitation-link", token))

    seen = text(answer)
    assert "Invited One" in seen
    assert "It may name up to 2 people." in seen
    assert "no-store" in answer["Cache-Control"]
    assert (ConsultationInvitation.objects.get().state, Change.objects.count()) == (INVITED.SENT, before)
    assert InvitationToken.objects.get().opened_at is None


def test_who_holds_the_link_accepts_without_signing_in(client, token):
    answer = client.post(url("invitation-link-accept", token), version(), follow=True)

    invitation = ConsultationInvitation.objects.get()
    assert (invitation.state, invitation.answered_how, invitation.answered_by) == (INVITED.ACCEPTED, "link", None)
    assert "Your organization accepted this invitation." in text(answer)
    assert InvitationToken.objects.get().opened_at is not None


def test_who_holds_the_link_declines_with_a_reason(client, token):
    client.post(url("invitation-link-decline", token), version() | {"reason": "<b>No visa</b>"})

    assert ConsultationInvitation.objects.get().reason == "<b>No visa</b>"


def test_a_reason_that_is_too_long_is_told_and_nothing_is_answered(client, token):
    answer = client.post(url("invitation-link-decline", token), version() | {"reason": "x" * 501})

    assert answer.status_code == 422
    assert ConsultationInvitation.objects.get().state == INVITED.SENT


def test_answering_later_says_that_it_was_seen(client, token):
    answer = client.post(url("invitation-link-later", token), version(), follow=True)

    assert ConsultationInvitation.objects.get().state == INVITED.OPENED
    assert "We know that you have seen it." in text(answer)


def test_a_second_tap_on_the_link_shows_the_answer_and_a_reload_the_page(client, token):
    opened = version()

    twice = [client.post(url("invitation-link-accept", token), opened, follow=True) for _tap in range(2)]

    assert ["Thank you. Your organization accepts the invitation." in text(one) for one in twice] == [True, True]
    assert client.get(url("invitation-link-accept", token)).url == url("invitation-link", token)


def test_a_colleague_who_was_first_is_told_of_on_an_older_page(client, token):
    opened = version()
    client.post(url("invitation-link-accept", token), opened)

    answer = client.post(url("invitation-link-decline", token), opened)

    assert answer.status_code == 409
    assert "There is an answer already: Your organization accepted this invitation." in text(answer)
    assert ConsultationInvitation.objects.get().state == INVITED.ACCEPTED


def test_after_the_last_day_a_link_says_so(client, consultation, token):
    Consultation.objects.update(answers_until=timezone.now().date() - timedelta(days=2))

    looked = client.get(url("invitation-link", token))
    answered = client.post(url("invitation-link-accept", token), version())

    assert "The time to answer is over." in text(looked)
    assert "Our organization accepts" not in text(looked)
    assert answered.status_code == 409
    assert ConsultationInvitation.objects.get().state == INVITED.SENT


@pytest.mark.parametrize("act", ["", "-accept", "-decline", "-later"])
def test_a_link_that_nobody_made_and_one_of_an_organization_in_danger_are_answered_alike(client, token, curator, act):
    mark_at_risk(ConsultationInvitation.objects.get().organization, reason="a test", by=curator)

    for one in ("nonsense", token):
        answer = client.post(url(f"invitation-link{act}", one)) if act else client.get(url("invitation-link", one))
        assert answer.status_code == 404
        assert "This link cannot be used" in text(answer)
        assert "Invited One" not in text(answer)
    assert ConsultationInvitation.objects.get().state == INVITED.SENT


TOOLS = ("target-new", "target-remove", "invitation-quota", "invitation-remove", "audience-new", "invitation-add")


@pytest.mark.parametrize(
    ("state", "tools", "is_closed"),
    [
        ("inviting", TOOLS, False),
        ("registration_closed", TOOLS[:4], True),
        ("reporting", (), True),
        ("closed", (), True),
        ("cancelled", (), True),
    ],
)
def test_a_list_shows_the_tools_that_its_state_accepts_and_says_when_it_is_closed(
    organizer, consultation, state, tools, is_closed
):
    BalanceTarget.objects.create(consultation=consultation, dimension="type", value="ngo", percent=50)
    invitation = make.invited(consultation, state="prepared")
    Consultation.objects.update(state=state, cancelled_reason="No hall." if state == "cancelled" else "")
    args = {"target-remove": ("type", "ngo"), "invitation-quota": (invitation.reference,)}
    args["invitation-remove"] = (invitation.reference,)

    seen = text(organizer.get(url("staff-invitations", consultation.reference)))

    shown = tuple(tool for tool in TOOLS if url(tool, consultation.reference, *args.get(tool, ())) in seen)
    assert shown == tools
    assert ("Closed list" in seen) == is_closed
