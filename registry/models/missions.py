"""What the part of a mission in the inventory looked like on a day: by these rows missions are compared."""

from django.db import models

from registry.models.units import Unit


class MissionDay(models.Model):
    """The figures of one mission on one day, over organizations that are not at risk: all staff may read them."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="days", verbose_name="mission")
    on = models.DateField()
    counted_at = models.DateTimeField()
    # Areas of cooperation in its country: all, and those with an organization that is verified there and fresh.
    areas = models.PositiveIntegerField()
    areas_covered = models.PositiveIntegerField()
    # Facts of organizations with head office in its country.
    facts = models.PositiveIntegerField()
    facts_fresh = models.PositiveIntegerField()
    duplicates_open = models.PositiveIntegerField()
    partnerships_unverified = models.PositiveIntegerField()
    proposals_waiting = models.PositiveIntegerField()
    claims_waiting = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "days of missions"
        constraints = [
            models.UniqueConstraint(fields=["unit", "on"], name="mission_counted_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(areas_covered__lte=models.F("areas"), facts_fresh__lte=models.F("facts")),
                name="mission_part_within_whole",
            ),
        ]
        indexes = [models.Index(fields=["on"], name="mission_days_by_day")]
