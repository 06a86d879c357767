"""Applications: what an organization writes, shows, signs and sends, and whose turn it is."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from observers.models.criteria import CriteriaSet, Criterion
from observers.models.sessions import CouncilSession
from observers.states import OPEN, STAGES, WRITABLE, ApplicationState, Side
from registry import references
from registry.models import Document, Membership, Organization, OrganizationLink, Partnership
from registry.models.base import Stamped
from registry.models.people import LANGUAGES
from registry.roles import Permission


def new_reference():
    return references.new("OBS")


def new_upload_reference():
    return references.new("UPL")


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members: those of their own organization. Staff who read applications: what was sent, unless conflicted."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = self._of_member(user)
        if not user.holds(Permission.READ_APPLICATIONS):
            return self.filter(mine)
        return self.filter(mine | self._of_staff(user))

    def of_member(self, user):
        return self.filter(self._of_member(user))

    def open_to_staff(self, user):
        """What this person may read as staff: nothing that she has a conflict of interest with, not even its name."""
        if not user.is_authenticated or not user.holds(Permission.READ_APPLICATIONS):
            return self.none()
        return self.filter(self._of_staff(user))

    def open(self):
        return self.filter(state__in=OPEN)

    def free_of_conflict(self, user):
        """Without those that `user` has a conflict of interest with, declared or found."""
        return self.filter(~_conflicted(user))

    @staticmethod
    def _of_member(user):
        return models.Exists(
            Membership.objects.filter(organization=models.OuterRef("organization"), user=user, left_at=None)
        )

    @staticmethod
    def _of_staff(user):
        known = Organization.objects.visible_to(user).filter(pk=models.OuterRef("organization"))
        return models.Q(submitted_at__isnull=False) & models.Exists(known) & ~_conflicted(user)


def _conflicted(user):
    """Is or was a member; or, unless a second person cleared it, of a linked organization or owns its programme."""
    declared = Application.objects.filter(pk=models.OuterRef("pk"), conflicts__user=user, conflicts__says="conflict")
    cleared = Application.objects.filter(
        pk=models.OuterRef("pk"), conflicts__user=user, conflicts__cleared_at__isnull=False
    )
    organization = models.OuterRef("organization")
    member = Membership.objects.filter(user=user, organization=organization)
    own = Membership.objects.filter(user=user).values("organization")
    linked = OrganizationLink.objects.filter(
        models.Q(from_organization=organization, to_organization__in=own)
        | models.Q(to_organization=organization, from_organization__in=own)
    )
    units = user.assignments.filter(ends_on__isnull=True, unit__isnull=False).values("unit")
    programme = Partnership.objects.filter(organization=organization, programme__unit__in=units)
    return (
        models.Exists(declared)
        | models.Exists(member)
        | ((models.Exists(linked) | models.Exists(programme)) & ~models.Exists(cleared))
    )


class Application(Stamped):
    """An organization asks to be represented by an observer at the meetings of the Council."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="applications")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="applications")
    session = models.ForeignKey(CouncilSession, models.PROTECT, null=True, blank=True, related_name="applications")
    state = models.CharField(max_length=14, choices=ApplicationState, default=ApplicationState.DRAFT)
    # Goes up each time it comes back to the reviewers from the Council.
    cycle = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    # Who is written to for the organization, and who answers for it at IOM.
    correspondent = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    lead = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    # What IOM named when it sent the application back.
    missing = models.TextField(blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    # When the organization said that its record in the registry is right.
    record_checked_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Why it was closed without a decision of the Council, or withdrawn, as both sides read it.
    closed_reason = models.TextField(blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("applications for observer status")
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(state__in=OPEN),
                name="one_open_application",
                violation_error_message=_("This organization already has an open application. Go on with that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ApplicationState.values), name="application_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(submitted_at__isnull=False),
                name="application_sent_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, closed_at__isnull=True)
                | (~models.Q(state__in=OPEN) & models.Q(closed_at__isnull=False)),
                name="application_closed_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="application_by_state")]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("observers:application-detail", args=[self.reference])

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_writable(self):
        return self.state in WRITABLE

    @property
    def stage(self):
        """Where it is, in the words for the organization."""
        return STAGES[self.state]


class Turn(models.Model):
    """A stretch of time in one state: whose turn it was, since when, until when, and when it was due."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="turns")
    state = models.CharField(max_length=14, choices=ApplicationState)
    side = models.CharField(max_length=10, choices=Side)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    # Why it came to this turn, where both sides read the reason.
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(ended_at__isnull=True), name="one_turn_at_a_time"
            ),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="turn_side_known"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("began_at")),
                name="turn_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="turn_due", condition=models.Q(ended_at__isnull=True))]


class Slip(models.Model):
    """A due date that was moved, and why: both sides read the reason."""

    turn = models.ForeignKey(Turn, models.CASCADE, related_name="slips")
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="slip_has_a_reason")]


class Answer(Stamped):
    """What the organization says to one criterion, and the documents that show it."""

    class SelfCheck(models.TextChoices):
        YES = "yes", pgettext_lazy("self-check", "Yes")
        NO = "no", pgettext_lazy("self-check", "No")
        UNSURE = "unsure", pgettext_lazy("self-check", "Not sure")

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    self_check = models.CharField(max_length=6, choices=SelfCheck, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_declared = models.BooleanField(default=False)
    documents = models.ManyToManyField(Document, related_name="+", blank=True)
    written_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    # Staff attach a translation; what the organization wrote stays.
    translation = models.TextField(blank=True)
    translation_language = models.CharField(max_length=10, blank=True)
    translated_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "criterion"], name="one_answer_a_criterion")]


class Signature(models.Model):
    """The head of the organization is asked to sign by a link; she signs exactly what stood there (its hash).

    Only the hash of the token is kept.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="signatures")
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_as = models.CharField(_("signed as"), max_length=150, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(ended_at__isnull=True), name="one_signature_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True, signed_as="", content_sha256="")
                | (models.Q(signed_at__isnull=False) & ~models.Q(signed_as="") & ~models.Q(content_sha256="")),
                name="signed_with_name_and_hash",
            ),
        ]


class Submission(models.Model):
    """What was sent, frozen: canonical JSON and its SHA-256. A trigger refuses any change of it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="submission_numbered_once")]


class Upload(Stamped):
    """A file on its way in parts: the line may break, what has arrived stays. Finished, it becomes a document."""

    reference = models.CharField(max_length=12, unique=True, default=new_upload_reference, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="uploads")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=100)
    started_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="upload_not_longer_than_told"
            )
        ]
