"""Invitations: a link by e-mail that lets one person in, once, as staff or as a member of an organization."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import policies
from registry.actions.history import record
from registry.actions.living import lock_organization
from registry.actions.messages import notify
from registry.actions.people import open_assignment
from registry.errors import Refused
from registry.models import Invitation, Membership, StaffAssignment, User
from registry.states import NEXT, InvitationState

INVITATIONS_LAST = timedelta(days=14)
# Nobody needs more open invitations at once; who does is flooding mailboxes.
MOST_OPEN_INVITATIONS = 50


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
    organization = lock_organization(organization)
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
        organization = lock_organization(invitation.organization)
        if Membership.objects.filter(organization=organization, user=by, left_at=None).exists():
            raise Refused(_("You are a member of this organization already."))
        Membership.objects.create(user=by, organization=organization, role=invitation.role)
    else:
        open_assignment(by, invitation)
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
