"""What the verbs of consultations did, in words for the auditor; see registry.queries.changes."""

from django.utils.translation import gettext_lazy as _

KINDS = {"consultation": _("Consultations"), "topic": _("Topics of consultations")}
VERBS = {
    "consultation.series_created": _("Series of consultations added"),
    "consultation.created": _("Consultation added"),
    "consultation.edited": _("Consultation edited"),
    "consultation.moved": _("Consultation moved to its next state"),
    "consultation.cancelled": _("Consultation cancelled"),
    "consultation.agenda_item_added": _("Session added to the agenda"),
    "consultation.agenda_item_edited": _("Session of the agenda edited"),
    "consultation.agenda_item_removed": _("Session taken off the agenda"),
    "consultation.document_added": _("Document added to a consultation"),
    "consultation.document_translated": _("Document of a consultation added in another language"),
    "consultation.document_replaced": _("Document of a consultation replaced by a newer version"),
    "consultation.document_taken_off": _("Document of a consultation taken off"),
    "topic.proposed": _("Topic proposed for a consultation"),
    "topic.withdrawn": _("Topic of a consultation withdrawn"),
    "topic.supported": _("Topic of a consultation supported"),
    "topic.support_ended": _("Support for a topic of a consultation ended"),
    "topic.kept": _("Topic kept for a consultation"),
    "topic.not_kept": _("Topic not kept for a consultation"),
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
