"""What looks unlikely in a record, by which rule (queries/rules). Never public, never in the API."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.models.organizations import Organization
from registry.states import IssueState


def new_issue_reference():
    return references.new("ISS")


class Severity(models.TextChoices):
    """How soon somebody looks. None of them hides a record."""

    MUST = "must", pgettext_lazy("issue", "Must be looked at")
    SHOULD = "should", pgettext_lazy("issue", "Should be looked at")
    HINT = "hint", pgettext_lazy("issue", "Hint")


class Owner(models.TextChoices):
    """Who puts it right."""

    CURATOR = "curator", pgettext_lazy("issue", "Curator of the country")
    STEWARD = "steward", pgettext_lazy("issue", "Data steward")
    ORGANIZATION = "organization", pgettext_lazy("issue", "The organization itself")


class Issue(Stamped):
    """One thing that one rule found in one record, from the day on which it was found until it is so no longer.

    `facts_sha256` is the fingerprint of what it rests on: a muted one stays quiet until that changes, or until a day.
    What was found is not repeated here: the record says it, to whoever may read it there.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_issue_reference, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="issues")
    rule = models.CharField(max_length=40)
    # The reference of the partnership or contact that is meant, or the code of a register; empty for the record.
    about = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=IssueState, default=IssueState.OPEN)
    facts_sha256 = models.CharField(max_length=64)
    found_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    muted_until = models.DateField(null=True, blank=True)
    muted_at = models.DateTimeField(null=True, blank=True)
    muted_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = _("issues")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=IssueState.values), name="issue_state_known"),
            models.UniqueConstraint(
                fields=["organization", "rule", "about"],
                condition=~models.Q(state=IssueState.CLOSED),
                name="issue_told_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state=IssueState.CLOSED, closed_at__isnull=False)
                | (~models.Q(state=IssueState.CLOSED) & models.Q(closed_at__isnull=True)),
                name="issue_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(muted_at__isnull=False, muted_by__isnull=False) & ~models.Q(reason="")
                | models.Q(muted_at__isnull=True, muted_by__isnull=True, muted_until__isnull=True, reason=""),
                name="issue_muted_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=IssueState.MUTED) | models.Q(muted_at__isnull=False),
                name="issue_muted_with_its_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=IssueState.OPEN) | models.Q(muted_at__isnull=True),
                name="issue_open_without_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "rule", "organization"], name="issue_by_rule")]

    def __str__(self):
        return self.reference
