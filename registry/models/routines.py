"""Routines: work that the clock asks for again and again. What runs when is code; a row keeps what cannot be code."""

from django.db import models
from django.urls import reverse

from registry.models.base import Stamped


class Routine(Stamped):
    """The state of one entry of the timetable: when it is due next, and who paused it. Its runs are jobs."""

    key = models.SlugField(max_length=60, unique=True)
    # Past while a run cannot begin: because the clock stood still, or the run before has not ended.
    next_due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    pause_reason = models.CharField(max_length=500, blank=True)
    # People were told that it is late or held; they are told again only after it has worked once.
    alarmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "routines"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(paused_at__isnull=True, paused_by__isnull=True, pause_reason="")
                | (models.Q(paused_at__isnull=False, paused_by__isnull=False) & ~models.Q(pause_reason="")),
                name="routine_paused_by_somebody_for_a_reason",
            )
        ]

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        return reverse("registry:routine-detail", args=[self.key])
