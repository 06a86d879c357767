"""What an organization answers to its invitation, and what it cannot answer any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultations import actions
from consultations.models import Consultation, ConsultationInvitation
from consultations.states import ConsultationInvitationState
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db
ONLINE, LINK, STAFF = ConsultationInvitation.Answered
INVITED = ConsultationInvitationState
YESTERDAY = timezone.now().date() - timedelta(days=2)


@pytest.fixture
def organization(db):
    return make.organization()


@pytest.fixture
def invitation(organization):
    return make.invited(organization_=organization)


@pytest.fixture
def organizer(db):
    return make.staff(Function.CONSULTATION_ORGANIZER)


def test_a_member_accepts_for_her_organization(invitation, organization):
    member = make.member(organization)

    accepted = actions.accept_invitation(invitation, by=member, how=ONLINE)

    assert (accepted.state, accepted.answered_by, accepted.answered_how) == (INVITED.ACCEPTED, member, ONLINE)
    assert Change.objects.latest("pk").verb == "consultation.invitation_accepted"
    assert Change.objects.latest("pk").subject == invitation.reference


def test_declining_keeps_the_reason(invitation):
    declined = actions.decline_invitation(invitation, " No visa in time. ", by="link", how=LINK)

    assert (declined.state, declined.reason, declined.answered_by) == (INVITED.DECLINED, "No visa in time.", None)


def test_the_staff_record_an_answer_by_telephone_with_who_told_it(organizer, invitation):
    accepted = actions.accept_invitation(invitation, by=organizer, how=STAFF, told_by="A. Person")

    assert (accepted.told_by, accepted.answered_how) == ("A. Person", STAFF)


@pytest.mark.parametrize(
    ("state", "how", "may"),
    [
        (INVITED.PREPARED, ONLINE, False),
        (INVITED.PREPARED, STAFF, True),
        (INVITED.SENT, LINK, True),
        (INVITED.OPENED, LINK, True),
        (INVITED.DECLINED, ONLINE, True),
        (INVITED.ACCEPTED, ONLINE, False),
        (INVITED.EXPIRED, LINK, False),
        (INVITED.EXPIRED, STAFF, True),
    ],
)
def test_who_may_accept_from_which_state(invitation, organizer, state, how, may):
    ConsultationInvitation.objects.update(state=state)

    if may:
        assert actions.accept_invitation(invitation, by=organizer, how=how).state == INVITED.ACCEPTED
    else:
        with pytest.raises(Refused):
            actions.accept_invitation(invitation, by=organizer, how=how)


@pytest.mark.parametrize(("how", "may"), [(LINK, False), (ONLINE, False), (STAFF, True)])
def test_after_the_last_day_only_the_staff_record_an_answer(invitation, organizer, how, may):
    actions.edit_consultation(invitation.consultation, changes={"answers_until": YESTERDAY}, by=organizer)

    if may:
        assert actions.accept_invitation(invitation, by=organizer, how=how).state == INVITED.ACCEPTED
    else:
        with pytest.raises(Refused, match="The time to answer is over"):
            actions.accept_invitation(invitation, by=organizer, how=how)


def test_who_answered_in_time_may_think_again_while_people_can_be_named(invitation, organizer):
    accepted = actions.accept_invitation(invitation, by=organizer, how=ONLINE)
    actions.edit_consultation(invitation.consultation, changes={"answers_until": YESTERDAY}, by=organizer)

    declined = actions.decline_invitation(accepted, "", by=organizer, how=ONLINE)

    assert declined.state == INVITED.DECLINED


def test_an_organization_that_named_people_does_not_decline(invitation, organizer):
    accepted = actions.accept_invitation(invitation, by=organizer, how=ONLINE)
    make.registration(accepted)

    with pytest.raises(Refused, match="People are named for this invitation"):
        actions.decline_invitation(accepted, "", by=organizer, how=ONLINE)


@pytest.mark.parametrize("state", ["planned", "running", "cancelled"])
def test_nobody_answers_while_the_consultation_invites_nobody(invitation, organizer, state):
    Consultation.objects.update(state=state, cancelled_reason="because" if state == "cancelled" else "")

    with pytest.raises(Refused, match=r"not answered at the moment|was cancelled"):
        actions.accept_invitation(invitation, by=organizer, how=STAFF)


def test_what_a_colleague_answered_in_between_is_told(invitation, organization):
    opened = invitation.version
    actions.accept_invitation(invitation, by=make.member(organization), how=ONLINE)

    with pytest.raises(Stale, match="Your organization accepted this invitation"):
        actions.decline_invitation(invitation, "", by="link", how=LINK, version=opened)

    invitation.refresh_from_db()
    assert invitation.state == INVITED.ACCEPTED


def test_answering_the_same_twice_says_who_was_first(invitation, organizer):
    actions.decline_invitation(invitation, "", by=organizer, how=STAFF)

    with pytest.raises(Refused, match="IOM recorded that your organization declines"):
        actions.decline_invitation(invitation, "", by="link", how=LINK)


def test_a_late_yes_beside_a_newer_invitation_is_refused_in_words(invitation, organization, organizer):
    ConsultationInvitation.objects.update(state=INVITED.EXPIRED)
    make.invited(invitation.consultation, organization, state="prepared")

    with pytest.raises(Contradiction, match="invited already"):
        actions.accept_invitation(invitation, by=organizer, how=STAFF)


def test_seeing_it_is_noted_once_and_leaves_an_answer_open(invitation):
    for _time in range(2):
        opened = actions.note_opened(invitation, by="link")

    assert opened.state == INVITED.OPENED
    assert Change.objects.filter(verb="consultation.invitation_opened").count() == 1
    assert actions.accept_invitation(opened, by="link", how=LINK).state == INVITED.ACCEPTED
