"""Every noun of the consultations."""

from consultations.models.agenda import AgendaItem, Speaker
from consultations.models.consultations import Consultation, Series
from consultations.models.invitations import ConsultationInvitation
from consultations.models.needs import Need
from consultations.models.recommendations import Recommendation
from consultations.models.registrations import Registration

__all__ = [
    "AgendaItem",
    "Consultation",
    "ConsultationInvitation",
    "Need",
    "Recommendation",
    "Registration",
    "Series",
    "Speaker",
]
