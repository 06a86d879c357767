"""Every noun of the consultations."""

from consultations.models.agenda import AgendaItem, Speaker
from consultations.models.attendance import Attendance
from consultations.models.consultations import Consultation, Series
from consultations.models.invitations import ConsultationInvitation
from consultations.models.needs import Need
from consultations.models.recommendations import Recommendation
from consultations.models.registrations import Registration
from consultations.models.retention import ParticipationFigures, PurgeProof

__all__ = [
    "AgendaItem",
    "Attendance",
    "Consultation",
    "ConsultationInvitation",
    "Need",
    "ParticipationFigures",
    "PurgeProof",
    "Recommendation",
    "Registration",
    "Series",
    "Speaker",
]
