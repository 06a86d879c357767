"""What becomes of a recommendation: IOM's answer, what was done about it, who follows it, who was reminded."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultations.models.recommendations import Recommendation
from registry import references
from registry.models import Document, Organization, User
from registry.models.base import Stamped, Translated
from registry.models.people import LANGUAGES


def new_reference():
    return references.new("UPD")


SAYS_WHY = ~models.Q(reason_en="", reason_fr="", reason_es="")
SAYS_WHAT = ~models.Q(action_en="", action_fr="", action_es="")


class ManagementResponse(Stamped, Translated):
    """IOM's answer to one recommendation: what it accepts, why not the rest, and who does what by when."""

    class Verdict(models.TextChoices):
        ACCEPT = "accept", pgettext_lazy("response", "Accepted")
        PART = "part", pgettext_lazy("response", "Accepted in part")
        NOT = "not", pgettext_lazy("response", "Not accepted")

    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="response")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason_en = models.TextField(blank=True)
    reason_fr = models.TextField(blank=True)
    reason_es = models.TextField(blank=True)
    action_en = models.TextField(blank=True)
    action_fr = models.TextField(blank=True)
    action_es = models.TextField(blank=True)
    # A function or an office: everybody reads it.
    owner = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = _("answers to recommendations")
        constraints = [
            models.CheckConstraint(condition=models.Q(verdict__in=["accept", "part", "not"]), name="verdict_known"),
            models.CheckConstraint(
                condition=models.Q(verdict="accept") | SAYS_WHY,
                name="response_says_why",
                violation_error_message=_("Say why it is not accepted, or only in part. Everybody reads the reason."),
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="not", due_on__isnull=True)
                | (models.Q(verdict__in=["accept", "part"], due_on__isnull=False) & SAYS_WHAT),
                name="response_says_what_is_done",
                violation_error_message=_(
                    "What is accepted needs an action and the day by which it is done; what is not accepted has no day."
                ),
            ),
        ]

    @property
    def reason(self):
        return self.text_in(get_language() or "en", "reason")[0]


class ActionUpdate(models.Model):
    """What somebody says was done: an organization that leads the action, or staff when it names no organization."""

    class Claim(models.TextChoices):
        IN_PROGRESS = "in_progress", pgettext_lazy("action", "In progress")
        DONE = "done", pgettext_lazy("action", "Done")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="updates")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="action_updates")
    claims = models.CharField(max_length=12, choices=Claim)
    text = models.TextField()
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    # Evidence: what everybody can open, or a file that only the organization and IOM read.
    link = models.URLField(max_length=500, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("reports on recommendations")
        constraints = [
            models.CheckConstraint(condition=models.Q(claims__in=["in_progress", "done"]), name="claim_known"),
            models.CheckConstraint(condition=models.Q(language__in=["en", "fr", "es"]), name="update_language_known"),
            models.CheckConstraint(
                condition=~models.Q(claims="done") | ~models.Q(link="") | models.Q(document__isnull=False),
                name="done_needs_evidence",
                violation_error_message=_("What is done needs evidence: a link, or a document. Add one."),
            ),
        ]

    def text_in(self, language, field):
        """It is told in one language only, whichever is asked for."""
        return getattr(self, field), self.language


class RecommendationSubscription(models.Model):
    """The people of an organization are told of each change; who proposed it follows it from the start."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="subscriptions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="recommendation_subscriptions")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("recommendations followed")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "organization"],
                name="recommendation_followed_once",
                violation_error_message=_("Your organization follows this recommendation already."),
            )
        ]


class Escalation(models.Model):
    """Somebody was told that an answer or an action is overdue: once for each day that was missed and each step."""

    class About(models.TextChoices):
        ANSWER = "answer", pgettext_lazy("overdue", "Answer")
        ACTION = "action", pgettext_lazy("overdue", "Action")

    class Step(models.IntegerChoices):
        THEIRS = 1, pgettext_lazy("escalation", "Whoever is to answer or to act")
        ORGANIZERS = 2, pgettext_lazy("escalation", "The organizers")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="escalations")
    about = models.CharField(max_length=10, choices=About)
    due_on = models.DateField()
    step = models.PositiveSmallIntegerField(choices=Step)
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("reminders of what is overdue")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "about", "due_on", "step"], name="overdue_told_once_a_step"
            ),
            models.CheckConstraint(
                condition=models.Q(about__in=["answer", "action"], step__in=[1, 2]), name="escalation_known"
            ),
        ]
