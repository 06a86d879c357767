"""The staff's pages of a job: how far it is, what came of it, and what to do when it needs a person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.actions.routines import ROUTINE
from registry.exporters.csv import csv_lines
from registry.models import Change, ImportBatch, Job, SourceRun
from registry.queries.audit import hidden_references
from registry.queries.changes import verbs, without
from registry.queries.routines import late_work
from registry.states import JobState
from registry.views import import_words, job_words, source_words
from registry.views.doors import staff_page
from registry.views.job_words import title_of

PAGE = 50
LOG = 20
RUNS = 5
# Of the rows that are held so many stand on the page; the file has them all.
SHOWN = 5


@staff_page
def job_list(request):
    """What people asked for, and of the clock's runs those that have not ended well; as a kind it lists them all."""
    jobs = Job.objects.select_related("asked_by").order_by("-created_at", "-pk")
    kinds = sorted(Job.objects.order_by("kind").values_list("kind", flat=True).distinct())
    state, kind = (request.GET.get(name, "") for name in ("state", "kind"))
    state, kind = state if state in JobState.values else "", kind if kind in kinds else ""
    jobs = jobs.filter(kind=kind) if kind else jobs.exclude(kind=ROUTINE, state=JobState.DONE)
    page = Paginator(jobs.filter(state=state) if state else jobs, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "jobs": [{"job": job, "title": title_of(job)} for job in page.object_list],
        "state": state,
        "states": JobState.choices,
        "kind": kind,
        "kinds": [(one, job_words.title_of_kind(one)) for one in kinds],
        "late": late_work(),
    }
    return render(request, "registry/job_list.html", context)


@staff_page
def job_detail(request, reference):
    """The page, or for htmx only the panel that replaces itself."""
    job = _job(reference)
    context = panel(request, job)
    # Who asked for the panel alone stands on a page that does not yet know of the end.
    context["show_link"] = bool(request.htmx)
    if request.htmx:
        response = render(request, "registry/_job_panel.html", context)
    else:
        context |= {"log": _log(request, job), "batch": _batch(request, job), "runs": _runs(job)}
        held_rows = _held_rows(request, job).order_by("number")[:SHOWN]
        context["held_rows"] = [{"number": row.number, "reason": _(row.reason)} for row in held_rows]
        response = render(request, "registry/job_detail.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@staff_page
def held(request, reference):
    """The rows at which a person must look, as a file."""
    job = _job(reference)
    if not policies.may_read_held_rows(request.user, job):
        raise PermissionDenied
    rows = _held_rows(request, job).order_by("number")
    if not rows.exists():
        raise Http404
    # Read twice, so that no more than a piece of it is ever held: a file may have tens of thousands of rows.
    columns = list(dict.fromkeys(column for row in rows.iterator() for column in row.cells))
    lines = ([row.number, _(row.reason), *(row.cells.get(column, "") for column in columns)] for row in rows.iterator())
    names = [_("Row"), _("Why it is held"), *columns]
    response = StreamingHttpResponse(csv_lines(names, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{reference}-held.csv"'
    return response


@staff_page
@require_POST
def stop(request, reference):
    return _act(request, reference, actions.stop_job, _("The job was stopped. What it did stays done."))


@staff_page
@require_POST
def pause(request, reference):
    return _act(request, reference, actions.pause_job, _("The job is paused. What it did stays done."))


@staff_page
@require_POST
def resume(request, reference):
    return _act(request, reference, actions.resume_job, _("The job goes on where it stood."))


@staff_page
@require_POST
def retry(request, reference):
    return _act(request, reference, actions.retry_job, _("The job goes on where it stood."))


def panel(request, job):
    """What the panel of a job shows: on its own page and on the page of what it is about."""
    is_going = job.state in (JobState.WAITING, JobState.RUNNING)
    may = policies.may_stop_job(request.user, job)
    return {
        "job": job,
        "title": title_of(job),
        "is_over": not is_going,
        "may_stop": may and job.state not in (JobState.DONE, JobState.STOPPED),
        "may_pause": may and is_going,
        "may_resume": may and job.state == JobState.PAUSED,
        "may_retry": may and job.state == JobState.HELD,
        "percent": job.percent if job.total and job.state != JobState.WAITING else None,
        "words": job_words.words(job),
        "label": job_words.progress(job),
        "rate": job_words.rate(job),
        "announcement": job_words.announcement(job),
        "outcomes": _outcomes(job),
        "not_done": job_words.not_done(job),
        "trouble": job_words.trouble(job.error),
        "n_held": _held_rows(request, job).count(),
    }


def with_panel(context, request, job):
    """What a page knows, with the panel of a job in it. One name must not say two things."""
    shown = panel(request, job)
    if both := context.keys() & shown.keys():
        raise ValueError(f"The page and the panel of its job both say: {', '.join(sorted(both))}")
    return context | shown


def _job(reference):
    return get_object_or_404(Job.objects.select_related("asked_by", "routine"), reference=reference)


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


def _outcomes(job):
    """What the applying of an import came to so far."""
    if job.kind != "import.apply":
        return []
    batch = ImportBatch.objects.filter(reference=job.subject).first()
    counted = actions.outcomes(batch) if batch else {}
    return [{"label": label, "n": counted.get(name, 0), "name": name} for name, label in job_words.OUTCOMES.items()]


def _held_rows(request, job):
    """For who may read them, and none about an organization of which this person may not know."""
    if not policies.may_read_held_rows(request.user, job):
        return job.held_rows.none()
    return job.held_rows.exclude(subject__in=hidden_references(request.user))


def _runs(job):
    """The last ones of its kind, this one among them; of a routine its runs."""
    same = Job.objects.filter(routine=job.routine) if job.routine else Job.objects.filter(kind=job.kind)
    return list(same.order_by("-created_at", "-pk")[:RUNS])


def _log(request, job):
    """What happened to the job and to what it is about, newest first; no reason names who is hidden."""
    hidden = hidden_references(request.user)
    changes = Change.objects.filter(subject__in=[job.reference, job.subject], at__gte=job.created_at)
    return [
        {
            "at": change.at,
            "text": job_words.EVENTS.get(change.verb) or verbs().get(change.verb, change.verb),
            "reason": _reason(change, hidden),
        }
        for change in changes.order_by("-pk")[:LOG]
    ]


def _reason(change, hidden):
    """Why, in words: what the machine refuses and what goes wrong is kept as a code."""
    if change.verb == "source.refused":
        refused = SourceRun.objects.filter(source__code=change.subject, refusal__code=change.reason)
        run = refused.filter(ended_at__lte=change.at).select_related("batch").order_by("-number").first()
        return source_words.refusal(run) if run else ""
    if change.verb == "import.refused":
        batch = ImportBatch.objects.filter(reference=change.subject).first()
        return import_words.refusal(batch) if batch else ""
    return job_words.trouble(without(change.reason, hidden))
