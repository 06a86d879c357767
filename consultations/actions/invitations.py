"""What an invited organization answers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock
from consultations.actions.registrations import lock_invitation, refuse_who_does_not_speak
from consultations.models import ConsultationInvitation
from consultations.states import LIVE_REGISTRATIONS, NEXT, ConsultationInvitationState, ConsultationState
from registry.actions import record
from registry.errors import Refused
from registry.models import User

S = ConsultationInvitationState


@transaction.atomic
def accept_invitation(invitation, *, by, how=ConsultationInvitation.Answered.ONLINE):
    return _answer(invitation, S.ACCEPTED, by, how)


@transaction.atomic
def decline_invitation(invitation, *, by, how=ConsultationInvitation.Answered.ONLINE, reason=""):
    """Nobody comes; who is named is withdrawn first, so that no seat is lost by mistake."""
    return _answer(invitation, S.DECLINED, by, how, reason)


def _answer(invitation, to, by, how, reason=""):
    consultation = lock(invitation.consultation)
    invitation = lock_invitation(invitation)
    refuse_who_does_not_speak(by, invitation.organization)
    if consultation.state != ConsultationState.INVITING or to not in NEXT[S][invitation.state]:
        raise Refused(_("This invitation cannot be answered like this now. Look at it again, or ask the organizers."))
    if to == S.DECLINED and invitation.registrations.filter(state__in=LIVE_REGISTRATIONS).exists():
        raise Refused(_("People are named for this consultation. Withdraw them first, then decline."))
    was, invitation.state, invitation.reason = invitation.state, to, reason.strip()
    invitation.answered_at, invitation.answered_how = timezone.now(), how
    invitation.answered_by = by if isinstance(by, User) else None
    invitation.version += 1
    invitation.save()
    verb = "consultation_invitation.accepted" if to == S.ACCEPTED else "consultation_invitation.declined"
    diff = {"state": [str(was), str(to)]}
    record(verb, subject=invitation.reference, by=by, diff=diff)
    return invitation
