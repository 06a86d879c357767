"""The staff's pages of a job: how far it is, what came of it, and what to do when it needs a person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.models import Change, ImportBatch, Job
from registry.queries.audit import hidden_references
from registry.queries.changes import without
from registry.states import JobState
from registry.views.doors import staff_page

PAGE = 50
LOG = 20

# What a job does, by its kind; who reads older jobs of a kind that is gone sees the kind itself.
TITLES = {
    "import.check": gettext_lazy("Checking a file"),
    "import.apply": gettext_lazy("Applying an import"),
    "import.undo": gettext_lazy("Undoing an import"),
    # Not how many it compares or finds: records that not everybody may know of are among them.
    "duplicates.scan": gettext_lazy("Looking for duplicates"),
    "refresh.send": gettext_lazy("Sending the mails of a refresh campaign"),
    "bulk.apply": gettext_lazy("Changing many organizations"),
    "bulk.undo": gettext_lazy("Putting many organizations back"),
}
UNITS = {
    "import.check": gettext_lazy("%(done)s of %(total)s organizations"),
    "import.apply": gettext_lazy("%(done)s of %(total)s organizations"),
    "import.undo": gettext_lazy("%(done)s of %(total)s organizations"),
    "refresh.send": gettext_lazy("%(done)s of %(total)s mails"),
}
OUTCOMES = {
    "new": gettext_lazy("New"),
    "updated": gettext_lazy("Updated"),
    "same": gettext_lazy("Unchanged"),
    "skipped": gettext_lazy("Left out"),
}
EVENTS = {
    "job.done": gettext_lazy("Done"),
    "job.failed": gettext_lazy("Did not work, will be tried again"),
    "job.held": gettext_lazy("Held: needs a person"),
    "job.stopped": gettext_lazy("Stopped"),
    "job.retried": gettext_lazy("Started again by hand"),
    "bulk.approved": gettext_lazy("Bulk edit started"),
    "bulk.applied": gettext_lazy("Bulk edit done"),
    "bulk.undoing": gettext_lazy("Undoing of a bulk edit started"),
    "bulk.undone": gettext_lazy("Bulk edit undone"),
    "refresh.started": gettext_lazy("Campaign started"),
    "refresh.wave_sent": gettext_lazy("Second wave let go"),
    "refresh.paused": gettext_lazy("Campaign paused"),
    "refresh.resumed": gettext_lazy("Campaign resumed"),
    "refresh.stopped": gettext_lazy("Campaign stopped by a rule"),
    "refresh.ended": gettext_lazy("Campaign ended"),
    "import.uploaded": gettext_lazy("File received"),
    "import.checked": gettext_lazy("File checked"),
    "import.refused": gettext_lazy("The file could not be read"),
    "import.corrected": gettext_lazy("Row corrected"),
    "import.approved": gettext_lazy("Approved"),
    "import.applied": gettext_lazy("Applied"),
    "import.discarded": gettext_lazy("Discarded"),
    "import.undo_asked": gettext_lazy("Undo asked for"),
    "import.undone": gettext_lazy("Undone"),
}


def title_of(job):
    return TITLES.get(job.kind, job.kind)


@staff_page
def job_list(request):
    state = request.GET.get("state", "")
    state = state if state in JobState.values else ""
    jobs = Job.objects.select_related("asked_by").order_by("-created_at", "-pk")
    page = Paginator(jobs.filter(state=state) if state else jobs, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "jobs": [{"job": job, "title": title_of(job)} for job in page.object_list],
        "state": state,
        "states": JobState.choices,
    }
    return render(request, "registry/job_list.html", context)


@staff_page
def job_detail(request, reference):
    """The page, or for htmx only the panel that replaces itself."""
    job = _job(reference)
    context = panel(request, job) | {"log": _log(request, job), "batch": _batch(request, job)}
    # Who asked for the panel alone stands on a page that does not yet know of the end.
    context["show_link"] = bool(request.htmx)
    template = "registry/_job_panel.html" if request.htmx else "registry/job_detail.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@staff_page
@require_POST
def stop(request, reference):
    return _act(request, reference, actions.stop_job, _("The job was stopped. What it did stays done."))


@staff_page
@require_POST
def retry(request, reference):
    return _act(request, reference, actions.retry_job, _("The job goes on where it stood."))


def panel(request, job):
    """What the panel of a job shows: on its own page and on the page of what it is about."""
    is_over = job.state not in (JobState.WAITING, JobState.RUNNING)
    return {
        "job": job,
        "title": title_of(job),
        "is_over": is_over,
        "may_stop": policies.may_stop_job(request.user, job) and job.state not in (JobState.DONE, JobState.STOPPED),
        "may_retry": policies.may_stop_job(request.user, job) and job.state == JobState.HELD,
        "percent": job.percent if job.total and job.state != JobState.WAITING else None,
        "words": _words(job),
        "label": _progress(job),
        "announcement": _announcement(job),
        "outcomes": _outcomes(job),
    }


def _job(reference):
    return get_object_or_404(Job.objects.select_related("asked_by"), reference=reference)


def _batch(request, job):
    if not (job.kind.startswith("import.") and policies.may_import(request.user)):
        return None
    return ImportBatch.objects.filter(reference=job.subject).first()


def _act(request, reference, verb, done):
    job = _job(reference)
    if not policies.may_stop_job(request.user, job):
        raise PermissionDenied
    verb(job, by=request.user)
    messages.success(request, done)
    return redirect("registry:job-detail", reference)


def _words(job):
    """What goes beside the percentage."""
    if job.state == JobState.WAITING:
        return _("Waiting to be tried again") if job.error else _("Waiting for a worker")
    if job.state == JobState.RUNNING:
        return _time_left(job) or _("Working")
    return str(job.get_state_display())


def _time_left(job):
    if not (job.done and job.total and job.started_at):
        return ""
    seconds = (timezone.now() - job.started_at).total_seconds() * (job.total - job.done) / job.done
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {"n": minutes}


def _progress(job):
    return UNITS[job.kind] % {"done": job.done, "total": job.total} if job.total and job.kind in UNITS else ""


def _announcement(job):
    """What is read aloud: every quarter and the end, no more."""
    if job.state == JobState.RUNNING and job.total:
        return _("%(percent)s percent done") % {"percent": job.percent // 25 * 25}
    return str(job.get_state_display())


def _outcomes(job):
    """What the applying of an import came to so far."""
    if job.kind != "import.apply":
        return []
    batch = ImportBatch.objects.filter(reference=job.subject).first()
    counted = actions.outcomes(batch) if batch else {}
    return [{"label": label, "n": counted.get(name, 0), "name": name} for name, label in OUTCOMES.items()]


def _log(request, job):
    """What happened to the job and to what it is about, newest first; no reason names who is hidden."""
    hidden = hidden_references(request.user)
    changes = Change.objects.filter(subject__in=[job.reference, job.subject], at__gte=job.created_at)
    return [
        {"at": change.at, "text": EVENTS.get(change.verb, change.verb), "reason": without(change.reason, hidden)}
        for change in changes.order_by("-pk")[:LOG]
    ]
