"""Observers: who has the status, by dated events that each cite an act; and how the status is lived."""

import re

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from observers.models.decisions import Decision
from observers.models.sessions import CouncilSession
from observers.states import ConfirmationState, StatusState
from registry import references
from registry.matching import fold
from registry.models import Document, Organization, OrganizationName
from registry.models.base import Stamped
from registry.roles import Permission


def new_reference():
    return references.new("STA")


def new_designation_reference():
    return references.new("DES")


def new_notice_reference():
    return references.new("NOT")


class ObserverKind(models.TextChoices):
    """Counted apart: a figure of CSOs never holds a State."""

    CSO = "cso", pgettext_lazy("observer", "Civil society organization")
    IGO = "igo", pgettext_lazy("observer", "Intergovernmental organization")
    STATE = "state", pgettext_lazy("observer", "State")


def folded_name(name):
    """The name as it is compared: without accents, case, apostrophes, and what stands in brackets."""
    return fold(re.sub(r"\([^)]*\)", " ", name))[:300]


class ObserverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members: their own organization's. Staff who read applications: all but those in danger elsewhere."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = models.Exists(user.memberships.filter(organization=models.OuterRef("organization"), left_at=None))
        if not user.holds(Permission.READ_APPLICATIONS):
            return self.filter(mine)
        known = Organization.objects.visible_to(user).filter(pk=models.OuterRef("organization"))
        return self.filter(mine | models.Q(organization=None) | models.Exists(known))

    def public(self):
        """Those that the public may know: all but an organization at risk. The Council's acts are public.

        One that nobody has linked to its record yet is hidden when it bears the name of an organization at risk.
        """
        in_danger = OrganizationName.objects.filter(organization__is_at_risk=True, folded=models.OuterRef("folded"))
        return self.filter(
            models.Q(organization=None) & ~models.Exists(in_danger) | models.Q(organization__is_at_risk=False)
        )


class Observer(Stamped):
    """A body that is or was represented by an observer at the Council. Its status is what its events say."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(_("kind"), max_length=6, choices=ObserverKind, default=ObserverKind.CSO)
    # As the act names it; a record of the registry may come later.
    name = models.CharField(_("name"), max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    organization = models.OneToOneField(
        Organization, models.PROTECT, null=True, blank=True, related_name="observer", verbose_name=_("organization")
    )
    is_demo = models.BooleanField(default=False)

    objects = ObserverQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("observer status")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ObserverKind.values), name="observer_kind_known"),
            models.UniqueConstraint(
                Lower("name"),
                "kind",
                condition=models.Q(organization__isnull=True),
                name="observer_named_once",
                violation_error_message=_("There is an observer with this name already."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("observers:observer-detail", args=[self.reference])


class StatusEvent(models.Model):
    """One dated act that changed a status. Append-only: what was wrong is corrected by a later event that says so."""

    class Kind(models.TextChoices):
        ADMITTED = "admitted", pgettext_lazy("status event", "Admitted")
        CONFIRMATION_DUE = "confirmation_due", pgettext_lazy("status event", "Confirmation asked for")
        CONFIRMED = "confirmed", pgettext_lazy("status event", "Confirmed")
        LAPSING = "lapsing", pgettext_lazy("status event", "Lapsing: not confirmed in time")
        SUSPENDED = "suspended", pgettext_lazy("status event", "Suspended")
        WITHDRAWN = "withdrawn", pgettext_lazy("status event", "Withdrawn")
        RESIGNED = "resigned", pgettext_lazy("status event", "Resigned")
        REINSTATED = "reinstated", pgettext_lazy("status event", "Reinstated")

    class Precision(models.TextChoices):
        """How exactly the source knows the day; a year stands as its last day, so nobody is counted too early."""

        DAY = "day", _("Day")
        YEAR = "year", _("Year only")

    observer = models.ForeignKey(Observer, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind)
    on = models.DateField(_("date"))
    precision = models.CharField(max_length=4, choices=Precision, default=Precision.DAY)
    session = models.ForeignKey(CouncilSession, models.PROTECT, null=True, blank=True, related_name="+")
    # The act: a session and resolution as the source names them, a notice, a letter.
    session_name = models.CharField(_("session"), max_length=100, blank=True)
    resolution = models.CharField(_("resolution"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=300)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="event")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["observer", "kind", "on"],
                name="event_told_once",
                violation_error_message=_("The same was recorded for this day already."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "admitted",
                        "confirmation_due",
                        "confirmed",
                        "lapsing",
                        "suspended",
                        "withdrawn",
                        "resigned",
                        "reinstated",
                    ]
                ),
                name="event_kind_known",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="event_cites_its_act"),
        ]
        indexes = [models.Index(fields=["observer", "on", "id"], name="event_in_order")]


# What a status is after each kind of event.
STATE_AFTER = {
    StatusEvent.Kind.ADMITTED: StatusState.ACTIVE,
    StatusEvent.Kind.CONFIRMATION_DUE: StatusState.CONFIRMATION_DUE,
    StatusEvent.Kind.CONFIRMED: StatusState.ACTIVE,
    StatusEvent.Kind.LAPSING: StatusState.LAPSING,
    StatusEvent.Kind.SUSPENDED: StatusState.SUSPENDED,
    StatusEvent.Kind.WITHDRAWN: StatusState.WITHDRAWN,
    StatusEvent.Kind.RESIGNED: StatusState.RESIGNED,
    StatusEvent.Kind.REINSTATED: StatusState.ACTIVE,
}


class ObserverCount(models.Model):
    """A figure that a source gave on a day. It stands beside the registry's own count; neither corrects the other."""

    kind = models.CharField(max_length=6, choices=ObserverKind)
    on = models.DateField(null=True)
    count = models.PositiveIntegerField()
    is_at_least = models.BooleanField(default=False)
    counts_en = models.CharField(max_length=200)
    counts_fr = models.CharField(max_length=200)
    counts_es = models.CharField(max_length=200)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "on", "count", "source"], name="count_told_once")]

    @property
    def counts(self):
        """What is counted, in the reader's language."""
        return getattr(self, f"counts_{(get_language() or 'en')[:2]}", "") or self.counts_en


class Designation(Stamped):
    """A person who may represent an observer, from one day to another."""

    reference = models.CharField(max_length=12, unique=True, default=new_designation_reference, editable=False)
    observer = models.ForeignKey(Observer, models.PROTECT, related_name="designations")
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    title = models.CharField(_("title or function"), max_length=150, blank=True)
    designated_at = models.DateTimeField()
    designated_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "observer",
                condition=models.Q(ended_at__isnull=True),
                name="designated_once",
                violation_error_message=_("This person is designated already."),
            )
        ]


class Participation(models.Model):
    """A representative is nominated for a session; afterwards, whether she came."""

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="participations")
    designation = models.ForeignKey(Designation, models.PROTECT, related_name="participations")
    nominated_at = models.DateTimeField()
    nominated_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "designation"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="nominated_once",
                violation_error_message=_("This person is nominated for the session already."),
            )
        ]


class Confirmation(Stamped):
    """From time to time an observer says that it is still interested, and what changed."""

    observer = models.ForeignKey(Observer, models.PROTECT, related_name="confirmations")
    state = models.CharField(max_length=10, choices=ConfirmationState, default=ConfirmationState.OPEN)
    asked_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    is_record_right = models.BooleanField(null=True, blank=True)
    changes = models.TextField(_("what has changed"), blank=True)
    # What the registry held of cooperation with IOM when it was confirmed: [{"reference", "words", "is_right"}].
    activities = models.JSONField(default=list)
    activities_note = models.TextField(_("other activities with IOM"), blank=True)
    are_activities_answered = models.BooleanField(default=False)
    is_interested = models.BooleanField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    # Why IOM sent it back, for the organization to read.
    return_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ConfirmationState.values), name="confirmation_state_known"
            ),
            models.UniqueConstraint(
                fields=["observer"],
                condition=models.Q(state__in=["open", "sent"]),
                name="one_open_confirmation",
            ),
        ]


class ChangeNotice(Stamped):
    """An observer tells of a change. It acts at once; what it means for the status a person says later."""

    class Kind(models.TextChoices):
        NAME = "name", pgettext_lazy("notice", "Change of name")
        HEAD = "head", pgettext_lazy("notice", "Change of head")
        STATUTES = "statutes", pgettext_lazy("notice", "Change of statutes")
        ADDRESS = "address", pgettext_lazy("notice", "Change of address")
        MERGER = "merger", pgettext_lazy("notice", "Merger")

    class Effect(models.TextChoices):
        NONE = "none", pgettext_lazy("notice", "No effect on the status")
        REVIEW = "review", pgettext_lazy("notice", "The status must be looked at")

    reference = models.CharField(max_length=12, unique=True, default=new_notice_reference, editable=False)
    observer = models.ForeignKey(Observer, models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind of change"), max_length=10, choices=Kind)
    # What it is now, such as the new name or the name of the new head.
    value = models.CharField(max_length=300)
    words = models.TextField(_("in your own words"), blank=True)
    effective_on = models.DateField(_("since"))
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    effect = models.CharField(max_length=10, choices=Effect, blank=True)
    effect_note = models.CharField(max_length=500, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effect="", assessed_at__isnull=True, assessed_by__isnull=True)
                | (~models.Q(effect="") & models.Q(assessed_at__isnull=False, assessed_by__isnull=False)),
                name="notice_assessed_by_somebody",
            )
        ]


class Suspension(Stamped):
    """Notice that a status may be suspended, the reply, and what was decided. Nothing here happens by itself."""

    class Ending(models.TextChoices):
        SUSPENDED = "suspended", pgettext_lazy("suspension", "Suspended")
        DROPPED = "dropped", pgettext_lazy("suspension", "Dropped")

    observer = models.ForeignKey(Observer, models.PROTECT, related_name="suspensions")
    grounds = models.TextField(_("reasons"))
    notified_at = models.DateTimeField()
    notified_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    reply_until = models.DateField(null=True, blank=True)
    reply = models.TextField(_("reply"), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    ending_reason = models.TextField(blank=True)
    effective_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["observer"], condition=models.Q(ended_at__isnull=True), name="one_open_suspension"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True) | ~models.Q(ended_by=models.F("notified_by")),
                name="suspension_decided_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ending="", ended_by__isnull=True)
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ending="")),
                name="suspension_ended_by_somebody",
            ),
        ]


class Reminder(models.Model):
    """The ledger of reminders: one row for each day of which somebody was reminded, however often the clock looks."""

    kind = models.CharField(max_length=40)
    # The reference of what it is about.
    subject = models.CharField(max_length=60)
    due_on = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    # Empty when a later reminder was sent instead, for the clock had stood still.
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind", "due_on", "days_before"], name="reminded_once")
        ]
