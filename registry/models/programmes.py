"""Programmes such as COMPASS: dated names, phases, donors, countries; results are statements with their source."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.models.base import Stamped, Trilingual
from registry.models.organizations import Organization
from registry.models.units import Unit
from registry.models.vocabularies import Area, Country


class ProgrammeQuerySet(models.QuerySet):
    def open(self, *, on):
        """All but those whose every phase is over."""
        phases = ProgrammePhase.objects.filter(programme=models.OuterRef("pk"))
        going_on = phases.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on))
        return self.filter(~models.Exists(phases) | models.Exists(going_on))


class Programme(Stamped, Trilingual):
    code = models.CharField(max_length=40, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="programmes")
    areas = models.ManyToManyField(Area, related_name="programmes", blank=True)
    donors = models.ManyToManyField(Organization, related_name="programmes_funded", blank=True)
    # Every name it has had, one after the other, never overwritten: [{"text", "language", "from", "source"}]. A day is
    # written as its source knows it: a year, a month or a day.
    names = models.JSONField(default=list, blank=True)
    # What was claimed, when, by whom: [{"text_en", "text_fr", "text_es", "as_of", "source"}].
    statements = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("programmes")

    def get_absolute_url(self):
        return reverse("registry:programme-detail", args=[self.code])


class ProgrammePhase(models.Model):
    """A stretch of a programme with its own dates, money and countries."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # What a source says about the time when it gives no day.
    dates_note = models.CharField(max_length=200, blank=True)
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    countries = models.ManyToManyField(Country, related_name="programme_phases", blank=True)
    notes = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = _("phases of programmes")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="phase_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(budget__isnull=True) | ~models.Q(currency=""), name="budget_has_a_currency"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="phase_ends_after_it_begins",
                violation_error_message=_("The last day comes before the first. Check both dates."),
            ),
        ]
