"""Who takes care of what waits on the desk. What waits is not kept here: it is read from the things themselves."""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy


class ItemKind(models.TextChoices):
    """The things that wait for a decision of the staff."""

    PROPOSAL = "proposal", pgettext_lazy("desk", "Proposed changes")
    DISPUTE = "dispute", pgettext_lazy("desk", "Disputed partnership")
    LESSON = "lesson", pgettext_lazy("desk", "Lesson to publish")
    REGISTRATION = "registration", pgettext_lazy("desk", "New registration")
    CLAIM = "claim", pgettext_lazy("desk", "Claim")
    DUPLICATE = "duplicate", pgettext_lazy("desk", "Possible duplicate")
    MERGE = "merge", pgettext_lazy("desk", "Merge to confirm")
    CONCERN = "concern", pgettext_lazy("desk", "Concern to look at")
    NOTE = "note", pgettext_lazy("desk", "Note to look at again")
    LIFTING = "lifting", pgettext_lazy("desk", "End of a protection")
    REFRESH = "refresh", pgettext_lazy("desk", "Question without an answer")
    IMPORT = "import", pgettext_lazy("desk", "Import to approve")


class ItemAssignment(models.Model):
    """One waiting thing, by kind and reference, and the member of staff who takes care of it."""

    kind = models.CharField(max_length=12, choices=ItemKind)
    subject = models.CharField(max_length=12)
    # Nobody: it was given back.
    assigned_to = models.ForeignKey("registry.User", models.CASCADE, null=True, related_name="+")
    assigned_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    # What one press of a button did has one name, and whom each had before, so that it can be undone.
    batch = models.CharField(max_length=12)
    former = models.ForeignKey("registry.User", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="item_assigned_once"),
            models.CheckConstraint(condition=models.Q(kind__in=ItemKind.values), name="item_kind_known"),
        ]
        indexes = [models.Index(fields=["batch"], name="assignment_by_batch")]
