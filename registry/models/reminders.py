"""The ledger of reminders: one row for each thing of which somebody is to be reminded, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReminderQuerySet(models.QuerySet):
    def open(self):
        return self.filter(sent_at=None, cancelled_at=None)

    def due(self, *, at):
        return self.open().filter(due_at__lte=at)


class Reminder(models.Model):
    """Planned once, then sent or called off, never both. What a kind says and to whom: settings.REMINDERS."""

    kind = models.CharField(max_length=60)
    # The reference of what it is about.
    subject = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    planned_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # Also when a later one of the same matter was sent instead, for the clock had stood still.
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind", "due_at"], name="reminder_planned_once"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(cancelled_at__isnull=True),
                name="reminder_sent_or_called_off",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="reminder_open",
                condition=models.Q(sent_at__isnull=True, cancelled_at__isnull=True),
            )
        ]
