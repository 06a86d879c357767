"""Two records that may be one organization: the pairs somebody has to look at, and the merges that came of them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.models.base import Stamped
from registry.models.organizations import Organization
from registry.states import MergeState, PairState


def new_pair_reference():
    return references.new("DUP")


def new_merge_reference():
    return references.new("MRG")


class DuplicatePair(Stamped):
    """Two records that may be the same organization, why the machine thinks so, and what a person said.

    `identity_sha256` is what both records said of who they are when the pair was last looked at: a verdict holds until
    that changes.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_pair_reference, editable=False)
    first = models.ForeignKey(Organization, models.CASCADE, related_name="pairs_as_first")
    second = models.ForeignKey(Organization, models.CASCADE, related_name="pairs_as_second")
    state = models.CharField(max_length=10, choices=PairState, default=PairState.OPEN)
    # 0–1; and the evidence: [{"code", "values"}], as registry.matching tells it.
    score = models.FloatField()
    agreeing = models.JSONField(default=list)
    conflicting = models.JSONField(default=list)
    identity_sha256 = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_told_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="pair_in_order"),
            models.CheckConstraint(condition=models.Q(state__in=PairState.values), name="pair_state_known"),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="pair_score_is_a_share"),
            models.CheckConstraint(
                condition=models.Q(state__in=[PairState.SAME, PairState.DIFFERENT, PairState.UNSURE])
                & models.Q(decided_at__isnull=False, decided_by__isnull=False)
                | models.Q(state__in=[PairState.OPEN, PairState.CLOSED]),
                name="pair_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "-score", "id"], name="pair_by_state")]

    def __str__(self):
        return self.reference


class ComparedRecord(models.Model):
    """What a record said when the nightly scan last compared it with all others; who says the same is left alone.

    It holds the organization's key and no foreign key: it is a note of the scan and no part of the record, so that a
    merge leaves it where it is.
    """

    organization_key = models.BigIntegerField(primary_key=True)
    sha256 = models.CharField(max_length=64)


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of two records that this person may both know of."""
        known = Organization.objects.visible_to(user).values("pk")
        return self.filter(winner__in=known, loser__in=known)

    def merge_of(self, loser):
        """The merge by which a record became part of another, or None."""
        done = self.filter(loser=loser, state=MergeState.DONE)
        return done.select_related("winner").prefetch_related("winner__names").first()


class MergeOperation(Stamped):
    """One record taken into another: proposed by one person, done by a second, and undone when it was wrong.

    `choices` says which value was kept, field by field; `moved` lists every row that changed hands, so that each can go
    back; `before` holds the names of both records as they stood.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_merge_reference, editable=False)
    winner = models.ForeignKey(Organization, models.PROTECT, related_name="merges_won")
    loser = models.ForeignKey(Organization, models.PROTECT, related_name="merges_lost")
    state = models.CharField(max_length=10, choices=MergeState, default=MergeState.PROPOSED)
    reason = models.CharField(_("reason"), max_length=300)
    # {field: "winner" | "loser"}; what is not among them is kept from both.
    choices = models.JSONField(default=dict)
    # [{"what": "moved" | "dropped" | "changed" | "added", "model", "pk", …}]: see actions/merges/manifest.py.
    moved = models.JSONField(default=list)
    # {"winner": name, "loser": name}
    before = models.JSONField(default=dict)
    # The versions of both records that the person who proposed it had seen.
    winner_version = models.PositiveIntegerField()
    loser_version = models.PositiveIntegerField()
    proposed_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MergeState.values), name="merge_state_known"),
            models.CheckConstraint(condition=~models.Q(winner=models.F("loser")), name="merge_of_two_records"),
            models.UniqueConstraint(
                fields=["loser"],
                condition=models.Q(state__in=[MergeState.PROPOSED, MergeState.DONE]),
                name="one_open_merge_a_record",
                violation_error_message=_("Somebody has proposed to merge this record already."),
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("proposed_by")),
                name="merge_confirmed_by_a_second_person",
                violation_error_message=_("Two people must agree on a merge. Ask a colleague to confirm it."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[MergeState.PROPOSED, MergeState.WITHDRAWN], confirmed_at__isnull=True)
                | models.Q(state=MergeState.DONE, confirmed_at__isnull=False, confirmed_by__isnull=False)
                | models.Q(state=MergeState.UNDONE, confirmed_at__isnull=False, undone_at__isnull=False),
                name="merge_dated_as_it_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "-proposed_at"], name="merge_by_state")]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("registry:merge-detail", args=[self.reference])
