"""The statuses of each noun and what may follow what. One table tells the whole life."""

from registry.states.records import (
    ClaimState,
    DisputeState,
    InvitationState,
    LessonState,
    MergeState,
    NoteState,
    OrganizationState,
    PairState,
    PartnershipState,
    ProposalState,
    StateReason,
)
from registry.states.work import (
    BulkEditState,
    BulkRowState,
    ClientState,
    DeliveryState,
    EditionState,
    ImportState,
    IssueState,
    JobState,
    MatchState,
    MessageState,
    RefreshInviteState,
    RefreshState,
    SourceRunState,
    WebhookState,
)

__all__ = [
    "ANSWERED_REFRESHES",
    "CLOSED_STATES",
    "NEXT",
    "OPEN_CLAIMS",
    "OPEN_REFRESHES",
    "PUBLIC_STATES",
    "STATE_REASONS",
    "BulkEditState",
    "BulkRowState",
    "ClaimState",
    "ClientState",
    "DeliveryState",
    "DisputeState",
    "EditionState",
    "ImportState",
    "InvitationState",
    "IssueState",
    "JobState",
    "LessonState",
    "MatchState",
    "MergeState",
    "MessageState",
    "NoteState",
    "OrganizationState",
    "PairState",
    "PartnershipState",
    "ProposalState",
    "RefreshInviteState",
    "RefreshState",
    "SourceRunState",
    "StateReason",
    "WebhookState",
]

# Of these the mission can still get an answer, by telephone.
_LATE_ANSWERS = {RefreshInviteState.CONFIRMED, RefreshInviteState.CHANGED, RefreshInviteState.REFUSED}

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
        # Its summary was held back, so the next one tells it.
        MessageState.TOLD: {MessageState.GATHERED},
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
    WebhookState: {
        WebhookState.ACTIVE: {WebhookState.PAUSED, WebhookState.DISABLED},
        WebhookState.PAUSED: {WebhookState.ACTIVE},
        WebhookState.DISABLED: {WebhookState.ACTIVE},
    },
    # Whatever came to an end can be sent once more.
    DeliveryState: {
        DeliveryState.WAITING: {DeliveryState.DELIVERED, DeliveryState.FAILED},
        DeliveryState.DELIVERED: {DeliveryState.WAITING},
        DeliveryState.FAILED: {DeliveryState.WAITING},
    },
    ClientState: {
        ClientState.ACTIVE: {ClientState.CLOSED},
        # Whoever comes back registers anew, with keys of its own.
        ClientState.CLOSED: set(),
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
    RefreshState: {
        RefreshState.DRAFT: {RefreshState.PREPARING},
        RefreshState.PREPARING: {RefreshState.RUNNING},
        RefreshState.RUNNING: {RefreshState.PAUSED, RefreshState.STOPPED, RefreshState.ENDED},
        RefreshState.PAUSED: {RefreshState.RUNNING, RefreshState.ENDED},
        RefreshState.STOPPED: {RefreshState.RUNNING, RefreshState.ENDED},
        RefreshState.ENDED: set(),
    },
    RefreshInviteState: {
        RefreshInviteState.QUEUED: {RefreshInviteState.SENT},
        RefreshInviteState.SENT: _LATE_ANSWERS
        | {
            RefreshInviteState.OPENED,
            RefreshInviteState.LEFT,
            RefreshInviteState.BOUNCED,
            RefreshInviteState.SILENT,
            # Its mail never left, so it is asked again.
            RefreshInviteState.QUEUED,
        },
        RefreshInviteState.OPENED: _LATE_ANSWERS
        | {RefreshInviteState.LEFT, RefreshInviteState.BOUNCED, RefreshInviteState.SILENT},
        RefreshInviteState.CONFIRMED: set(),
        RefreshInviteState.CHANGED: set(),
        RefreshInviteState.LEFT: _LATE_ANSWERS,
        RefreshInviteState.REFUSED: set(),
        RefreshInviteState.BOUNCED: _LATE_ANSWERS | {RefreshInviteState.LEFT},
        RefreshInviteState.SILENT: _LATE_ANSWERS | {RefreshInviteState.LEFT},
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

# A question that still waits for its answer: one of each organization, over all campaigns.
OPEN_REFRESHES = frozenset({RefreshInviteState.QUEUED, RefreshInviteState.SENT, RefreshInviteState.OPENED})

ANSWERED_REFRESHES = frozenset(
    {
        RefreshInviteState.CONFIRMED,
        RefreshInviteState.CHANGED,
        RefreshInviteState.LEFT,
        RefreshInviteState.REFUSED,
    }
)
