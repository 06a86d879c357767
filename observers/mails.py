"""The kinds of mail about observer status."""

from registry.mails import Mail, Topic

# To the organization: what its right or a day hangs on; and how its application goes on.
_NOTICES = (
    *("closed", "decided", "incomplete", "due_soon", "slip", "questions", "correction_answered", "status_changed"),
    *("confirmation_due", "confirmation_reminder", "confirmation_returned", "lapsing"),
    *("suspension_notice", "suspension_decided"),
)
_NEWS = ("received", "stage", "on_agenda", "off_agenda", "signed", "confirmation_accepted", "notice_assessed")
_WORK = (
    *("staff_stage", "staff_due_soon", "review_asked", "opinion_asked", "opinion_given", "correction_asked"),
    *("withdrawn", "notice_sent", "suspension_replied"),
)

MAILS = {
    **{f"observers.{name}": Mail(Topic.NOTICE, goes_on=True) for name in _NOTICES},
    **{f"observers.{name}": Mail(Topic.OBSERVER) for name in _NEWS},
    **{f"observers.{name}": Mail(Topic.WORK) for name in _WORK},
    # A link for one person to sign by.
    "observers.signature": Mail(Topic.ACCESS),
}
