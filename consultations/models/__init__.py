"""Every noun of the consultations."""

from consultations.models.agenda import AgendaItem, Speaker
from consultations.models.audiences import Audience
from consultations.models.balance import BalanceTarget
from consultations.models.consultations import Consultation, Series
from consultations.models.invitations import ConsultationInvitation, InvitationToken
from consultations.models.recommendations import Recommendation
from consultations.models.registrations import Registration

__all__ = [
    "AgendaItem",
    "Audience",
    "BalanceTarget",
    "Consultation",
    "ConsultationInvitation",
    "InvitationToken",
    "Recommendation",
    "Registration",
    "Series",
    "Speaker",
]
