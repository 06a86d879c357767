"""The kinds of mail about consultations."""

from registry.mails import Mail, Topic

# A seat is given, taken or lost by a day; and what does not take place is told to everybody who was coming.
_NOTICES = ("registered", "no_longer_registered", "seat_offered", "offer_lapsed", "need_answered")
_NEWS = ("invited", "reminder", "exception_approved", "exception_refused", "topic_decided")
_FOLLOWED = ("recommendation_changed", "recommendations_published", "actions_assigned", "action_overdue")
_WORK = ("recommendations_assigned", "recommendation_overdue", "notes_asked", "report_to_review")

MAILS = {
    **{f"consultations.{name}": Mail(Topic.NOTICE) for name in _NOTICES},
    "consultations.consultation_cancelled": Mail(Topic.NOTICE, goes_on=True),
    **{f"consultations.{name}": Mail(Topic.CONSULTATIONS) for name in _NEWS},
    **{f"consultations.{name}": Mail(Topic.RECOMMENDATIONS) for name in _FOLLOWED},
    **{f"consultations.{name}": Mail(Topic.WORK) for name in _WORK},
}
