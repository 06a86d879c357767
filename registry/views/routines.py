"""The staff's pages of the routines: what runs when, what ran last, what is late or paused."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.forms.routines import PauseForm
from registry.queries.routines import standings
from registry.views import job_words
from registry.views.acts import ask
from registry.views.doors import staff_page

RUNS = 20


@staff_page
def routine_list(request):
    lines = [_line(request, standing) for standing in standings()]
    return render(request, "registry/routine_list.html", {"lines": lines})


@staff_page
def routine_detail(request, key):
    standing = _standing(key)
    runs = standing.routine.runs.select_related("asked_by").order_by("-created_at", "-pk")[:RUNS]
    shows_counts = policies.may_read_counts_of_jobs(request.user)
    context = {
        "line": _line(request, standing),
        "runs": [
            {
                "job": job,
                "count": job.result.get("count") if shows_counts else None,
                "trouble": job_words.trouble(job.error),
            }
            for job in runs
        ],
        "may_act": policies.may_manage_jobs(request.user),
    }
    return render(request, "registry/routine_detail.html", context)


@staff_page
def pause(request, key):
    routine = _to_act_on(request, key)
    return ask(
        request,
        PauseForm(request.POST or None),
        partial(actions.pause_routine, routine, by=request.user),
        crumbs=[
            (reverse("registry:job-list"), _("Jobs")),
            (reverse("registry:routine-list"), _("Routines")),
            (routine.get_absolute_url(), _standing(key).entry.title),
        ],
        title=_("Pause this routine"),
        text=_("It does not run again until somebody resumes it. A run that has begun goes on to its end."),
        button=_("Pause the routine"),
        done=_("The routine is paused."),
    )


@staff_page
@require_POST
def resume(request, key):
    routine = _to_act_on(request, key)
    actions.resume_routine(routine, by=request.user)
    messages.success(request, _("The routine goes on. What it missed is made up for by one run."))
    return redirect(routine)


@staff_page
@require_POST
def run(request, key):
    job = actions.run_routine(_to_act_on(request, key), by=request.user)
    messages.success(request, _("A run was asked for; a worker takes it within seconds."))
    return redirect(job)


def _standing(key):
    found = standings([key])
    if not found:
        raise Http404
    return found[0]


def _to_act_on(request, key):
    routine = _standing(key).routine
    if not policies.may_manage_jobs(request.user):
        raise PermissionDenied
    return routine


def _line(request, standing):
    last = standing.last_run
    shows_count = last and policies.may_read_counts_of_jobs(request.user)
    return {
        "entry": standing.entry,
        "routine": standing.routine,
        "when": _when(standing.entry.at),
        "late_since": standing.late_since,
        "is_due": standing.routine.next_due_at <= timezone.now(),
        "open_run": standing.open_run,
        "last_run": last,
        "count": last.result.get("count") if shows_count else None,
    }


def _when(at):
    """Hours are those of UTC, by which the clock goes."""
    first, last = (f"{hour:02}:{at.minute:02}" for hour in (at.hours[0], at.hours[-1]))
    if at.is_hourly:
        return _("Every hour, %(minute)s minutes past") % {"minute": at.minute}
    if first == last:
        return _("Every day at %(time)s UTC") % {"time": first}
    return _("Every hour from %(first)s to %(last)s UTC") % {"first": first, "last": last}
