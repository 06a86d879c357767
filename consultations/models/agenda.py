"""What happens when at a consultation, and who speaks."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models.consultations import Consultation
from registry import references
from registry.models.base import Trilingual


def new_reference():
    return references.new("AGI")


class AgendaItem(Trilingual):
    class Kind(models.TextChoices):
        PLENARY = "plenary", pgettext_lazy("agenda", "Plenary")
        BREAKOUT = "breakout", pgettext_lazy("agenda", "Break-out group")
        OTHER = "other", pgettext_lazy("agenda", "Other")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="agenda")
    # The session that a break-out group belongs to.
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="breakouts")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PLENARY)
    name_en = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = _("sessions of consultations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["plenary", "breakout", "other"]), name="agenda_kind_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(name_en="", name_fr="", name_es=""),
                name="agenda_item_has_a_title",
                violation_error_message=_("Write the title in one language at least."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="agenda_item_ends_after_it_begins",
                violation_error_message=_("It ends before it begins. Check both times."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | models.Q(kind="breakout"),
                name="only_break_outs_belong_to_a_session",
                violation_error_message=_("Only a break-out group belongs to another session."),
            ),
        ]


class Speaker(models.Model):
    """A person who speaks. The public reads her name only when she agreed to it."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=200)
    has_consented = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = _("speakers")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "name"],
                name="speaker_named_once",
                violation_error_message=_("A speaker is named once. Take the name out of one of the two lists."),
            )
        ]
