"""The one history: what happened, in the order in which it was committed; audit and change feed in one."""

import hashlib
import json

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

    # What stands before the first row.
    NO_HASH = "0" * 64

    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    op = models.CharField(max_length=8, choices=Op, default=Op.NONE, blank=True)
    subject = models.CharField(max_length=60)
    # {field: [before, after]}, in words a person can read; under ROWS the same lists with every column of each row.
    diff = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    batch = models.CharField(max_length=20, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = ChangeQuerySet.as_manager()

    # The name in `diff` under which {field: [before, after]} keeps rows so that they can be put back.
    ROWS = "rows"

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="change_by_subject"),
            models.Index(fields=["batch", "id"], name="change_by_batch", condition=~models.Q(batch="")),
            # For the auditor, who asks by what, who, when and in which request.
            models.Index(fields=["verb", "-id"], name="change_by_verb"),
            models.Index(fields=["by", "-id"], name="change_by_author"),
            models.Index(fields=["at", "id"], name="change_by_moment"),
            models.Index(fields=["request_id", "id"], name="change_by_request", condition=~models.Q(request_id="")),
        ]

    def digest(self):
        """SHA-256 over its number, the hash of the row before it and what it says, as canonical JSON."""
        return _sha256([self.pk, *self._said()])

    def digest_without_number(self):
        """The hash as it was counted before the number of a row was part of it."""
        return _sha256(self._said())

    def _said(self):
        return [
            self.previous_hash,
            self.at.isoformat(),
            self.by_id,
            self.by,
            self.verb,
            self.op,
            self.subject,
            self.diff,
            self.reason,
            self.batch,
            self.request_id,
        ]


def _sha256(said):
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
