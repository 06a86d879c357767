"""The one history: what happened, in the order in which it was committed; audit and change feed in one."""

from django.db import models


class ChangeQuerySet(models.QuerySet):
    def after(self, seq):
        return self.filter(pk__gt=seq).order_by("pk")

    def about(self, subject):
        return self.filter(subject=subject).order_by("-pk")


class Change(models.Model):
    """One thing that happened: append-only by trigger, chained by hash, free of foreign keys to outlive its subject."""

    class Op(models.TextChoices):
        """What a reader of the feed does with it; empty when it is nobody's business outside."""

        NONE = "", ""
        UPSERT = "upsert", "upsert"
        DELETE = "delete", "delete"
        MERGE = "merge", "merge"
        UNMERGE = "unmerge", "unmerge"

    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    op = models.CharField(max_length=8, choices=Op, default=Op.NONE, blank=True)
    subject = models.CharField(max_length=60)
    # {field: [before, after]}, in words a person can read.
    diff = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    batch = models.CharField(max_length=20, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="change_by_subject"),
            models.Index(fields=["batch", "id"], name="change_by_batch", condition=~models.Q(batch="")),
        ]
