"""Bulk edits: one change of many records as one named batch, seen before it is done and undone for a day after."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.models.organizations import Organization
from registry.states import BulkEditState, BulkRowState


def new_reference():
    return references.new("BLK")


class BulkChange(models.TextChoices):
    """What makes sense for many records at once."""

    ADD_LANGUAGE = "add_language", _("Add a working language")
    REMOVE_LANGUAGE = "remove_language", _("Remove a working language")
    ADD_TYPE = "add_type", _("Add a type of organization")
    SET_UNIT = "set_unit", _("Hand the partnerships to a unit or mission")
    REVIEW = "review", _("Send to review")
    MAKE_DORMANT = "make_dormant", _("Mark as dormant")
    ARCHIVE = "archive", _("Archive")


class Why(models.TextChoices):
    """Why a record is left as it is, or was not put back."""

    SAME = "same", pgettext_lazy("bulk row", "It is so already")
    SCOPE = "scope", pgettext_lazy("bulk row", "Not in your scope: ask the mission that keeps it")
    MERGED = "merged", pgettext_lazy("bulk row", "Merged into another record")
    STATE = "state", pgettext_lazy("bulk row", "Its present state does not allow it")
    NONE = "none", pgettext_lazy("bulk row", "It has no partnership that goes on")
    CARE = "care", pgettext_lazy("bulk row", "It is marked as at risk: change it by hand")
    CHANGED = "changed", pgettext_lazy("bulk row", "Somebody changed it meanwhile")
    REFUSED = "refused", pgettext_lazy("bulk row", "The record does not allow it")


class BulkEdit(Stamped):
    """One change of many records by one person, for one reason."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    change = models.CharField(max_length=20, choices=BulkChange)
    # A language, a type or a unit, by its code; empty where the change says everything.
    argument = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=BulkEditState, default=BulkEditState.PREPARED)
    name = models.CharField(_("name"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey("registry.User", models.PROTECT, related_name="bulk_edits")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=BulkEditState.values), name="bulk_edit_state_known"),
            models.CheckConstraint(condition=models.Q(change__in=BulkChange.values), name="bulk_change_known"),
            models.CheckConstraint(
                condition=models.Q(state=BulkEditState.PREPARED, approved_at__isnull=True)
                | (~models.Q(state=BulkEditState.PREPARED) & models.Q(approved_at__isnull=False) & ~models.Q(name="")),
                name="bulk_edit_done_under_a_name",
            ),
        ]

    def __str__(self):
        return self.name or self.get_change_display()

    def get_absolute_url(self):
        return reverse("registry:bulk-detail", args=[self.reference])


class BulkRow(models.Model):
    """What the edit does to one record: from what to what, and what came of it."""

    edit = models.ForeignKey(BulkEdit, models.CASCADE, related_name="rows")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="bulk_rows")
    state = models.CharField(max_length=10, choices=BulkRowState, default=BulkRowState.WAITING)
    why = models.CharField(max_length=10, choices=Why, blank=True)
    # The record as it was shown, and as the edit left it.
    version = models.PositiveIntegerField()
    version_after = models.PositiveIntegerField(null=True, blank=True)
    # The value that changes, as it was shown; see actions/bulk_changes.py.
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    # What staff had said of the field before: undone, it is as if the edit had never said anything.
    said_before = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name_plural = _("bulk edits")
        constraints = [
            models.UniqueConstraint(fields=["edit", "organization"], name="bulk_row_once"),
            models.CheckConstraint(condition=models.Q(state__in=BulkRowState.values), name="bulk_row_state_known"),
            models.CheckConstraint(condition=models.Q(why="") | models.Q(why__in=Why.values), name="bulk_why_known"),
        ]
