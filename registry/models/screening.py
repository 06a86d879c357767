"""Watch lists, who stands in them, and organizations whose names come near. Staff who judge read it, nobody else."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.models.organizations import Organization
from registry.states import MatchState


def new_list_reference():
    return references.new("WLS")


def new_match_reference():
    return references.new("SCR")


class ListKey(models.TextChoices):
    """Whose list it is. A newer file of the same list takes the place of the one before."""

    UN = "un", _("Consolidated list of the United Nations Security Council")
    DEMO = "demo", _("Invented list of the demonstration")


class EntryKind(models.TextChoices):
    ENTITY = "entity", pgettext_lazy("watch list", "Entity")
    INDIVIDUAL = "individual", pgettext_lazy("watch list", "Person")


class ClosedBecause(models.TextChoices):
    """Why nobody has to judge a match any more."""

    DELISTED = "delisted", pgettext_lazy("match", "The entry is no longer in the list")
    UNLIKE = "unlike", pgettext_lazy("match", "The names are no longer alike")
    GONE = "gone", pgettext_lazy("match", "The record has left the inventory")
    JOINED = "joined", pgettext_lazy("match", "Told twice after two records were merged")


class WatchList(Stamped):
    """One version of a list, as its publisher made it at a moment. The newest of a key is the one that is held."""

    reference = models.CharField(max_length=12, unique=True, default=new_list_reference, editable=False)
    key = models.CharField(max_length=10, choices=ListKey)
    made_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # {"entity", "individual", "names", "added", "changed", "delisted", "closed"}: what stood in it and what it changed.
    counts = models.JSONField(default=dict)
    loaded_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="next")

    class Meta:
        verbose_name_plural = _("watch lists")
        constraints = [
            models.CheckConstraint(condition=models.Q(key__in=ListKey.values), name="watch_list_known"),
            models.UniqueConstraint(fields=["key", "made_at"], name="watch_list_once_a_moment"),
        ]

    def __str__(self):
        return f"{self.get_key_display()}, {self.made_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("registry:watch-list-list")


class WatchListEntryQuerySet(models.QuerySet):
    def listed(self):
        return self.filter(delisted_in=None)

    def compared(self):
        """Bodies only: persons are not compared with anybody (docs/decisions/0029-screening.md)."""
        return self.listed().filter(kind=EntryKind.ENTITY)


class WatchListEntry(Stamped):
    """Who stands in a list, or stood there: gone from a newer version, an entry is delisted and never deleted."""

    key = models.CharField(max_length=10, choices=ListKey)
    # The publisher's own number, such as QDe.091.
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=EntryKind)
    name = models.TextField()
    # [[text, "name" | "original" | "good" | "low" | "former"]], the name first.
    names = models.JSONField(default=list)
    # Codes of those countries that we know, and the words of the list for all of them.
    countries = models.JSONField(default=list)
    countries_said = models.JSONField(default=list)
    programme = models.CharField(max_length=60, blank=True)
    listed_on = models.DateField()
    updated_on = models.DateField(null=True, blank=True)
    remarks = models.TextField(blank=True)
    # The fingerprint of what is compared, and of what the last screening has compared.
    sha256 = models.CharField(max_length=64)
    screened_sha256 = models.CharField(max_length=64, blank=True)
    first_list = models.ForeignKey(WatchList, models.PROTECT, related_name="+")
    last_list = models.ForeignKey(WatchList, models.PROTECT, related_name="entries")
    delisted_in = models.ForeignKey(WatchList, models.PROTECT, null=True, blank=True, related_name="delisted")

    objects = WatchListEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("entries of watch lists")
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="watch_list_entry_told_once"),
            models.CheckConstraint(condition=models.Q(kind__in=EntryKind.values), name="watch_list_entry_kind_known"),
        ]

    def __str__(self):
        return self.number


class ScreeningMatch(Stamped):
    """An organization that may be who stands in a list: found by the machine, judged by people. It blocks nothing.

    `identity_sha256` is what the record and the entry said when the match was last looked at: who was cleared stays
    cleared until one of the two says something else.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_match_reference, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="screening_matches")
    entry = models.ForeignKey(WatchListEntry, models.PROTECT, related_name="matches")
    # The version of the list by which it was found, or found again.
    watch_list = models.ForeignKey(WatchList, models.PROTECT, related_name="matches")
    state = models.CharField(max_length=10, choices=MatchState, default=MatchState.OPEN)
    # 0–1, and [{"code", "values"}] as registry.matching.screening tells it.
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    identity_sha256 = models.CharField(max_length=64)
    closed_because = models.CharField(max_length=10, choices=ClosedBecause, blank=True)
    proposed_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    judged_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("matches with watch lists")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MatchState.values), name="match_state_known"),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="match_score_is_a_share"),
            models.UniqueConstraint(
                fields=["organization", "entry"],
                condition=~models.Q(state=MatchState.CLOSED),
                name="match_told_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MatchState.CLOSED) & ~models.Q(closed_because="")
                | ~models.Q(state=MatchState.CLOSED) & models.Q(closed_because=""),
                name="match_closed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[MatchState.CLEARED, MatchState.CONFIRMED])
                | models.Q(judged_by__isnull=False, judged_at__isnull=False),
                name="match_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[MatchState.PROPOSED, MatchState.CONFIRMED])
                | models.Q(proposed_by__isnull=False),
                name="match_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=MatchState.CONFIRMED) | ~models.Q(judged_by=models.F("proposed_by")),
                name="match_confirmed_by_a_second_person",
                violation_error_message=_("Two people must agree that it is the same. Ask a colleague."),
            ),
        ]
        indexes = [models.Index(fields=["state", "-score", "id"], name="match_by_state")]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("registry:match-detail", args=[self.reference])


class MatchVerdict(models.Model):
    """What one person answered about a match, and why. It stays, whatever is answered later."""

    match = models.ForeignKey(ScreeningMatch, models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=10, choices=MatchState)
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("answers about matches")
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="verdict_has_a_reason")]


class ScreenedRecord(models.Model):
    """What a record said when it was last compared with the lists; who says the same is left alone.

    A note of the screening and no part of the record, so it holds no foreign key and a merge leaves it where it is.
    """

    organization_key = models.BigIntegerField(primary_key=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = _("screened records")
