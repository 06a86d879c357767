"""Inviting people, letting them in, giving and taking functions and roles."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from registry import actions
from registry.errors import Refused
from registry.models import Change, Invitation, Membership, Message, StaffAssignment
from registry.roles import Function, MemberRole
from registry.states import InvitationState
from tests import make


def token_of(invitation):
    """The token as the invited person finds it in her mail: it is kept nowhere else."""
    body = Message.objects.filter(address=invitation.email).latest("pk").body
    return re.search(r"/invitations/([\w-]+)/", body)[1]


def signed_in(person):
    """A session of this person, as the browser would have it."""
    session = SessionStore()
    session.create()
    UserSession.objects.create(user=person, ip="127.0.0.1", user_agent="a browser", session_key=session.session_key)
    return session.session_key


def test_an_invited_person_gets_the_function_the_unit_and_the_countries_of_the_invitation(administrator):
    unit = make.unit()
    invitation = actions.invite_staff(
        "new@example.org", function=Function.CURATOR, unit=unit, countries=["TCD", "KEN"], by=administrator
    )
    person = make.user(email="new@example.org")

    actions.accept_invitation(token_of(invitation), by=person)

    assignment = StaffAssignment.objects.get(user=person)
    assert (assignment.function, assignment.unit, assignment.countries, assignment.given_by) == (
        Function.CURATOR,
        unit,
        ["KEN", "TCD"],
        administrator,
    )
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == (InvitationState.ACCEPTED, person)


def test_only_the_hash_of_the_token_is_kept_and_the_mail_is_a_secret(administrator):
    invitation = actions.invite_staff("new@example.org", function=Function.ROUTER, by=administrator)
    token = token_of(invitation)

    assert len(token) == 43
    assert invitation.token_sha256 == actions.hash_token(token)
    assert Message.objects.get(address="new@example.org").carries_secret


def test_a_link_works_once(administrator):
    invitation = actions.invite_staff("new@example.org", function=Function.ROUTER, by=administrator)
    token, person = token_of(invitation), make.user(email="new@example.org")
    actions.accept_invitation(token, by=person)

    with pytest.raises(Refused, match="cannot be used any more"):
        actions.accept_invitation(token, by=person)

    assert StaffAssignment.objects.filter(user=person).count() == 1


@pytest.mark.parametrize(("seconds_left", "works"), [(60, True), (-1, False)])
def test_a_link_ends_when_its_time_is_over(administrator, seconds_left, works):
    invitation = actions.invite_staff("new@example.org", function=Function.ROUTER, by=administrator)
    token, person = token_of(invitation), make.user(email="new@example.org")
    Invitation.objects.update(expires_at=timezone.now() + timedelta(seconds=seconds_left))

    if works:
        actions.accept_invitation(token, by=person)
    else:
        with pytest.raises(Refused):
            actions.accept_invitation(token, by=person)

    assert person.is_staff_member() is works


def test_a_link_counts_for_its_own_address_only(administrator):
    invitation = actions.invite_staff("new@example.org", function=Function.ADMINISTRATOR, by=administrator)
    other = make.user(email="other@example.org")

    with pytest.raises(Refused, match="another e-mail address"):
        actions.accept_invitation(token_of(invitation), by=other)


def test_an_address_that_was_not_confirmed_lets_nobody_in(administrator):
    invitation = actions.invite_staff("new@example.org", function=Function.ROUTER, by=administrator)
    person = make.user(email="new@example.org")
    EmailAddress.objects.filter(user=person).update(verified=False)

    with pytest.raises(Refused):
        actions.accept_invitation(token_of(invitation), by=person)


def test_the_address_counts_whatever_its_case(administrator):
    invitation = actions.invite_staff("New@Example.org", function=Function.ROUTER, by=administrator)

    actions.accept_invitation(token_of(invitation), by=make.user(email="new@example.org"))

    assert StaffAssignment.objects.filter(function=Function.ROUTER).exists()


def test_a_withdrawn_invitation_leads_nowhere(administrator):
    invitation = actions.invite_staff("new@example.org", function=Function.ROUTER, by=administrator)
    token = token_of(invitation)
    actions.revoke_invitation(invitation, by=administrator)

    with pytest.raises(Refused):
        actions.accept_invitation(token, by=make.user(email="new@example.org"))
    with pytest.raises(Refused, match="already revoked"):
        actions.revoke_invitation(invitation, by=administrator)


def test_sending_again_makes_the_old_link_worthless(administrator):
    invitation = actions.invite_staff("new@example.org", function=Function.ROUTER, by=administrator)
    old = token_of(invitation)
    actions.resend_invitation(invitation, by=administrator)
    person = make.user(email="new@example.org")

    with pytest.raises(Refused):
        actions.accept_invitation(old, by=person)
    actions.accept_invitation(token_of(invitation), by=person)


def test_an_invitation_of_somebody_who_may_no_longer_invite_is_worth_nothing(administrator):
    second = make.staff(Function.ADMINISTRATOR)
    invitation = actions.invite_staff("new@example.org", function=Function.ROUTER, by=second)
    actions.end_assignment(second, function=Function.ADMINISTRATOR, by=administrator)

    with pytest.raises(Refused, match="may no longer do so"):
        actions.accept_invitation(token_of(invitation), by=make.user(email="new@example.org"))


def test_nobody_gives_herself_a_function(administrator):
    with pytest.raises(Refused, match="herself"):
        actions.invite_staff(administrator.email.upper(), function=Function.AUDITOR, by=administrator)


def test_the_same_person_is_invited_to_the_same_thing_once(administrator):
    organization = make.organization()
    actions.invite_member(organization, email="a@example.org", role=MemberRole.EDITOR, by=administrator)
    actions.invite_staff("a@example.org", function=Function.ROUTER, by=administrator)

    with pytest.raises(Refused, match="invited already"):
        actions.invite_member(organization, email="A@example.org", role=MemberRole.READER, by=administrator)
    with pytest.raises(Refused, match="invited already"):
        actions.invite_staff("A@example.org", function=Function.ROUTER, by=administrator)


def test_an_invitation_that_ran_out_makes_room_for_a_new_one(administrator):
    organization = make.organization()
    actions.invite_member(organization, email="a@example.org", role=MemberRole.EDITOR, by=administrator)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    actions.invite_member(organization, email="a@example.org", role=MemberRole.READER, by=administrator)

    assert sorted(Invitation.objects.values_list("state", "role")) == [("revoked", "editor"), ("sent", "reader")]


def test_open_invitations_have_a_limit(member):
    organization = member.memberships.get().organization
    for number in range(50):
        actions.invite_member(organization, email=f"p{number}@example.org", role=MemberRole.READER, by=member)

    with pytest.raises(Refused, match="Too many"):
        actions.invite_member(organization, email="one@example.org", role=MemberRole.READER, by=member)


def test_the_mail_names_no_organization_and_is_in_the_readers_language(member):
    organization = member.memberships.get().organization
    make.user(email="lectrice@example.org", language="fr")

    actions.invite_member(organization, email="lectrice@example.org", role=MemberRole.EDITOR, language="en", by=member)

    message = Message.objects.get(address="lectrice@example.org")
    assert message.language == "fr"
    assert "/fr/invitations/" in message.body
    assert organization.name not in message.title + message.body


def test_history_tells_who_without_names_and_addresses(administrator):
    person = make.user(email="person@example.org", name="A. Person")
    organization = make.organization()
    before = Change.objects.latest("pk").pk
    invitation = actions.invite_member(organization, email=person.email, role=MemberRole.ADMIN, by=administrator)
    actions.accept_invitation(token_of(invitation), by=person)
    actions.change_member_role(organization, person, role=MemberRole.EDITOR, by=administrator)
    actions.remove_member(organization, person, by=administrator)
    actions.change_profile(person, name="Another Name", language="fr", time_zone="Africa/Nairobi", by=person)
    actions.deactivate_user(person, by=administrator, reason="left")

    said = str(list(Change.objects.values("subject", "diff", "by", "reason")))
    assert [change.verb for change in Change.objects.after(before)] == [
        "member.invited",
        "invitation.accepted",
        "member.role_changed",
        "member.removed",
        "account.profile_changed",
        "account.closed",
    ]
    assert not [word for word in ("person@example.org", "A. Person", "Another Name") if word in said]


# --- Staff --------------------------------------------------------------------------------------------------------


def test_ending_a_function_ends_it_today_and_signs_out_everywhere(administrator, curator):
    key = signed_in(curator)

    actions.end_assignment(curator, function=Function.CURATOR, by=administrator)

    assert not make.User.objects.get(pk=curator.pk).is_staff_member()
    assert not SessionStore().exists(key)
    assert Message.objects.get(address=curator.email).kind == "registry.function_ended"


def test_the_last_administrator_stays(administrator):
    with pytest.raises(Refused, match="last administrator"):
        actions.end_assignment(administrator, function=Function.ADMINISTRATOR, by=administrator)


def test_an_administrator_of_some_countries_or_with_a_closed_account_is_no_replacement(administrator):
    make.staff(Function.ADMINISTRATOR, countries=["KEN"])
    make.staff(Function.ADMINISTRATOR, is_active=False)

    with pytest.raises(Refused, match="last administrator"):
        actions.end_assignment(administrator, function=Function.ADMINISTRATOR, by=administrator)


def test_with_two_administrators_one_may_go(administrator):
    second = make.staff(Function.ADMINISTRATOR)

    actions.end_assignment(administrator, function=Function.ADMINISTRATOR, by=administrator)

    with pytest.raises(Refused):
        actions.deactivate_user(second, by=administrator)


def test_a_closed_account_is_signed_out_and_can_be_opened_again(administrator, member):
    key = signed_in(member)

    actions.deactivate_user(member, by=administrator, reason="asked for it")

    member.refresh_from_db()
    assert (member.is_active, SessionStore().exists(key)) == (False, False)
    actions.reactivate_user(member, by=administrator)
    member.refresh_from_db()
    assert member.is_active
    with pytest.raises(Refused):
        actions.deactivate_user(administrator, by=administrator)


def test_a_lost_second_step_is_taken_away_with_its_recovery_codes(administrator, curator):
    Authenticator.objects.create(user=curator, type=Authenticator.Type.RECOVERY_CODES, data={})
    key = signed_in(curator)

    actions.reset_second_factor(curator, by=administrator)

    assert not Authenticator.objects.filter(user=curator).exists()
    assert not SessionStore().exists(key)
    with pytest.raises(Refused):
        actions.reset_second_factor(administrator, by=administrator)


# --- Members ------------------------------------------------------------------------------------------------------


def test_the_last_administrator_of_an_organization_can_neither_leave_nor_step_down(member):
    organization = member.memberships.get().organization

    with pytest.raises(Refused, match="last administrator"):
        actions.remove_member(organization, member, by=member)
    with pytest.raises(Refused, match="last administrator"):
        actions.change_member_role(organization, member, role=MemberRole.READER, by=member)


def test_staff_may_remove_the_last_administrator_of_an_organization(member, curator):
    organization = member.memberships.get().organization

    actions.remove_member(organization, member, by=curator)

    assert not Membership.objects.filter(left_at=None).exists()


def test_the_first_of_two_administrators_may_leave(member):
    organization = member.memberships.get().organization
    make.member(organization)

    actions.remove_member(organization, member, by=member)

    assert organization.memberships.filter(left_at=None).count() == 1


def test_losing_a_role_signs_out_and_tells(member):
    organization = member.memberships.get().organization
    colleague = make.member(organization, role=MemberRole.EDITOR)
    key = signed_in(colleague)

    actions.change_member_role(organization, colleague, role=MemberRole.READER, by=member)

    assert not SessionStore().exists(key)
    assert [m.kind for m in Message.objects.filter(recipient=colleague)] == ["registry.role_changed"]


def test_a_profile_that_does_not_change_writes_nothing(member):
    actions.change_profile(member, name=member.name, language="en", time_zone="UTC", by=member)

    assert not Change.objects.filter(verb="account.profile_changed").exists()


def test_a_function_gets_another_unit_and_other_countries_and_the_history_keeps_both(administrator, curator):
    unit = make.unit("nairobi")
    session = signed_in(curator)

    actions.change_assignment(curator, function=Function.CURATOR, unit=unit, countries=["UGA", "KEN"], by=administrator)

    before, now = StaffAssignment.objects.filter(user=curator).order_by("pk")
    assert (before.ends_on, before.unit) == (timezone.localdate(), None)
    assert (now.ends_on, now.unit, now.countries, now.given_by) == (None, unit, ["KEN", "UGA"], administrator)
    assert not UserSession.objects.filter(session_key=session).exists()
    assert Message.objects.filter(kind="registry.function_changed", recipient=curator).count() == 1
    change = Change.objects.get(verb="staff.assignment_changed")
    assert (change.diff["unit"], change.diff["countries"]) == (["", "nairobi"], ["", "KEN, UGA"])


def test_a_function_that_stays_where_it_is_is_not_given_anew(administrator, curator):
    actions.change_assignment(curator, function=Function.CURATOR, unit=None, countries=[], by=administrator)

    assert StaffAssignment.objects.filter(user=curator).count() == 1
    assert not Change.objects.filter(verb="staff.assignment_changed").exists()


def test_the_last_administrator_is_not_limited_to_some_countries(administrator):
    with pytest.raises(Refused, match="last administrator"):
        actions.change_assignment(
            administrator, function=Function.ADMINISTRATOR, unit=None, countries=["KEN"], by=administrator
        )


def test_a_function_that_ended_meanwhile_is_not_changed(administrator, curator):
    actions.end_assignment(curator, function=Function.CURATOR, by=administrator)

    with pytest.raises(Refused, match="does not hold that function"):
        actions.change_assignment(curator, function=Function.CURATOR, unit=None, countries=["KEN"], by=administrator)
