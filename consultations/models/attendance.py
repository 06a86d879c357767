"""Who was there, at the door and in each session, as it was taken on a phone with or without a line."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.agenda import AgendaItem
from consultations.models.registrations import Registration
from registry.models import User


class AttendanceQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone_at=None)


class Attendance(models.Model):
    """One person was there: at the door, or in one session. What was undone stays, so that it is not sent in again."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="attendances")
    # Without a session: she came through the door.
    session = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="attendances")
    # Made where it was taken: what is sent twice is one.
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    # By the clock of the device, which may be wrong; and when it reached us.
    taken_at = models.DateTimeField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session"],
                condition=models.Q(undone_at=None),
                nulls_distinct=False,
                name="present_once",
                violation_error_message=_("This person is checked in already."),
            ),
        ]
