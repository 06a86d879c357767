"""What the Council decided, and what an organization says is wrong in the letter."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from observers.models.applications import Application
from observers.models.criteria import Criterion
from observers.models.sessions import CouncilSession
from registry.models import Document
from registry.models.base import Stamped


class Outcome(models.TextChoices):
    ADMITTED = "admitted", pgettext_lazy("outcome", "Admitted")
    NOT_ADMITTED = "not_admitted", pgettext_lazy("outcome", "Not admitted")
    DEFERRED = "deferred", pgettext_lazy("outcome", "Deferred")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome", "Withdrawn")
    CLOSED = "closed", pgettext_lazy("outcome", "Closed without prejudice")


class DeferralReason(models.TextChoices):
    INFORMATION = "information", pgettext_lazy("deferral", "Information from the organization is missing")
    TIME = "time", pgettext_lazy("deferral", "The session had no time for it")
    MEMBERS = "members", pgettext_lazy("deferral", "Members of the Council asked for more time")
    OTHER = "other", pgettext_lazy("deferral", "Another reason")


# An act of the Council, which has a number.
BY_RESOLUTION = [Outcome.ADMITTED, Outcome.NOT_ADMITTED, Outcome.DEFERRED]


class Decision(models.Model):
    """The outcome of one session for one application, with everything that the letter says, frozen."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    cycle = models.PositiveSmallIntegerField()
    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome)
    decided_on = models.DateField(_("decided on"))
    resolution = models.CharField(_("resolution number"), max_length=40, blank=True)
    deferral = models.CharField(_("why deferred"), max_length=12, choices=DeferralReason, blank=True)
    # What the Council gave as its reason, where the findings do not say it.
    reason = models.TextField(_("reason of the Council"), blank=True)
    # What exactly must be there before the next session.
    missing = models.TextField(_("what is missing"), blank=True)
    next_session = models.ForeignKey(CouncilSession, models.PROTECT, null=True, blank=True, related_name="+")
    reapply_on = models.DateField(_("new application possible from"), null=True, blank=True)
    # [{"code", "verdict", "reason"}]: what the letter tells of each criterion.
    reasons = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "cycle"], name="one_decision_a_cycle"),
            models.UniqueConstraint(
                fields=["application"], condition=~models.Q(outcome="deferred"), name="one_effective_decision"
            ),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="decision_outcome_known"),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=BY_RESOLUTION) | ~models.Q(resolution=""),
                name="decision_has_a_resolution",
                violation_error_message=_("A decision of the Council has a resolution number. Write it."),
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="deferred", next_session__isnull=False)
                & ~models.Q(deferral="")
                & ~models.Q(missing="")
                | (~models.Q(outcome="deferred") & models.Q(deferral="", missing="", next_session__isnull=True)),
                name="deferral_says_what_is_missing",
                violation_error_message=_(
                    "A deferral needs its reason, what exactly is missing, and the session that it is deferred to."
                ),
            ),
        ]


class Correction(Stamped):
    """The organization says that a fact in the letter is wrong; somebody who had no part in it answers."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="corrections")
    # The criterion whose finding it is about, and what shows the fact, where the organization named them.
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("what is wrong"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    is_accepted = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_correction",
                violation_error_message=_("A correction has been asked for already. Wait for the answer."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    answered_at__isnull=True, answered_by__isnull=True, answer="", is_accepted__isnull=True
                )
                | (
                    models.Q(answered_at__isnull=False, answered_by__isnull=False, is_accepted__isnull=False)
                    & ~models.Q(answer="")
                ),
                name="correction_answered_by_somebody",
            ),
        ]
