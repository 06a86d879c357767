"""How people come to act for an organization: they claim a record that is there, or bring in one that is not."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.models.documents import Document
from registry.models.organizations import Organization
from registry.models.people import User
from registry.states import OPEN_CLAIMS, ClaimState


def new_reference():
    return references.new("CLM")


class ClaimQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=OPEN_CLAIMS)

    def to_decide(self):
        """Those with something to look at: a domain that was shown, or a document."""
        return self.filter(models.Q(state=ClaimState.SHOWN) | models.Q(state=ClaimState.ASKED, proof="document"))

    def visible_to(self, user):
        return self.filter(organization__in=Organization.objects.visible_to(user).values("pk"))


class Claim(Stamped):
    """A person says that she acts for an organization, and shows it by a mailbox on its domain or by a document.

    What she sends stays here, apart from the record, until somebody accepts the claim; then it becomes a document of
    the record. Of the link in the mail only the hash is kept.
    """

    class Proof(models.TextChoices):
        DOMAIN = "domain", pgettext_lazy("claim", "An e-mail address of the organization")
        DOCUMENT = "document", pgettext_lazy("claim", "A document")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="claims")
    person = models.ForeignKey(User, models.PROTECT, related_name="claims")
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.ASKED)
    proof = models.CharField(max_length=10, choices=Proof)
    # The domain that is to be shown. The address on it is in the mail alone.
    domain = models.CharField(max_length=253, blank=True)
    token_sha256 = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    file = models.FileField(upload_to="claims/", blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("claims")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ClaimState.values), name="claim_state_known"),
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=models.Q(state__in=sorted(OPEN_CLAIMS)),
                name="one_open_claim_a_person",
                violation_error_message=_("You have an open claim to this organization already."),
            ),
            models.UniqueConstraint(
                fields=["token_sha256"], condition=~models.Q(token_sha256=""), name="claim_token_once"
            ),
            models.CheckConstraint(
                condition=models.Q(proof="domain", expires_at__isnull=False) & ~models.Q(domain="")
                | models.Q(proof="document", domain="", expires_at__isnull=True, shown_at__isnull=True),
                name="claim_by_domain_or_document",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="shown") | models.Q(shown_at__isnull=False), name="claim_shown_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["accepted", "refused"], decided_at__isnull=False, decided_by__isnull=False
                )
                | ~models.Q(state__in=["accepted", "refused"])
                & models.Q(decided_at__isnull=True, decided_by__isnull=True),
                name="claim_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("person")),
                name="claim_decided_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="claim_by_state")]

    def __str__(self):
        return self.reference


class Joining(Stamped):
    """An organization that came in by the public door, with what a curator should look at before she publishes it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="joinings")
    person = models.ForeignKey(User, models.PROTECT, related_name="joinings")
    # Codes of registry.matching.lookalikes.Oddity.
    oddities = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    # References of the listed organizations that it came near to, and of which she said that it is none of these.
    near = ArrayField(models.CharField(max_length=12), default=list, blank=True)

    class Meta:
        verbose_name_plural = _("arrivals by the public door")
