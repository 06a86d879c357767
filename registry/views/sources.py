"""The staff's pages of sources: which there are, how old what they said is, and what each reading changed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.actions.sources import READ
from registry.forms.sources import NewSourceForm, OverruleForm, SourceFileForm, SourceForm
from registry.models import Job, Organization, Source, SourceRun
from registry.queries import sources as queries
from registry.states import ImportState, SourceRunState
from registry.views import source_words
from registry.views.acts import ask, attempt, country_names
from registry.views.imports import importers_page, job_of
from registry.views.jobs import with_panel
from registry.views.records import opened_version

PAGE = 50

_SAID = ("name", "content", "adapter", "address", "every_days", "least_percent", "version")


def keepers_page(view):
    """A page for those who keep sources; to others who import it is forbidden."""

    @importers_page
    def page(request, *args, **kwargs):
        if not policies.may_keep_sources(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


@importers_page
def source_list(request):
    sources = queries.with_last_good(Source.objects.select_related("trusted_by")).order_by("name")
    page = Paginator(sources, PAGE).get_page(request.GET.get("page"))
    last = queries.last_runs([source.pk for source in page.object_list])
    context = {
        "page": page,
        "lines": [
            {"source": source, "rhythm": source_words.rhythm(source), "last": last.get(source.pk)}
            for source in page.object_list
        ],
        "may_keep": policies.may_keep_sources(request.user),
    }
    return render(request, "registry/source_list.html", context)


@keepers_page
def new(request):
    form = NewSourceForm(request.POST or None)
    tried = _described(request, form, None, _("The source was added."))
    return tried or redirect("registry:source-detail", form.cleaned_data["code"])


@importers_page
def detail(request, code):
    """One source: what is said of it, its readings, and what may be done."""
    source = _found(code)
    runs = source.runs.select_related("batch", "asked_by").order_by("-number")
    page = Paginator(runs, PAGE).get_page(request.GET.get("page"))
    for run in page.object_list:
        run.words = source_words.refusal(run)
    context = {
        "source": source,
        "way": source_words.way(source),
        "rhythm": source_words.rhythm(source),
        "page": page,
        "open_run": queries.open_run(source),
        "may_keep": policies.may_keep_sources(request.user),
    }
    return render(request, "registry/source_detail.html", context)


@keepers_page
def edit(request, code):
    source = _found(code)
    said = {name: getattr(source, name) for name in _SAID} | {"country": source.country and source.country.name}
    form = SourceForm(request.POST or None, initial=said)
    return _described(request, form, source, _("Saved.")) or redirect(source)


@importers_page
def send(request, code):
    """Somebody brings the file of a source."""
    source = _found(code)

    return ask(
        request,
        SourceFileForm(request.POST or None, request.FILES or None),
        lambda file: actions.send_to_source(source, file=file, by=request.user),
        crumbs=_crumbs(source),
        title=_("Send the file of this source"),
        button=_("Send the file"),
        done=_("The file was received and is being compared with the last one."),
    )


@importers_page
@require_POST
def read(request, code):
    return _act(request, code, actions.start_reading, _("The source is being read."))


@keepers_page
@require_POST
def trust(request, code):
    done = _("From now on what this source brings goes in without a look. You answer for it.")
    return _act(request, code, actions.trust_source, done, version=opened_version(request))


@keepers_page
@require_POST
def distrust(request, code):
    done = _("From now on somebody looks at what this source brings before it goes in.")
    return _act(request, code, actions.withdraw_trust, done)


@keepers_page
@require_POST
def pause(request, code):
    done = _("The clock passes this source by until somebody lets it be read again.")
    return _act(request, code, actions.pause_source, done)


@keepers_page
@require_POST
def resume(request, code):
    return _act(request, code, actions.resume_source, _("The source is read by the clock again."))


@importers_page
def run_detail(request, code, number):
    """What one reading brought, beside the one before it; who is gone stays in the inventory."""
    run = _run(code, number)
    # Of a file that was discarded nothing is kept with which to compare.
    is_kept = run.batch is not None and bool(run.counts) and run.batch.state != ImportState.DISCARDED
    gone = queries.gone(run, request.user) if is_kept else Organization.objects.none()
    context = {
        "run": run,
        "source": run.source,
        "refusal": source_words.refusal(run),
        "before": queries.last_believed(run) if run.counts else None,
        "is_kept": is_kept,
        "gone": Paginator(gone, PAGE).get_page(request.GET.get("page")),
        "may_overrule": _may_overrule(request.user, run),
    }
    if run.state in (SourceRunState.READING, SourceRunState.CHECKING) and (job := _job_of(run)):
        context = with_panel(context, request, job)
    return render(request, "registry/source_run.html", context)


@keepers_page
def overrule(request, code, number):
    run = _run(code, number)
    return ask(
        request,
        OverruleForm(request.POST or None),
        lambda reason: actions.overrule_run(run, reason=reason, by=request.user),
        crumbs=[*_crumbs(run.source), (run.get_absolute_url(), _reading(run))],
        title=_("Believe this file after all"),
        text=source_words.refusal(run),
        button=_("Believe it"),
        done=_("The file now waits for approval, as any other."),
    )


def _act(request, code, verb, done, **facts):
    source = _found(code)
    verb(source, by=request.user, **facts)
    messages.success(request, done)
    return redirect(source)


def _described(request, form, source, done):
    """None when it is done."""
    version = int(form.version) if source and str(form.version).isdigit() else None
    tried = attempt(
        request,
        form,
        lambda **facts: actions.describe_source(source, by=request.user, version=version, **facts),
        done=done,
    )
    if tried.is_done:
        return None
    crumbs = _crumbs(source)
    context = {
        "form": form,
        "crumbs": crumbs,
        "back": crumbs[-1],
        "title": _("Edit this source") if source else _("Add a source"),
        "button": _("Save"),
        "countries": country_names(True),
    }
    return render(request, "registry/staff_act.html", context, status=tried.status)


def _found(code):
    return get_object_or_404(Source.objects.select_related("country", "kept_by", "trusted_by"), code=code)


def _run(code, number):
    runs = SourceRun.objects.select_related("source", "batch", "asked_by", "overruled_by")
    return get_object_or_404(runs, source__code=code, number=number)


def _job_of(run):
    """The job that fetches its file, or that checks and compares it by now."""
    if run.batch:
        return job_of(run.batch)
    return Job.objects.filter(kind=READ, subject=run.source.code).order_by("-pk").first()


def _may_overrule(user, run):
    is_refused = run.state == SourceRunState.REFUSED and run.refusal.get("code") in ("short", "columns")
    return is_refused and policies.may_keep_sources(user) and not queries.later_believed(run)


def _crumbs(source):
    crumbs = [(reverse("registry:import-list"), _("Imports")), (reverse("registry:source-list"), _("Sources"))]
    return [*crumbs, (source.get_absolute_url(), source.name)] if source else crumbs


def _reading(run):
    return _("Reading %(number)s") % {"number": run.number}
