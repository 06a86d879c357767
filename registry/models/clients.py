"""Clients: the systems of partners that read the API, the keys by which they are known, and what each may.

A key dies with its owner, its day, its client, or by revocation, whichever comes first; all of it is asked at each
request (docs/decisions/0035-clients-and-keys.md).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.models.base import Stamped
from registry.roles import Permission
from registry.states import ClientState


class Scope(models.TextChoices):
    """What a key may be used for. The codes are those of the API and of OAuth2: they never change."""

    READ = "read", _("Read what is published")
    READ_PARTNER = "read:partner", _("Read the partner profile: towns and provinces")
    CHANGES = "changes", _("Follow changes")
    EXPORT = "export", _("Take whole files")
    WEBHOOKS = "webhooks", _("Be told of changes")
    PROPOSE = "propose", _("Propose corrections")


# What everybody may take for herself; the others IOM gives.
OPEN_SCOPES = (Scope.READ, Scope.CHANGES, Scope.EXPORT, Scope.WEBHOOKS, Scope.PROPOSE)

PUBLIC, PARTNER = "public", "partner"


def profile_of(scopes):
    """Which of the two profiles of a listing is read with these scopes."""
    return PARTNER if Scope.READ_PARTNER in scopes else PUBLIC


def new_client_reference():
    return references.new("CLI")


class ClientQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state=ClientState.ACTIVE)

    def asking(self):
        """Those that ask for the partner profile and have no answer yet."""
        return self.active().exclude(asks_because="")

    def visible_to(self, user):
        """Her own; whoever answers for clients sees them all."""
        if not user.is_authenticated:
            return self.none()
        return self if user.holds_everywhere(Permission.MANAGE_CLIENTS) else self.filter(owner=user)


class Client(Stamped):
    """A system that reads the API, the person who answers for it, and what IOM lets it read."""

    reference = models.CharField(max_length=12, unique=True, default=new_client_reference, editable=False)
    name = models.CharField(_("name of the system"), max_length=100)
    run_by = models.CharField(_("who runs it"), max_length=150)
    purpose = models.CharField(_("what it is for"), max_length=500)
    owner = models.ForeignKey("registry.User", models.PROTECT, related_name="clients")
    state = models.CharField(max_length=10, choices=ClientState, default=ClientState.ACTIVE)
    scopes = ArrayField(models.CharField(max_length=20))
    # ISO alpha-3 codes: it reads only of organizations that work in these. Empty: of all.
    countries = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    # Until when IOM lets it read the partner profile. Empty: no end was set, or it may not.
    partner_until = models.DateField(null=True, blank=True)
    # Why it asks for the partner profile; emptied by the answer.
    asks_because = models.CharField(_("why it needs the partner profile"), max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("clients of the API")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ClientState.values), name="client_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True)),
                name="client_closed_at_a_moment",
            ),
            models.CheckConstraint(condition=models.Q(scopes__contained_by=Scope.values), name="client_scopes_known"),
            models.CheckConstraint(
                condition=models.Q(partner_until__isnull=True) | models.Q(scopes__contains=["read:partner"]),
                name="client_term_of_partner_profile",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("registry:client-detail", args=[self.reference])

    @property
    def is_active(self):
        return self.state == ClientState.ACTIVE

    @property
    def lets_in(self):
        """Is there somebody who answers for it?"""
        return self.is_active and self.owner.is_active

    @property
    def may_read_partner(self):
        return Scope.READ_PARTNER in self.scopes

    def scopes_on(self, day):
        """What it may on this day: the partner profile has an end."""
        is_over = self.partner_until is not None and self.partner_until < day
        return frozenset(self.scopes) - ({Scope.READ_PARTNER} if is_over else set())


class ClientKeyQuerySet(models.QuerySet):
    def live(self, *, at):
        return self.filter(revoked_at=None, expires_at__gt=at)


class ClientKey(models.Model):
    """One key of a client. Of its secret only the hash is kept: who reads the database cannot use it."""

    # For how long a key is good, and how many of one client are at a time: the old and the new while it changes them.
    DAYS = 365
    MOST = 2

    client = models.ForeignKey(Client, models.PROTECT, related_name="keys")
    # What it begins with, by which it is found and told from others; no secret. Also the id of an OAuth2 client.
    prefix = models.CharField(max_length=20, unique=True)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    # Noted within some minutes only.
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # When its owner was told that it ends soon.
    warned_at = models.DateTimeField(null=True, blank=True)

    objects = ClientKeyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("keys of clients")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="key_expires_after_it_begins"
            )
        ]

    def __str__(self):
        return self.prefix

    def is_live(self, *, at):
        return self.revoked_at is None and self.expires_at > at
