"""The statuses of organizations, of what they are told to do, and of what people say of them."""

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


class DisputeState(TextChoices):
    """An organization says that a partnership is not as the registry tells it; IOM answers."""

    OPEN = "open", pgettext_lazy("dispute", "Waiting for IOM")
    ACCEPTED = "accepted", pgettext_lazy("dispute", "Accepted")
    REFUSED = "refused", pgettext_lazy("dispute", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("dispute", "Taken back")


class LessonState(TextChoices):
    """What was learned in a programme: an organization's waits for a curator, IOM's is there at once."""

    PROPOSED = "proposed", pgettext_lazy("lesson", "Waiting for IOM")
    PUBLISHED = "published", pgettext_lazy("lesson", "Published")
    REFUSED = "refused", pgettext_lazy("lesson", "Not published")
    WITHDRAWN = "withdrawn", pgettext_lazy("lesson", "Taken off the shelf")
