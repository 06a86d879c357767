"""The mails of invitations: to whom, in which language, once; reminders to who has not answered; and the end of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from consultations import actions, tasks
from consultations.actions import sending
from consultations.models import Consultation, ConsultationInvitation, InvitationToken
from consultations.queries.links import read_link, sha256_of_address
from consultations.states import ConsultationInvitationState
from registry.actions import mark_at_risk
from registry.errors import Refused
from registry.models import Contact, Message
from registry.roles import Function, MemberRole
from tests import make

pytestmark = pytest.mark.django_db
INVITED = ConsultationInvitationState
LINK = ConsultationInvitation.Answered.LINK


@pytest.fixture
def consultation(db):
    return make.consultation(state="inviting", name_fr="Une consultation")


@pytest.fixture
def organizer(db):
    return make.staff(Function.CONSULTATION_ORGANIZER)


@pytest.fixture
def invitation(consultation):
    organization = make.organization("Secret Name")
    make.contact(organization, role="focal_point", email="focal@example.org", language="fr")
    return make.invited(consultation, organization, state="prepared", quota=2)


def mails():
    return sorted(Message.objects.filter(kind__startswith="consultations.").values_list("address", "language"))


def token_of(message):
    return re.search(r"/consultations/invitations/([^/\s]+)/", message.body).group(1)


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def send(consultation, organizer):
    actions.send_invitations(consultation, by=organizer)
    return actions.write_mails()


def test_moving_a_consultation_to_inviting_sends_nothing(organizer):
    consultation = make.consultation(state="planned")
    make.contact(make.invited(consultation, state="prepared").organization, role="head", email="head@example.org")

    actions.move_consultation(consultation, to="inviting", by=organizer)
    actions.write_mails()

    assert mails() == []


def test_each_member_who_may_answer_gets_one_mail_in_her_language(consultation, organizer, invitation):
    organization = invitation.organization
    make.member(organization, email="admin@example.org", language="es")
    make.member(organization, email="editor@example.org", role=MemberRole.EDITOR)
    make.member(organization, email="reader@example.org", role=MemberRole.READER)

    assert send(consultation, organizer) == 1

    invitation.refresh_from_db()
    assert mails() == [("admin@example.org", "es"), ("editor@example.org", "en")]
    assert (invitation.state, invitation.asked_to_send_at) == (INVITED.SENT, None)
    assert invitation.sent_at is not None


def test_where_mail_came_back_the_next_is_written_to(consultation, organizer):
    organization = make.organization()
    for role in ("head", "focal_point"):
        make.contact(organization, role=role, email=f"{role}@example.org")
    make.stopped("Focal_Point@example.org")
    make.invited(consultation, organization, state="prepared")

    send(consultation, organizer)

    assert [address for address, _language in mails()] == ["head@example.org"]


def test_a_contact_of_whom_nothing_is_said_is_written_to_in_a_language_of_her_organization(consultation, organizer):
    organization = make.organization(languages=["ar", "es"])
    make.contact(organization, role="head", email="head@example.org", language="")
    make.invited(consultation, organization, state="prepared")

    send(consultation, organizer)

    assert mails() == [("head@example.org", "es")]


@pytest.mark.parametrize(
    ("roles", "addressed"),
    [
        (["head", "focal_point"], ["focal_point@example.org"]),
        (["head", "other"], ["head@example.org"]),
    ],
)
def test_without_members_its_focal_point_is_written_to_else_its_head(consultation, organizer, roles, addressed):
    organization = make.organization()
    for role in roles:
        make.contact(organization, role=role, email=f"{role}@example.org")
    make.invited(consultation, organization, state="prepared")

    send(consultation, organizer)

    assert [address for address, _language in mails()] == addressed


def test_a_mail_names_the_consultation_and_never_the_organization(consultation, organizer, invitation):
    send(consultation, organizer)

    message = Message.objects.get()
    assert "Une consultation" in message.title
    assert "Secret Name" not in message.title + message.body
    assert invitation.organization.reference not in message.body
    assert "/fr/consultations/invitations/" in message.body
    assert message.carries_secret


def test_of_a_link_only_the_hash_is_kept(consultation, organizer, invitation):
    send(consultation, organizer)

    token = token_of(Message.objects.get())
    row = InvitationToken.objects.get()
    assert token not in (row.token_sha256, row.address_sha256)
    assert read_link(token).invitation == invitation


def test_sending_and_writing_twice_is_the_same_as_once(consultation, organizer, invitation):
    send(consultation, organizer)

    assert actions.write_mails() == 0
    with pytest.raises(Refused, match="No prepared invitation waits"):
        actions.send_invitations(consultation, by=organizer)
    assert len(mails()) == 1


def test_a_slice_that_breaks_is_left_as_it_was_and_written_by_the_next(consultation, organizer, monkeypatch):
    for number in range(3):
        organization = make.organization()
        make.contact(organization, role="head", email=f"head{number}@example.org")
        make.invited(consultation, organization, state="prepared")
    monkeypatch.setattr(sending, "SLICE", 2)
    actions.send_invitations(consultation, by=organizer)
    monkeypatch.setattr(sending, "SLICES", 1)

    assert actions.write_mails() == 2
    assert len(mails()) == 2

    assert actions.write_mails() == 1
    assert len(mails()) == 3


@pytest.mark.parametrize("at_once", [1, 50])
def test_an_invitation_that_cannot_be_written_keeps_its_mark_and_the_others_are_written(
    consultation, organizer, invitation, monkeypatch, at_once
):
    monkeypatch.setattr(sending, "SLICE", at_once)
    # The first has a link already with this number: the database takes no second one.
    token = {"address_sha256": sha256_of_address("focal@example.org"), "token_sha256": "x", "sent_at": timezone.now()}
    InvitationToken.objects.create(invitation=invitation, number=0, **token)
    for number in range(2):
        organization = make.organization()
        make.contact(organization, role="head", email=f"head{number}@example.org")
        make.invited(consultation, organization, state="prepared")
    actions.send_invitations(consultation, by=organizer)

    written = actions.write_mails()

    invitation.refresh_from_db()
    assert (written, [address for address, _language in mails()]) == (2, ["head0@example.org", "head1@example.org"])
    assert (invitation.state, invitation.asked_to_send_at is None) == (INVITED.PREPARED, False)


def test_of_the_clock_one_edition_that_breaks_stops_none_of_the_others(consultation, organizer):
    long_ago = {"answers_until": timezone.localdate() - timedelta(days=9)}
    bad, good = make.consultation(state="inviting"), make.consultation(state="inviting")
    for one in (bad, good):
        make.invited(one, sent_at=days_ago(20))
    Consultation.objects.filter(pk__in=[bad.pk, good.pk]).update(**long_ago)
    Consultation.objects.filter(pk=bad.pk).update(zone="Nowhere/At_All")

    assert actions.expire_invitations(by="clock") == 1
    assert good.invitations.get().state == INVITED.EXPIRED
    assert bad.invitations.get().state == INVITED.SENT


def test_what_was_answered_or_cancelled_before_its_mail_was_written_gets_none(consultation, organizer, invitation):
    actions.send_invitations(consultation, by=organizer)
    actions.move_consultation(consultation, to="cancelled", reason="because", by=organizer)

    actions.write_mails()

    invitation.refresh_from_db()
    assert mails() == []
    assert (invitation.state, invitation.asked_to_send_at) == (INVITED.PREPARED, None)


def test_who_cannot_be_written_to_stays_prepared(consultation, organizer, invitation):
    actions.send_invitations(consultation, by=organizer)
    Contact.objects.update(ends_on=timezone.localdate())

    actions.write_mails()

    invitation.refresh_from_db()
    assert invitation.state == INVITED.PREPARED


def test_an_organization_in_danger_is_not_written_to_and_its_link_leads_nowhere(
    consultation, organizer, invitation, curator
):
    send(consultation, organizer)
    token = token_of(Message.objects.get())
    mark_at_risk(invitation.organization, reason="a test", by=curator)
    ConsultationInvitation.objects.update(sent_at=days_ago(8))

    assert read_link(token) is None
    assert actions.remind_all() == 0
    for person in (organizer, curator):
        with pytest.raises(Refused, match="Nobody can be reminded now"):
            actions.send_reminders(consultation, by=person)


@pytest.mark.parametrize(
    ("facts", "is_reminded"),
    [
        ({"state": "sent", "sent_at": 8}, True),
        ({"state": "opened", "sent_at": 8}, True),
        ({"state": "sent", "sent_at": 6}, False),
        ({"state": "sent", "sent_at": 20, "reminded_at": 6, "reminders": 1}, False),
        ({"state": "sent", "sent_at": 20, "reminded_at": 8, "reminders": 2}, True),
        ({"state": "sent", "sent_at": 40, "reminded_at": 8, "reminders": 3}, False),
        ({"state": "accepted", "sent_at": 8}, False),
        ({"state": "declined", "sent_at": 8}, False),
        ({"state": "expired", "sent_at": 8}, False),
        ({"state": "prepared"}, False),
    ],
)
def test_only_who_has_not_answered_is_reminded_and_not_too_often(invitation, facts, is_reminded):
    days = {name: days_ago(facts[name]) for name in ("sent_at", "reminded_at") if name in facts}
    ConsultationInvitation.objects.update(**(facts | days))

    assert actions.remind_all() == int(is_reminded)
    assert actions.write_mails() == int(is_reminded)
    # A second night changes nothing.
    assert actions.remind_all() == 0

    invitation.refresh_from_db()
    assert invitation.reminders == facts.get("reminders", 0) + is_reminded
    assert len(mails()) == int(is_reminded)


def test_a_reminder_has_a_link_of_its_own_and_the_first_one_still_works(consultation, organizer, invitation):
    send(consultation, organizer)
    ConsultationInvitation.objects.update(sent_at=days_ago(8))

    actions.send_reminders(consultation, by=organizer)
    actions.write_mails()

    first, second = (token_of(message) for message in Message.objects.order_by("pk"))
    assert first != second
    assert read_link(first).invitation == read_link(second).invitation == invitation


def test_nobody_is_invited_after_the_last_day_to_answer(consultation, organizer, invitation):
    actions.send_invitations(consultation, by=organizer)
    Consultation.objects.update(answers_until=days_ago(2).date())

    actions.write_mails()

    invitation.refresh_from_db()
    assert (invitation.state, mails()) == (INVITED.PREPARED, [])
    with pytest.raises(Refused, match="The last day to answer is over"):
        actions.send_invitations(consultation, by=organizer)


def test_nobody_is_reminded_after_the_last_day_to_answer(consultation, organizer, invitation):
    ConsultationInvitation.objects.update(state="sent", sent_at=days_ago(8))
    Consultation.objects.update(answers_until=days_ago(2).date())

    assert actions.remind_all() == 0
    with pytest.raises(Refused, match="The last day to answer is over"):
        actions.send_reminders(consultation, by=organizer)


@pytest.mark.parametrize(
    ("state", "until", "after"),
    [
        ("sent", 2, "expired"),
        ("opened", 2, "expired"),
        ("sent", -2, "sent"),
        ("sent", None, "sent"),
        ("prepared", 2, "prepared"),
        ("accepted", 2, "accepted"),
    ],
)
def test_what_nobody_answered_until_the_last_day_expires(consultation, invitation, state, until, after):
    ConsultationInvitation.objects.update(state=state)
    Consultation.objects.update(answers_until=until and days_ago(until).date())

    actions.expire_invitations(by="clock")

    invitation.refresh_from_db()
    assert invitation.state == after
    assert actions.expire_invitations(by="clock") == 0


def test_an_invitation_for_which_somebody_comes_does_not_expire(consultation, invitation):
    ConsultationInvitation.objects.update(state="sent")
    make.registration(invitation)
    Consultation.objects.update(answers_until=days_ago(2).date())

    assert actions.expire_invitations(by="clock") == 0


def test_a_link_is_worth_nothing_once_its_reader_left_the_organization(consultation, organizer, invitation):
    member = make.member(invitation.organization)
    send(consultation, organizer)
    token = token_of(Message.objects.get())

    member.memberships.update(left_at=timezone.now())

    assert read_link(token) is None
    assert read_link("nonsense") is None


def test_pressing_a_button_notes_that_the_link_was_opened(consultation, organizer, invitation):
    send(consultation, organizer)
    link = read_link(token_of(Message.objects.get()))

    actions.accept_invitation(link.invitation, by="invitation link", how=LINK, link=link.token)

    assert InvitationToken.objects.get().opened_at is not None


@pytest.mark.parametrize("count", [1, 3])
def test_a_slice_looks_everybody_up_at_once(consultation, organizer, count, django_assert_max_num_queries):
    for number in range(count):
        organization = make.organization()
        make.contact(organization, role="head", email=f"head{number}@example.org")
        make.invited(consultation, organization, state="prepared")
    actions.send_invitations(consultation, by=organizer)

    # Each invitation apart, with two inserts and a look at what its reader chose; for all: a transaction, five looks,
    # one update, the history.
    with django_assert_max_num_queries(12 + 5 * count):
        actions.write_mails()


def test_the_clock_finds_nothing_to_do_in_an_empty_registry():
    assert [door() for door in (tasks.write_mails, tasks.remind_invited, tasks.expire_invitations)] == [0, 0, 0]


def test_a_link_of_an_expired_invitation_leads_to_the_newer_one(consultation, organizer, invitation):
    send(consultation, organizer)
    token = token_of(Message.objects.get())
    ConsultationInvitation.objects.update(state="expired")
    assert read_link(token).closed

    newer = make.invited(consultation, invitation.organization, state="sent")

    assert (read_link(token).invitation, read_link(token).closed) == (newer, "")
