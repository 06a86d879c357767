"""What a consultation recommended, and to whom. What became of it stands in its responses and updates."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultations.models.agenda import AgendaItem
from consultations.models.consultations import Consultation
from consultations.models.notes import BreakoutNote
from consultations.states import UNDER_WAY, RecommendationState
from registry import references
from registry.models import Area, Organization, Unit
from registry.models.base import Stamped, Translated

S = RecommendationState


def new_reference():
    return references.new("REC")


class RecommendationQuerySet(models.QuerySet):
    def public(self):
        """Those that anybody may read, with what became of them."""
        return self.filter(consultation__published_at__isnull=False, published_at__isnull=False)

    def unpublished(self):
        """Those of staff alone: not published yet, or recorded after the others were."""
        return self.filter(published_at=None)

    def kept(self):
        return self.exclude(state=S.DROPPED)

    def answered(self):
        """Those that have an answer of IOM, whatever became of them."""
        return self.filter(response__isnull=False)

    def waiting(self):
        """Each with the day until which somebody is to answer or to act: `due`, null when nothing is due."""
        own_day = models.Q(state=S.ASSIGNED) | models.Q(state__in=UNDER_WAY, addressee="csos")
        return self.annotate(
            due=models.Case(
                models.When(own_day, then=models.F("due_on")),
                models.When(state__in=UNDER_WAY, then=models.F("response__due_on")),
            )
        )

    def of_organization(self, reference):
        """Proposed or led by it."""
        theirs = models.Q(proposers__reference=reference) | models.Q(leads__reference=reference)
        return self.filter(pk__in=self.model.objects.filter(theirs).values("pk"))

    def overdue(self, *, on):
        """What should have been answered, or done, before that day. It is counted anew each time, never stored."""
        return self.waiting().filter(due__lt=on)


class Recommendation(Stamped, Translated):
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
    # Where it was written down: the notes of a break-out group, and the line of them.
    note = models.ForeignKey(BreakoutNote, models.PROTECT, null=True, blank=True, related_name="recommendations")
    note_line = models.PositiveSmallIntegerField(null=True, blank=True)
    # Organizations that do what it asks for, when it is addressed to them.
    leads = models.ManyToManyField(Organization, related_name="recommendations_led", blank=True)
    similar_to = models.ManyToManyField("self", symmetrical=False, related_name="taken_up_by", blank=True)
    proposers = models.ManyToManyField(Organization, related_name="recommendations", blank=True)
    state = models.CharField(max_length=12, choices=RecommendationState, default=RecommendationState.RECORDED)
    # When its answer is due; of organizations, when it is to be done.
    due_on = models.DateField(null=True, blank=True)
    # From then on everybody reads it: with the others of its edition, or later when it was recorded after those.
    published_at = models.DateTimeField(null=True, blank=True)
    dropped_reason = models.CharField(max_length=500, blank=True)
    # In which language that is; nobody knows it of what was written before this was asked.
    dropped_reason_language = models.CharField(max_length=2, blank=True)
    # The report whose evidence shows that it is done.
    done_by = models.ForeignKey("consultations.ActionUpdate", models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecommendationQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=models.Q(state__in=["recorded", "dropped"])
                | models.Q(unit__isnull=False)
                | models.Q(addressee="csos"),
                name="recommendation_assigned_to_somebody",
                violation_error_message=_("Say which unit of IOM is to answer, or that organizations are to act."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="dropped", dropped_reason__gt="")
                | (~models.Q(state="dropped") & models.Q(dropped_reason="")),
                name="dropped_with_a_reason",
                violation_error_message=_("Say why it is dropped. Everybody reads the reason."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_by__isnull=False)
                | (~models.Q(state="done") & models.Q(done_by__isnull=True)),
                name="done_with_evidence",
                violation_error_message=_("What is done needs evidence: a link, or a document. Add one."),
            ),
            models.UniqueConstraint(
                fields=["note", "note_line"],
                name="line_recommended_once",
                violation_error_message=_("Somebody made a recommendation of one of these lines already. Look again."),
            ),
        ]

    def text_in(self, language, field):
        if field == "dropped_reason":
            return self.dropped_reason, self.dropped_reason_language or language[:2]
        return super().text_in(language, field)

    def __str__(self):
        return self.text

    @property
    def text(self):
        return self.text_in(get_language() or "en", "text")[0]

    @property
    def languages(self):
        """Those in which it is told."""
        return [code for code in ("en", "fr", "es") if getattr(self, f"text_{code}")]
