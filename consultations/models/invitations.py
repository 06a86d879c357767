"""Which organizations are asked to a consultation, with how many people, and what they answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.states import ConsultationInvitationState
from registry import references
from registry.models import Organization, User
from registry.models.base import Stamped


def new_reference():
    return references.new("CIN")


class ConsultationInvitation(Stamped):
    """An organization is asked to one edition. Who comes for it is told by its registrations."""

    class Answered(models.TextChoices):
        ONLINE = "online", _("On the site")
        LINK = "link", _("By the link of the invitation")
        STAFF = "staff", _("By other means, recorded by staff")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="invitations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="consultation_invitations")
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
        ]
