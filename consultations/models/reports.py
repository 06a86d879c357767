"""The report of a consultation: drafted from what the registry holds, read by a second person, published for good."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.states import ReportState
from registry.models import User
from registry.models.base import Stamped


class Report(Stamped):
    """One version of it, in three languages at once, so that no two languages tell different figures.

    While it is a draft, its figures are those of now. Sent to review, everything that it tells is frozen in `content`.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="reports")
    # Which version of the report it is, counted from 1; `version` is for two people who write at once.
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    introduction_en = models.TextField(blank=True)
    introduction_fr = models.TextField(blank=True)
    introduction_es = models.TextField(blank=True)
    next_steps_en = models.TextField(blank=True)
    next_steps_fr = models.TextField(blank=True)
    next_steps_es = models.TextField(blank=True)
    content = models.JSONField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Why it came back from review the last time.
    returned_reason = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = _("reports of consultations")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="report_numbered_once"),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=~Q(state="published"),
                name="one_report_is_written",
                violation_error_message=_("A version of this report is being written already. Go on with that one."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review", "published"]), name="report_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", content__isnull=True, sent_at__isnull=True, sent_by__isnull=True)
                | (~Q(state="draft") & Q(content__isnull=False, sent_at__isnull=False, sent_by__isnull=False)),
                name="report_is_frozen_when_it_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False, published_by__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True, published_by__isnull=True)),
                name="report_is_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("sent_by")),
                name="report_is_read_by_a_second_person",
                violation_error_message=_("You sent this report to review, so somebody else publishes it."),
            ),
        ]
