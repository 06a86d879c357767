"""What a person needs in order to come and to take part, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models.registrations import Registration
from consultations.states import NeedState
from registry import references
from registry.models.base import Stamped


def new_reference():
    return references.new("NED")


class Need(Stamped):
    """One thing that one person asked for; staff grant or refuse it, and say when it is done."""

    class Kind(models.TextChoices):
        VISA_LETTER = "visa_letter", pgettext_lazy("need", "Letter for the visa")
        TRAVEL = "travel", pgettext_lazy("need", "Travel support")
        INTERPRETATION = "interpretation", pgettext_lazy("need", "Interpretation")
        ACCESSIBILITY = "accessibility", pgettext_lazy("need", "Accessibility")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=20, choices=Kind)
    # Interpretation into which language.
    language = models.CharField(max_length=10, blank=True)
    text = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.ASKED)
    # Why it was refused; the organization reads it.
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = _("needs of participants")
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind"], name="need_asked_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "granted", "refused", "done"]), name="need_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["visa_letter", "travel", "interpretation", "accessibility"]),
                name="need_kind_known",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind="interpretation") & ~models.Q(language=""))
                | (~models.Q(kind="interpretation") & models.Q(language="")),
                name="interpretation_into_a_language",
                violation_error_message=_("Say into which language you need interpretation."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(reason=""),
                name="need_refused_with_a_reason",
                violation_error_message=_("Say why this is refused. The organization reads the reason."),
            ),
        ]
