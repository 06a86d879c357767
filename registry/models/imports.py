"""Imports: a file that somebody sent, what each of its rows would do, and what they did once approved."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.models.organizations import Organization
from registry.models.vocabularies import Country
from registry.states import ImportState


def new_reference():
    return references.new("IMP")


class ImportProfile(Stamped):
    """What was learnt about a source: its columns, so that next year's file needs no mapping."""

    name = models.CharField(_("source"), max_length=100, unique=True)
    columns = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)


class ImportBatch(Stamped):
    """One file and its way into the registry. Nothing of it is in the inventory before it was approved."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    file = models.FileField(upload_to="imports/")
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    profile = models.ForeignKey(ImportProfile, models.PROTECT, null=True, blank=True, related_name="batches")
    source = models.CharField(_("source"), max_length=100)
    observed_on = models.DateField(_("as of"), null=True, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    sheet = models.CharField(max_length=100, blank=True)
    columns = models.JSONField(default=dict)
    header = models.JSONField(default=list)
    # What the file holds, for choosing the sheet and the columns: [{"name", "rows", "hidden", "top": [[cells], …]}].
    sheets = models.JSONField(default=list)
    # How many rows were read, and how many had each verdict; they add up.
    counts = models.JSONField(default=dict)
    # Why the file could not be read: {"code", "params"} that registry/importers/problems.py puts into words.
    refusal = models.JSONField(default=dict, blank=True)
    warnings = models.JSONField(default=list)
    # What people corrected in the browser: {number of a line: {position of a cell: what it is to say}}.
    corrections = models.JSONField(default=dict, blank=True)
    # What people decided about rows, by key, while the file is read anew: [decision, person, organization, twin].
    decided = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    undo_asked_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ImportState.values), name="import_state_known"),
            models.CheckConstraint(
                condition=models.Q(undone_by__isnull=True, undo_asked_at__isnull=True, undo_reason="")
                | (models.Q(undone_by__isnull=False, undo_asked_at__isnull=False) & ~models.Q(undo_reason="")),
                name="import_undone_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["undoing", "undone"], undone_by__isnull=False)
                | (~models.Q(state__in=["undoing", "undone"]) & models.Q(undone_by__isnull=True)),
                name="import_undone_only_when_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True, approved_at__isnull=True)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="import_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "applied"]) | models.Q(approved_by__isnull=False),
                name="import_applied_only_when_approved",
            ),
        ]

    def get_absolute_url(self):
        return reverse("registry:import-detail", args=[self.reference])


class ImportRow(models.Model):
    """One organization of the file (one or many of its lines), and what it would do."""

    class Verdict(models.TextChoices):
        NEW = "new", pgettext_lazy("verdict", "New")
        UPDATE = "update", pgettext_lazy("verdict", "Update")
        SAME = "same", pgettext_lazy("verdict", "No change")
        POSSIBLE = "possible", pgettext_lazy("verdict", "Possible duplicate")
        DECIDE = "decide", pgettext_lazy("verdict", "Needs a decision")
        SET_ASIDE = "set_aside", pgettext_lazy("verdict", "Set aside")
        ERROR = "error", pgettext_lazy("verdict", "Error")

    class Decision(models.TextChoices):
        """What a person said where the machine may not decide."""

        NONE = "", pgettext_lazy("decision", "Not decided")
        ADD = "add", pgettext_lazy("decision", "Add as a new organization")
        UPDATE = "update", pgettext_lazy("decision", "It is this one: update it")
        SKIP = "skip", pgettext_lazy("decision", "Leave it out")

    class Undone(models.TextChoices):
        """What an undo made of an organization that the import had touched."""

        NONE = "", ""
        ARCHIVED = "archived", pgettext_lazy("undo", "Goes out of the inventory")
        TAKEN_BACK = "taken_back", pgettext_lazy("undo", "Goes back")
        PARTLY = "partly", pgettext_lazy("undo", "Goes back in part")
        KEPT = "kept", pgettext_lazy("undo", "Stays as it is")
        NOTHING = "nothing", pgettext_lazy("undo", "Nothing to take back")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    # The key of the row in its file: the same organization has it again in the next upload.
    key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    lines = models.JSONField(default=list)
    name = models.CharField(max_length=300, blank=True)
    raw = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    verdict = models.CharField(max_length=10, choices=Verdict)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="import_rows")
    # For an update: {field: [before, after]}.
    diff = models.JSONField(default=dict)
    # Why this verdict: [{"code", …}] that registry/views/import_words.py puts into words.
    reasons = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.NONE, blank=True)
    decided_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    # What it wrote, and what stood there before, so that it can be taken back: see actions/imports/undo.py. None for a
    # row that was applied before the registry kept this.
    written = models.JSONField(null=True, blank=True)
    # What became of it when the import was undone.
    undone = models.CharField(max_length=10, choices=Undone, default=Undone.NONE, blank=True)
    # What stayed as it is then: [{"field", "why", …}], see queries/undoing.py.
    kept = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = _("rows of imports")
        constraints = [
            models.UniqueConstraint(fields=["batch", "key"], name="import_row_once"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["new", "update", "same", "possible", "decide", "set_aside", "error"]),
                name="import_verdict_known",
            ),
        ]
        indexes = [models.Index(fields=["batch", "verdict", "number"], name="import_row_by_verdict")]


class ImportTrace(models.Model):
    """Which organization a source's row became. The same row next time is recognised and, unchanged, skipped."""

    source = models.CharField(max_length=100)
    key = models.CharField(max_length=64)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="traces")
    fingerprint = models.CharField(max_length=64)
    # What the source said last time. What a person changed or took away since then is not put back.
    said = models.JSONField(default=dict)
    seen_on = models.DateField()
    # The version of the record when an undo took it out of the inventory: untouched since, the source brings it back.
    undone_at_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("lines of sources")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="trace_once")]
