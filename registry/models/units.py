"""IOM's own structure as data: departments, divisions, offices, missions, each with its validity and its successor."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.models.base import Stamped, Trilingual
from registry.models.vocabularies import Country, Provenance, Region


class UnitKind(models.TextChoices):
    HEADQUARTERS = "headquarters", _("Headquarters")
    OFFICE = "office", _("Office")
    DEPARTMENT = "department", _("Department")
    DIVISION = "division", _("Division")
    UNIT = "unit", _("Unit")
    REGIONAL_OFFICE = "regional_office", _("Regional office")
    LIAISON_OFFICE = "liaison_office", _("Special liaison office")
    ADMINISTRATIVE_CENTRE = "administrative_centre", _("Administrative centre")
    COORDINATING_OFFICE = "coordinating_office", _("Country office with coordinating functions")
    RESOURCE_OFFICE = "resource_office", _("Country office with resource mobilization functions")
    COUNTRY_OFFICE = "country_office", _("Country office")


class UnitQuerySet(models.QuerySet):
    def current(self, *, on):
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=on),
            models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=on),
            successor=None,
        )

    def closed(self, *, on):
        """Those that are over, or whose work another one does now."""
        return self.filter(models.Q(valid_until__lte=on) | models.Q(successor__isnull=False))


class Unit(Stamped, Trilingual):
    """A part of IOM that owns partnerships and answers for them."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=30, choices=UnitKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="units")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="units")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    # What a source says about the time when it gives no day: "in force in late 2012".
    valid_note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    provenance = models.CharField(max_length=10, choices=Provenance, default=Provenance.LOCAL)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="unit_ends_after_it_begins",
                violation_error_message=_("A unit cannot close before it began. Check the date."),
            ),
            models.CheckConstraint(condition=~models.Q(successor=models.F("id")), name="unit_succeeded_by_another"),
        ]

    def get_absolute_url(self):
        return reverse("registry:unit-detail", args=[self.code])
