"""Sources: where the inventory is read again from time to time, and what each reading brought."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.models.base import Stamped
from registry.models.imports import ImportBatch
from registry.models.vocabularies import Country
from registry.states import SourceRunState


class SourceQuerySet(models.QuerySet):
    def due(self, *, at):
        """Those that are read by the clock and whose moment has come, unless somebody stopped the clock for them."""
        return self.filter(is_paused=False, next_read_at__lte=at)


class Source(Stamped):
    """One place from which a whole list of organizations is read, again and again."""

    class Adapter(models.TextChoices):
        """How its file comes here."""

        UPLOAD = "upload", pgettext_lazy("source", "Somebody sends a file")
        FOLDER = "folder", pgettext_lazy("source", "A file is put into a folder of the server")
        ADDRESS = "address", pgettext_lazy("source", "A file is fetched from an address of the web")

    class Content(models.TextChoices):
        """What its file holds."""

        ORGANIZATIONS = "organizations", pgettext_lazy("source", "Organizations: a spreadsheet, such as a 3W")
        WATCH_LIST = "watch_list", pgettext_lazy("source", "The consolidated list of the Security Council (XML)")

    code = models.CharField(
        _("code"), max_length=40, unique=True, validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    )
    # As in the imports and facts that came from it, which go by this name.
    name = models.CharField(_("source"), max_length=100, unique=True)
    adapter = models.CharField(max_length=10, choices=Adapter, default=Adapter.UPLOAD)
    content = models.CharField(max_length=20, choices=Content, default=Content.ORGANIZATIONS)
    address = models.URLField(max_length=500, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    # In whose name its files come in: somebody answers for what nobody sent by hand.
    kept_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    next_read_at = models.DateTimeField(null=True, blank=True)
    is_paused = models.BooleanField(default=False)
    # Whoever says so answers for what then comes in without a look.
    trusted_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    # A file that holds less than this share of the rows of the last one is not believed.
    least_percent = models.PositiveSmallIntegerField(
        default=80, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    # What the server of an address said of the last file: it need not send again what is the same.
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(adapter="address", address__startswith="https://")
                | (~models.Q(adapter="address") & models.Q(address="")),
                name="source_address_is_https",
            ),
            models.CheckConstraint(
                condition=models.Q(every_days=None, next_read_at=None)
                | (models.Q(every_days__gte=1, next_read_at__isnull=False) & ~models.Q(adapter="upload")),
                name="source_read_by_the_clock",
            ),
            models.CheckConstraint(condition=models.Q(least_percent__lte=100), name="source_least_percent"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("registry:source-detail", args=[self.code])

    @property
    def is_trusted(self):
        return self.trusted_by_id is not None


class SourceRun(Stamped):
    """One reading of a source: the file that came, compared with the one before. What it brings is an import."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=SourceRunState, default=SourceRunState.READING)
    asked_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    batch = models.OneToOneField(ImportBatch, models.PROTECT, null=True, blank=True, related_name="source_run")
    # {"read", "added", "changed", "seen", "same", "asked", "gone"}: organizations, but for the rows that were read.
    counts = models.JSONField(default=dict)
    # Why it was refused: {"code", "params"} that registry/views/source_words.py puts into words.
    refusal = models.JSONField(default=dict, blank=True)
    overruled_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    overruled_because = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("readings of sources")
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="source_run_number_once"),
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(state__in=["reading", "checking"]), name="one_open_run_a_source"
            ),
            models.CheckConstraint(condition=models.Q(state__in=SourceRunState.values), name="source_run_state_known"),
            models.CheckConstraint(
                condition=models.Q(overruled_by=None, overruled_because="")
                | (models.Q(overruled_by__isnull=False) & ~models.Q(overruled_because="")),
                name="source_run_overruled_with_reason",
            ),
        ]

    def get_absolute_url(self):
        return reverse("registry:source-run", args=[self.source.code, self.number])
