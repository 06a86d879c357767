"""Refresh campaigns: organizations are asked whether what the inventory says of them is still right, and what came."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped, Translated
from registry.models.organizations import Organization
from registry.models.people import LANGUAGES, Contact, User
from registry.models.saved_views import ViewedList
from registry.states import ANSWERED_REFRESHES, OPEN_REFRESHES, RefreshInviteState, RefreshState


def new_reference():
    return references.new("RFC")


def new_invite_reference():
    return references.new("RFI")


class FactKind(models.TextChoices):
    """Which facts a campaign is to make fresh; by these policies they age."""

    CONTACT = "contact", pgettext_lazy("kind of facts", "How to reach it")
    ORGANIZATION = "organization", pgettext_lazy("kind of facts", "What it does and where")
    IDENTITY = "identity", pgettext_lazy("kind of facts", "Who it is")


class StopRule(models.TextChoices):
    """Of what there was too much."""

    BOUNCED = "bounced", pgettext_lazy("stop rule", "Mails that came back")
    REFUSED = "refused", pgettext_lazy("stop rule", "People who asked not to be written to")


class RefreshCampaign(Stamped, Translated):
    """One round of questions to the organizations that a question to the registry found on the day it began.

    The numbers that it starts with (days, wave, limits) are our own choice: no source gives any of IOM's.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField(_("title"), max_length=120)
    # For staff; empty: every kind.
    kind = models.CharField(max_length=12, choices=FactKind, blank=True)
    # Only those of which such a fact is not fresh.
    only_aged = models.BooleanField(default=True)
    # The list and its filters, as saved views keep them.
    list_name = models.CharField(max_length=10, choices=ViewedList, default=ViewedList.DIRECTORY)
    filters = models.JSONField(default=dict)
    languages = ArrayField(models.CharField(max_length=2, choices=LANGUAGES), default=list)
    # For those who read none of these, or of whom nobody knows.
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    # What the mail says beside our own words, in each language.
    text_en = models.CharField(max_length=600, blank=True)
    text_fr = models.CharField(max_length=600, blank=True)
    text_es = models.CharField(max_length=600, blank=True)
    first_wave = models.PositiveIntegerField(default=20, validators=[MinValueValidator(1)])
    link_days = models.PositiveSmallIntegerField(default=30, validators=[MinValueValidator(1), MaxValueValidator(365)])
    # Per cent of what was sent, above which no further mail is written.
    stop_bounced = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(100)])
    stop_refused = models.PositiveSmallIntegerField(default=5, validators=[MaxValueValidator(100)])
    state = models.CharField(max_length=10, choices=RefreshState, default=RefreshState.DRAFT)
    stopped_why = models.CharField(max_length=10, choices=StopRule, blank=True)
    # How many waves were let go.
    wave = models.PositiveSmallIntegerField(default=0)
    # From when on the stop rules count: who goes on after a stop has looked at what was before.
    watched_from = models.DateTimeField(null=True, blank=True)
    # The facts of those asked on the day it began, and how many were fresh. Nobody in danger is counted.
    facts_before = models.PositiveIntegerField(null=True, blank=True)
    fresh_before = models.PositiveIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("refresh campaigns")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=RefreshState.values), name="refresh_state_known"),
            models.CheckConstraint(
                condition=models.Q(kind="") | models.Q(kind__in=FactKind.values), name="refresh_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(list_name__in=["directory", "inventory"]), name="refresh_list_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="stopped", stopped_why__in=StopRule.values)
                | (~models.Q(state="stopped") & models.Q(stopped_why="")),
                name="refresh_stopped_by_a_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", started_at__isnull=True)
                | (~models.Q(state="draft") & models.Q(started_at__isnull=False, watched_from__isnull=False)),
                name="refresh_started_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="ended", ended_at__isnull=False)
                | (~models.Q(state="ended") & models.Q(ended_at__isnull=True)),
                name="refresh_ended_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(fresh_before__isnull=True) | models.Q(fresh_before__lte=models.F("facts_before")),
                name="refresh_fresh_within_all",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("registry:refresh-detail", args=[self.reference])


class Channel(models.TextChoices):
    MAIL = "mail", pgettext_lazy("channel", "By e-mail")
    MISSION = "mission", pgettext_lazy("channel", "By the mission")


class RefreshTask(models.TextChoices):
    """What the mission has to do about a question, besides waiting."""

    REACH = "reach", pgettext_lazy("task", "Nobody to write to: ask them")
    SILENT = "silent", pgettext_lazy("task", "No answer: call them")
    BOUNCED = "bounced", pgettext_lazy("task", "The mail came back: find an address")
    LEFT = "left", pgettext_lazy("task", "The person has left: ask whom she named")
    NOTE = "note", pgettext_lazy("task", "They wrote something: read it")


class RefreshInviteQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(organization__in=Organization.objects.visible_to(user).values("pk"))

    def open(self):
        return self.filter(state__in=OPEN_REFRESHES)

    def waiting_for_staff(self):
        return self.exclude(task="").filter(task_done_at=None)


class RefreshInvite(Stamped):
    """One question of a campaign to one organization: to a person of it by mail, or by the mission.

    Of the link in the mail only the hash is kept. `opened` means that a person pressed a button: mail programs and
    scanners follow links by themselves, so a look is not counted.
    """

    class Answered(models.TextChoices):
        LINK = "link", pgettext_lazy("answered", "By the link")
        STAFF = "staff", pgettext_lazy("answered", "To the staff, who wrote it down")
        MAIL = "mail", pgettext_lazy("answered", "By the mail program of its reader")

    reference = models.CharField(max_length=12, unique=True, default=new_invite_reference, editable=False)
    campaign = models.ForeignKey(RefreshCampaign, models.CASCADE, related_name="invites")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="refresh_invites")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="refresh_invites")
    channel = models.CharField(max_length=10, choices=Channel)
    # Where the mail went. When the entry names another address by now, the link is dead: it was hers, and is not.
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    wave = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RefreshInviteState, default=RefreshInviteState.QUEUED)
    token_sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_how = models.CharField(max_length=10, choices=Answered, blank=True)
    # The member of staff who wrote it down, and whom she spoke with.
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    told_by = models.CharField(max_length=150, blank=True)
    # Which fields were corrected, or proposed; never what stands in them.
    changed = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    note = models.CharField(max_length=500, blank=True)
    # Whom the person who left named. Nobody is written to before somebody of IOM has looked.
    named = models.CharField(max_length=150, blank=True)
    named_email = models.EmailField(blank=True)
    task = models.CharField(max_length=10, choices=RefreshTask, blank=True)
    task_since = models.DateTimeField(null=True, blank=True)
    task_done_at = models.DateTimeField(null=True, blank=True)
    task_done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RefreshInviteQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("questions of refresh campaigns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=RefreshInviteState.values), name="refresh_invite_state_known"
            ),
            models.UniqueConstraint(fields=["campaign", "organization"], name="one_invite_a_campaign"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(state__in=sorted(OPEN_REFRESHES)),
                name="one_open_refresh_invite",
                violation_error_message=_("Another campaign is asking this organization already."),
            ),
            models.UniqueConstraint(
                fields=["token_sha256"], condition=~models.Q(token_sha256=""), name="refresh_token_once"
            ),
            models.CheckConstraint(
                condition=models.Q(channel="mail", contact__isnull=False) | models.Q(channel="mission"),
                name="refresh_mail_to_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state="queued", sent_at__isnull=True)
                | (~models.Q(state="queued") & models.Q(sent_at__isnull=False, expires_at__isnull=False)),
                name="refresh_sent_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(ANSWERED_REFRESHES), answered_at__isnull=False)
                & ~models.Q(answered_how="")
                | ~models.Q(state__in=sorted(ANSWERED_REFRESHES)) & models.Q(answered_at__isnull=True, answered_how=""),
                name="refresh_answered_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(task="", task_since__isnull=True, task_done_at__isnull=True)
                | models.Q(task__in=RefreshTask.values, task_since__isnull=False),
                name="refresh_task_since",
            ),
            models.CheckConstraint(
                condition=models.Q(task_done_at__isnull=True, task_done_by__isnull=True)
                | models.Q(task_done_at__isnull=False),
                name="refresh_task_done_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state", "wave"], name="refresh_invite_by_state"),
            models.Index(
                fields=["task_since"],
                condition=models.Q(task_done_at__isnull=True) & ~models.Q(task=""),
                name="refresh_task_open",
            ),
            models.Index(
                fields=["expires_at"], condition=models.Q(state__in=["sent", "opened"]), name="refresh_invite_due"
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("registry:refresh-invite", args=[self.reference])

    @property
    def is_answered(self):
        return self.state in ANSWERED_REFRESHES

    def recipient(self):
        """The entry of the person it was sent to, as it is now; None when she is not that person any more."""
        contact = Contact.objects.filter(pk=self.contact_id, organization=self.organization_id, ends_on=None).first()
        return contact if contact and contact.email == self.address else None
