"""Whom a consultation is for: a question to the registry, and the day on which its answer was written down."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from registry import references
from registry.models import SavedView, User, ViewedList


def new_reference():
    return references.new("AUD")


class Audience(models.Model):
    """The organizations that a question found on one day are invited; what the registry says later changes nothing."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="audiences")
    # The list and its filters, as saved views keep them, with those that only an audience has.
    list_name = models.CharField(max_length=10, choices=ViewedList)
    filters = models.JSONField(default=dict)
    saved_view = models.ForeignKey(SavedView, models.SET_NULL, null=True, blank=True, related_name="+")
    # How many people each may name.
    quota = models.PositiveSmallIntegerField()
    # How many the question found, and how many of them were invited by it. Nobody at risk is counted.
    found = models.PositiveIntegerField()
    invited = models.PositiveIntegerField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("audiences of consultations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(list_name__in=["directory", "inventory"]), name="audience_list_known"
            ),
            models.CheckConstraint(
                condition=models.Q(invited__lte=models.F("found")), name="audience_invites_whom_it_found"
            ),
        ]
