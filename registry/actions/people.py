"""What is done about people: invited, let in, given a function or a role, and shut out again.

History names people by their references, never by name or address.
"""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import policies
from registry.actions.history import hold_history, record
from registry.actions.messages import notify
from registry.errors import Refused
from registry.models import Invitation, Membership, Organization, StaffAssignment, User
from registry.roles import Function, MemberRole
from registry.states import NEXT, InvitationState, OrganizationState

INVITATIONS_LAST = timedelta(days=14)
# Nobody needs more open invitations at once; who does is flooding mailboxes.
MOST_OPEN_INVITATIONS = 50


# --- Invitations --------------------------------------------------------------------------------------------------


@transaction.atomic
def invite_staff(email, *, function, unit=None, countries=(), language="en", by):
    """Invite a person to the staff, with one function, everywhere or for named countries (ISO alpha-3)."""
    _refuse_oneself(email, by)
    if StaffAssignment.objects.current(on=timezone.localdate()).filter(user__email__iexact=email, function=function):
        raise Refused(_("This person holds that function already."))
    invitation = Invitation(email=email, function=function, unit=unit, countries=sorted(countries))
    _send(invitation, language=language, by=by)
    record("staff.invited", subject=invitation.reference, by=by, diff=_terms(invitation))
    return invitation


@transaction.atomic
def invite_member(organization, *, email, role, language="en", by):
    """Invite a person to act for an organization."""
    organization = _lock_organization(organization)
    if Membership.objects.filter(organization=organization, user__email__iexact=email, left_at=None).exists():
        raise Refused(_("This person is a member of the organization already."))
    if organization.invitations.open(at=timezone.now()).count() >= MOST_OPEN_INVITATIONS:
        raise Refused(_("Too many invitations are open. Withdraw some, or wait until they are answered."))
    invitation = Invitation(email=email, organization=organization, role=role)
    _send(invitation, language=language, by=by)
    record("member.invited", subject=organization.reference, by=by, diff=_terms(invitation))
    return invitation


@transaction.atomic
def resend_invitation(invitation, *, by):
    """Write again, with a new link; the old one is worth nothing from now on."""
    invitation = _lock_open(invitation)
    if not invitation.organization_id:
        _refuse_oneself(invitation.email, by)
    _send(invitation, language=invitation.language, by=by)
    record("invitation.resent", subject=_about(invitation), by=by, diff=_terms(invitation))
    return invitation


@transaction.atomic
def revoke_invitation(invitation, *, by):
    invitation = _lock_open(invitation)
    _close(invitation, InvitationState.REVOKED)
    record("invitation.revoked", subject=_about(invitation), by=by, diff=_terms(invitation))
    return invitation


@transaction.atomic
def accept_invitation(token, *, by):
    """Let the person in who holds the link and the mailbox that it was sent to. A link works once."""
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(token_sha256=hash_token(token)).first()
    _refuse_unless_hers(invitation, by)
    if invitation.organization_id:
        organization = _lock_organization(invitation.organization)
        if Membership.objects.filter(organization=organization, user=by, left_at=None).exists():
            raise Refused(_("You are a member of this organization already."))
        Membership.objects.create(user=by, organization=organization, role=invitation.role)
    else:
        _open_assignment(by, invitation)
    _close(invitation, InvitationState.ACCEPTED, accepted_by=by)
    notify("registry.invitation_accepted", recipient=invitation.invited_by, subject=_about(invitation))
    record("invitation.accepted", subject=_about(invitation), by=by, diff=_terms(invitation))
    return invitation


def hash_token(token):
    return hashlib.sha256(token.encode()).hexdigest()


def _send(invitation, *, language, by):
    """Give the invitation a token of 256 bits, save its hash, and write the mail that carries it."""
    token = secrets.token_urlsafe(32)
    account = User.objects.filter(email__iexact=invitation.email).first()
    # Only one invitation a person and thing is open; one that ran out makes room.
    _expired(invitation).update(state=InvitationState.REVOKED)
    invitation.language = account.language if account else language
    invitation.token_sha256 = hash_token(token)
    invitation.expires_at = timezone.now() + INVITATIONS_LAST
    invitation.invited_by = by
    invitation.version += 1 if invitation.pk else 0
    if not invitation.pk and _like(invitation).exists():
        raise Refused(_("This person has been invited already. Withdraw that invitation first, or send it again."))
    invitation.save()
    notify(
        "registry.invitation",
        address=invitation.email,
        language=invitation.language,
        subject=_about(invitation),
        context={"token": token, "invitation": invitation, "days": INVITATIONS_LAST.days},
        carries_secret=True,
    )


def _like(invitation):
    return Invitation.objects.filter(
        email__iexact=invitation.email,
        organization=invitation.organization,
        function=invitation.function,
        state=InvitationState.SENT,
    )


def _expired(invitation):
    return _like(invitation).filter(expires_at__lte=timezone.now()).exclude(pk=invitation.pk)


def _lock_open(invitation):
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not NEXT[InvitationState][invitation.state]:
        raise Refused(_("This invitation is already %(state)s.") % {"state": invitation.get_state_display().lower()})
    return invitation


def _close(invitation, state, *, accepted_by=None):
    invitation.state, invitation.accepted_by = state, accepted_by
    invitation.version += 1
    invitation.save()


def _refuse_unless_hers(invitation, by):
    """The link must be open, the mailbox hers and verified, and the one who invited her still allowed to."""
    if invitation is None or not NEXT[InvitationState][invitation.state] or invitation.is_expired(at=timezone.now()):
        raise Refused(_("This invitation cannot be used any more. Ask the person who invited you for a new one."))
    if invitation.invited_by_id == by.pk:
        raise Refused(_("You cannot accept an invitation of your own."))
    if not EmailAddress.objects.filter(user=by, email__iexact=invitation.email, verified=True).exists():
        raise Refused(
            _("This invitation was sent to another e-mail address. Sign in with the address that received it.")
        )
    if not _may_still_invite(invitation):
        raise Refused(_("The person who invited you may no longer do so. Ask for a new invitation."))


def _may_still_invite(invitation):
    if invitation.organization_id:
        return policies.may_manage_members(invitation.invited_by, invitation.organization)
    return policies.may_give_function(invitation.invited_by, invitation.countries)


def _refuse_oneself(email, by):
    if email.lower() == by.email.lower():
        raise Refused(_("Nobody can give herself a function. Ask another administrator."))


def _about(invitation):
    return invitation.organization.reference if invitation.organization_id else invitation.reference


def _terms(invitation):
    if invitation.organization_id:
        return {"invitation": ["", invitation.reference], "role": ["", invitation.role]}
    return {
        "function": ["", invitation.function],
        "unit": ["", invitation.unit.code if invitation.unit else ""],
        "countries": [[], invitation.countries],
    }


# --- Staff --------------------------------------------------------------------------------------------------------


def _open_assignment(person, invitation):
    held = StaffAssignment.objects.filter(user=person, function=invitation.function, ends_on=None)
    if held.exists():
        raise Refused(_("You hold this function already."))
    StaffAssignment.objects.create(
        user=person,
        function=invitation.function,
        unit=invitation.unit,
        countries=invitation.countries,
        given_by=invitation.invited_by,
    )


@transaction.atomic
def appoint_first_administrator(email, *, name="", by):
    """Give an empty registry the one person who can invite all others. She asks for her first password by e-mail.

    `by` is whoever may type commands on the server; afterwards only administrators make administrators.
    """
    hold_history()  # two at once would both be the first
    if StaffAssignment.objects.current(on=timezone.localdate()).filter(function=Function.ADMINISTRATOR).exists():
        raise Refused(_("There is an administrator already, who can invite others."))
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("There is already an account with this e-mail address."))
    person = User.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    StaffAssignment.objects.create(user=person, function=Function.ADMINISTRATOR)
    record("staff.first_administrator", subject=person.reference, by=by)
    return person


@transaction.atomic
def end_assignment(person, *, function, by):
    """Take a function away, today. All her sessions end, so that nothing goes on with what she could do before."""
    person = _lock_person(person)
    assignment = _administrators_first(person, function)
    if assignment is None:
        raise Refused(_("This person does not hold that function any more."))
    if function == Function.ADMINISTRATOR and not assignment.countries:
        _refuse_without_administrator(person)
    assignment.ends_on = max(timezone.localdate(), assignment.starts_on)
    assignment.version += 1
    assignment.save()
    _end_sessions(person)
    notify("registry.function_ended", recipient=person, subject=person.reference, context={"assignment": assignment})
    record("staff.assignment_ended", subject=person.reference, by=by, diff={"function": [function, ""]})
    return assignment


@transaction.atomic
def deactivate_user(person, *, by, reason=""):
    """Close an account: she cannot sign in, and is signed out everywhere."""
    person = _lock_person(person)
    if person.pk == by.pk:
        raise Refused(_("You cannot close your own account. Ask another administrator."))
    if not person.is_active:
        raise Refused(_("This account is closed already."))
    assignment = _administrators_first(person, Function.ADMINISTRATOR)
    if assignment and not assignment.countries:
        _refuse_without_administrator(person)
    person.is_active = False
    person.save()
    _end_sessions(person)
    record("account.closed", subject=person.reference, by=by, diff={"is_active": [True, False]}, reason=reason)
    return person


@transaction.atomic
def reactivate_user(person, *, by, reason=""):
    person = _lock_person(person)
    if person.is_active:
        raise Refused(_("This account is open already."))
    person.is_active = True
    person.save()
    notify("registry.account_opened", recipient=person, subject=person.reference)
    record("account.opened", subject=person.reference, by=by, diff={"is_active": [False, True]}, reason=reason)
    return person


@transaction.atomic
def reset_second_factor(person, *, by):
    """Forget her second factor, for she lost it. She is signed out, and sets up a new one before she works again."""
    person = _lock_person(person)
    if person.pk == by.pk:
        raise Refused(_("You cannot take away your own second step here. Change it in your account."))
    if not Authenticator.objects.filter(user=person).exists():
        raise Refused(_("This person has no second step."))
    Authenticator.objects.filter(user=person).delete()
    _end_sessions(person)
    notify("registry.second_factor_reset", recipient=person, subject=person.reference)
    record("account.second_factor_reset", subject=person.reference, by=by)
    return person


def end_other_sessions(person, *, keep):
    """Sign a person out everywhere but in the session `keep`."""
    for session in UserSession.objects.filter(user=person).exclude(session_key=keep):
        session.end()


def _end_sessions(person):
    end_other_sessions(person, keep="")


def _lock_person(person):
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _administrators_first(person, function):
    """Lock every open assignment as administrator, then give hers: two who end each other's leave one behind."""
    open_ones = StaffAssignment.objects.select_for_update().filter(ends_on=None)
    list(open_ones.filter(function=Function.ADMINISTRATOR).order_by("pk"))
    return open_ones.filter(user=person, function=function).first()


def _refuse_without_administrator(person):
    others = StaffAssignment.objects.current(on=timezone.localdate()).filter(
        function=Function.ADMINISTRATOR, countries=[], user__is_active=True
    )
    if not others.exclude(user=person).exists():
        raise Refused(_("This is the last administrator. Invite another one first."))


# --- Members of an organization -----------------------------------------------------------------------------------


@transaction.atomic
def change_member_role(organization, person, *, role, by):
    organization = _lock_organization(organization)
    membership = _membership(organization, person)
    if membership.role == role:
        return membership
    before, membership.role = membership.role, role
    _refuse_without_member_administrator(organization, membership, by)
    membership.version += 1
    membership.save()
    _end_sessions(person)
    notify(
        "registry.role_changed", recipient=person, subject=organization.reference, context={"membership": membership}
    )
    record(
        "member.role_changed",
        subject=organization.reference,
        by=by,
        diff={"member": [person.reference, person.reference], "role": [before, role]},
    )
    return membership


@transaction.atomic
def remove_member(organization, person, *, by):
    """End a membership; a member ends her own in the same way."""
    organization = _lock_organization(organization)
    membership = _membership(organization, person)
    membership.left_at = timezone.now()
    _refuse_without_member_administrator(organization, membership, by)
    membership.version += 1
    membership.save()
    if by.pk != person.pk:
        _end_sessions(person)
        notify("registry.membership_ended", recipient=person, subject=organization.reference)
    record(
        "member.removed",
        subject=organization.reference,
        by=by,
        diff={"member": [person.reference, ""], "role": [membership.role, ""]},
    )
    return membership


def _lock_organization(organization):
    organization = Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)
    if organization.state == OrganizationState.MERGED:
        raise Refused(_("This record was merged into another one. Go there."))
    return organization


def _membership(organization, person):
    membership = organization.memberships.filter(user=person, left_at=None).first()
    if membership is None:
        raise Refused(_("This person is not a member of the organization any more."))
    return membership


def _refuse_without_member_administrator(organization, membership, by):
    """An organization that has members keeps one who can let others in; staff may step in all the same."""
    if membership.role == MemberRole.ADMIN and membership.left_at is None:
        return
    others = organization.memberships.filter(role=MemberRole.ADMIN, left_at=None, user__is_active=True)
    was_administrator = others.filter(pk=membership.pk).exists()
    if was_administrator and not others.exclude(pk=membership.pk).exists() and not by.is_staff_member():
        raise Refused(_("This is the last administrator of the organization. Make another member administrator first."))


# --- Her own account ----------------------------------------------------------------------------------------------


@transaction.atomic
def change_profile(person, *, name, language, time_zone, by):
    """What a person says about herself: her name, and the language and the clock that she reads by."""
    person = _lock_person(person)
    changed = {"name": name, "language": language, "time_zone": time_zone}
    # That her name changed is history; what it is, is hers.
    diff = {
        field: ["", ""] if field == "name" else [getattr(person, field), value]
        for field, value in changed.items()
        if getattr(person, field) != value
    }
    if not diff:
        return person
    for field, value in changed.items():
        setattr(person, field, value)
    person.save()
    record("account.profile_changed", subject=person.reference, by=by, diff=diff)
    return person
