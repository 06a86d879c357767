"""Bulk edits: choose records and a change, see what it would do, do it, take it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.forms.bulk_edits import BulkChangeForm, ConfirmationForm
from registry.models import BulkChange, BulkEdit, Job, Organization, Unit, Why
from registry.queries.organizations import Asked, search_inventory
from registry.queries.words import language_names, words
from registry.states import BulkEditState, BulkRowState, JobState, OrganizationState
from registry.views.doors import staff_page
from registry.views.jobs import with_panel

PAGE = 50
_LANGUAGES = (BulkChange.ADD_LANGUAGE, BulkChange.REMOVE_LANGUAGE)


@staff_page
def edit_list(request):
    """Her own bulk edits, the newest first; what was only looked at is not among them."""
    _may_bulk_edit(request)
    found = request.user.bulk_edits.exclude(state=BulkEditState.PREPARED).order_by("-approved_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/bulk_edit_list.html", {"page": page})


@staff_page
def new(request):
    """Which change. The records come along: those that were ticked, or all that a filter finds."""
    _may_bulk_edit(request)
    sent = request.POST if request.method == "POST" else request.GET
    asked, is_all = Asked.from_query(sent), bool(sent.get("all"))
    references = [one for one in sent.getlist("organization") if "\0" not in one][:PAGE]
    if is_all:
        chosen = search_inventory(request.user, asked)
    else:
        chosen = Organization.objects.visible_to(request.user).filter(reference__in=references)
    count = chosen.count()
    form = BulkChangeForm(request.POST or None)
    if request.method == "POST" and count and form.is_valid():
        chosen = Organization.objects.filter(pk__in=chosen.order_by().values("pk"))
        return redirect(actions.prepare_bulk_edit(chosen, by=request.user, **form.facts()))
    context = {
        "form": form,
        "count": count,
        "is_all": is_all,
        "asked": asked,
        "references": [] if is_all else references,
    }
    return render(request, "registry/bulk_edit_new.html", context, status=422 if request.method == "POST" else 200)


@staff_page
def detail(request, reference):
    """Before: what it would do. After: what came of it, and for a day the way back."""
    return _page(request, _own(request, reference), ConfirmationForm())


@staff_page
@require_POST
def confirm(request, reference):
    edit, form = _own(request, reference), ConfirmationForm(request.POST)
    if not form.is_valid():
        return _page(request, edit, form, status=422)
    _do(actions.start_bulk_edit(edit, by=request.user, **form.cleaned_data))
    return redirect(edit)


@staff_page
@require_POST
def undo(request, reference):
    edit = _own(request, reference)
    job = _do(actions.start_undoing(edit, by=request.user))
    if job.state == JobState.DONE:
        messages.success(request, _("What nobody changed since was put back. What was not stands below."))
    return redirect(edit)


def _do(job):
    """A small one is ours to do, here and now; a large one waits for a worker."""
    return actions.run_job(job) if job.state == JobState.RUNNING else job


def _page(request, edit, form, status=200):
    # A record that this person may not know of any more is neither shown nor counted.
    visible = Organization.objects.visible_to(request.user).values("pk")
    rows = edit.rows.filter(organization__in=visible)
    counts = {state: rows.filter(state=state).count() for state in BulkRowState.values}
    state = request.GET.get("state", "")
    state = state if state in BulkRowState.values else ""
    shown = rows.filter(state=state) if state else rows
    shown = shown.select_related("organization").prefetch_related("organization__names").order_by("-state", "pk")
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    job = Job.objects.filter(subject=edit.reference).select_related("asked_by").order_by("-pk").first()
    is_open = bool(job and job.state in (JobState.WAITING, JobState.RUNNING, JobState.HELD))
    known = words() | {"unit": {unit.code: unit.name for unit in Unit.objects.all()}}
    context = {
        "edit": edit,
        "own_address": edit.get_absolute_url(),
        "argument": _argument(edit, known),
        "form": form,
        "page": page,
        "rows": [
            {"row": row, "before": _words(edit, row.before, known), "after": _words(edit, _after(row), known)}
            for row in page.object_list
        ],
        "state": state,
        "counts": [(code, label, counts[code]) for code, label in BulkRowState.choices if counts[code]],
        "will_change": counts[BulkRowState.WAITING],
        "changed": counts[BulkRowState.DONE],
        "is_preview": edit.state == BulkEditState.PREPARED,
        "can_undo": _can_undo(edit) and not is_open and counts[BulkRowState.DONE],
        "undo_until": edit.approved_at and edit.approved_at + policies.BATCHES_ARE_UNDONE_FOR,
        "show_job": is_open,
    }
    if is_open:
        context = with_panel(context, request, job)
    return render(request, "registry/bulk_edit_detail.html", context, status=status)


def _can_undo(edit):
    return (
        edit.state in (BulkEditState.APPLIED, BulkEditState.APPROVED)
        and timezone.now() <= edit.approved_at + policies.BATCHES_ARE_UNDONE_FOR
    )


def _argument(edit, known):
    if edit.change in _LANGUAGES:
        return language_names([edit.argument])[0]
    noun = {BulkChange.ADD_TYPE: "type", BulkChange.SET_UNIT: "unit"}.get(edit.change)
    return known[noun].get(edit.argument, edit.argument) if noun else ""


def _after(row):
    """What a row says now, as far as the edit knows: of one that somebody else changed, nothing."""
    if row.why == Why.CHANGED:
        return None
    return row.before if row.state in (BulkRowState.LEFT, BulkRowState.UNDONE) else row.after


def _words(edit, value, known):
    """What a row says before or after, in the reader's words."""
    if value is None:
        return ""
    if edit.change in _LANGUAGES:
        return ", ".join(language_names(value))
    if edit.change == BulkChange.ADD_TYPE:
        return ", ".join(known["type"].get(code, code) for code in value)
    if edit.change == BulkChange.SET_UNIT:
        return ", ".join(sorted({known["unit"].get(code, "") or _("No unit") for code in value.values()}))
    return str(OrganizationState(value[0]).label)


def _own(request, reference):
    """A bulk edit is the matter of who makes it; what it did stands in the history of each record."""
    _may_bulk_edit(request)
    return get_object_or_404(BulkEdit, reference=reference, made_by=request.user)


def _may_bulk_edit(request):
    if not policies.may_bulk_edit(request.user):
        raise PermissionDenied
