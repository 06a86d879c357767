"""Webhooks: where a partner's system wants to be told of changes, and each message to it with every attempt.

Of what is published a message holds nothing but the number of an entry of the feed: what it says is read from the feed
at each attempt. Of what else happened (files are ready, its own proposal was answered) it holds an id and a state.
"""

import base64
import uuid
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.models.base import Stamped
from registry.models.clients import Client
from registry.states import ClientState, DeliveryState, WebhookState


def new_webhook_reference():
    return references.new("WHK")


def new_message_id():
    return f"msg_{uuid.uuid4().hex}"


class SecretField(models.TextField):
    """Text that stands sealed in the database, so that a copy of it alone signs nothing."""

    def get_prep_value(self, value):
        if not value:
            return ""
        return base64.b64encode(_cipher().encrypt(value.encode(), None)).decode()

    def from_db_value(self, value, expression, connection):
        """Empty, too, when SECRET_KEY was changed: its owner makes a new one."""
        if value:
            with suppress(InvalidTag):
                return _cipher().decrypt(base64.b64decode(value), None).decode()
        return ""


def _cipher():
    return AESSIV(salted_hmac("registry.models.webhooks", "", algorithm="sha512").digest())


class Event(models.TextChoices):
    """What a webhook may ask for. The codes are those of the API: they never change."""

    ORGANIZATION = "organization.*", _("Everything about organizations")
    ORGANIZATION_UPSERT = "organization.upsert", _("An organization came or changed")
    ORGANIZATION_DELETE = "organization.delete", _("An organization went")
    ORGANIZATION_MERGE = "organization.merge", _("An organization was merged into another")
    ORGANIZATION_UNMERGE = "organization.unmerge", _("A merge was undone")
    PARTNERSHIP = "partnership.*", _("Everything about partnerships")
    PARTNERSHIP_UPSERT = "partnership.upsert", _("The partnerships of an organization came or changed")
    PARTNERSHIP_DELETE = "partnership.delete", _("An organization went, and its partnerships with it")
    OBSERVER = "observer.*", _("Everything about observer status")
    OBSERVER_UPSERT = "observer.upsert", _("An observer came, or its status changed")
    OBSERVER_DELETE = "observer.delete", _("An observer went")
    CONSULTATION = "consultation.*", _("Everything about consultations")
    CONSULTATION_UPSERT = "consultation.upsert", _("A consultation came or changed")
    CONSULTATION_DELETE = "consultation.delete", _("A consultation went")
    PARTICIPATION = "participation.*", _("Everything about who took part in consultations")
    PARTICIPATION_UPSERT = "participation.upsert", _("An organization took part in a consultation")
    PARTICIPATION_DELETE = "participation.delete", _("An organization is not named as taking part any more")
    EXPORT_READY = "export.ready", _("The files of the night are ready")
    PROPOSAL_DECIDED = "proposal.decided", _("IOM answered a proposal of this system")
    MATCH_JOB_DONE = "match_job.done", _("A list that this system sent was matched, or could not be")


class WebhookQuerySet(models.QuerySet):
    def active(self):
        """Those that are told of changes: let in, and somebody answers for their system."""
        return self.filter(
            state=WebhookState.ACTIVE,
            client__state=ClientState.ACTIVE,
            client__scopes__contains=["webhooks"],
            client__owner__is_active=True,
        )


class Webhook(Stamped):
    """One address of a system of a partner, and what it is told of."""

    class Because(models.TextChoices):
        GONE = "gone", _("The receiver answered that it is gone for good.")
        FAILING = "failing", _("No message arrived for five days.")

    # At a time, for one client; and messages that wait for one webhook.
    MOST, MOST_WAITING = 10, 1000

    reference = models.CharField(max_length=12, unique=True, default=new_webhook_reference, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="webhooks")
    address = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=40, choices=Event))
    state = models.CharField(max_length=10, choices=WebhookState, default=WebhookState.ACTIVE)
    because = models.CharField(max_length=10, choices=Because, blank=True)
    secret = SecretField()
    # While the one takes the place of the other, messages are signed with both.
    old_secret = SecretField(blank=True, default="")
    old_secret_until = models.DateTimeField(null=True, blank=True)
    # Up to which number of the feed messages were written.
    after = models.BigIntegerField()
    # When the first of the attempts failed since the last that did not, and how many did.
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    # Until then the receiver is given time; and until then a worker is at it, or was: who had a turn last comes last.
    not_before = models.DateTimeField(null=True, blank=True)
    taken_until = models.DateTimeField(null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=WebhookState.values), name="webhook_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="disabled") & ~models.Q(because="")
                | ~models.Q(state="disabled") & models.Q(because=""),
                name="webhook_disabled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(old_secret="", old_secret_until__isnull=True)
                | (~models.Q(old_secret="") & models.Q(old_secret_until__isnull=False)),
                name="webhook_old_secret_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(events__contained_by=Event.values) & ~models.Q(events=[]),
                name="webhook_events_known",
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("registry:webhook-detail", args=[self.client.reference, self.reference])

    def get_events_display(self):
        return [Event(event).label for event in self.events]

    @property
    def is_told(self):
        """Whether it is among those of `WebhookQuerySet.active`."""
        client = self.client
        return (
            self.state == WebhookState.ACTIVE
            and client.state == ClientState.ACTIVE
            and "webhooks" in client.scopes
            and client.owner.is_active
        )

    def wants(self, event):
        return event in self.events or f"{event.partition('.')[0]}.*" in self.events

    def secrets_at(self, moment):
        is_changing = self.old_secret_until is not None and self.old_secret_until > moment
        return [secret for secret in (self.secret, self.old_secret if is_changing else "") if secret]


class WebhookDelivery(models.Model):
    """One message to one webhook, with every attempt. Its id stays the same, so that a receiver knows it again."""

    PING = "ping"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=40, unique=True, default=new_message_id, editable=False)
    # Of the feed; empty for a trial, and for what the feed does not tell, which is here: {"id", …}.
    seq = models.BigIntegerField(null=True, blank=True)
    event = models.CharField(max_length=40)
    told = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # How often it was tried since it was last asked for.
    tries = models.PositiveSmallIntegerField(default=0)
    # [{at, status, reason, milliseconds}], the first one first.
    attempts = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = _("messages to webhooks")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.UniqueConstraint(fields=["webhook", "seq", "event"], name="delivery_once_for_each_event"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", ended_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(ended_at__isnull=False)),
                name="delivery_ended_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["webhook", "next_at"], name="delivery_due", condition=models.Q(state="waiting")),
            models.Index(fields=["webhook", "-id"], name="delivery_log"),
            models.Index(fields=["ended_at"], name="delivery_by_end"),
        ]

    def __str__(self):
        return self.message_id
