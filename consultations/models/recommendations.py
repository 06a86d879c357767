"""What a consultation recommended, and to whom. What became of it stands in its responses and updates."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultations.models.agenda import AgendaItem
from consultations.models.consultations import Consultation
from consultations.states import RecommendationState
from registry import references
from registry.models import Area, Organization, Unit
from registry.models.base import Stamped


def new_reference():
    return references.new("REC")


class Recommendation(Stamped):
    """Told in three languages, in one of them at least; addressed to a unit of IOM or to the organizations."""

    class Level(models.TextChoices):
        GLOBAL = "global", pgettext_lazy("recommendation", "Global")
        REGIONAL = "regional", pgettext_lazy("recommendation", "Regional")
        NATIONAL = "national", pgettext_lazy("recommendation", "National")

    class Addressee(models.TextChoices):
        IOM = "iom", pgettext_lazy("recommendation", "IOM")
        CSOS = "csos", pgettext_lazy("recommendation", "Civil society organizations")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="recommendations")
    # Its place in the list of its edition, counted from 1.
    number = models.PositiveSmallIntegerField()
    session = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="recommendations")
    text_en = models.TextField(blank=True)
    text_fr = models.TextField(blank=True)
    text_es = models.TextField(blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="recommendations")
    level = models.CharField(max_length=10, choices=Level, default=Level.GLOBAL)
    addressee = models.CharField(max_length=10, choices=Addressee, default=Addressee.IOM)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="recommendations")
    proposers = models.ManyToManyField(Organization, related_name="recommendations", blank=True)
    state = models.CharField(max_length=12, choices=RecommendationState, default=RecommendationState.RECORDED)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("recommendations")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="recommendation_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["recorded", "assigned", "answered", "in_progress", "done", "dropped"]),
                name="recommendation_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(text_en="", text_fr="", text_es=""),
                name="recommendation_has_a_text",
                violation_error_message=_("Write the recommendation in one language at least."),
            ),
            models.CheckConstraint(
                condition=models.Q(addressee="iom") | models.Q(addressee="csos", unit__isnull=True),
                name="only_iom_answers_by_a_unit",
            ),
        ]

    def text_in(self, language):
        """The text and the language it is in: the one asked for, or the first that there is."""
        for code in (language[:2], "en", "fr", "es"):
            if text := getattr(self, f"text_{code}", ""):
                return text, code
        return "", language[:2]

    @property
    def text(self):
        return self.text_in(get_language() or "en")[0]
