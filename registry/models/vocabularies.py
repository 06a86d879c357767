"""The registry's own words as data: areas, roles, types and their like, each version with its source.

Codes are permanent and stand as primary keys: a partnership, a listing and an export all say `area 1` the same way.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.models.base import Trilingual


class Vocabulary(models.Model):
    """One list of words in the version that is in force, and where it comes from."""

    code = models.CharField(max_length=40, primary_key=True)
    version = models.CharField(max_length=20)
    published_on = models.DateField()
    source = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)


class VocabularyEdition(models.Model):
    """A version of a vocabulary that was in force once: who built on its words reads them for a while still."""

    vocabulary = models.ForeignKey(Vocabulary, models.CASCADE, related_name="editions")
    version = models.CharField(max_length=20)
    published_on = models.DateField()
    source = models.JSONField(default=dict)
    superseded_at = models.DateTimeField()
    # Its entries, column by column; under RELATED the codes of what belongs to each: {column: [code]}.
    entries = models.JSONField(encoder=DjangoJSONEncoder)

    RELATED = "related"

    class Meta:
        verbose_name_plural = _("former versions of vocabularies")
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "version"], name="vocabulary_version_kept_once"),
        ]


class Provenance(models.TextChoices):
    ATTESTED = "attested", pgettext_lazy("provenance", "Attested by its source")
    ANALOGY = "analogy", pgettext_lazy("provenance", "By analogy with another body")
    LOCAL = "local", pgettext_lazy("provenance", "Local, to be confirmed by IOM")


class TermQuerySet(models.QuerySet):
    def current(self, *, on):
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=on),
            models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=on),
        )


class Term(Trilingual):
    code = models.CharField(max_length=60, primary_key=True)
    description_en = models.TextField(blank=True)
    description_fr = models.TextField(blank=True)
    description_es = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=300, blank=True)
    provenance = models.CharField(max_length=10, choices=Provenance, default=Provenance.LOCAL)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True


class OrganizationType(Term):
    """What kind of body it is: one of the seven of the 2012 leaflet, or other. An organization may be several."""


class Role(Term):
    """What an organization is to IOM in one partnership: one of the seven of the source."""


class Mode(Term):
    """On an equal footing, or complementing each other."""


class EndReason(Term):
    """Why a partnership ended: its programme or its money did, nobody renewed it, one of the two sides left."""


class Level(Term):
    """Global, regional, national, local."""


class Activity(Term):
    """What is done: research, awareness, advocacy, training, assistance, other services."""


class Area(Term):
    """One of the nine areas of cooperation, or a sub-point of one: `2` and `2.pre_departure`."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")


class IdentifierScheme(Term):
    """A register that gives identifiers: an org-id list code such as KE-NCB, or the code of another system."""

    url_pattern = models.CharField(max_length=200, blank=True)
    # What an identifier of this register looks like, as PostgreSQL matches it; empty where nobody knows for sure.
    value_pattern = models.CharField(max_length=200, blank=True)


class Region(Term):
    """An IOM region; not a region of the UN's M49 list."""

    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")


class Country(Trilingual):
    """A country or area of the UN's M49 list. The ISO alpha-3 code is the key: `NA` is Namibia, never missing."""

    code = models.CharField(max_length=3, primary_key=True)
    iso2 = models.CharField(max_length=2, blank=True)
    m49 = models.CharField(max_length=3, blank=True)
    name_ar = models.CharField(max_length=200, blank=True)
    m49_region = models.CharField(max_length=60, blank=True)
    m49_sub_region = models.CharField(max_length=60, blank=True)
    # IOM's regions in which the country lies, derived from data and never typed.
    regions = models.ManyToManyField(Region, related_name="countries", blank=True)
    # Where its circle stands on the land map (static/img/land.svg, Equal Earth); empty where the map has no place.
    map_x = models.FloatField(null=True, blank=True)
    map_y = models.FloatField(null=True, blank=True)
    # Every way in which a file may write it, folded: names in four languages, both ISO codes, the M49 number.
    spellings = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    is_deprecated = models.BooleanField(default=False)


class FreshnessPolicy(models.Model):
    """How long a fact of one kind stays fresh. Data, so that nobody has to deploy to change it."""

    class Kind(models.TextChoices):
        ORGANIZATION = "organization", _("Organization")
        PARTNERSHIP = "partnership", _("Partnership")
        CONTACT = "contact", _("Contact")
        IDENTITY = "identity", _("Identity")

    kind = models.CharField(max_length=20, choices=Kind, primary_key=True)
    due_after_days = models.PositiveIntegerField()
    stale_after_days = models.PositiveIntegerField()
    provenance = models.CharField(max_length=10, choices=Provenance, default=Provenance.LOCAL)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stale_after_days__gt=models.F("due_after_days")), name="stale_comes_after_due"
            )
        ]
