"""Invitations: what an organization answers, on the site, by the link of a mail, or by other means to the staff."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock
from consultations.actions.speaking import refuse_who_does_not_speak
from consultations.models import ConsultationInvitation, InvitationToken
from consultations.queries.links import ANSWERABLE, told_answer, why_closed
from consultations.states import NEXT, UNANSWERED, ConsultationInvitationState
from registry.actions import record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale

INVITED = ConsultationInvitationState
Answered = ConsultationInvitation.Answered


@transaction.atomic
def accept_invitation(invitation, *, by, how, told_by="", version=None, link=None):
    """Say yes for the organization. `how` is one of ConsultationInvitation.Answered; only staff may do it late.

    With the version that was looked at, an answer given in between is told; `link` is what brought her there.
    """
    _note_use(link)
    invitation = _answer(invitation, INVITED.ACCEPTED, by=by, how=how, told_by=told_by, version=version)
    _record("consultation.invitation_accepted", invitation, by, diff={"how": ["", how]})
    return invitation


@transaction.atomic
def decline_invitation(invitation, reason, *, by, how, told_by="", version=None, link=None):
    """Say no for the organization, with or without a reason. Nobody may be named for it at that moment."""
    _note_use(link)
    invitation = _answer(invitation, INVITED.DECLINED, by=by, how=how, told_by=told_by, reason=reason, version=version)
    _record("consultation.invitation_declined", invitation, by, diff={"how": ["", how]}, reason=invitation.reason)
    return invitation


@transaction.atomic
def note_opened(invitation, *, by, link=None):
    """They have seen it and answer later. Twice is the same as once."""
    _note_use(link)
    invitation = lock_invitation(invitation)
    if invitation.state != INVITED.SENT:
        return invitation
    _refuse_closed(invitation, how=Answered.LINK)
    _save(invitation, state=INVITED.OPENED)
    _record("consultation.invitation_opened", invitation, by)
    return invitation


def accept_for_participant(invitation, *, by):
    """Who enters somebody for an organization says yes for it, while it has not answered; the caller has locked it."""
    if invitation.state not in (INVITED.PREPARED, *UNANSWERED):
        return
    _save(
        invitation,
        state=INVITED.ACCEPTED,
        answered_at=timezone.now(),
        answered_by=by if hasattr(by, "pk") else None,
        answered_how=Answered.STAFF,
        asked_to_send_at=None,
    )
    _record("consultation.invitation_accepted", invitation, by, diff={"how": ["", str(Answered.STAFF)]})


def lock_invitation(invitation):
    """The invitation as it is now, its consultation locked before it."""
    consultation = lock(invitation.consultation)
    found = ConsultationInvitation.objects.select_for_update(of=("self",), no_key=True)
    found = found.filter(pk=invitation.pk).first()
    if found is None:
        raise Refused(_("This invitation was taken off the list meanwhile."))
    found.consultation = consultation
    return found


def _answer(invitation, to, *, by, how, told_by, version, reason=""):
    invitation = lock_invitation(invitation)
    if how == Answered.ONLINE:
        refuse_who_does_not_speak(by, invitation.organization)
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
    """The staff answer for an organization while the consultation invites at all; others in time."""
    why = why_closed(invitation)
    if why and (how != Answered.STAFF or invitation.consultation.state not in ANSWERABLE):
        raise Refused(why)


def _note_use(link):
    """Locked by nobody else: a link belongs to one mailbox."""
    if link is not None:
        InvitationToken.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


def _already(invitation):
    """What a colleague or the staff did in between, or nothing."""
    if told := told_answer(invitation):
        return _("There is an answer already: %(answer)s") % {"answer": told}
    return ""


def _save(invitation, **facts):
    for name, value in facts.items():
        setattr(invitation, name, value)
    invitation.version += 1
    with promises_of(ConsultationInvitation):
        invitation.save()


def _record(verb, invitation, by, *, reason="", diff=None):
    # About the invitation, so that whoever may not know of its organization reads nothing of it in the history.
    record(verb, subject=invitation.reference, by=by, diff=diff or {}, reason=reason)
