"""The learning shelf of a programme: what was learned, told in a few lines, with a document or without."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.matching import fold
from registry.models.base import Stamped
from registry.models.organizations import Organization
from registry.models.programmes import Programme
from registry.models.vocabularies import Area, Country
from registry.states import LessonState

# How PostgreSQL reduces the words of a language; those of any other stay as they are.
CONFIGURATIONS = {"en": "english", "fr": "french", "es": "spanish"}
OTHER_LANGUAGES = "simple"


def new_lesson_reference():
    return references.new("LES")


class LessonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For staff: those of IOM, and those of organizations that this person may know of."""
        known = Organization.objects.visible_to(user).values("pk")
        return self.filter(models.Q(organization=None) | models.Q(organization__in=known))

    def published(self):
        return self.filter(state=LessonState.PUBLISHED)

    def readable(self):
        """What the public reads: title, text and document name who contributed them, so that must be public too."""
        return self.published().filter(models.Q(organization=None) | models.Q(organization__listing__isnull=False))

    def about(self, text):
        """Those with all these words, in the forms that the language of each knows."""
        folded = fold(text)
        found = models.Q()
        for language, configuration in CONFIGURATIONS.items():
            found |= models.Q(language=language, words=_query(folded, configuration))
        others = ~models.Q(language__in=CONFIGURATIONS)
        return self.filter(found | others & models.Q(words=_query(folded, OTHER_LANGUAGES)))


class Lesson(Stamped):
    """One lesson of a programme. What an organization contributes waits for a curator before anybody reads it."""

    reference = models.CharField(max_length=12, unique=True, default=new_lesson_reference, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="lessons")
    # Who contributed it; empty when IOM did.
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="lessons")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what was learned"), max_length=4000, blank=True)
    language = models.CharField(_("language"), max_length=10)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="lessons")
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="lessons")
    state = models.CharField(max_length=10, choices=LessonState, default=LessonState.PROPOSED)
    file = models.FileField(upload_to="lessons/", blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # Title and text, folded, in the configuration of the language: what a search looks into.
    words = SearchVectorField(null=True, editable=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("lessons")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=LessonState.values), name="lesson_state_known"),
            models.CheckConstraint(
                condition=~models.Q(text="") | ~models.Q(file=""),
                name="lesson_says_something",
                violation_error_message=_("Write what was learned, or send a document."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~models.Q(state="proposed") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="lesson_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["refused", "withdrawn"]) | ~models.Q(reason=""),
                name="lesson_refused_with_a_reason",
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], name="lesson_words"),
            models.Index(fields=["programme", "state"], name="lesson_by_programme"),
        ]

    def __str__(self):
        return self.title

    @property
    def configuration(self):
        return CONFIGURATIONS.get(self.language, OTHER_LANGUAGES)


def _query(folded, configuration):
    return SearchQuery(folded, config=configuration, search_type="websearch")
