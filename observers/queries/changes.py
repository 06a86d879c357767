"""What the verbs of observer status did, in words for the auditor; see registry.queries.changes."""

from django.utils.translation import gettext_lazy as _

from observers.models import StatusEvent
from observers.queries.file_log import VERBS as ON_THE_FILE

KINDS = {
    "application": _("Applications"),
    "observer": _("Observers"),
    "session": _("Council sessions"),
    "criteria": _("Criteria"),
}
_STATUS = {f"observer.{kind}": label for kind, label in StatusEvent.Kind.choices}
VERBS = (
    ON_THE_FILE
    | _STATUS
    | {
        "observer.counts_loaded": _("Figures of others loaded"),
        "application.started": _("Application started"),
        "application.copied": _("Application copied from an earlier one"),
        "application.record_checked": _("Record checked by the organization"),
        "application.session_chosen": _("Session chosen"),
        "application.document_attached": _("Document attached"),
        "application.document_detached": _("Document taken off"),
        "application.handed_over": _("Application handed over to a colleague"),
        "application.signature_asked": _("Signature asked for"),
        "application.signed": _("Signed"),
        "application.no_conflict_declared": _("Declared to have no conflict of interest"),
        "application.conflict_declared": _("Conflict of interest declared"),
        "application.conflict_cleared": _("Conflict of interest cleared"),
        "application.reviewer_assigned": _("Reviewer assigned"),
        "application.review_ended": _("Review ended"),
        "application.review_handed_in": _("Review handed in"),
        "application.finding_recorded": _("Finding recorded"),
        "application.settled": _("Difference between two findings settled"),
        "application.staff_note_added": _("Internal note added"),
        "application.question_added": _("Question added"),
        "application.question_dropped": _("Question dropped"),
        "application.reminded": _("Reminder sent"),
        "observer.linked": _("Observer linked to its record"),
        "observer.attendance_recorded": _("Attendance recorded"),
        "observer.nomination_withdrawn": _("Nomination for a session withdrawn"),
        "observer.nominated": _("Representative nominated for a session"),
        "observer.representative_designated": _("Representative designated"),
        "observer.representative_ended": _("Representative no longer designated"),
        "observer.confirmation_sent": _("Yearly confirmation sent"),
        "observer.confirmation_returned": _("Yearly confirmation returned"),
        "observer.change_notified": _("Change notified by the observer"),
        "observer.notice_assessed": _("Notified change assessed"),
        "observer.reminded": _("Observer reminded"),
        "observer.suspension_notified": _("Suspension announced"),
        "observer.suspension_replied": _("Observer replied to the announced suspension"),
        "observer.suspension_decided": _("Announced suspension decided"),
        "session.added": _("Session added"),
        "session.edited": _("Session edited"),
        "session.papers_closed": _("Papers of the session closed"),
        "criteria.loaded": _("Criteria loaded"),
        "criteria.version_made": _("New version of the criteria begun"),
        "criteria.edited": _("Criteria edited"),
        "criteria.criterion_added": _("Criterion added"),
        "criteria.criterion_edited": _("Criterion edited"),
        "criteria.criterion_moved": _("Criterion moved"),
        "criteria.criterion_removed": _("Criterion removed"),
        "criteria.published": _("Criteria published"),
        "criteria.retired": _("Criteria retired"),
    }
)
