"""Jobs: PostgreSQL is the queue of record. A job that no worker holds is taken up again from its checkpoint."""

from django.db import models
from django.urls import reverse

from registry import references
from registry.models.base import Stamped
from registry.states import JobState


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
                condition=models.Q(state__in=["waiting", "running", "held"]),
                name="one_open_job_a_subject",
            ),
        ]

    def get_absolute_url(self):
        return reverse("registry:job-detail", args=[self.reference])

    @property
    def is_over(self):
        return self.state in {JobState.DONE, JobState.STOPPED, JobState.HELD}

    @property
    def percent(self):
        return 100 * self.done // self.total if self.total else 0
