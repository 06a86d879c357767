"""Exports: what was published at a moment, as files; every night all of it, and lists that somebody asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.models.base import Stamped


def new_reference():
    return references.new("EXP")


class ExportQuerySet(models.QuerySet):
    def nightly(self):
        """The dated copies that have files, the last first."""
        return self.exclude(on=None).exclude(files=[]).order_by("-on")

    def asked_for(self):
        return self.filter(on=None)


class Export(Stamped):
    """The public listings of one moment in files: the copy of a day, or a list too long to be sent at once."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    on = models.DateField(null=True, blank=True, unique=True)
    # Of a list: {list, form, has_tags, wanted, profile, client}; and a hash of it: who asks twice is given the same.
    asked = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, null=True, blank=True, unique=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    # The place in the change feed at which it was taken: the feed goes on from there.
    seq = models.BigIntegerField(default=0)
    # The last departure of which its files know. While there is a later one, they are not given out.
    departure = models.BigIntegerField(default=0)
    # The files as last written: their folder, and [{table, format, name, bytes, rows, sha256}].
    folder = models.CharField(max_length=100, blank=True)
    files = models.JSONField(default=list)
    # {table: what its rows are told by}, of the tables whose rows may have to go without anybody leaving the inventory.
    told = models.JSONField(default=dict)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("exports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(on__isnull=False, fingerprint__isnull=True)
                | models.Q(on__isnull=True, fingerprint__isnull=False),
                name="export_of_a_day_or_of_a_list",
            ),
            models.CheckConstraint(
                condition=models.Q(files=[]) | models.Q(taken_at__isnull=False), name="export_taken_before_written"
            ),
        ]

    @property
    def name(self):
        """What it is called in addresses: its day, or its reference."""
        return self.on.isoformat() if self.on else self.reference

    def file(self, name):
        """What is known of one of its files, or None."""
        return next((file for file in self.files if file["name"] == name), None)


class Departure(models.Model):
    """A reference that was published and is no more, for whatever reason. Written with the listing that goes.

    Its numbers are given out under the lock of the history: who reads one has seen every one below it.
    """

    reference = models.CharField(max_length=12, unique=True)

    class Meta:
        verbose_name_plural = _("departures")
