"""Bounces: mails that came back, and the addresses to which nothing is sent any more because of it."""

from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.models.messages import Message

_REASONS = ["hard", "soft", "complaint"]


def new_reference():
    return references.new("ADR")


class Bounce(models.Model):
    """What a mail server, or a mail service, reported of one message: once of each kind."""

    class Kind(models.TextChoices):
        HARD = "hard", pgettext_lazy("bounce", "There is no such mailbox")
        SOFT = "soft", pgettext_lazy("bounce", "It could not be delivered this time")
        COMPLAINT = "complaint", pgettext_lazy("bounce", "Its reader complained about it")

    message = models.ForeignKey(Message, models.PROTECT, related_name="bounces")
    # That of the message, by which those of one mailbox are counted.
    address = models.EmailField()
    kind = models.CharField(max_length=10, choices=Kind)
    # What the other side said, in its words and cut.
    detail = models.CharField(max_length=300, blank=True)
    reported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("mails that came back")
        constraints = [
            models.UniqueConstraint(fields=["message", "kind"], name="bounce_reported_once"),
            models.CheckConstraint(condition=models.Q(kind__in=_REASONS), name="bounce_kind_known"),
        ]
        indexes = [models.Index(Upper("address"), "reported_at", name="bounce_by_address")]


class StoppedAddressQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_at=None)

    def of(self, address):
        return self.standing().filter(address__iexact=address)


class StoppedAddress(Stamped):
    """Nothing is sent to this address until somebody confirms it, or a person says that it is written to again."""

    class Why(models.TextChoices):
        HARD = "hard", pgettext_lazy("stopped address", "There is no such mailbox")
        SOFT = "soft", pgettext_lazy("stopped address", "Mails came back again and again")
        COMPLAINT = "complaint", pgettext_lazy("stopped address", "Its reader complained")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    address = models.EmailField()
    why = models.CharField(max_length=10, choices=Why)
    bounce = models.ForeignKey(Bounce, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = StoppedAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("addresses that are not written to")
        constraints = [
            models.CheckConstraint(condition=models.Q(why__in=_REASONS), name="why_stopped_known"),
            models.CheckConstraint(
                condition=models.Q(ended_by=None) | models.Q(ended_at__isnull=False), name="written_to_again_at_a_time"
            ),
            models.UniqueConstraint(Upper("address"), condition=models.Q(ended_at=None), name="address_stopped_once"),
        ]

    def __str__(self):
        return self.address

    def get_absolute_url(self):
        return reverse("registry:stopped-address-list") + f"#{self.reference}"
