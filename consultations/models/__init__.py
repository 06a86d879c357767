"""Every noun of the consultations."""

from consultations.models.agenda import AgendaItem, Speaker
from consultations.models.consultations import Consultation, Series
from consultations.models.contributions import Contribution, OpenQuestion
from consultations.models.invitations import ConsultationInvitation
from consultations.models.recommendations import Recommendation
from consultations.models.registrations import Registration
from consultations.models.reports import Report

__all__ = [
    "AgendaItem",
    "Consultation",
    "ConsultationInvitation",
    "Contribution",
    "OpenQuestion",
    "Recommendation",
    "Registration",
    "Report",
    "Series",
    "Speaker",
]
