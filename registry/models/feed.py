"""The feed of changes: what happened to published things, numbered without a gap in the order of commits.

It holds no word of what it tells of. Whoever reads it gets the listing as it is at that moment, and of what is listed
no more, nothing (docs/decisions/0036-the-feed-of-changes.md).
"""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.models.history import Change

# For so long an entry is kept. What is listed is told of again before, so that all that is kept is all that is listed.
KEPT = timedelta(days=400)
RENEWED_AFTER = KEPT - timedelta(days=30)


# What the entries of organizations are called by those who follow partnerships alone.
PARTNERSHIP = "partnership"


class FeedEntryQuerySet(models.QuerySet):
    def expired(self):
        return self.filter(at__lt=timezone.now() - KEPT)


class FeedEntry(models.Model):
    """One thing came, changed or went; written with the change itself, under the lock of the listings."""

    class Type(models.TextChoices):
        ORGANIZATION = "organization", "organization"
        OBSERVER = "observer", "observer"
        CONSULTATION = "consultation", "consultation"
        PARTICIPATION = "participation", "participation"

    # One more than the last, never from a sequence: its numbers have gaps and are committed in another order.
    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    op = models.CharField(max_length=8, choices=Change.Op)
    type = models.CharField(max_length=20, choices=Type)
    reference = models.CharField(max_length=40)
    # How many entries there were of this thing, this one included.
    version = models.PositiveIntegerField()
    # Which record a merged one became.
    into = models.CharField(max_length=20, blank=True, default="")
    # Of an organization: whether its partnerships are others than before. They are a part of it, with no entries of
    # their own.
    has_new_partnerships = models.BooleanField(default=False)

    objects = FeedEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("entries of the feed")
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="feed_numbered_from_one"),
            models.CheckConstraint(
                condition=models.Q(op__in=["upsert", "delete", "merge", "unmerge"]), name="feed_op_known"
            ),
            models.CheckConstraint(
                condition=models.Q(op="merge") & ~models.Q(into="") | ~models.Q(op="merge") & models.Q(into=""),
                name="feed_merge_says_into_what",
            ),
            models.UniqueConstraint(fields=["type", "reference", "version"], name="feed_version_once"),
        ]
        indexes = [models.Index(fields=["at"], name="feed_by_moment")]
