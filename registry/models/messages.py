"""Messages: the outbox. A message is a row before it is an e-mail, written in the transaction of what it tells of."""

from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.models.base import Stamped
from registry.models.mail_preferences import HowOften
from registry.states import MessageState


def new_reference():
    return references.new("MSG")


class MessageQuerySet(models.QuerySet):
    def due(self, *, at):
        return self.filter(state=MessageState.WAITING, next_try_at__lte=at)

    def sent_to(self, address, *, since):
        return self.filter(state=MessageState.SENT, address__iexact=address, sent_at__gt=since)

    def for_digest(self, *, before):
        """Those whose summary is due when a day begins."""
        return self.filter(state=MessageState.GATHERED, next_try_at__lt=before)


class Message(Stamped):
    """One e-mail to one address, in the reader's language."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=60)
    subject_reference = models.CharField(max_length=60, blank=True)
    recipient = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="messages")
    # Whom it concerns, where that is one organization: known to the registry, and never written into the mail.
    organization = models.ForeignKey(
        "registry.Organization", models.PROTECT, null=True, blank=True, related_name="messages"
    )
    address = models.EmailField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    # Emptied once it was sent or given up when the message carries a secret, such as a link that resets a password.
    body = models.TextField(blank=True)
    carries_secret = models.BooleanField(default=False)
    # The same at every attempt: a mail server that took it twice shows it once.
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # While it waits for a summary: the day on which that is written, and which of her summaries.
    next_try_at = models.DateTimeField()
    rhythm = models.CharField(max_length=6, choices=HowOften, blank=True)
    told_in = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="tells")
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=["sent", "bounced"], sent_at__isnull=False)
                | (~models.Q(state__in=["sent", "bounced"]) & models.Q(sent_at__isnull=True)),
                name="message_sent_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="gathered", rhythm__in=["daily", "weekly"]) | ~models.Q(state="gathered"),
                name="gathered_for_a_summary",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="message_due", condition=models.Q(state="waiting")),
            models.Index(fields=["recipient"], name="message_gathered", condition=models.Q(state="gathered")),
            models.Index(Upper("address"), "sent_at", name="message_by_address", condition=models.Q(state="sent")),
            models.Index(fields=["-created_at"], name="message_newest_first"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("registry:message-detail", args=[self.reference])
