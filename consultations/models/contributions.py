"""What an organizer asks everybody before a consultation, and what organizations write about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.states import ContributionState
from registry import references
from registry.models import Organization, User
from registry.models.base import Stamped, Translated


def new_reference():
    return references.new("WCO")


class OpenQuestion(Stamped, Translated):
    """Asked in three languages, in one of them at least."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="questions")
    # Its place in the list of its edition, counted from 1.
    number = models.PositiveSmallIntegerField()
    text_en = models.TextField(blank=True)
    text_fr = models.TextField(blank=True)
    text_es = models.TextField(blank=True)
    words_limit = models.PositiveIntegerField(default=500)

    class Meta:
        verbose_name_plural = _("open questions of consultations")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"],
                name="question_numbered_once",
                violation_error_message=_("There is a question with this number already. Choose another number."),
            ),
            models.CheckConstraint(
                condition=~Q(text_en="", text_fr="", text_es=""),
                name="question_has_a_text",
                violation_error_message=_("Write the question in one language at least."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="question_numbered_from_one"),
            models.CheckConstraint(condition=Q(words_limit__gte=1), name="question_leaves_a_word"),
        ]

    def __str__(self):
        return self.text_in(get_language() or "en", "text")[0]


class Contribution(Stamped):
    """What one organization writes about one question: a draft first, then sent."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    question = models.ForeignKey(OpenQuestion, models.PROTECT, related_name="contributions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="contributions")
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    # Whether the public may read it, with the name of the organization.
    may_be_published = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ContributionState, default=ContributionState.DRAFT)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = _("written contributions")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "organization"],
                condition=~Q(state="set_aside"),
                name="organization_contributes_once",
                violation_error_message=_("Your organization has a text for this question already. Go on with it."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sent", "set_aside"]), name="contribution_state_known"
            ),
            models.CheckConstraint(
                condition=(Q(state="draft") & Q(sent_at__isnull=True, sent_by__isnull=True))
                | (Q(state="sent") & ~Q(text="") & Q(sent_at__isnull=False, sent_by__isnull=False))
                | Q(state="set_aside"),
                name="contribution_is_sent_by_somebody",
            ),
        ]
