"""People: who signs in, what she may do, and whom to ask in an organization. Contacts are private."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.models.base import Stamped
from registry.models.organizations import Organization
from registry.models.units import Unit
from registry.roles import MEMBER_PERMISSIONS, PERMISSIONS, Function, MemberRole
from registry.states import InvitationState

LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]


def new_person_reference():
    return references.new("PER")


def new_invitation_reference():
    return references.new("INV")


def new_contact_reference():
    return references.new("CON")


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person who signs in with her e-mail address. What she may do hangs on her assignments and memberships."""

    reference = models.CharField(max_length=12, unique=True, default=new_person_reference, editable=False)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    # Hours of her clock between which no mail leaves for her; both empty: none. From 22 until 7 goes over midnight.
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_for_an_address",
                violation_error_message=_("There is already an account with this e-mail address."),
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | (models.Q(quiet_from__lte=23, quiet_until__lte=23) & ~models.Q(quiet_from=models.F("quiet_until"))),
                name="quiet_between_two_hours",
                violation_error_message=_("Give two different hours, or none."),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return str(self)

    def current_assignments(self):
        """The functions that she holds today; read once and kept, for one request asks many times."""
        if not hasattr(self, "_assignments"):
            self._assignments = list(self.assignments.current(on=timezone.localdate()).select_related("unit"))
        return self._assignments

    def current_memberships(self):
        if not hasattr(self, "_memberships"):
            self._memberships = list(self.memberships.filter(left_at=None).select_related("organization"))
        return self._memberships

    def is_staff_member(self):
        return self.is_active and bool(self.current_assignments())

    def holds(self, permission, *, countries=None):
        """Does she hold `permission` as staff, for any of `countries` (ISO alpha-3)? Without countries: at all."""
        return self.is_active and any(
            permission in PERMISSIONS[assignment.function] and assignment.covers(countries)
            for assignment in self.current_assignments()
        )

    def holds_everywhere(self, permission):
        """Does she hold `permission` as staff without a limit of countries?"""
        return self.is_active and any(
            permission in PERMISSIONS[assignment.function] and not assignment.countries
            for assignment in self.current_assignments()
        )

    def holds_in(self, organization, permission):
        """Does she hold `permission` as a member of `organization`?"""
        return self.is_active and any(
            membership.organization_id == organization.pk and permission in MEMBER_PERMISSIONS[membership.role]
            for membership in self.current_memberships()
        )


class StaffAssignmentQuerySet(models.QuerySet):
    def current(self, *, on):
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=on), starts_on__lte=on)


class StaffAssignment(Stamped):
    """A function that a member of staff holds from one day to another, everywhere or for named countries."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    function = models.CharField(_("function"), max_length=30, choices=Function)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="assignments")
    # ISO alpha-3 codes. Empty: everywhere.
    countries = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StaffAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(function__in=Function.values), name="function_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="assignment_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["user", "function"],
                condition=models.Q(ends_on__isnull=True),
                name="one_open_assignment_a_function",
                violation_error_message=_("This person holds that function already. End it first."),
            ),
        ]

    def covers(self, countries):
        return countries is None or not self.countries or bool(set(self.countries) & set(countries))


class Membership(Stamped):
    """A person's part in one civil society organization."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("people with access")
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=MemberRole.values), name="member_role_known"),
            models.UniqueConstraint(
                fields=["user", "organization"],
                condition=models.Q(left_at__isnull=True),
                name="one_membership_an_organization",
                violation_error_message=_("This person is already a member of the organization."),
            ),
        ]


class InvitationQuerySet(models.QuerySet):
    def open(self, *, at):
        return self.filter(state=InvitationState.SENT, expires_at__gt=at)


class Invitation(Stamped):
    """An invitation by e-mail: to the staff with a function, or to an organization with a role. Never to both.

    Only the hash of its token is kept: who reads the database cannot use the link.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_invitation_reference, editable=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, blank=True)
    function = models.CharField(_("function"), max_length=30, choices=Function, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    countries = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.SENT)
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=InvitationState.values), name="invitation_state_known"),
            models.CheckConstraint(
                condition=models.Q(organization__isnull=False, function="", role__in=MemberRole.values)
                | models.Q(organization__isnull=True, role="", function__in=Function.values),
                name="invitation_to_staff_or_organization",
            ),
            models.CheckConstraint(
                condition=models.Q(state="accepted", accepted_by__isnull=False)
                | (~models.Q(state="accepted") & models.Q(accepted_by__isnull=True)),
                name="invitation_accepted_by_somebody",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "organization",
                condition=models.Q(state="sent", organization__isnull=False),
                name="one_open_invitation_a_member",
                violation_error_message=_("This person has been invited already. Withdraw that invitation first."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                "function",
                condition=models.Q(state="sent", organization__isnull=True),
                name="one_open_invitation_a_function",
                violation_error_message=_("This person has been invited already. Withdraw that invitation first."),
            ),
        ]

    def is_expired(self, *, at):
        return self.expires_at <= at


class Contact(Stamped):
    """A person to write to or to call in an organization. Private: never public, never in the partner API."""

    class Role(models.TextChoices):
        HEAD = "head", _("Head of the organization")
        FOCAL_POINT = "focal_point", _("Focal point for IOM")
        REPRESENTATIVE = "representative", _("Representative")
        OTHER = "other", _("Other contact")

    reference = models.CharField(max_length=12, default=new_contact_reference, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="contacts")
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.OTHER)
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    last_confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(fields=["organization", "reference"], name="contact_reference_once"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(role="head", ends_on__isnull=True),
                name="one_current_head",
                violation_error_message=_("The organization has a head already. End that entry first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name="", email="", phone=""),
                name="contact_says_something",
                violation_error_message=_("Give a name, an e-mail address or a telephone number."),
            ),
        ]
