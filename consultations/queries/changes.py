"""What the verbs of consultations did, in words for the auditor; see registry.queries.changes."""

from django.utils.translation import gettext_lazy as _

KINDS = {"consultation": _("Consultations"), "recommendation": _("Recommendations")}
VERBS = {
    "consultation.series_created": _("Series of consultations added"),
    "consultation.created": _("Consultation added"),
    "consultation.edited": _("Consultation edited"),
    "consultation.moved": _("Consultation moved to its next state"),
    "consultation.cancelled": _("Consultation cancelled"),
    "consultation.agenda_item_added": _("Session added to the agenda"),
    "consultation.agenda_item_edited": _("Session of the agenda edited"),
    "consultation.agenda_item_removed": _("Session taken off the agenda"),
    "consultation.rapporteur_named": _("Rapporteur of a session named"),
    "consultation.notes_handed_in": _("Notes of a session handed in"),
    "consultation.recommendations_numbered": _("Recommendations put in order"),
    "consultation.recommendations_published": _("Recommendations published"),
    "recommendation.recorded": _("Recommendation recorded"),
    "recommendation.edited": _("Recommendation edited"),
    "recommendation.linked": _("Linked to similar recommendations"),
    "recommendation.assigned": _("Recommendation assigned"),
    "recommendation.answered": _("Recommendation answered"),
    "recommendation.reported": _("Progress reported"),
    "recommendation.done": _("Recommendation done, with evidence"),
    "recommendation.dropped": _("Recommendation dropped"),
    "recommendation.escalated": _("Told that it is overdue"),
    "recommendation.followed": _("Recommendation followed by an organization"),
    "recommendation.no_longer_followed": _("Recommendation no longer followed by an organization"),
}
