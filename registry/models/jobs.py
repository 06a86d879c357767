"""Jobs: PostgreSQL is the queue of record. A job that no worker holds is taken up again from its checkpoint."""

from django.db import models
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.states import JobState

# A job in one of these states is still to be done: there is one of a kind for one subject.
OPEN = [JobState.WAITING, JobState.RUNNING, JobState.PAUSED, JobState.HELD]


class Lane(models.TextChoices):
    """Which workers take it: a mail or a short job never waits behind long work."""

    SHORT = "short", pgettext_lazy("lane", "Short work")
    LONG = "long", pgettext_lazy("lane", "Long work")


def new_reference():
    return references.new("JOB")


class JobQuerySet(models.QuerySet):
    def due(self, *, at):
        """Waiting, or left behind by a worker that died: its lease ran out."""
        return self.filter(
            models.Q(state=JobState.WAITING, not_before__lte=at) | models.Q(state=JobState.RUNNING, lease_until__lt=at)
        )


class Job(Stamped):
    """One long piece of work, such as the applying of an import."""

    MAX_ATTEMPTS = 3

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=40)
    # What it is about, by reference: one open job of a kind for one subject.
    subject = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    lane = models.CharField(max_length=5, choices=Lane, default=Lane.LONG)
    # The routine of which it is a run, and the moment for which the clock asked; none where a person asked.
    routine = models.ForeignKey("registry.Routine", models.PROTECT, null=True, blank=True, related_name="runs")
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True)
    checkpoint = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    done_when_taken = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="running", lease_until__isnull=False)
                | (~models.Q(state="running") & models.Q(lease_until__isnull=True)),
                name="running_job_has_a_lease",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(state__in=OPEN),
                name="one_open_job_a_subject",
            ),
            models.UniqueConstraint(fields=["routine", "due_at"], name="one_run_of_a_routine_a_time"),
            models.CheckConstraint(condition=models.Q(lane__in=Lane.values), name="job_lane_known"),
        ]

    def get_absolute_url(self):
        return reverse("registry:job-detail", args=[self.reference])

    @property
    def is_over(self):
        return self.state in {JobState.DONE, JobState.STOPPED, JobState.HELD}

    @property
    def percent(self):
        return 100 * self.done // self.total if self.total else 0


class HeldRow(models.Model):
    """One row of a job's work at which a person must look: what it said, and why it was not done."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="held_rows")
    number = models.PositiveIntegerField()
    # The organization that it is about, where it is about one: who may not know of that one does not see the row.
    subject = models.CharField(max_length=60, blank=True)
    # In English, and one of the sentences that are translated.
    reason = models.CharField(max_length=500)
    # {column: text}
    cells = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "held rows"
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="row_held_once")]
