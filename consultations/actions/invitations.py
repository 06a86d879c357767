"""Invitations: what an organization answers, on the site, by the link of a mail, or by other means to the staff."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock
from consultations.models import ConsultationInvitation
from consultations.queries.calendar import is_over
from consultations.states import NEXT, UNANSWERED, ConsultationInvitationState, ConsultationState
from registry.actions import record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale

S = ConsultationState
INVITED = ConsultationInvitationState
Answered = ConsultationInvitation.Answered
# While somebody can be named, or replaced by the staff.
ANSWERABLE = (S.INVITING, S.REGISTRATION_CLOSED)


@transaction.atomic
def accept_invitation(invitation, *, by, how, told_by="", version=None):
    """Say yes for the organization. `how` is one of ConsultationInvitation.Answered; only staff may do it late."""
    invitation = _answer(invitation, INVITED.ACCEPTED, by=by, how=how, told_by=told_by, version=version)
    _record("consultation.invitation_accepted", invitation, by, diff={"how": ["", how]})
    return invitation


@transaction.atomic
def decline_invitation(invitation, reason, *, by, how, told_by="", version=None):
    """Say no for the organization, with or without a reason. Nobody may be named for it at that moment."""
    invitation = _answer(invitation, INVITED.DECLINED, by=by, how=how, told_by=told_by, reason=reason, version=version)
    _record("consultation.invitation_declined", invitation, by, diff={"how": ["", how]}, reason=invitation.reason)
    return invitation


@transaction.atomic
def note_opened(invitation, *, by):
    """They have seen it and answer later. Twice is the same as once."""
    invitation = lock_invitation(invitation)
    if invitation.state != INVITED.SENT:
        return invitation
    _refuse_closed(invitation, how=Answered.LINK)
    _save(invitation, state=INVITED.OPENED)
    _record("consultation.invitation_opened", invitation, by)
    return invitation


def lock_invitation(invitation):
    """The invitation as it is now, its consultation locked before it."""
    consultation = lock(invitation.consultation)
    found = ConsultationInvitation.objects.select_for_update(of=("self",), no_key=True)
    found = found.filter(pk=invitation.pk).first()
    if found is None:
        raise Refused(_("This invitation was taken off the list meanwhile."))
    found.consultation = consultation
    return found


def deadline_of(invitation):
    """Until when they may answer; who has answered may think again while people can be named."""
    consultation = invitation.consultation
    if invitation.state in UNANSWERED:
        return consultation.answers_until or consultation.registration_until
    return consultation.registration_until


def _answer(invitation, to, *, by, how, told_by, version, reason=""):
    invitation = lock_invitation(invitation)
    if version is not None and version != invitation.version:
        raise Stale(_already(invitation) or _("This invitation was changed meanwhile. Look at it again, then answer."))
    if to == invitation.state:
        raise Refused(_already(invitation))
    _refuse_closed(invitation, how=how)
    if to not in NEXT[INVITED][invitation.state]:
        raise Refused(_("The time to answer is over. IOM can still record a late yes: write to the organizers."))
    if to == INVITED.DECLINED and invitation.registrations.live().exists():
        raise Refused(_("People are named for this invitation. Withdraw them first, then decline."))
    _save(
        invitation,
        state=to,
        answered_at=timezone.now(),
        answered_by=by if hasattr(by, "pk") else None,
        answered_how=how,
        told_by=told_by.strip(),
        reason=reason.strip() or ("" if to == INVITED.DECLINED else invitation.reason),
        asked_to_send_at=None,
    )
    return invitation


def _refuse_closed(invitation, *, how):
    consultation = invitation.consultation
    if consultation.state not in ANSWERABLE:
        raise Refused(_("Invitations to this consultation are not answered at the moment."))
    if how == Answered.STAFF:
        return
    if invitation.state == INVITED.PREPARED:
        raise Refused(_("This invitation was not sent yet."))
    if invitation.state == INVITED.EXPIRED or is_over(deadline_of(invitation), consultation.zone):
        raise Refused(_("The time to answer is over. IOM can still record a late yes: write to the organizers."))


def _already(invitation):
    """What a colleague or the staff did in between, or nothing."""
    if invitation.answered_how == Answered.STAFF:
        told = {
            INVITED.ACCEPTED: _("IOM recorded meanwhile that your organization accepts."),
            INVITED.DECLINED: _("IOM recorded meanwhile that your organization declines."),
        }
    else:
        told = {
            INVITED.ACCEPTED: _("A colleague accepted this invitation meanwhile."),
            INVITED.DECLINED: _("A colleague declined this invitation meanwhile."),
        }
    return told.get(invitation.state, "")


def _save(invitation, **facts):
    for name, value in facts.items():
        setattr(invitation, name, value)
    invitation.version += 1
    with promises_of(ConsultationInvitation):
        invitation.save()


def _record(verb, invitation, by, *, reason="", diff=None):
    # About the invitation, so that whoever may not know of its organization reads nothing of it in the history.
    record(verb, subject=invitation.reference, by=by, diff=diff or {}, reason=reason)
