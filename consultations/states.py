"""The life of a consultation: what may follow what."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ConsultationState(TextChoices):
    IDEA = "idea", pgettext_lazy("consultation", "Idea")
    PLANNED = "planned", pgettext_lazy("consultation", "Planned")
    INVITING = "inviting", pgettext_lazy("consultation", "Inviting")
    REGISTRATION_CLOSED = "registration_closed", pgettext_lazy("consultation", "Registration closed")
    RUNNING = "running", pgettext_lazy("consultation", "Running")
    REPORTING = "reporting", pgettext_lazy("consultation", "Report being written")
    FOLLOW_UP = "follow_up", pgettext_lazy("consultation", "Follow-up")
    CLOSED = "closed", pgettext_lazy("consultation", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("consultation", "Cancelled")


class ConsultationInvitationState(TextChoices):
    PREPARED = "prepared", pgettext_lazy("consultation invitation", "Prepared")
    SENT = "sent", pgettext_lazy("consultation invitation", "Sent")
    OPENED = "opened", pgettext_lazy("consultation invitation", "Opened")
    ACCEPTED = "accepted", pgettext_lazy("consultation invitation", "Accepted")
    DECLINED = "declined", pgettext_lazy("consultation invitation", "Declined")
    EXPIRED = "expired", pgettext_lazy("consultation invitation", "Expired")


class RegistrationState(TextChoices):
    NOMINATED = "nominated", pgettext_lazy("registration", "Named")
    CONFIRMED = "confirmed", pgettext_lazy("registration", "Confirmed")
    WAITLISTED = "waitlisted", pgettext_lazy("registration", "On the waiting list")
    REFUSED = "refused", pgettext_lazy("registration", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("registration", "Withdrawn")
    ATTENDED = "attended", pgettext_lazy("registration", "Attended")
    NO_SHOW = "no_show", pgettext_lazy("registration", "Did not come")


class NeedState(TextChoices):
    ASKED = "asked", pgettext_lazy("need", "Asked for")
    GRANTED = "granted", pgettext_lazy("need", "Granted")
    REFUSED = "refused", pgettext_lazy("need", "Refused")
    DONE = "done", pgettext_lazy("need", "Done")


class RecommendationState(TextChoices):
    RECORDED = "recorded", pgettext_lazy("recommendation", "Recorded")
    ASSIGNED = "assigned", pgettext_lazy("recommendation", "Assigned")
    ANSWERED = "answered", pgettext_lazy("recommendation", "Answered")
    IN_PROGRESS = "in_progress", pgettext_lazy("recommendation", "In progress")
    DONE = "done", pgettext_lazy("recommendation", "Done")
    DROPPED = "dropped", pgettext_lazy("recommendation", "Dropped")


class TopicState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("topic", "Proposed")
    KEPT = "kept", pgettext_lazy("topic", "Kept")
    NOT_KEPT = "not_kept", pgettext_lazy("topic", "Not kept")
    WITHDRAWN = "withdrawn", pgettext_lazy("topic", "Withdrawn")


class ContributionState(TextChoices):
    DRAFT = "draft", pgettext_lazy("contribution", "Draft")
    SENT = "sent", pgettext_lazy("contribution", "Sent")
    SET_ASIDE = "set_aside", pgettext_lazy("contribution", "Set aside")


class ReportState(TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("report", "In review")
    PUBLISHED = "published", pgettext_lazy("report", "Published")


class BreakoutNoteState(TextChoices):
    DRAFT = "draft", pgettext_lazy("notes of a break-out group", "Draft")
    HANDED_IN = "handed_in", pgettext_lazy("notes of a break-out group", "Handed in")


S = ConsultationState
INVITED = ConsultationInvitationState
R = RegistrationState
N = NeedState
ASKED = RecommendationState
T = TopicState
WRITTEN = ContributionState
TOLD = ReportState
NOTED = BreakoutNoteState

NEXT = {
    S: {
        # Only staff know of an idea; what is planned is public from then on.
        S.IDEA: {S.PLANNED, S.CANCELLED},
        S.PLANNED: {S.INVITING, S.CANCELLED},
        S.INVITING: {S.REGISTRATION_CLOSED, S.CANCELLED},
        # Places that stayed free can be offered again.
        S.REGISTRATION_CLOSED: {S.RUNNING, S.INVITING, S.CANCELLED},
        S.RUNNING: {S.REPORTING, S.CANCELLED},
        S.REPORTING: {S.FOLLOW_UP},
        S.FOLLOW_UP: {S.CLOSED},
        S.CLOSED: set(),
        S.CANCELLED: set(),
    },
    INVITED: {
        # An answer may come by telephone before the mail was opened, or before it was sent.
        INVITED.PREPARED: {INVITED.SENT, INVITED.ACCEPTED, INVITED.DECLINED},
        INVITED.SENT: {INVITED.OPENED, INVITED.ACCEPTED, INVITED.DECLINED, INVITED.EXPIRED},
        INVITED.OPENED: {INVITED.ACCEPTED, INVITED.DECLINED, INVITED.EXPIRED},
        # Who declined may think again while registration is open, and the other way round.
        INVITED.ACCEPTED: {INVITED.DECLINED},
        INVITED.DECLINED: {INVITED.ACCEPTED},
        # Staff let an organization answer late.
        INVITED.EXPIRED: {INVITED.ACCEPTED},
    },
    R: {
        # What is within the quota and has a seat is confirmed at once; staff decide about the rest.
        R.NOMINATED: {R.CONFIRMED, R.WAITLISTED, R.REFUSED, R.WITHDRAWN},
        R.WAITLISTED: {R.CONFIRMED, R.REFUSED, R.WITHDRAWN},
        R.CONFIRMED: {R.WITHDRAWN, R.ATTENDED, R.NO_SHOW},
        R.REFUSED: set(),
        R.WITHDRAWN: set(),
        # Who was checked in by mistake is still awaited; who was taken for absent may have been there.
        R.ATTENDED: {R.CONFIRMED, R.NO_SHOW},
        R.NO_SHOW: {R.ATTENDED},
    },
    N: {
        N.ASKED: {N.GRANTED, N.REFUSED},
        # What was promised may turn out not to be possible, and the other way round.
        N.GRANTED: {N.DONE, N.REFUSED},
        N.REFUSED: {N.GRANTED},
        N.DONE: set(),
    },
    ASKED: {
        ASKED.RECORDED: {ASKED.ASSIGNED, ASKED.DROPPED},
        # What organizations lead needs no answer of IOM: they begin.
        ASKED.ASSIGNED: {ASKED.ANSWERED, ASKED.IN_PROGRESS, ASKED.DROPPED},
        # What is not accepted stays answered.
        ASKED.ANSWERED: {ASKED.IN_PROGRESS, ASKED.DONE, ASKED.DROPPED},
        ASKED.IN_PROGRESS: {ASKED.DONE, ASKED.DROPPED},
        ASKED.DONE: set(),
        ASKED.DROPPED: set(),
    },
    T: {
        T.PROPOSED: {T.KEPT, T.NOT_KEPT, T.WITHDRAWN},
        # An agenda grows and shrinks: what was decided is decided anew, with a new reason.
        T.KEPT: {T.NOT_KEPT},
        T.NOT_KEPT: {T.KEPT},
        T.WITHDRAWN: set(),
    },
    WRITTEN: {
        # Of two texts of organizations that became one, one is set aside.
        WRITTEN.DRAFT: {WRITTEN.SENT, WRITTEN.SET_ASIDE},
        # Until the last day, who sent it may write on.
        WRITTEN.SENT: {WRITTEN.DRAFT, WRITTEN.SET_ASIDE},
        WRITTEN.SET_ASIDE: set(),
    },
    TOLD: {
        TOLD.DRAFT: {TOLD.IN_REVIEW},
        TOLD.IN_REVIEW: {TOLD.PUBLISHED, TOLD.DRAFT},
        # What was published stays; a new version may be begun.
        TOLD.PUBLISHED: set(),
    },
    NOTED: {
        NOTED.DRAFT: {NOTED.HANDED_IN},
        NOTED.HANDED_IN: set(),
    },
}

# Its facts and its agenda may still change.
OPEN = [state for state, following in NEXT[S].items() if following]
# Organizations propose and support topics.
TAKES_TOPICS = [S.PLANNED, S.INVITING]
# It took place.
HELD = [S.REPORTING, S.FOLLOW_UP, S.CLOSED]
# It took place or never will: whom it was for is told, and not changed any more.
ENDED = [*HELD, S.CANCELLED]
# What is said there can be written down.
HEARD = [S.RUNNING, *HELD]

# Organizations name people, and staff decide about the late ones.
REGISTERING = [S.INVITING, S.REGISTRATION_CLOSED]

# People are awaited: who has a seat takes it, who is beyond the rules is let in.
EXPECTING = [*REGISTERING, S.RUNNING]

# Not yet answered.
UNANSWERED = [INVITED.SENT, INVITED.OPENED]
# A person is named once among these.
LIVE_REGISTRATIONS = [R.NOMINATED, R.CONFIRMED, R.WAITLISTED, R.ATTENDED]
# These have a seat, or had one and used it.
SEATED = [R.CONFIRMED, R.ATTENDED]
# Somebody is to do something about it.
UNDER_WAY = [ASKED.ANSWERED, ASKED.IN_PROGRESS]
# It is over: nothing about it changes any more.
SETTLED = [ASKED.DONE, ASKED.DROPPED]
# People are checked in: during the days, and what was taken without a line until the report is out.
CHECKING_IN = [S.RUNNING, S.REPORTING]
