"""What organizations propose to talk about at a consultation, who supports it, and what was kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.states import TopicState
from registry import references
from registry.models import Organization
from registry.models.base import Stamped

T = TopicState


def new_reference():
    return references.new("TOP")


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For staff: those of organizations that this person may know of."""
        return self.filter(organization__in=Organization.objects.visible_to(user).values("pk"))

    def shown_to_others(self):
        """What other organizations read and support. Text and title can name who wrote them: nothing of one at risk."""
        return self.filter(state__in=[T.PROPOSED, T.KEPT], organization__is_at_risk=False)

    def public(self):
        return self.shown_to_others().filter(state=T.KEPT)


class Topic(Stamped):
    """One topic that an organization proposes for one edition, in the language in which it writes."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="topics")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="topics")
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=2000)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=TopicState, default=T.PROPOSED)
    # Why it was kept or not, and the language in which this is told.
    reason = models.CharField(max_length=500, blank=True)
    reason_language = models.CharField(max_length=2, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("topics of consultations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "kept", "not_kept", "withdrawn"]), name="topic_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["kept", "not_kept"], decided_at__isnull=False, reason__gt="")
                | models.Q(state__in=["proposed", "withdrawn"], decided_at__isnull=True, reason=""),
                name="topic_decided_with_a_reason",
                violation_error_message=_("Say why. The organization that proposed the topic reads the reason."),
            ),
        ]

    def __str__(self):
        return self.title

    def text_in(self, _wanted, field):
        """Its title, its text or the answer, in the one language in which it was written."""
        return getattr(self, field), self.reason_language if field == "reason" else self.language


class TopicSupport(models.Model):
    """An organization wants this topic too."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="supports")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="topic_supports")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("support for topics")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "organization"],
                name="topic_supported_once",
                violation_error_message=_("Your organization supports this topic already."),
            )
        ]
