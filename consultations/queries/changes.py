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
    "consultation.checked_in": _("Participant checked in"),
    "consultation.check_in_undone": _("Check-in undone"),
    "consultation.attendance_closed": _("List of who is there closed"),
    "consultation.participants_purged": _("Personal data of participants emptied"),
}
