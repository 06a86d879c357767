"""Every noun of the consultations."""

from consultations.models.agenda import AgendaItem, Speaker
from consultations.models.attendance import Attendance
from consultations.models.audiences import Audience
from consultations.models.balance import BalanceTarget
from consultations.models.consultations import Consultation, Series
from consultations.models.contributions import Contribution, OpenQuestion
from consultations.models.documents import ConsultationDocument, DocumentFile
from consultations.models.invitations import ConsultationInvitation, InvitationToken
from consultations.models.needs import Need
from consultations.models.notes import BreakoutNote
from consultations.models.recommendations import Recommendation
from consultations.models.registrations import Registration
from consultations.models.reports import Report
from consultations.models.responses import ActionUpdate, Escalation, ManagementResponse, RecommendationSubscription
from consultations.models.retention import ParticipationFigures, PurgeProof
from consultations.models.topics import Topic, TopicSupport

__all__ = [
    "ActionUpdate",
    "AgendaItem",
    "Attendance",
    "Audience",
    "BalanceTarget",
    "BreakoutNote",
    "Consultation",
    "ConsultationDocument",
    "ConsultationInvitation",
    "Contribution",
    "DocumentFile",
    "Escalation",
    "InvitationToken",
    "ManagementResponse",
    "Need",
    "OpenQuestion",
    "ParticipationFigures",
    "PurgeProof",
    "Recommendation",
    "RecommendationSubscription",
    "Registration",
    "Report",
    "Series",
    "Speaker",
    "Topic",
    "TopicSupport",
]
