"""Listings: what the public and partner systems may read, ready to serve. What was never published cannot leak.

`actions.publish_listing` is the only writer. Techniques and what they bought: docs/decisions/0006-listings.md.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models.organizations import Organization

# Listings to a row of FacetBits: a change rewrites one row of 1 kB for each value that it touches.
CHUNK = 8192
# What partnerships are found by, as a listing calls it.
CODES = ("role", "area", "country", "level", "mode", "programme", "unit", "state")
DAYS = ("starts_on", "ends_on", "verified_on")


class BitField(models.Field):
    """A string of CHUNK bits, one for each position in the chunk."""

    def db_type(self, connection):
        return f"bit({CHUNK})"


class Listing(models.Model):
    """One published organization: its public and its partner profile as JSON text, and what orders it in lists."""

    organization = models.OneToOneField(Organization, models.PROTECT, primary_key=True, related_name="listing")
    reference = models.CharField(max_length=12, unique=True)
    # Which bit of FacetBits is its own. The bits of a listing that goes are cleared with it, in the same transaction.
    position = models.IntegerField(unique=True)
    name = models.CharField(max_length=300)
    sort_name = models.CharField(max_length=300)
    # The day on which it was last verified, confirmed or seen, in that order of trust; for "most recent first".
    recent_on = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    # Of its website, for who looks for her organization by it (registry.matching.domain_of).
    domain = models.CharField(max_length=253, blank=True, default="")
    facets = ArrayField(models.CharField(max_length=80))
    public = models.TextField()
    partner = models.TextField()
    # The public profile as a line of CSV without its end, and with which columns: see exporters/ready.py. Empty where
    # it is made when it is asked for. Whoever writes `public` and not these has them emptied by the database.
    csv_line = models.TextField(blank=True, db_default="")
    csv_columns = models.CharField(max_length=8, blank=True, db_default="")
    # A hash of both documents: the ETag of its page, and the reason why an unchanged listing is not written again.
    etag = models.CharField(max_length=32)
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["sort_name", "organization"], name="listing_by_name"),
            models.Index(models.F("recent_on").desc(nulls_last=True), "organization", name="listing_by_recency"),
            models.Index(fields=["published_at", "organization"], name="listing_by_publication"),
            models.Index(fields=["verified_on"], name="listing_by_verification"),
            models.Index(fields=["domain"], name="listing_by_domain", condition=~models.Q(domain="")),
        ]


class ListingVersion(models.Model):
    """What a listing said until it was written anew. It goes with the listing: who must not be found has no past."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="versions")
    sort_name = models.CharField(max_length=300)
    verified_on = models.DateField(null=True)
    facets = ArrayField(models.CharField(max_length=80))
    public = models.TextField()
    # It was read from the one moment to the other.
    published_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("versions of listings")
        constraints = [
            models.UniqueConstraint(fields=["listing", "published_at"], name="one_version_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("published_at")), name="version_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["sort_name", "listing"], name="version_by_name"),
            models.Index(fields=["until"], name="version_by_end"),
            GinIndex(fields=["facets"], name="version_by_facets", fastupdate=False),
        ]


class FormerReferenceQuerySet(models.QuerySet):
    def successor_of(self, reference):
        """The reference of the listed organization that this one leads to; None when it leads nowhere."""
        return self.filter(reference=reference).values_list("listing__reference", flat=True).first()


class FormerReference(models.Model):
    """The reference of a record that was merged into a listed organization: while that is listed, it leads there."""

    reference = models.CharField(max_length=12, primary_key=True)
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="former_references")

    objects = FormerReferenceQuerySet.as_manager()


class ListingName(models.Model):
    """One name by which the directory finds a listing, with the keys of registry/matching/keys.py."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    keys = ArrayField(models.IntegerField())

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="listing_name_keys", fastupdate=False)]


class NameKey(models.Model):
    """In how many names a key stands: an estimate renewed at night and after an import. It steers a search."""

    key = models.IntegerField(primary_key=True)
    names = models.IntegerField()


class ListingFacet(models.Model):
    """One value of one facet of one listing, in the order of the lists: a filtered page is one index walk."""

    value = models.CharField(max_length=80)
    sort_name = models.CharField(max_length=300)
    recent_on = models.DateField(null=True)
    listing = models.ForeignKey(Listing, models.CASCADE, db_index=False, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value", "sort_name", "listing"], name="facet_in_name_order")]
        indexes = [
            models.Index(
                "value", models.F("recent_on").desc(nulls_last=True), "listing", name="facet_in_recency_order"
            ),
            models.Index(fields=["listing"], name="facet_of_listing"),
        ]


class ListedPartnership(models.Model):
    """One partnership of one listing with what it is found by, in the order of the lists: whatever is asked, no text is
    read but those that are shown. A walk from the first row to the last reads one index and nothing else."""

    listing = models.ForeignKey(Listing, models.CASCADE, db_index=False, related_name="+")
    sort_name = models.CharField(max_length=300)
    # Permanent within its organization, so that a row that did not change keeps its place.
    reference = models.CharField(max_length=12)
    role = models.CharField(max_length=60)
    area = models.CharField(max_length=60)
    country = models.CharField(max_length=60)
    level = models.CharField(max_length=60, blank=True)
    mode = models.CharField(max_length=60, blank=True)
    programme = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    verified_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sort_name", "listing", "reference"],
                include=[*CODES, *DAYS],
                name="listed_partnership_in_name_order",
            )
        ]
        indexes = [
            models.Index(fields=["listing"], name="partnership_of_listing"),
            # What has few values and stands in no facet: that nothing is of both is known without a walk.
            models.Index(
                fields=["state", "level", "sort_name", "listing", "reference"], name="listed_partnership_by_state"
            ),
        ]


class FacetBits(models.Model):
    """For one facet value, a bit for each of CHUNK listings: counts within filters are ANDs of these."""

    value = models.CharField(max_length=80)
    chunk = models.IntegerField()
    bits = BitField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value", "chunk"], name="facet_bits_once")]
