"""Who comes to a consultation, for whom, and whether a seat is theirs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models.consultations import Consultation
from consultations.models.invitations import ConsultationInvitation
from consultations.states import LIVE_REGISTRATIONS, RegistrationState
from registry import references
from registry.models import Country, Organization, User
from registry.models.base import Stamped


def new_reference():
    return references.new("REG")


class RegistrationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=LIVE_REGISTRATIONS)


class Registration(Stamped):
    """One person at one consultation: named by the organization that was invited, or entered by staff."""

    class Attends(models.TextChoices):
        IN_PERSON = "in_person", pgettext_lazy("registration", "In person")
        ONLINE = "online", pgettext_lazy("registration", "Online")

    class Gender(models.TextChoices):
        WOMAN = "woman", pgettext_lazy("gender", "Woman")
        MAN = "man", pgettext_lazy("gender", "Man")
        OTHER = "other", pgettext_lazy("gender", "Another answer")

    class Part(models.TextChoices):
        CSO = "cso", pgettext_lazy("registration", "Civil society organization")
        IOM = "iom", pgettext_lazy("registration", "IOM")
        OTHER = "other", pgettext_lazy("registration", "Government, donor or other")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="registrations")
    invitation = models.ForeignKey(
        ConsultationInvitation, models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="consultation_registrations"
    )
    part = models.CharField(max_length=10, choices=Part, default=Part.CSO)
    # Whom somebody stands for who comes for no organization of the registry.
    affiliation = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    function = models.CharField(max_length=200, blank=True)
    # Empty when the person did not say.
    gender = models.CharField(max_length=10, choices=Gender, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, default="en")
    attends = models.CharField(max_length=10, choices=Attends, default=Attends.IN_PERSON)
    state = models.CharField(max_length=10, choices=RegistrationState, default=RegistrationState.NOMINATED)
    named_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Why it was refused or withdrawn.
    reason = models.CharField(max_length=500, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("registrations for consultations")
        constraints = [
            models.UniqueConstraint(
                models.F("consultation"),
                models.functions.Lower("email"),
                # Long after the consultation the address is emptied; see consultations/retention.py.
                condition=models.Q(state__in=["nominated", "confirmed", "waitlisted", "attended"], email__gt=""),
                name="person_registered_once",
                violation_error_message=_("Somebody with this e-mail address is named for this consultation already."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["nominated", "confirmed", "waitlisted", "refused", "withdrawn", "attended", "no_show"]
                ),
                name="registration_state_known",
            ),
            models.CheckConstraint(condition=models.Q(attends__in=["in_person", "online"]), name="attends_known"),
            models.CheckConstraint(condition=models.Q(part__in=["cso", "iom", "other"]), name="participant_part_known"),
            models.CheckConstraint(
                condition=models.Q(part="cso", organization__isnull=False) | ~models.Q(part="cso"),
                name="civil_society_comes_for_an_organization",
                violation_error_message=_("Say for which organization of the registry this person comes."),
            ),
        ]
