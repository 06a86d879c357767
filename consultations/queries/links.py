"""The link in the mail of an invitation: for whom it is, and what can still be done by it."""

import hashlib
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.models import ConsultationInvitation, InvitationToken
from consultations.queries.audiences import ANSWERING, current_contacts
from consultations.queries.calendar import is_over
from consultations.states import UNANSWERED, ConsultationInvitationState, ConsultationState

INVITED = ConsultationInvitationState
# While somebody can be named, or replaced by the staff.
ANSWERABLE = (ConsultationState.INVITING, ConsultationState.REGISTRATION_CLOSED)


@dataclass(frozen=True)
class Link:
    token: InvitationToken
    invitation: ConsultationInvitation
    # Why nothing can be answered by it, in words; nothing while it can.
    closed: str


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_of_address(email):
    return sha256(email.strip().lower())


def read_link(token):
    """What a link stands for; None when nobody made it, or its reader does not answer for the organization any more.

    An organization in danger is named by no link: mailboxes are read by others.
    """
    found = InvitationToken.objects.select_related("user", "invitation__consultation", "invitation__organization")
    found = found.filter(token_sha256=sha256(token), invitation__organization__is_at_risk=False).first()
    if found is None or not _is_still_theirs(found):
        return None
    invitation = _in_its_place(found.invitation)
    return Link(found, invitation, why_closed(invitation))


def why_closed(invitation):
    """Why the organization itself cannot answer, or change its answer, at this moment; empty while it can."""
    consultation = invitation.consultation
    if consultation.state == ConsultationState.CANCELLED:
        return _("This consultation was cancelled.")
    if consultation.state not in ANSWERABLE:
        return _("Invitations to this consultation are not answered at the moment.")
    if invitation.state == INVITED.PREPARED:
        return _("This invitation was not sent yet.")
    if invitation.state == INVITED.EXPIRED or is_over(deadline_of(invitation), consultation.zone):
        return _("The time to answer is over. IOM can still record a late yes: write to the organizers.")
    return ""


def deadline_of(invitation):
    """Until when they may answer; who has answered may think again while people can be named."""
    consultation = invitation.consultation
    if invitation.state in UNANSWERED:
        return consultation.answers_until or consultation.registration_until
    return consultation.registration_until


def told_answer(invitation):
    """What was answered, by which side; nothing while there is no answer."""
    if invitation.answered_how == ConsultationInvitation.Answered.STAFF:
        told = {
            INVITED.ACCEPTED: _("IOM recorded that your organization accepts."),
            INVITED.DECLINED: _("IOM recorded that your organization declines."),
        }
    else:
        told = {
            INVITED.ACCEPTED: _("Your organization accepted this invitation."),
            INVITED.DECLINED: _("Your organization declined this invitation."),
        }
    return told.get(invitation.state, "")


def _in_its_place(invitation):
    """The invitation itself; of one that expired the newer one, as when two records with one each were merged."""
    if invitation.state != INVITED.EXPIRED:
        return invitation
    newer = ConsultationInvitation.objects.exclude(state__in=[INVITED.EXPIRED, INVITED.PREPARED])
    newer = newer.filter(consultation=invitation.consultation, organization=invitation.organization)
    return newer.select_related("consultation", "organization").first() or invitation


def _is_still_theirs(token):
    organization = token.invitation.organization
    if token.user:
        mine = token.user.memberships.filter(organization=organization, left_at=None, role__in=ANSWERING)
        return token.user.is_active and mine.exists()
    addresses = current_contacts(timezone.localdate()).filter(organization=organization).values_list("email", flat=True)
    return token.address_sha256 in {sha256_of_address(one) for one in addresses}
