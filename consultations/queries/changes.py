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
    "consultation.invitation_accepted": _("Invitation accepted"),
    "consultation.invitation_declined": _("Invitation declined"),
    "consultation.invitation_opened": _("Invitation seen, to be answered later"),
    "consultation.audience_frozen": _("Organizations invited by a question to the registry"),
    "consultation.invitation_added": _("Organization put on the list of the invited by hand"),
    "consultation.invitation_removed": _("Organization taken off the list of the invited"),
    "consultation.quota_changed": _("Number of people of an invitation changed"),
    "consultation.target_set": _("Balance target set"),
    "consultation.target_removed": _("Balance target taken away"),
    "consultation.invitations_sent": _("Sending of invitations asked for"),
    "consultation.reminders_sent": _("Sending of reminders asked for"),
    "consultation.invitation_sent": _("Invitation sent"),
    "consultation.invitation_reminded": _("Reminder of an invitation sent"),
    "consultation.invitation_expired": _("Invitation expired: nobody answered in time"),
}
