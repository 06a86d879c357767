"""What the verbs of consultations did, in words for the auditor; see registry.queries.changes."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "consultation": _("Consultations"),
    "consultation_invitation": _("Invitations to consultations"),
    "registration": _("Registrations for consultations"),
}
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
    "consultation_invitation.accepted": _("Invitation to a consultation accepted"),
    "consultation_invitation.declined": _("Invitation to a consultation declined"),
    "registration.named": _("Person named for a consultation"),
    "registration.edited": _("Registration for a consultation changed"),
    "registration.withdrawn": _("Registration for a consultation withdrawn"),
    "registration.approved": _("Exception to a registration approved"),
    "registration.refused": _("Registration for a consultation refused"),
    "registration.offered": _("Seat offered to the next of the waiting list"),
    "registration.confirmed": _("Offered seat accepted"),
    "registration.offer_lapsed": _("Offer of a seat lapsed"),
    "registration.need_answered": _("Need of a participant answered"),
}
