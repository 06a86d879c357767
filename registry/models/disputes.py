"""Disputes: what an organization says is wrong about a partnership of its own, and what IOM answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.models.organizations import Organization
from registry.models.partnerships import Partnership
from registry.models.vocabularies import Role
from registry.states import DisputeState


def new_reference():
    return references.new("DIS")


class DisputeQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=DisputeState.OPEN)

    def visible_to(self, user):
        return self.filter(partnership__organization__in=Organization.objects.visible_to(user).values("pk"))


class Dispute(Stamped):
    """One statement of an organization against one partnership. The partnership stands as it is until IOM answers.

    It hangs on its partnership alone, so that a merge, or its undoing, takes it where that goes.
    """

    class Matter(models.TextChoices):
        DATES = "dates", pgettext_lazy("dispute", "The dates are different")
        ROLE = "role", pgettext_lazy("dispute", "Our role is different")
        NEVER = "never", pgettext_lazy("dispute", "This never happened")
        OTHER = "other", pgettext_lazy("dispute", "Something else is wrong")

    class Remedy(models.TextChoices):
        """What IOM did to the partnership when it accepted."""

        CORRECTED = "corrected", pgettext_lazy("dispute", "It was corrected")
        ENDED = "ended", pgettext_lazy("dispute", "It was ended")
        REJECTED = "rejected", pgettext_lazy("dispute", "It was rejected")
        ALREADY = "already", pgettext_lazy("dispute", "It had been put right already")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="disputes")
    state = models.CharField(max_length=10, choices=DisputeState, default=DisputeState.OPEN)
    matter = models.CharField(_("what is wrong"), max_length=10, choices=Matter)
    reason = models.CharField(_("how it was"), max_length=500)
    # What would be right; where the dates are disputed both days, empty as in a period that has no end or beginning.
    role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    remedy = models.CharField(max_length=10, choices=Remedy, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    closed_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("disputes")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=DisputeState.values), name="dispute_state_known"),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=models.Q(state="open"),
                name="one_open_dispute_a_partnership",
                violation_error_message=_(
                    "Your organization has disputed this partnership already. Wait for the answer, or take that back."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | ~models.Q(state="open") & models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="dispute_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state="accepted") & ~models.Q(remedy="")
                | ~models.Q(state="accepted") & models.Q(remedy=""),
                name="accepted_dispute_says_what_was_done",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(answer=""), name="refused_dispute_says_why"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="dispute_by_state")]

    def __str__(self):
        return self.reference
