"""What the verbs of consultations did, in words for the auditor; see registry.queries.changes."""

from django.utils.translation import gettext_lazy as _

KINDS = {"consultation": _("Consultations")}
VERBS = {
    "consultation.series_created": _("Series of consultations added"),
    "consultation.created": _("Consultation added"),
    "consultation.edited": _("Consultation edited"),
    "consultation.moved": _("Consultation moved to its next state"),
    "consultation.cancelled": _("Consultation cancelled"),
    "consultation.agenda_item_added": _("Session added to the agenda"),
    "consultation.agenda_item_edited": _("Session of the agenda edited"),
    "consultation.agenda_item_removed": _("Session taken off the agenda"),
    "consultation.question_added": _("Open question added"),
    "consultation.question_edited": _("Open question edited"),
    "consultation.question_removed": _("Open question removed"),
    "consultation.contribution_sent": _("Written contribution sent"),
    "consultation.contribution_taken_back": _("Written contribution taken back"),
    "consultation.report_begun": _("Report begun"),
    "consultation.report_edited": _("Report written on"),
    "consultation.report_sent": _("Report sent to review"),
    "consultation.report_returned": _("Report given back from review"),
    "consultation.report_published": _("Report published"),
}
