"""Rows of tables beside the organizations, such as observers and consultations, as the public may read them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models.feed import FeedEntry


class PublishedRow(models.Model):
    """What the feed tells of one thing at this moment. `actions.publish_rows` is the only writer."""

    type = models.CharField(max_length=20, choices=FeedEntry.Type)
    # Its id in the feed: of a table with a key of two columns, both.
    reference = models.CharField(max_length=40)
    # Which organization it names, by reference: when that goes, the row goes or names nobody.
    organization = models.CharField(max_length=12, blank=True, default="", db_index=True)
    # The line of the export, byte for byte.
    text = models.TextField()

    class Meta:
        verbose_name_plural = _("published rows")
        constraints = [models.UniqueConstraint(fields=["type", "reference"], name="row_published_once")]

    def __str__(self):
        return f"{self.type} {self.reference}"
