"""Several at once, each with a connection of her own: nobody is written to twice, invited twice, or answered twice."""

from functools import partial

import pytest
from django.http import QueryDict

from consultations import actions
from consultations.actions import sending
from consultations.models import ConsultationInvitation, InvitationToken
from consultations.queries.audiences import Question
from consultations.states import ConsultationInvitationState
from registry.models import Message
from registry.roles import Function
from tests import make
from tests.bursts import burst

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
INVITED = ConsultationInvitationState
MANY = 12


@pytest.fixture
def organizer(db):
    return make.staff(Function.CONSULTATION_ORGANIZER)


@pytest.fixture
def consultation(db):
    return make.consultation(state="inviting")


def with_address(number):
    organization = make.organization()
    make.contact(organization, role="head", email=f"head{number}@example.org")
    return organization


def test_four_workers_write_each_mail_once(consultation, organizer, monkeypatch):
    monkeypatch.setattr(sending, "SLICE", 2)
    for number in range(MANY):
        make.invited(consultation, with_address(number), state="prepared")
    actions.send_invitations(consultation, by=organizer)

    ended = burst([actions.write_mails] * 4)
    # Whoever found only what another had in hand went away; the next tick finds what is left.
    actions.write_mails()

    assert ended["broken"] == 0
    addresses = Message.objects.filter(kind="consultations.invited").values_list("address", flat=True)
    assert sorted(addresses) == sorted(f"head{number}@example.org" for number in range(MANY))
    assert InvitationToken.objects.count() == MANY
    assert not ConsultationInvitation.objects.exclude(state=INVITED.SENT).exists()


def test_four_organizers_who_freeze_the_same_invite_each_organization_once(consultation, organizer):
    for number in range(3):
        with_address(number)
    question = Question.from_query("directory", QueryDict("type=ngo"))

    ended = burst([partial(actions.freeze_audience, consultation, question=question, quota=1, by=organizer)] * 4)

    assert (ended["done"], ended["refused"], ended["broken"]) == (1, 3, 0)
    assert consultation.invitations.count() == 3


def test_of_a_yes_and_a_no_at_the_same_moment_one_stands_and_the_other_is_told(consultation):
    for _round in range(5):
        invitation = make.invited(consultation)
        told = {"by": "invitation link", "how": ConsultationInvitation.Answered.LINK, "version": invitation.version}
        yes = partial(actions.accept_invitation, invitation, **told)
        no = partial(actions.decline_invitation, invitation, "", **told)

        ended = burst([yes, no] * 3)

        assert (ended["done"], ended["broken"]) == (1, 0)
