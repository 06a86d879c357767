"""Mail preferences: how often somebody is written to about a topic. Without a row: at once."""

from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.mails import CHOOSABLE, Topic
from registry.models.base import Stamped


class HowOften(models.TextChoices):
    NOW = "now", pgettext_lazy("mail", "At once")
    DAILY = "daily", pgettext_lazy("mail", "Once a day")
    WEEKLY = "weekly", pgettext_lazy("mail", "Once a week")
    NEVER = "never", pgettext_lazy("mail", "Never")


class MailPreference(Stamped):
    """The choice of a person with an account; or of who has none, by the address, and that can only be never."""

    person = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="mail_preferences")
    address = models.EmailField(blank=True)
    topic = models.CharField(max_length=20, choices=Topic)
    how_often = models.CharField(max_length=6, choices=HowOften)

    class Meta:
        verbose_name_plural = _("choices of mails")
        constraints = [
            models.CheckConstraint(condition=models.Q(topic__in=CHOOSABLE), name="notices_are_not_for_choosing"),
            models.CheckConstraint(condition=models.Q(how_often__in=HowOften.values), name="how_often_known"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, address="")
                | (models.Q(person=None, how_often="never") & ~models.Q(address="")),
                name="preference_of_a_person_or_an_address",
            ),
            models.UniqueConstraint(fields=["person", "topic"], name="one_preference_a_topic"),
            models.UniqueConstraint(
                Upper("address"), "topic", condition=models.Q(person=None), name="one_preference_an_address"
            ),
        ]
