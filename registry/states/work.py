"""The statuses of what the registry itself does: imports, readings, jobs, mails, campaigns, editions, screening."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


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


class ClientState(TextChoices):
    """A system of a partner: it reads the API, or does so no more."""

    ACTIVE = "active", pgettext_lazy("client", "Active")
    CLOSED = "closed", pgettext_lazy("client", "Closed")


class EditionState(TextChoices):
    """An edition of the inventory: its rows are copied, then staff look at it, then everybody may."""

    MAKING = "making", pgettext_lazy("edition", "Being made")
    MADE = "made", pgettext_lazy("edition", "Made, not published")
    PUBLISHED = "published", pgettext_lazy("edition", "Published")


class RefreshState(TextChoices):
    """A campaign that asks organizations whether their record is still right. `stopped` is by one of its own rules.

    While it is `preparing` a worker writes down whom it asks.
    """

    DRAFT = "draft", pgettext_lazy("campaign", "Draft")
    PREPARING = "preparing", pgettext_lazy("campaign", "Being prepared")
    RUNNING = "running", pgettext_lazy("campaign", "Running")
    PAUSED = "paused", pgettext_lazy("campaign", "Paused")
    STOPPED = "stopped", pgettext_lazy("campaign", "Stopped by a rule")
    ENDED = "ended", pgettext_lazy("campaign", "Ended")


class RefreshInviteState(TextChoices):
    """One question of a campaign to one organization."""

    QUEUED = "queued", pgettext_lazy("refresh", "To be asked")
    SENT = "sent", pgettext_lazy("refresh", "Asked")
    OPENED = "opened", pgettext_lazy("refresh", "Opened")
    CONFIRMED = "confirmed", pgettext_lazy("refresh", "Confirmed")
    CHANGED = "changed", pgettext_lazy("refresh", "Changed")
    LEFT = "left", pgettext_lazy("refresh", "The person has left")
    REFUSED = "refused", pgettext_lazy("refresh", "Does not want to be written to")
    BOUNCED = "bounced", pgettext_lazy("refresh", "Came back")
    SILENT = "silent", pgettext_lazy("refresh", "No answer")


class WebhookState(TextChoices):
    ACTIVE = "active", pgettext_lazy("webhook", "Active")
    PAUSED = "paused", pgettext_lazy("webhook", "Stopped")
    DISABLED = "disabled", pgettext_lazy("webhook", "Stopped by the registry")


class DeliveryState(TextChoices):
    """A message to a webhook."""

    WAITING = "waiting", pgettext_lazy("message to a webhook", "Waiting")
    DELIVERED = "delivered", pgettext_lazy("message to a webhook", "Arrived")
    FAILED = "failed", pgettext_lazy("message to a webhook", "Did not arrive")
