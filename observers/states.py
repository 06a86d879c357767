"""The life of an application and of a status, and of the smaller things on the way: what may follow what."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class CriteriaSetState(TextChoices):
    DRAFT = "draft", pgettext_lazy("criteria", "Draft")
    PUBLISHED = "published", pgettext_lazy("criteria", "Published")
    RETIRED = "retired", pgettext_lazy("criteria", "Retired")


class ApplicationState(TextChoices):
    """The words are those of staff; the organization reads STAGES, which tell less."""

    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "Sent")
    SCREENING = "screening", pgettext_lazy("application", "Completeness check")
    INCOMPLETE = "incomplete", pgettext_lazy("application", "Incomplete")
    IN_REVIEW = "in_review", pgettext_lazy("application", "Under review")
    CLARIFICATION = "clarification", pgettext_lazy("application", "Waiting for answers")
    READY = "ready", pgettext_lazy("application", "Ready for a recommendation")
    RECOMMENDED = "recommended", pgettext_lazy("application", "Recommended")
    WITH_COUNCIL = "with_council", pgettext_lazy("application", "On the Council’s agenda")
    DEFERRED = "deferred", pgettext_lazy("application", "Deferred")
    ADMITTED = "admitted", pgettext_lazy("application", "Admitted")
    NOT_ADMITTED = "not_admitted", pgettext_lazy("application", "Not admitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")
    CLOSED = "closed", pgettext_lazy("application", "Closed without prejudice")


class Side(TextChoices):
    """Whose turn it is."""

    APPLICANT = "applicant", pgettext_lazy("side", "The organization")
    IOM = "iom", pgettext_lazy("side", "IOM")
    COUNCIL = "council", pgettext_lazy("side", "The Council")


class StatusState(TextChoices):
    ACTIVE = "active", pgettext_lazy("status", "Active")
    CONFIRMATION_DUE = "confirmation_due", pgettext_lazy("status", "Confirmation due")
    LAPSING = "lapsing", pgettext_lazy("status", "Lapsing")
    SUSPENDED = "suspended", pgettext_lazy("status", "Suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("status", "Withdrawn")
    RESIGNED = "resigned", pgettext_lazy("status", "Resigned")


class ReviewState(TextChoices):
    ASSIGNED = "assigned", pgettext_lazy("review", "Waiting for the declaration")
    OPEN = "open", pgettext_lazy("review", "In work")
    HANDED_IN = "handed_in", pgettext_lazy("review", "Handed in")
    ENDED = "ended", pgettext_lazy("review", "Ended without findings")


class ConfirmationState(TextChoices):
    OPEN = "open", pgettext_lazy("confirmation", "Not yet sent")
    SENT = "sent", pgettext_lazy("confirmation", "Sent, with changes to look at")
    ACCEPTED = "accepted", pgettext_lazy("confirmation", "Accepted")


_S = ApplicationState
_T = StatusState

NEXT = {
    CriteriaSetState: {
        CriteriaSetState.DRAFT: {CriteriaSetState.PUBLISHED, CriteriaSetState.RETIRED},
        CriteriaSetState.PUBLISHED: {CriteriaSetState.RETIRED},
        CriteriaSetState.RETIRED: set(),
    },
    ApplicationState: {
        _S.DRAFT: {_S.SUBMITTED, _S.WITHDRAWN},
        _S.SUBMITTED: {_S.SCREENING, _S.WITHDRAWN},
        _S.SCREENING: {_S.INCOMPLETE, _S.IN_REVIEW, _S.WITHDRAWN},
        # Who does not answer may be closed without prejudice: she can apply again at any time.
        _S.INCOMPLETE: {_S.SUBMITTED, _S.WITHDRAWN, _S.CLOSED},
        _S.IN_REVIEW: {_S.CLARIFICATION, _S.READY, _S.WITHDRAWN},
        _S.CLARIFICATION: {_S.IN_REVIEW, _S.WITHDRAWN, _S.CLOSED},
        _S.READY: {_S.RECOMMENDED, _S.IN_REVIEW, _S.WITHDRAWN},
        # A conflict of interest that becomes known late opens the review again.
        _S.RECOMMENDED: {_S.WITH_COUNCIL, _S.IN_REVIEW, _S.WITHDRAWN},
        _S.WITH_COUNCIL: {
            # Taken from the agenda before the session.
            _S.RECOMMENDED,
            _S.IN_REVIEW,
            _S.ADMITTED,
            _S.NOT_ADMITTED,
            _S.DEFERRED,
            _S.WITHDRAWN,
            _S.CLOSED,
        },
        _S.DEFERRED: {_S.IN_REVIEW, _S.WITHDRAWN, _S.CLOSED},
        _S.ADMITTED: set(),
        _S.NOT_ADMITTED: set(),
        _S.WITHDRAWN: set(),
        _S.CLOSED: set(),
    },
    StatusState: {
        _T.ACTIVE: {_T.CONFIRMATION_DUE, _T.SUSPENDED, _T.RESIGNED},
        _T.CONFIRMATION_DUE: {_T.ACTIVE, _T.LAPSING, _T.SUSPENDED, _T.RESIGNED},
        _T.LAPSING: {_T.ACTIVE, _T.SUSPENDED, _T.RESIGNED},
        _T.SUSPENDED: {_T.ACTIVE, _T.WITHDRAWN, _T.RESIGNED},
        _T.WITHDRAWN: {_T.ACTIVE},
        # Who left may be admitted anew.
        _T.RESIGNED: {_T.ACTIVE},
    },
    ReviewState: {
        ReviewState.ASSIGNED: {ReviewState.OPEN, ReviewState.ENDED},
        ReviewState.OPEN: {ReviewState.HANDED_IN, ReviewState.ENDED},
        # A conflict that becomes known later ends the review whatever stands in it.
        ReviewState.HANDED_IN: {ReviewState.OPEN, ReviewState.ENDED},
        ReviewState.ENDED: set(),
    },
    ConfirmationState: {
        ConfirmationState.OPEN: {ConfirmationState.SENT, ConfirmationState.ACCEPTED},
        ConfirmationState.SENT: {ConfirmationState.ACCEPTED, ConfirmationState.OPEN},
        ConfirmationState.ACCEPTED: set(),
    },
}

# An organization has one application in these states at most; it may be withdrawn from each of them.
OPEN = [state for state, following in NEXT[ApplicationState].items() if following]
# The organization may write in it; deferred, it sends again what the Council missed.
WRITABLE = [_S.DRAFT, _S.INCOMPLETE, _S.DEFERRED]
# Whose turn it is; in DEFERRED, who must do what is missing, which the decision says.
TURN = {
    _S.DRAFT: Side.APPLICANT,
    _S.SUBMITTED: Side.IOM,
    _S.SCREENING: Side.IOM,
    _S.INCOMPLETE: Side.APPLICANT,
    _S.IN_REVIEW: Side.IOM,
    _S.CLARIFICATION: Side.APPLICANT,
    _S.READY: Side.IOM,
    _S.RECOMMENDED: Side.IOM,
    _S.WITH_COUNCIL: Side.COUNCIL,
    _S.DEFERRED: Side.IOM,
}
# What the organization is told: whether a recommendation exists, and which, stays inside until the Council decides.
STAGES = {
    _S.DRAFT: pgettext_lazy("stage", "You prepare and send"),
    _S.SUBMITTED: pgettext_lazy("stage", "Completeness check"),
    _S.SCREENING: pgettext_lazy("stage", "Completeness check"),
    _S.INCOMPLETE: pgettext_lazy("stage", "Something is missing"),
    _S.IN_REVIEW: pgettext_lazy("stage", "Review against the criteria"),
    _S.CLARIFICATION: pgettext_lazy("stage", "IOM has questions"),
    _S.READY: pgettext_lazy("stage", "Review against the criteria"),
    _S.RECOMMENDED: pgettext_lazy("stage", "Review against the criteria"),
    _S.WITH_COUNCIL: pgettext_lazy("stage", "Decision by the Council"),
    _S.DEFERRED: pgettext_lazy("stage", "Deferred to a later session"),
    _S.ADMITTED: pgettext_lazy("stage", "Admitted as observer"),
    _S.NOT_ADMITTED: pgettext_lazy("stage", "Not admitted"),
    _S.WITHDRAWN: pgettext_lazy("stage", "Withdrawn"),
    _S.CLOSED: pgettext_lazy("stage", "Closed without prejudice"),
}
# An observer may send people to a session in these; a suspended or lapsed one may not.
MAY_TAKE_PART = [_T.ACTIVE, _T.CONFIRMATION_DUE, _T.LAPSING]
