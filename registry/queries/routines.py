"""The timetable and its rows: what is due next, what ran last, what is late."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from registry.models import Job, Routine, StaffAssignment, User
from registry.models.jobs import OPEN
from registry.roles import PERMISSIONS, Permission
from registry.states import JobState
from registry.timetable import Entry


@dataclass(frozen=True)
class Standing:
    """How one routine stands now."""

    entry: Entry
    routine: Routine
    # The run that has not ended, and the last that has.
    open_run: Job | None
    last_run: Job | None

    @property
    def late_since(self) -> datetime | None:
        """The time for which the clock wanted it, when it was not done soon enough after it could be.

        After hours of standstill the run that catches up has its time like any other.
        """
        if self.routine.paused_at:
            return None
        run = self.open_run
        could_begin = run.created_at if run else self.routine.next_due_at
        if timezone.now() <= could_begin + self.entry.within:
            return None
        return (run.due_at or run.created_at) if run else could_begin


def timetable():
    """{key: entry}, in the order in which they are declared."""
    return {entry.key: entry for entry in import_string(settings.TIMETABLE)}


def standings(keys=None):
    """How each routine stands that is declared and that the clock has seen, in the order of the timetable."""
    entries = timetable()
    wanted = entries.keys() if keys is None else entries.keys() & set(keys)
    routines = {one.key: one for one in Routine.objects.filter(key__in=wanted).select_related("paused_by")}
    runs = Job.objects.filter(routine__in=routines.values())
    going = {run.routine_id: run for run in runs.filter(state__in=OPEN)}
    ended = runs.filter(state__in=[JobState.DONE, JobState.STOPPED]).order_by("routine", "-created_at", "-pk")
    last = {run.routine_id: run for run in ended.distinct("routine")}
    return [
        Standing(entry, routines[key], going.get(routines[key].pk), last.get(routines[key].pk))
        for key, entry in entries.items()
        if key in routines
    ]


def late_work():
    """The routines that are late, first the one that waits for the longest."""
    late = [standing for standing in standings() if standing.late_since]
    return sorted(late, key=lambda standing: standing.late_since)


def keepers_of_jobs():
    """Whom a job that needs a person is told to."""
    keeping = [function for function, held in PERMISSIONS.items() if Permission.MANAGE_JOBS in held]
    now = StaffAssignment.objects.current(on=timezone.localdate()).filter(function__in=keeping)
    return User.objects.filter(is_active=True, pk__in=now.values("user")).order_by("pk")
