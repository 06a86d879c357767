"""The undo of an import: what it would do, the reason of whoever asks for it, and what came of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.exporters import csv_lines
from registry.forms.organizations import ReasonForm
from registry.models import ImportRow, Organization
from registry.states import ImportState
from registry.views import undo_words
from registry.views.import_words import label
from registry.views.imports import PAGE, batch_or_404, head_of, importers_page, job_of
from registry.views.jobs import with_panel
from registry.views.records import opened_version

Undone = ImportRow.Undone
_ASKED = (ImportState.UNDOING, ImportState.UNDONE)


def undoers_page(view):
    """Who may let an import in may also take it back."""

    @importers_page
    def page(request, *args, **kwargs):
        if not policies.may_approve_import(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


@undoers_page
def undo(request, reference):
    """Before: what would go and what would stay. After: what went and what stayed. Budget: see actions.preview_undo."""
    batch = _undoable(reference)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.undo_import(batch, reason=form.cleaned_data["reason"], by=request.user, version=opened_version(request))
        messages.success(request, _("The import is being undone."))
        return redirect("registry:import-undo", reference)
    context = head_of(batch, "undo") | {"form": form, "is_asked": batch.state in _ASKED}
    if batch.state == ImportState.APPLIED:
        preview = actions.preview_undo(batch)
        kept, words = preview.kept, preview.words
        context["fields"] = [{"label": label(name), "n": n} for name, n in sorted(preview.fields.items())]
    else:
        kept, words = _kept_rows(batch), _words(batch)
    page = Paginator(kept, PAGE).get_page(request.GET.get("page"))
    context |= {"page": page, "rows": _rows(request.user, page.object_list), "kpis": undo_words.kpis(words)}
    if batch.state == ImportState.UNDOING and (job := job_of(batch)):
        context = with_panel(context, request, job)
    return render(request, "registry/import_undo.html", context, status=422 if form.is_bound else 200)


@undoers_page
@require_POST
def go_on(request, reference):
    actions.go_on_undoing(batch_or_404(reference), by=request.user)
    return redirect("registry:import-undo", reference)


@undoers_page
def kept(request, reference):
    """All that stays, or stayed, as a file."""
    batch = _undoable(reference)
    found = actions.preview_undo(batch).kept if batch.state == ImportState.APPLIED else list(_kept_rows(batch))
    columns = [_("Organization"), _("Name"), _("What stays"), _("Why"), _("Who"), _("When")]
    response = StreamingHttpResponse(
        csv_lines(columns, _lines(request.user, found)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{reference}-stays.csv"'
    return response


def _undoable(reference):
    batch = batch_or_404(reference)
    if batch.state not in (ImportState.APPLIED, *_ASKED):
        raise Http404
    return batch


def _kept_rows(batch):
    return batch.rows.exclude(kept=[]).order_by("number").values_list("organization", "kept")


def _words(batch):
    counted = batch.rows.exclude(undone=Undone.NONE).values_list("undone")
    return dict(counted.annotate(n=Count("organization", distinct=True)).order_by("undone"))


def _rows(user, found):
    """One for each record, with all that stays of it; the name of one that she may not open is not told."""
    keys = [pk for pk, _entries in found]
    visible = Organization.objects.visible_to(user).filter(pk__in=keys).prefetch_related("names").in_bulk()
    told = iter(undo_words.told([entry for _pk, entries in found for entry in entries]))
    return [{"organization": visible.get(pk), "kept": [next(told) for _entry in entries]} for pk, entries in found]


def _lines(user, found):
    for start in range(0, len(found), PAGE):
        for row in _rows(user, found[start : start + PAGE]):
            organization = row["organization"]
            head = [organization.reference, organization.name] if organization else ["", _("You may not open it")]
            for entry in row["kept"]:
                at = entry["at"].isoformat(timespec="seconds") if entry["at"] else ""
                yield [*head, entry["what"], entry["why"], entry["who"], at]
