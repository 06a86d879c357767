"""What the members of an organization would change in its record, where IOM looks before the public sees it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.models.base import Stamped
from registry.models.facts import BY_CLIENT, BY_LINK
from registry.models.organizations import Organization
from registry.states import ProposalState

# How a member's change reaches the record, field by field. At once: what describes the organization and can be put
# right as easily as it was put wrong. After a look: what makes it this organization and no other, by which it is found,
# told from others, counted and trusted; who could change that alone could take another's place.
AT_ONCE = (
    "website",
    "description_en",
    "description_fr",
    "description_es",
    "languages",
    "hq_city",
    "levels",
    "presences",
)
AFTER_A_LOOK = ("names", "kind", "types", "type_explained", "identifiers", "hq_country", "founded")


# What the system of a partner may propose: all of it after a look. The names are those of the API.
PROPOSABLE = (*AFTER_A_LOOK, "website")


def new_reference():
    return references.new("PRO")


class ChangeProposalQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=ProposalState.OPEN)

    def visible_to(self, user):
        return self.filter(organization__in=Organization.objects.visible_to(user).values("pk"))


class ChangeProposal(Stamped):
    """One sending of a member: the fields that she would change, from what to what, and what shows that it is so."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=15, choices=ProposalState, default=ProposalState.OPEN)
    # The version of the record that she had before her.
    base_version = models.PositiveIntegerField()
    evidence = models.CharField(_("what shows it"), max_length=500, blank=True)
    proposed_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    # Or the question of a refresh campaign, by whose link somebody without an account proposed it.
    told_in = models.CharField(max_length=12, blank=True, default="", db_default="")
    # Or the system of a partner; `asked_sha256` tells whether what comes again under its key is the same.
    client = models.ForeignKey("registry.Client", models.PROTECT, null=True, blank=True, related_name="proposals")
    idempotency_key = models.CharField(max_length=100, blank=True, default="", db_default="")
    asked_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    proposed_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeProposalQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("proposed changes")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ProposalState.values), name="proposal_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.OPEN, closed_at__isnull=True, closed_by__isnull=True)
                | ~models.Q(state=ProposalState.OPEN) & models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="proposal_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_by__isnull=False, told_in="", client__isnull=True)
                | models.Q(proposed_by__isnull=True, client__isnull=True) & ~models.Q(told_in="")
                | models.Q(proposed_by__isnull=True, told_in="", client__isnull=False),
                name="proposal_by_account_link_or_client",
            ),
            models.CheckConstraint(
                condition=models.Q(client__isnull=True, idempotency_key="", asked_sha256="")
                | models.Q(client__isnull=False) & ~models.Q(idempotency_key="") & ~models.Q(asked_sha256=""),
                name="proposal_of_client_has_its_key",
            ),
            models.UniqueConstraint(
                fields=["client", "idempotency_key"],
                condition=models.Q(client__isnull=False),
                name="proposal_sent_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "proposed_at"], name="proposal_by_state")]

    def __str__(self):
        return self.reference

    @property
    def speaker(self):
        """Who said so, as verbs take it."""
        if self.client_id:
            return f"{BY_CLIENT}{self.client.reference}"
        return self.proposed_by or f"{BY_LINK}{self.told_in}"

    @property
    def proposer(self):
        """The person who proposed it, or who answers for the system that did; None for a contact by her link."""
        return self.client.owner if self.client else self.proposed_by

    @property
    def said_by(self):
        """Who said so, as people read it."""
        return self.client or self.proposed_by or _("a contact of the organization, by its link")


class ProposedField(models.Model):
    """One field of a proposal, with the value that stood in the record and the one that is to stand there."""

    class Decision(models.TextChoices):
        WAITING = "waiting", _("Waiting for IOM")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Not accepted")
        SUPERSEDED = "superseded", _("Replaced by a later proposal")
        WITHDRAWN = "withdrawn", _("Taken back")

    proposal = models.ForeignKey(ChangeProposal, models.CASCADE, related_name="fields")
    # The proposal's own, here once more: so the database keeps one waiting value a field of an organization.
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="proposed_fields")
    field = models.CharField(max_length=20, choices=[(field, field) for field in PROPOSABLE])
    # As JSON holds it: a text, a number, a code, or a list of codes or of rows.
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.WAITING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name_plural = _("fields of proposed changes")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "field"], name="field_proposed_once"),
            models.UniqueConstraint(
                fields=["organization", "field"],
                condition=models.Q(decision="waiting"),
                name="one_waiting_proposal_a_field",
                violation_error_message=_("Another change of this field is waiting already."),
            ),
            models.CheckConstraint(
                condition=models.Q(decision__in=["waiting", "accepted", "refused", "superseded", "withdrawn"]),
                name="proposed_field_decision_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="refused") | ~models.Q(reason=""), name="refusal_says_why"
            ),
        ]

    @property
    def is_waiting(self):
        return self.decision == self.Decision.WAITING
