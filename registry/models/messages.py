"""Messages: the outbox. A message is a row before it is an e-mail, written in the transaction of what it tells of."""

from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse

from registry import references
from registry.models.base import Stamped
from registry.states import MessageState


def new_reference():
    return references.new("MSG")


class MessageQuerySet(models.QuerySet):
    def due(self, *, at):
        return self.filter(state=MessageState.WAITING, next_try_at__lte=at)

    def sent_to(self, address, *, since):
        return self.filter(state=MessageState.SENT, address__iexact=address, sent_at__gt=since)


class Message(Stamped):
    """One e-mail to one address, in the reader's language."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=60)
    subject_reference = models.CharField(max_length=60, blank=True)
    recipient = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="messages")
    address = models.EmailField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    # Emptied once it was sent or given up when the message carries a secret, such as a link that resets a password.
    body = models.TextField(blank=True)
    carries_secret = models.BooleanField(default=False)
    # Where a mail program can end these mails with one click (RFC 8058); a key to it, so kept as short as the body.
    unsubscribe_url = models.CharField(max_length=300, blank=True)
    # The same at every attempt: a mail server that took it twice shows it once.
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="message_sent_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="message_due", condition=models.Q(state="waiting")),
            models.Index(Upper("address"), "sent_at", name="message_by_address", condition=models.Q(state="sent")),
            models.Index(fields=["-created_at"], name="message_newest_first"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("registry:message-detail", args=[self.reference])
