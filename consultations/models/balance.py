"""What share of a consultation its organizers want: of a region, of a type, of those who come for the first time."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models.consultations import Consultation


class BalanceTarget(models.Model):
    """So many per cent of those who come, at least, are to be of this kind."""

    class Dimension(models.TextChoices):
        REGION = "region", pgettext_lazy("balance", "Region of the head office")
        TYPE = "type", pgettext_lazy("balance", "Type of organization")
        REACH = "reach", pgettext_lazy("balance", "Local or international")
        FIRST_TIME = "first_time", pgettext_lazy("balance", "First time")
        GENDER = "gender", pgettext_lazy("balance", "Gender")

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="targets")
    dimension = models.CharField(max_length=10, choices=Dimension)
    # A code of the region, of the type, of the gender; "local" or "international"; "first_time".
    value = models.CharField(max_length=60)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = _("balance targets")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "dimension", "value"],
                name="one_target_for_a_share",
                violation_error_message=_("There is a target for this already. Take it away first, then add it anew."),
            ),
            models.CheckConstraint(
                condition=models.Q(dimension__in=["region", "type", "reach", "first_time", "gender"]),
                name="balance_dimension_known",
            ),
            models.CheckConstraint(
                condition=models.Q(percent__gte=1, percent__lte=100),
                name="target_is_a_share",
                violation_error_message=_("Write a share between 1 and 100 per cent."),
            ),
        ]
