"""The statuses of each noun and what may follow what. One table tells the whole life."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganizationState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    DORMANT = "dormant", _("Dormant")
    ARCHIVED = "archived", _("Archived")
    MERGED = "merged", _("Merged")


class StateReason(TextChoices):
    """Why a record came to its state; a text beside it says more."""

    CHECKED = "checked", pgettext_lazy("state reason", "Checked and complete enough")
    ACTIVE_AGAIN = "active_again", pgettext_lazy("state reason", "Heard of again")
    TO_CHECK = "to_check", pgettext_lazy("state reason", "Something must be checked first")
    REOPENED = "reopened", pgettext_lazy("state reason", "Closed by mistake, or come back")
    SILENT = "silent", pgettext_lazy("state reason", "No answer for a long time")
    INACTIVE = "inactive", pgettext_lazy("state reason", "Not active at the moment")
    CLOSED_DOWN = "closed_down", pgettext_lazy("state reason", "The organization closed down")
    NEVER_EXISTED = "never_existed", pgettext_lazy("state reason", "There twice, or never existed")
    OUT_OF_SCOPE = "out_of_scope", pgettext_lazy("state reason", "Outside the scope of the inventory")
    OWN_REQUEST = "own_request", pgettext_lazy("state reason", "At its own request")
    OTHER = "other", pgettext_lazy("state reason", "Another reason")
    # Nobody chooses these two; the second stands on records that were closed before reasons had codes.
    IMPORT_UNDONE = "import_undone", pgettext_lazy("state reason", "The import that brought it was undone")
    UNRECORDED = "unrecorded", pgettext_lazy("state reason", "Not recorded")


class PartnershipState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("partnership", "Proposed")
    VERIFIED = "verified", pgettext_lazy("partnership", "Verified")
    STALE = "stale", pgettext_lazy("partnership", "Stale")
    ENDED = "ended", pgettext_lazy("partnership", "Ended")
    REJECTED = "rejected", pgettext_lazy("partnership", "Rejected")


class ImportState(TextChoices):
    UPLOADED = "uploaded", pgettext_lazy("import", "Uploaded")
    CHECKING = "checking", pgettext_lazy("import", "Being checked")
    CHECKED = "checked", pgettext_lazy("import", "Checked, waiting for approval")
    REFUSED = "refused", pgettext_lazy("import", "Could not be read")
    APPROVED = "approved", pgettext_lazy("import", "Approved, being applied")
    APPLIED = "applied", pgettext_lazy("import", "Applied")
    UNDOING = "undoing", pgettext_lazy("import", "Being undone")
    UNDONE = "undone", pgettext_lazy("import", "Undone")
    DISCARDED = "discarded", pgettext_lazy("import", "Discarded")


class SourceRunState(TextChoices):
    """How far a reading of a source is; what becomes of the import that it brought, the import says."""

    READING = "reading", pgettext_lazy("reading of a source", "Being read")
    CHECKING = "checking", pgettext_lazy("reading of a source", "Being compared")
    COMPARED = "compared", pgettext_lazy("reading of a source", "Compared with the last one")
    UNCHANGED = "unchanged", pgettext_lazy("reading of a source", "Nothing new")
    REFUSED = "refused", pgettext_lazy("reading of a source", "Refused")


class JobState(TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    HELD = "held", pgettext_lazy("job", "Held: needs a person")
    STOPPED = "stopped", pgettext_lazy("job", "Stopped")
    PAUSED = "paused", pgettext_lazy("job", "Paused")


class MessageState(TextChoices):
    WAITING = "waiting", pgettext_lazy("message", "Waiting")
    SENT = "sent", pgettext_lazy("message", "Sent")
    HELD = "held", pgettext_lazy("message", "Held: could not be delivered")
    BOUNCED = "bounced", pgettext_lazy("message", "Came back")
    GATHERED = "gathered", pgettext_lazy("message", "Waits for a summary")
    TOLD = "told", pgettext_lazy("message", "Told in a summary")
    UNWANTED = "unwanted", pgettext_lazy("message", "Not wanted by its reader")


class InvitationState(TextChoices):
    SENT = "sent", pgettext_lazy("invitation", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    REVOKED = "revoked", pgettext_lazy("invitation", "Revoked")


class PairState(TextChoices):
    """Two records that may be one: waiting for a person, answered, or settled by a merge or a closure."""

    OPEN = "open", pgettext_lazy("pair", "To decide")
    SAME = "same", pgettext_lazy("pair", "The same organization")
    DIFFERENT = "different", pgettext_lazy("pair", "Not the same")
    UNSURE = "unsure", pgettext_lazy("pair", "Unsure")
    CLOSED = "closed", pgettext_lazy("pair", "Settled")


class MatchState(TextChoices):
    """An organization that may be in a watch list: to judge, judged by one or two people, or nothing to judge."""

    OPEN = "open", pgettext_lazy("match", "To judge")
    PROPOSED = "proposed", pgettext_lazy("match", "The same, says one person")
    CLEARED = "cleared", pgettext_lazy("match", "Not the same")
    CONFIRMED = "confirmed", pgettext_lazy("match", "Confirmed")
    CLOSED = "closed", pgettext_lazy("match", "Closed")


class IssueState(TextChoices):
    """Something in a record looks unlikely: to look at, kept quiet for a reason, or not so any more."""

    OPEN = "open", pgettext_lazy("issue", "To look at")
    MUTED = "muted", pgettext_lazy("issue", "Muted")
    CLOSED = "closed", pgettext_lazy("issue", "Settled")


class MergeState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("merge", "Waiting for a second person")
    DONE = "done", pgettext_lazy("merge", "Merged")
    UNDONE = "undone", pgettext_lazy("merge", "Undone")
    WITHDRAWN = "withdrawn", pgettext_lazy("merge", "Withdrawn")


class NoteState(TextChoices):
    """A concern waits for a second person; a remark counts at once."""

    WAITING = "waiting", pgettext_lazy("note", "Waiting for a second person")
    OPEN = "open", pgettext_lazy("note", "Counts")
    REFUSED = "refused", pgettext_lazy("note", "Refused")
    CLOSED = "closed", pgettext_lazy("note", "Closed")


class ProposalState(TextChoices):
    """A member's change of the record, which IOM looks at: field by field, so an answer may be partly yes."""

    OPEN = "open", pgettext_lazy("proposal", "Waiting for IOM")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
    PARTLY_ACCEPTED = "partly_accepted", pgettext_lazy("proposal", "Accepted in part")
    REFUSED = "refused", pgettext_lazy("proposal", "Not accepted")
    SUPERSEDED = "superseded", pgettext_lazy("proposal", "Replaced by a later proposal")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Taken back")


class ClaimState(TextChoices):
    """A person says that she acts for an organization: asked, shown by a mailbox on its domain, decided by another."""

    ASKED = "asked", pgettext_lazy("claim", "Asked")
    SHOWN = "shown", pgettext_lazy("claim", "Domain shown")
    ACCEPTED = "accepted", pgettext_lazy("claim", "Accepted")
    REFUSED = "refused", pgettext_lazy("claim", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("claim", "Expired")


class BulkEditState(TextChoices):
    """One change of many records: shown before, done, and for a day taken back."""

    PREPARED = "prepared", pgettext_lazy("bulk edit", "Preview, nothing done yet")
    APPROVED = "approved", pgettext_lazy("bulk edit", "Being done")
    APPLIED = "applied", pgettext_lazy("bulk edit", "Done")
    UNDOING = "undoing", pgettext_lazy("bulk edit", "Being undone")
    UNDONE = "undone", pgettext_lazy("bulk edit", "Undone")


class BulkRowState(TextChoices):
    """One record of a bulk edit."""

    WAITING = "waiting", pgettext_lazy("bulk row", "Will be changed")
    LEFT = "left", pgettext_lazy("bulk row", "Left as it is")
    DONE = "done", pgettext_lazy("bulk row", "Changed")
    UNDONE = "undone", pgettext_lazy("bulk row", "Put back")
    KEPT = "kept", pgettext_lazy("bulk row", "Not put back")


class DisputeState(TextChoices):
    """An organization says that a partnership is not as the registry tells it; IOM answers."""

    OPEN = "open", pgettext_lazy("dispute", "Waiting for IOM")
    ACCEPTED = "accepted", pgettext_lazy("dispute", "Accepted")
    REFUSED = "refused", pgettext_lazy("dispute", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("dispute", "Taken back")


class EditionState(TextChoices):
    """An edition of the inventory: its rows are copied, then staff look at it, then everybody may."""

    MAKING = "making", pgettext_lazy("edition", "Being made")
    MADE = "made", pgettext_lazy("edition", "Made, not published")
    PUBLISHED = "published", pgettext_lazy("edition", "Published")


class LessonState(TextChoices):
    """What was learned in a programme: an organization's waits for a curator, IOM's is there at once."""

    PROPOSED = "proposed", pgettext_lazy("lesson", "Waiting for IOM")
    PUBLISHED = "published", pgettext_lazy("lesson", "Published")
    REFUSED = "refused", pgettext_lazy("lesson", "Not published")
    WITHDRAWN = "withdrawn", pgettext_lazy("lesson", "Taken off the shelf")


NEXT = {
    OrganizationState: {
        OrganizationState.DRAFT: {OrganizationState.IN_REVIEW, OrganizationState.PUBLISHED, OrganizationState.ARCHIVED},
        OrganizationState.IN_REVIEW: {
            OrganizationState.DRAFT,
            OrganizationState.PUBLISHED,
            OrganizationState.ARCHIVED,
        },
        OrganizationState.PUBLISHED: {
            OrganizationState.DORMANT,
            OrganizationState.ARCHIVED,
            OrganizationState.IN_REVIEW,
        },
        OrganizationState.DORMANT: {OrganizationState.PUBLISHED, OrganizationState.ARCHIVED},
        # Closing a file is a decision, not a death: a curator can open it again.
        OrganizationState.ARCHIVED: {OrganizationState.IN_REVIEW},
        OrganizationState.MERGED: set(),
    },
    PartnershipState: {
        PartnershipState.PROPOSED: {PartnershipState.VERIFIED, PartnershipState.ENDED, PartnershipState.REJECTED},
        # What was verified may turn out to have been wrong, also after its end: it is rejected, and stays as history.
        PartnershipState.VERIFIED: {PartnershipState.STALE, PartnershipState.ENDED, PartnershipState.REJECTED},
        PartnershipState.STALE: {PartnershipState.VERIFIED, PartnershipState.ENDED, PartnershipState.REJECTED},
        PartnershipState.ENDED: {PartnershipState.REJECTED},
        PartnershipState.REJECTED: set(),
    },
    ImportState: {
        ImportState.UPLOADED: {ImportState.CHECKING, ImportState.REFUSED, ImportState.DISCARDED},
        ImportState.CHECKING: {ImportState.CHECKED, ImportState.REFUSED},
        ImportState.CHECKED: {ImportState.CHECKING, ImportState.APPROVED, ImportState.DISCARDED},
        ImportState.REFUSED: {ImportState.CHECKING, ImportState.DISCARDED},
        ImportState.APPROVED: {ImportState.APPLIED},
        ImportState.APPLIED: {ImportState.UNDOING},
        ImportState.UNDOING: {ImportState.UNDONE},
        ImportState.UNDONE: set(),
        ImportState.DISCARDED: set(),
    },
    SourceRunState: {
        SourceRunState.READING: {SourceRunState.CHECKING, SourceRunState.UNCHANGED, SourceRunState.REFUSED},
        SourceRunState.CHECKING: {SourceRunState.COMPARED, SourceRunState.REFUSED},
        # A file that was not believed may still be right; somebody says why.
        SourceRunState.REFUSED: {SourceRunState.COMPARED},
        SourceRunState.COMPARED: set(),
        SourceRunState.UNCHANGED: set(),
    },
    JobState: {
        JobState.WAITING: {JobState.RUNNING, JobState.PAUSED, JobState.STOPPED},
        # A job whose worker died is taken up again by another: running follows running.
        JobState.RUNNING: {
            JobState.RUNNING,
            JobState.DONE,
            JobState.HELD,
            JobState.WAITING,
            JobState.PAUSED,
            JobState.STOPPED,
        },
        JobState.PAUSED: {JobState.WAITING, JobState.STOPPED},
        JobState.HELD: {JobState.WAITING, JobState.STOPPED},
        JobState.DONE: set(),
        JobState.STOPPED: set(),
    },
    MessageState: {
        MessageState.WAITING: {
            MessageState.SENT,
            MessageState.HELD,
            MessageState.GATHERED,
            MessageState.UNWANTED,
        },
        MessageState.HELD: {MessageState.WAITING},
        MessageState.SENT: {MessageState.BOUNCED},
        MessageState.BOUNCED: set(),
        # Its reader may choose anew meanwhile.
        MessageState.GATHERED: {MessageState.TOLD, MessageState.WAITING, MessageState.UNWANTED},
        MessageState.TOLD: set(),
        MessageState.UNWANTED: set(),
    },
    PairState: {
        PairState.OPEN: {PairState.SAME, PairState.DIFFERENT, PairState.UNSURE, PairState.CLOSED},
        # An answer holds until one of the two records says something else of who it is.
        PairState.SAME: {PairState.OPEN, PairState.DIFFERENT, PairState.UNSURE, PairState.CLOSED},
        PairState.DIFFERENT: {PairState.OPEN, PairState.SAME, PairState.UNSURE, PairState.CLOSED},
        PairState.UNSURE: {PairState.OPEN, PairState.SAME, PairState.DIFFERENT, PairState.CLOSED},
        PairState.CLOSED: {PairState.OPEN},
    },
    MatchState: {
        # That it is the same two people must say; that it is not, one.
        MatchState.OPEN: {MatchState.CLEARED, MatchState.PROPOSED, MatchState.CLOSED},
        MatchState.PROPOSED: {MatchState.OPEN, MatchState.CLEARED, MatchState.CONFIRMED, MatchState.CLOSED},
        # An answer holds until the record or the entry says something else, or a person asks again.
        MatchState.CLEARED: {MatchState.OPEN, MatchState.CLOSED},
        MatchState.CONFIRMED: {MatchState.OPEN, MatchState.CLOSED},
        # Found again, it is a new one.
        MatchState.CLOSED: set(),
    },
    IssueState: {
        IssueState.OPEN: {IssueState.MUTED, IssueState.CLOSED},
        # A muted one comes back when what it rests on changes, when its day comes, or when somebody asks for it.
        IssueState.MUTED: {IssueState.OPEN, IssueState.CLOSED},
        # Found again, it is a new one: how often it happens is told by the rows.
        IssueState.CLOSED: set(),
    },
    MergeState: {
        MergeState.PROPOSED: {MergeState.DONE, MergeState.WITHDRAWN},
        MergeState.DONE: {MergeState.UNDONE},
        MergeState.UNDONE: set(),
        MergeState.WITHDRAWN: set(),
    },
    NoteState: {
        NoteState.WAITING: {NoteState.OPEN, NoteState.REFUSED, NoteState.CLOSED},
        NoteState.OPEN: {NoteState.CLOSED},
        NoteState.REFUSED: set(),
        NoteState.CLOSED: set(),
    },
    ProposalState: {
        ProposalState.OPEN: {
            ProposalState.ACCEPTED,
            ProposalState.PARTLY_ACCEPTED,
            ProposalState.REFUSED,
            ProposalState.SUPERSEDED,
            ProposalState.WITHDRAWN,
        },
        # An acceptance by the list can be taken back for a day.
        ProposalState.ACCEPTED: {ProposalState.OPEN},
        ProposalState.PARTLY_ACCEPTED: {ProposalState.OPEN},
        ProposalState.REFUSED: set(),
        ProposalState.SUPERSEDED: set(),
        ProposalState.WITHDRAWN: set(),
    },
    BulkEditState: {
        BulkEditState.PREPARED: {BulkEditState.APPROVED},
        # What was stopped half way can be taken back too.
        BulkEditState.APPROVED: {BulkEditState.APPLIED, BulkEditState.UNDOING},
        BulkEditState.APPLIED: {BulkEditState.UNDOING},
        BulkEditState.UNDOING: {BulkEditState.UNDONE},
        BulkEditState.UNDONE: set(),
    },
    BulkRowState: {
        BulkRowState.WAITING: {BulkRowState.DONE, BulkRowState.LEFT},
        BulkRowState.LEFT: set(),
        BulkRowState.DONE: {BulkRowState.UNDONE, BulkRowState.KEPT},
        BulkRowState.UNDONE: set(),
        BulkRowState.KEPT: set(),
    },
    EditionState: {
        EditionState.MAKING: {EditionState.MADE},
        EditionState.MADE: {EditionState.PUBLISHED},
        # What was quoted stays where it was read.
        EditionState.PUBLISHED: set(),
    },
    LessonState: {
        LessonState.PROPOSED: {LessonState.PUBLISHED, LessonState.REFUSED},
        LessonState.PUBLISHED: {LessonState.WITHDRAWN},
        LessonState.REFUSED: set(),
        LessonState.WITHDRAWN: set(),
    },
    InvitationState: {
        InvitationState.SENT: {InvitationState.ACCEPTED, InvitationState.REVOKED},
        InvitationState.ACCEPTED: set(),
        InvitationState.REVOKED: set(),
    },
    ClaimState: {
        ClaimState.ASKED: {
            ClaimState.SHOWN,
            ClaimState.ACCEPTED,
            ClaimState.REFUSED,
            ClaimState.WITHDRAWN,
            ClaimState.EXPIRED,
        },
        ClaimState.SHOWN: {ClaimState.ACCEPTED, ClaimState.REFUSED, ClaimState.WITHDRAWN},
        ClaimState.ACCEPTED: set(),
        ClaimState.REFUSED: set(),
        ClaimState.WITHDRAWN: set(),
        ClaimState.EXPIRED: set(),
    },
    DisputeState: {
        DisputeState.OPEN: {DisputeState.ACCEPTED, DisputeState.REFUSED, DisputeState.WITHDRAWN},
        DisputeState.ACCEPTED: set(),
        DisputeState.REFUSED: set(),
        DisputeState.WITHDRAWN: set(),
    },
}

# What may be given as the reason for a step to a state.
STATE_REASONS = {
    OrganizationState.PUBLISHED: (StateReason.CHECKED, StateReason.ACTIVE_AGAIN, StateReason.OTHER),
    OrganizationState.IN_REVIEW: (
        StateReason.TO_CHECK,
        StateReason.REOPENED,
        StateReason.OWN_REQUEST,
        StateReason.OTHER,
    ),
    OrganizationState.DORMANT: (StateReason.SILENT, StateReason.INACTIVE, StateReason.OWN_REQUEST, StateReason.OTHER),
    OrganizationState.ARCHIVED: (
        StateReason.CLOSED_DOWN,
        StateReason.NEVER_EXISTED,
        StateReason.OUT_OF_SCOPE,
        StateReason.OWN_REQUEST,
        StateReason.OTHER,
    ),
}

# Nobody works on these any more.
CLOSED_STATES = frozenset({OrganizationState.ARCHIVED, OrganizationState.MERGED})

# The public may read these, through a listing, unless the organization is at risk.
PUBLIC_STATES = frozenset({OrganizationState.PUBLISHED, OrganizationState.DORMANT})

# These wait for somebody: one of each person and organization.
OPEN_CLAIMS = frozenset({ClaimState.ASKED, ClaimState.SHOWN})
