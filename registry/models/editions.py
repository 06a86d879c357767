"""Editions of the inventory: what the public listings said on a day, kept for ever and comparable with later ones.

A row has no key of an organization: it stands whatever becomes of the record. Who may be named from it is asked of the
listings at the moment of reading (docs/decisions/0027-editions-of-the-inventory.md).
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.models.base import Stamped, Trilingual
from registry.models.listings import FormerReference, Listing
from registry.roles import Permission
from registry.states import EditionState


class EditionQuerySet(models.QuerySet):
    def complete(self):
        """Those whose rows are all there."""
        return self.exclude(state=EditionState.MAKING)

    def published(self):
        return self.filter(state=EditionState.PUBLISHED)

    def visible_to(self, user):
        """Staff look at one before everybody may."""
        is_staff = user.is_authenticated and user.holds(Permission.READ_STAFF_PAGES)
        return self.complete() if is_staff else self.published()


class Edition(Stamped, Trilingual):
    """The inventory of one day under a number, with its counts, its words and its files."""

    number = models.PositiveIntegerField(unique=True)
    on = models.DateField(unique=True)
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="following")
    state = models.CharField(max_length=10, choices=EditionState, default=EditionState.MAKING)
    # Of each value of each facet, as counted on the day, and of "*" for all.
    counts = models.JSONField(default=dict)
    # The labels of that day, so that the files can be written again: {noun: {code: [English, French, Spanish]}}.
    words = models.JSONField(default=dict)
    rows_sha256 = models.CharField(max_length=64, blank=True)
    # The files as last written: their folder, [{name, rows, size, sha256}], and of whom they tell.
    folder = models.CharField(max_length=100, blank=True)
    files = models.JSONField(default=list)
    told_of = models.CharField(max_length=60, blank=True)
    made_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    published_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("editions of the inventory")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=EditionState.values), name="edition_state_known"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="edition_numbered_from_one"),
            models.CheckConstraint(
                condition=models.Q(state="published", published_by__isnull=False, published_at__isnull=False)
                | (~models.Q(state="published") & models.Q(published_by__isnull=True, published_at__isnull=True)),
                name="edition_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state="making") | ~models.Q(rows_sha256=""), name="edition_made_with_its_rows"
            ),
        ]

    def get_absolute_url(self):
        return reverse("registry:edition-detail", args=[self.number])

    @property
    def reference(self):
        return f"EDITION-{self.number}"

    @property
    def total(self):
        return self.counts.get("*", 0)


class EditionRowQuerySet(models.QuerySet):
    def named(self):
        """Those of whom the public may read today: listed, or part of what is listed. Of any other there is nothing."""
        reference = models.OuterRef("reference")
        return self.filter(
            models.Exists(Listing.objects.filter(reference=reference))
            | models.Exists(FormerReference.objects.filter(reference=reference))
        )


class EditionRow(models.Model):
    """What one listing said on the day: its public profile without what names other organizations."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="rows")
    reference = models.CharField(max_length=12)
    name = models.CharField(max_length=300)
    sort_name = models.CharField(max_length=300)
    facets = ArrayField(models.CharField(max_length=80))
    content = models.JSONField()
    # SHA-256 of the content as PostgreSQL writes it out.
    digest = models.CharField(max_length=64)

    objects = EditionRowQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("rows of editions")
        constraints = [models.UniqueConstraint(fields=["edition", "reference"], name="edition_tells_of_each_once")]
        indexes = [
            models.Index(fields=["edition", "sort_name", "reference"], name="edition_rows_by_name"),
            GinIndex(fields=["facets"], name="edition_rows_by_facet"),
        ]
