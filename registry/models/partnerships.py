"""Partnerships: what an organization and IOM do together, one dated fact a row."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.models.base import Stamped
from registry.models.documents import Document
from registry.models.organizations import Organization
from registry.models.programmes import Programme
from registry.models.units import Unit
from registry.models.vocabularies import Activity, Area, Country, EndReason, Level, Mode, Role
from registry.states import PartnershipState

# An ended or rejected statement does not stand in the way of a new one.
LIVE = [PartnershipState.PROPOSED, PartnershipState.VERIFIED, PartnershipState.STALE, PartnershipState.ENDED]


def new_reference():
    return references.new("PAR")


class PartnershipQuerySet(models.QuerySet):
    def verified(self):
        return self.filter(state=PartnershipState.VERIFIED)

    def told(self):
        """Everything but what was rejected."""
        return self.exclude(state=PartnershipState.REJECTED)

    def open(self, *, on):
        """Somebody must answer for these: neither rejected nor ended, and not over by their own last day."""
        live = self.filter(state__in=[state for state in LIVE if state != PartnershipState.ENDED])
        return live.filter(models.Q(period__upper_inf=True) | models.Q(period__endswith__gt=on))

    def in_area(self, area):
        return self.filter(area=area)

    def current(self, *, on):
        return self.filter(period__contains=on)

    def last_seen_until(self, day):
        """Those of which nobody, the organization included, has said since then that they are so."""
        return self.alias(seen_on=Greatest("verified_on", "observed_on", "confirmed_on")).filter(seen_on__lte=day)


class Partnership(Stamped):
    """One dated fact: this organization played this role, in this area, in this country, at this level."""

    reference = models.CharField(max_length=12, default=new_reference, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="partnerships")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name=_("role"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="partnerships", verbose_name=_("area of cooperation"))
    # A sub-point of the area, such as a stage of assisted voluntary return.
    part = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("part of the area")
    )
    country = models.ForeignKey(Country, models.PROTECT, related_name="partnerships", verbose_name=_("country"))
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("level"))
    mode = models.ForeignKey(Mode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mode"))
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnerships",
        verbose_name=_("programme"),
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="partnerships", verbose_name=_("unit or mission")
    )
    activities = models.ManyToManyField(Activity, related_name="partnerships", blank=True, verbose_name=_("activities"))
    period = DateRangeField(_("period"))
    state = models.CharField(max_length=10, choices=PartnershipState, default=PartnershipState.PROPOSED)
    ended_because = models.ForeignKey(
        EndReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reason for the end")
    )
    # Of an end, or of a rejection.
    end_reason = models.CharField(_("the reason in words"), max_length=200, blank=True)
    # The one that told it wrongly, and that was rejected when this one took its place.
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    # A member of the organization, where she told of it.
    proposed_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    evidence_note = models.CharField(_("evidence"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    observed_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    # When the organization itself last said that it is so.
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("partnerships")
        constraints = [
            models.UniqueConstraint(fields=["organization", "reference"], name="partnership_reference_once"),
            ExclusionConstraint(
                name="partnership_told_once",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("country", RangeOperators.EQUAL),
                    (Coalesce("programme", 0), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(state__in=LIVE),
                violation_error_message=_(
                    "This partnership is there already for part of that time. Change the existing one instead."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=PartnershipState.values), name="partnership_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="verified")
                | (
                    models.Q(unit__isnull=False, verified_on__isnull=False, verified_by__isnull=False)
                    & (models.Q(evidence__isnull=False) | ~models.Q(evidence_note=""))
                ),
                name="partnership_verified_with_unit_and_evidence",
                violation_error_message=_("A verified partnership needs its unit or mission and its evidence."),
            ),
            models.CheckConstraint(
                condition=models.Q(period__isempty=False),
                name="partnership_lasts",
                violation_error_message=_("The last day comes before the first. Check both dates."),
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_on__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_on__isnull=False, confirmed_by__isnull=False),
                name="partnership_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_because__isnull=True)
                | ~models.Q(ended_because="other")
                | ~models.Q(end_reason=""),
                name="partnership_other_end_says_why",
                violation_error_message=_("Say in words why it ended."),
            ),
        ]
