"""Who comes to a consultation, for whom, and whether a seat is theirs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models.consultations import Consultation
from consultations.models.invitations import ConsultationInvitation
from consultations.states import LIVE_REGISTRATIONS, SEATED, RegistrationState
from registry import references
from registry.models import Country, Organization, User
from registry.models.base import Stamped


def new_reference():
    return references.new("REG")


# Confirmed, or kept for who is asked whether she still comes.
HAS_A_PLACE = models.Q(state__in=SEATED) | models.Q(offered_until__isnull=False)
IN_THE_ROOM = models.Q(attends="in_person")


def known_to(user):
    """Who comes for nobody, or for an organization that this person may know of; looked up for each of a few."""
    one = Organization.objects.visible_to(user).filter(pk=models.OuterRef("organization"))
    return models.Q(organization=None) | models.Q(models.Exists(one))


class RegistrationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=LIVE_REGISTRATIONS)

    def with_a_place(self):
        return self.filter(HAS_A_PLACE)

    def in_the_room(self):
        return self.filter(IN_THE_ROOM)

    def waiting(self):
        """On the waiting list without an offer."""
        return self.filter(state=RegistrationState.WAITLISTED, offered_until=None)

    def visible_to(self, user):
        """Whom this person may know of: who comes for nobody, or for an organization that she may know of."""
        return self.filter(known_to(user))


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

    class Beyond(models.TextChoices):
        QUOTA = "quota", pgettext_lazy("registration", "More people than the invitation is for")
        LATE = "late", pgettext_lazy("registration", "Named after registration closed")

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
    # Why staff must decide.
    exception = models.CharField(max_length=10, choices=Beyond, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    # A seat is kept for her until then; the targets of balance for which she was the next.
    offered_until = models.DateTimeField(null=True, blank=True)
    offered_for = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    # What she agreed to, list by list; nobody agrees by saying nothing.
    on_participants_list = models.BooleanField(default=False)
    on_public_list = models.BooleanField(default=False)
    in_photos = models.BooleanField(default=False)
    # [{"at", "by", "fields": {field: [before, after]}}] since she was named. Kept here and not in the history, which
    # never forgets: what a person is called goes when her data go.
    edits = models.JSONField(default=list, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("registrations for consultations")
        constraints = [
            # Of two organizations that name the same person, neither is told that the other one comes: a place each,
            # until staff, who see that the address stands twice, have settled it.
            models.UniqueConstraint(
                models.F("consultation"),
                models.F("organization"),
                models.functions.Lower("email"),
                # Long after the consultation the address is emptied; see consultations/retention.py.
                condition=models.Q(state__in=["nominated", "confirmed", "waitlisted", "attended"], email__gt=""),
                nulls_distinct=False,
                name="person_registered_once",
                violation_error_message=_("Somebody with this e-mail address comes for the same organization already."),
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
            models.CheckConstraint(
                condition=models.Q(exception__in=["", "quota", "late"]), name="registration_exception_known"
            ),
            models.CheckConstraint(
                condition=models.Q(offered_until__isnull=True) | models.Q(state="waitlisted"),
                name="offered_to_who_waits",
            ),
        ]
        indexes = [models.Index(fields=["consultation", "state"], name="registration_by_state")]
