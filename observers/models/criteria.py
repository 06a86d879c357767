"""Criteria as data: what is asked of an organization, what proves it, and where each criterion comes from."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from observers.states import CriteriaSetState
from registry import references
from registry.models import Document, Provenance
from registry.models.base import Stamped, Translated


def new_reference():
    return references.new("CRI")


class Told(Translated):
    class Meta:
        abstract = True

    def told(self, field):
        """The text of `field` in the reader's language, or in the first that there is."""
        return self.text_in(get_language() or "en", field)[0]


class CriteriaSetQuerySet(models.QuerySet):
    def live(self):
        """The set that new applications are judged by, if any."""
        return self.filter(state=CriteriaSetState.PUBLISHED).order_by("-published_at", "-pk").first()


class CriteriaSet(Stamped, Told):
    """One version of the criteria, with its clocks. Published, it never changes; an application keeps the one it has.

    No clock is attested for IOM: each is empty until somebody at IOM writes it.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    code = models.SlugField(_("code"), max_length=60)
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(max_length=10, choices=CriteriaSetState, default=CriteriaSetState.DRAFT)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    citation = models.CharField(_("citation"), max_length=300)
    # True until IOM has compared it with the document that it cites. Every page that shows a criterion says so.
    is_to_be_confirmed = models.BooleanField(_("to be confirmed by IOM"), default=True)
    note_en = models.TextField(_("note in English"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)
    note_es = models.TextField(_("note in Spanish"), blank=True)
    screening_days = models.PositiveSmallIntegerField(
        _("working days for the completeness check"), null=True, blank=True
    )
    review_days = models.PositiveSmallIntegerField(_("working days for the review"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer questions or send what is missing"), null=True, blank=True
    )
    opinion_days = models.PositiveSmallIntegerField(_("days for an opinion"), null=True, blank=True)
    rounds = models.PositiveSmallIntegerField(_("rounds of questions"), default=2)
    reapply_months = models.PositiveSmallIntegerField(_("months until a new application"), null=True, blank=True)
    confirmation_months = models.PositiveSmallIntegerField(_("months between confirmations"), null=True, blank=True)
    lapse_days = models.PositiveSmallIntegerField(_("days to confirm before the status lapses"), null=True, blank=True)
    reply_days = models.PositiveSmallIntegerField(_("days to reply to a notice of suspension"), null=True, blank=True)
    most_representatives = models.PositiveSmallIntegerField(_("most representatives at a time"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="criteria_version_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=CriteriaSetState.values), name="criteria_set_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", published_at__isnull=True) | ~models.Q(state="draft"),
                name="criteria_published_at_a_time",
            ),
        ]

    def __str__(self):
        return self.told("name")

    def get_absolute_url(self):
        return reverse("observers:criteria-detail", args=[self.reference])

    @property
    def is_draft(self):
        return self.state == CriteriaSetState.DRAFT


class Criterion(Told):
    """One condition, how it is looked at, and where it comes from."""

    class Kind(models.TextChoices):
        AUTOMATIC = "automatic", pgettext_lazy("kind of check", "Compared with the registry")
        DECLARATION = "declaration", pgettext_lazy("kind of check", "Declared by the organization")
        DOCUMENT = "document", pgettext_lazy("kind of check", "Shown by a document")
        JUDGEMENT = "judgement", pgettext_lazy("kind of check", "Assessed by reviewers")

    class Comparison(models.TextChoices):
        """A comparison with the registry that helps the reviewer, whatever the kind. It never decides."""

        NONE = "", _("None")
        YEARS = "years", _("Years of existence")
        COUNTRIES = "countries", _("Countries of work")
        REGISTRATION = "registration", _("Registration document in date")
        AREAS = "areas", _("Areas of work")
        PARTNERSHIPS = "partnerships", _("Partnerships with IOM")
        TYPE = "type", _("Type of organization")
        SCREENING = "screening", _("Screening done")
        SIGNATURE = "signature", _("Letter signed by the head")

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="criteria")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind of check"), max_length=12, choices=Kind)
    comparison = models.CharField(_("compared with the registry"), max_length=20, choices=Comparison, blank=True)
    # What the comparison asks for: two years, three countries.
    least = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    text_en = models.TextField(_("text in English"))
    text_fr = models.TextField(_("text in French"), blank=True)
    text_es = models.TextField(_("text in Spanish"), blank=True)
    guidance_en = models.TextField(_("guidance in English"), blank=True)
    guidance_fr = models.TextField(_("guidance in French"), blank=True)
    guidance_es = models.TextField(_("guidance in Spanish"), blank=True)
    evidence_en = models.CharField(_("evidence in English"), max_length=300, blank=True)
    evidence_fr = models.CharField(_("evidence in French"), max_length=300, blank=True)
    evidence_es = models.CharField(_("evidence in Spanish"), max_length=300, blank=True)
    # Which documents of the registry can be reused for it, and how old they may be.
    document_kind = models.CharField(_("kind of document"), max_length=20, choices=Document.Kind, blank=True)
    needs_document = models.BooleanField(_("a document is needed"), default=False)
    validity_months = models.PositiveSmallIntegerField(_("issued at most so many months ago"), null=True, blank=True)
    # 0: no written answer is asked for.
    word_limit = models.PositiveSmallIntegerField(_("words of the answer, at most"), default=300)
    in_self_check = models.BooleanField(_("asked in the self-check"), default=True)
    provenance = models.CharField(_("provenance"), max_length=10, choices=Provenance, default=Provenance.LOCAL)
    source_en = models.CharField(_("source in English"), max_length=400)
    source_fr = models.CharField(_("source in French"), max_length=400, blank=True)
    source_es = models.CharField(_("source in Spanish"), max_length=400, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "code"],
                name="criterion_once_a_set",
                violation_error_message=_("There is a criterion with this code already."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["automatic", "declaration", "document", "judgement"]),
                name="criterion_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(provenance__in=Provenance.values), name="criterion_provenance_known"
            ),
        ]

    def __str__(self):
        return self.told("name")

    @property
    def asks_declaration(self):
        return self.kind == self.Kind.DECLARATION

    @property
    def asks_answer(self):
        return self.word_limit > 0 and self.kind != self.Kind.DECLARATION
