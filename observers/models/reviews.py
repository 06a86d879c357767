"""What IOM does with an application: conflicts, reviews, findings, questions, opinions, the recommendation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from observers.models.applications import Application
from observers.models.criteria import Criterion
from observers.states import ReviewState
from registry import references
from registry.models import Document, Unit
from registry.models.base import Stamped


def new_opinion_reference():
    return references.new("OPI")


def new_question_reference():
    return references.new("QUE")


class Verdict(models.TextChoices):
    MET = "met", pgettext_lazy("finding", "Met")
    PARTLY = "partly", pgettext_lazy("finding", "Partly met")
    NOT_MET = "not_met", pgettext_lazy("finding", "Not met")
    CANNOT_ASSESS = "cannot_assess", pgettext_lazy("finding", "Cannot assess")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("finding", "Not applicable")


class Ground(models.TextChoices):
    """Why somebody should not judge."""

    MEMBER = "member", pgettext_lazy("conflict", "Is or was a member of the organization")
    NETWORK = "network", pgettext_lazy("conflict", "Belongs to an organization that is linked to it")
    PROGRAMME = "programme", pgettext_lazy("conflict", "Answers for a programme in which it takes part")
    FAMILY = "family", pgettext_lazy("conflict", "Family or friendship")
    MONEY = "money", pgettext_lazy("conflict", "Money or other interest")
    OTHER = "other", pgettext_lazy("conflict", "Another reason")


class Conflict(Stamped):
    """What one member of staff declared about one application, and whether a second person cleared what was found.

    Clearing takes away a connection that the registry found; she still declares before the file opens.
    """

    class Says(models.TextChoices):
        NONE = "none", pgettext_lazy("conflict", "No conflict of interest")
        CONFLICT = "conflict", pgettext_lazy("conflict", "Conflict of interest")

    application = models.ForeignKey(Application, models.CASCADE, related_name="conflicts")
    user = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    # Empty while she was cleared and has not declared yet.
    says = models.CharField(max_length=10, choices=Says, blank=True)
    ground = models.CharField(_("reason"), max_length=12, choices=Ground, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    cleared_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="one_declaration_a_person"),
            models.CheckConstraint(
                condition=~models.Q(says="conflict") | ~models.Q(ground=""), name="conflict_has_a_ground"
            ),
            models.CheckConstraint(
                condition=models.Q(cleared_at__isnull=True, cleared_by__isnull=True, cleared_reason="")
                | (
                    models.Q(cleared_at__isnull=False, cleared_by__isnull=False)
                    & ~models.Q(cleared_reason="")
                    & ~models.Q(user=models.F("cleared_by"))
                ),
                name="conflict_cleared_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(says="", declared_at__isnull=True)
                | (~models.Q(says="") & models.Q(declared_at__isnull=False)),
                name="conflict_declared_at_a_time",
            ),
        ]


class Review(Stamped):
    """One person's look at an application in one cycle. Nobody else reads it until both are handed in."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="reviews")
    cycle = models.PositiveSmallIntegerField()
    reviewer = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.ASSIGNED)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "cycle", "reviewer"],
                name="one_review_a_person",
                violation_error_message=_("This person reviews the application already."),
            ),
            models.CheckConstraint(condition=models.Q(state__in=ReviewState.values), name="review_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="handed_in", handed_in_at__isnull=False)
                | (~models.Q(state="handed_in") & models.Q(handed_in_at__isnull=True)),
                name="review_handed_in_at_a_time",
            ),
        ]


class Finding(Stamped):
    """A reviewer's verdict on one criterion, with the reason and what it rests on."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="findings")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    verdict = models.CharField(_("finding"), max_length=14, choices=Verdict)
    # Quoted to the organization when the verdict is not "met".
    reason = models.TextField(_("reason"), blank=True)
    # Never leaves staff.
    note = models.TextField(_("note for staff"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_finding_a_criterion"),
            models.CheckConstraint(condition=models.Q(verdict__in=Verdict.values), name="finding_verdict_known"),
            models.CheckConstraint(
                condition=models.Q(verdict="met") | ~models.Q(reason=""),
                name="finding_has_a_reason",
                violation_error_message=_("Write the reason. The organization reads it when the finding is not “Met”."),
            ),
        ]


class Pin(models.Model):
    """What a finding rests on: a page of a document, or a row of the registry by its reference."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="pins")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    # Such as PAR-7K2M9XQ4, or the name of a field of the record.
    row = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(document__isnull=False, row="")
                | (models.Q(document__isnull=True) & ~models.Q(row="")),
                name="pin_to_a_document_or_a_row",
            )
        ]


class Settlement(models.Model):
    """Two reviewers differ on a criterion: a third person says what stands, and why."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="settlements")
    cycle = models.PositiveSmallIntegerField()
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=14, choices=Verdict)
    reason = models.TextField()
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "cycle", "criterion"], name="settled_once"),
            models.CheckConstraint(condition=models.Q(verdict__in=Verdict.values), name="settlement_verdict_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="settlement_has_a_reason"),
        ]


class OpinionRequest(Stamped):
    """A mission or department is asked what it thinks. Silence is recorded, and is not a yes."""

    reference = models.CharField(max_length=12, unique=True, default=new_opinion_reference, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit or mission"))
    question = models.TextField(_("question"))
    due_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    answer = models.TextField(_("opinion"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    # The due date passed without an answer.
    silent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(answer="")),
                name="opinion_answered_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["application", "unit"],
                condition=models.Q(answered_at__isnull=True, silent_at__isnull=True),
                name="one_open_opinion_a_unit",
                violation_error_message=_("This unit has been asked already. Wait for its answer."),
            ),
        ]


class Round(models.Model):
    """Questions that go out together, answered together. The clock of IOM stands still meanwhile."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    # Empty while reviewers still collect questions.
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    # Why there is one more than the criteria set allows.
    extra_reason = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Closed by IOM without waiting for all answers, and why.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="round_numbered_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(answered_at__isnull=True, closed_at__isnull=True),
                name="one_open_round",
            ),
        ]


class Question(Stamped):
    """Something that IOM asks about one criterion, once."""

    reference = models.CharField(max_length=12, unique=True, default=new_question_reference, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    text = models.TextField(_("question"))
    asked_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    # An earlier question that says much the same, and why it is asked again all the same.
    similar_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    repeat_reason = models.CharField(max_length=500, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    documents = models.ManyToManyField(Document, related_name="+", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(similar_to__isnull=True) | ~models.Q(repeat_reason=""),
                name="repeated_question_has_a_reason",
                violation_error_message=_("This was asked before. Say why it must be asked again."),
            ),
        ]


class StaffNote(models.Model):
    """A word among staff. It stands in no page, file, mail or answer that the organization gets."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="staff_notes")
    text = models.TextField(_("note"))
    at = models.DateTimeField()
    by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")


class Recommendation(Stamped):
    """What two people advise the Council to do. Staff recommend; only the Council admits."""

    class Advice(models.TextChoices):
        ADMIT = "admit", pgettext_lazy("recommendation", "Admit")
        NOT_ADMIT = "not_admit", pgettext_lazy("recommendation", "Do not admit")
        DEFER = "defer", pgettext_lazy("recommendation", "Defer")

    application = models.ForeignKey(Application, models.PROTECT, related_name="recommendations")
    cycle = models.PositiveSmallIntegerField()
    advice = models.CharField(_("recommendation"), max_length=10, choices=Advice)
    reason = models.TextField(_("reason"))
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    # The second person did not agree: why.
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    returned_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "cycle"],
                condition=models.Q(returned_at__isnull=True),
                name="one_recommendation_a_cycle",
                violation_error_message=_("There is a recommendation already. Agree with it, or return it."),
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_by__isnull=True) | ~models.Q(agreed_by=models.F("signed_by")),
                name="recommendation_signed_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_at__isnull=True) | models.Q(returned_at__isnull=True),
                name="recommendation_agreed_or_returned",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="recommendation_has_a_reason"),
        ]
