"""Every noun of the consultations."""

from consultations.models.agenda import AgendaItem, Speaker
from consultations.models.consultations import Consultation, Series
from consultations.models.invitations import ConsultationInvitation
from consultations.models.notes import BreakoutNote
from consultations.models.recommendations import Recommendation
from consultations.models.registrations import Registration
from consultations.models.responses import ActionUpdate, Escalation, ManagementResponse, RecommendationSubscription

__all__ = [
    "ActionUpdate",
    "AgendaItem",
    "BreakoutNote",
    "Consultation",
    "ConsultationInvitation",
    "Escalation",
    "ManagementResponse",
    "Recommendation",
    "RecommendationSubscription",
    "Registration",
    "Series",
    "Speaker",
]
