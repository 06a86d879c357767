"""Which organizations are asked to a consultation, with how many people, and what they answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.audiences import Audience
from consultations.models.consultations import Consultation
from consultations.states import UNANSWERED, ConsultationInvitationState
from registry import references
from registry.models import Organization, User
from registry.models.base import Stamped


def new_reference():
    return references.new("CIN")


class ConsultationInvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of organizations of which this person may know."""
        return self.filter(organization__in=Organization.objects.visible_to(user).values("pk"))

    def unanswered(self):
        return self.filter(state__in=UNANSWERED)


class ConsultationInvitation(Stamped):
    """An organization is asked to one edition. Who comes for it is told by its registrations."""

    class Answered(models.TextChoices):
        ONLINE = "online", _("On the site")
        LINK = "link", _("By the link of the invitation")
        STAFF = "staff", _("By other means, recorded by staff")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="invitations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="consultation_invitations")
    # The question to the registry that found it; nothing when it was added by hand.
    audience = models.ForeignKey(Audience, models.PROTECT, null=True, blank=True, related_name="invitations")
    # How many people it may name.
    quota = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=10, choices=ConsultationInvitationState, default=ConsultationInvitationState.PREPARED
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_how = models.CharField(max_length=10, choices=Answered, blank=True)
    # Why it was added by hand, or why it declined.
    reason = models.CharField(max_length=500, blank=True)
    # Who told the answer that staff recorded.
    told_by = models.CharField(max_length=200, blank=True)
    # Set while a mail is to be written, the invitation or a reminder; a worker takes it from there.
    asked_to_send_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = ConsultationInvitationQuerySet.as_manager()

    MOST_REMINDERS = 3

    class Meta:
        verbose_name_plural = _("invitations to consultations")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "organization"],
                condition=~models.Q(state="expired"),
                name="organization_invited_once",
                violation_error_message=_("This organization is invited already."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["prepared", "sent", "opened", "accepted", "declined", "expired"]),
                name="consultation_invitation_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(quota__gte=1),
                name="invited_with_one_person_at_least",
                violation_error_message=_("An invitation is for one person at least."),
            ),
            models.CheckConstraint(condition=models.Q(reminders__lte=3), name="reminded_three_times_at_most"),
        ]
        indexes = [
            models.Index(
                fields=["consultation", "id"],
                condition=models.Q(asked_to_send_at__isnull=False),
                name="invitations_to_send",
            )
        ]


class InvitationToken(models.Model):
    """The link of one mail, for one organization and one mailbox. Only its hash is kept.

    Each reminder carries a link of its own; the earlier ones go on working until there is an answer.
    """

    invitation = models.ForeignKey(ConsultationInvitation, models.CASCADE, related_name="tokens")
    # A member of the organization, or nobody: then it went to the address of a contact.
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    address_sha256 = models.CharField(max_length=64)
    # 0 for the invitation, then the number of the reminder.
    number = models.PositiveSmallIntegerField(default=0)
    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    # When somebody pressed a button on its page. A look changes nothing: mail programs look at links by themselves.
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("links of invitations")
        constraints = [
            models.UniqueConstraint(fields=["invitation", "address_sha256", "number"], name="one_link_a_mail"),
        ]
