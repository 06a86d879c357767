"""The staff's pages of an import: send a file, say what its columns mean, see what it would do, let it in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.exporters import rejected_csv, rejected_xlsx
from registry.forms.imports import ColumnsForm, ImportForm
from registry.importers import ColumnMap
from registry.importers.problems import REASONS
from registry.models import Country, ImportBatch, ImportProfile, ImportRow, Job
from registry.queries.imports import earlier_same_file, left_out_since_check, undone_since_check, with_adjustments
from registry.states import ImportState
from registry.views import import_words, undo_words
from registry.views.doors import staff_page
from registry.views.jobs import with_panel
from registry.views.records import opened_version

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Verdict = ImportRow.Verdict
UNDONE = (ImportState.UNDOING, ImportState.UNDONE)


def importers_page(view):
    """A staff page for those who import; to other staff it is forbidden, to anybody else it does not exist."""

    @staff_page
    def page(request, *args, **kwargs):
        if not policies.may_import(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


@importers_page
def import_list(request):
    batches = ImportBatch.objects.select_related("uploaded_by").order_by("-created_at", "-pk")
    page = Paginator(batches, PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/import_list.html", {"page": page})


@importers_page
def new(request):
    """Send a file. A worker looks at it; the next page tells how far it is."""
    initial = {name: request.GET.get(name, "")[:100] for name in ("source", "observed_on")}
    form = ImportForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        batch = actions.upload_import(by=request.user, **form.cleaned_data)
        return redirect("registry:import-detail", batch.reference)
    context = {
        "form": form,
        "sources": ImportProfile.objects.order_by("name").values_list("name", flat=True),
        "countries": Country.objects.order_by("name_en"),
    }
    return render(request, "registry/import_new.html", context, status=422 if form.is_bound else 200)


@importers_page
def detail(request, reference):
    """Where the import is on its way, and the one thing to do next."""
    batch = batch_or_404(reference)
    job = job_of(batch)
    context = head_of(batch, "detail") | {
        "refusal": import_words.refusal(batch),
        "warnings": import_words.warnings(batch),
        "may_approve": policies.may_approve_import(request.user),
        "earlier": earlier_same_file(batch) if batch.state == ImportState.CHECKED else None,
        "is_outdated": batch.state == ImportState.CHECKED and undone_since_check(batch),
        "left_out_since": left_out_since_check(batch.rows).count() if batch.state == ImportState.APPLIED else 0,
        "unused": _unused(batch) if batch.state == ImportState.CHECKED else [],
        "adjusted": with_adjustments(batch.rows).count() if batch.counts else 0,
        "steps": _steps(batch),
        "can_check_again": batch.state in (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED),
    }
    if batch.state == ImportState.UNDONE:
        context["undone"] = [kpi for kpi in undo_words.kpis(batch.counts["undone"]) if kpi["n"]]
    if job:
        context = with_panel(context, request, job)
    if batch.counts:
        context |= {"table": _table(batch), "kpis": _kpis(batch), "plan": _plan(batch)}
    return render(request, "registry/import_detail.html", context)


@importers_page
def columns(request, reference):
    """Which sheet, and what each of its columns holds."""
    batch = batch_or_404(reference)
    if batch.state != ImportState.CHECKED:
        return redirect("registry:import-detail", reference)
    column_map = ColumnMap.from_json(batch.columns)
    form = ColumnsForm(request.POST or None, column_map=column_map)
    if request.method == "POST" and form.is_valid():
        actions.choose_columns(
            batch,
            columns=form.chosen(),
            by=request.user,
            sheet=_sheet(request, batch),
            version=opened_version(request),
        )
        messages.success(request, _("The file is being checked with these columns."))
        return redirect("registry:import-detail", reference)
    here = next((sheet for sheet in batch.sheets if sheet["name"] == batch.sheet), {"top": []})
    rows = [
        {
            "bound": form[f"column-{at}"],
            "tag": column.tag,
            "reason": REASONS[column.reason] if column.field else "",
            "unsure": bool(column.field) and column.confidence < 70,
            "samples": _samples(here["top"], at),
        }
        for at, column in enumerate(column_map.columns)
    ]
    context = head_of(batch, "columns") | {"form": form, "rows": rows, "sheets": batch.sheets}
    return render(request, "registry/import_columns.html", context, status=422 if form.is_bound else 200)


@importers_page
@require_POST
def check_again(request, reference):
    return redirect(actions.check_import_again(batch_or_404(reference), by=request.user))


@importers_page
@require_POST
def approve(request, reference):
    batch = batch_or_404(reference)
    if not policies.may_approve_import(request.user):
        raise PermissionDenied
    actions.approve_import(batch, by=request.user, version=opened_version(request))
    messages.success(request, _("The import was approved and is being applied."))
    return redirect("registry:import-detail", reference)


@importers_page
@require_POST
def go_on(request, reference):
    batch = batch_or_404(reference)
    if not policies.may_approve_import(request.user):
        raise PermissionDenied
    actions.go_on_applying(batch, by=request.user)
    return redirect("registry:import-detail", reference)


@importers_page
@require_POST
def discard(request, reference):
    actions.discard_import(batch_or_404(reference), by=request.user)
    messages.success(request, _("The import was discarded. Its file and rows are gone; the inventory is as it was."))
    return redirect("registry:import-list")


@importers_page
def rejected(request, reference, form):
    """The rows with errors as they came, each with what to correct: to be corrected there and sent again."""
    batch = batch_or_404(reference)
    rows = batch.rows.filter(verdict=Verdict.ERROR).order_by("number")
    if form not in ("csv", "xlsx") or not rows.exists():
        raise Http404
    lines = ((row.raw, [import_words.in_a_line(problem) for problem in import_words.problems(row)]) for row in rows)
    names, tags = batch.header["names"], batch.header["tags"]
    if form == "csv":
        response = StreamingHttpResponse(rejected_csv(names, lines, tags), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(rejected_xlsx(names, lines, tags), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{reference}-to-correct.{form}"'
    return response


def batch_or_404(reference):
    batches = ImportBatch.objects.select_related("uploaded_by", "approved_by", "profile", "country")
    return get_object_or_404(batches, reference=reference)


def job_of(batch):
    """The job that last worked on it, or still does."""
    return (
        Job.objects.filter(subject=batch.reference, kind__startswith="import.").order_by("-created_at", "-pk").first()
    )


def _sheet(request, batch):
    name = request.POST.get("sheet", batch.sheet)
    return name if any(sheet["name"] == name for sheet in batch.sheets) else batch.sheet


def _samples(top, at):
    found = dict.fromkeys(cells[at] for cells in top if at < len(cells) and cells[at])
    return list(found)[:3]


def head_of(batch, current):
    tabs = [("detail", "import-detail", _("Overview"), None)]
    if batch.counts and batch.state != ImportState.CHECKING:
        tabs.append(("rows", "import-rows", pgettext("import", "Rows"), sum(batch.counts["organizations"].values())))
    if batch.state == ImportState.CHECKED:
        tabs.append(("columns", "import-columns", _("Columns"), None))
    if batch.state in (ImportState.APPLIED, *UNDONE):
        tabs.append(("undo", "import-undo", pgettext("import", "Undo"), None))
    return {"batch": batch, "tabs": tabs, "current": current}


def _table(batch):
    """Each verdict with its organizations and rows of the file; they add up to the rows read."""
    counts = batch.counts
    told = [
        {
            "verdict": verdict.value,
            "label": verdict.label,
            "organizations": counts["organizations"][verdict],
            "lines": counts["lines"][verdict],
        }
        for verdict in Verdict
    ]
    return {"rows": told, "empty": counts["empty"], "repeated": counts["repeated"], "read": counts["read"]}


def _kpis(batch):
    tones = {Verdict.POSSIBLE: "warn", Verdict.DECIDE: "warn", Verdict.ERROR: "bad"}
    return [
        {
            "verdict": verdict.value,
            "label": verdict.label,
            "n": batch.counts["organizations"][verdict],
            "tone": tones.get(verdict, "") if batch.counts["organizations"][verdict] else "",
        }
        for verdict in Verdict
    ]


def _plan(batch):
    """What approving does, in numbers."""
    asked = batch.rows.filter(verdict__in=[Verdict.POSSIBLE, Verdict.DECIDE])
    decided = list(asked.values_list("decision", flat=True))
    left_out = batch.rows.filter(
        verdict__in=[Verdict.NEW, Verdict.UPDATE], decision=ImportRow.Decision.SKIP
    ).values_list("verdict", flat=True)
    left_out = list(left_out)
    organizations = batch.counts["organizations"]
    return {
        "new": organizations["new"] + decided.count("add") - left_out.count("new"),
        "update": organizations["update"] + decided.count("update") - left_out.count("update"),
        "undecided": decided.count(""),
        "left_out": decided.count("skip") + len(left_out) + organizations["set_aside"],
        "errors": organizations["error"],
    }


def _unused(batch):
    """Headings of the columns of which nothing is taken."""
    return [
        column.heading for column in ColumnMap.from_json(batch.columns).columns if column.heading and not column.field
    ]


def _steps(batch):
    """The way of a file, for the timeline: what is behind, what is now, what comes."""
    order = [ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.APPROVED, ImportState.APPLIED]
    if batch.state in UNDONE:
        here = order.index(ImportState.APPLIED)
    else:
        here = order.index(batch.state) if batch.state in order else 1
    steps = [
        (_("File"), batch.file_name, batch.created_at),
        (_("Check"), _("Every row is read and compared; nothing is changed."), None),
        (_("Your decision"), _("Look at the rows, decide about duplicates, approve."), batch.approved_at),
        (_("Apply"), _("A worker writes the approved rows, five hundred at a time."), None),
        (_("Result"), _("The organizations are in the directory."), batch.applied_at),
    ]
    told = [
        {"label": label, "text": text, "at": at, "now": position == here and here < 4, "next": position > here}
        for position, (label, text, at) in enumerate(steps)
    ]
    if batch.state in UNDONE:
        is_over = batch.state == ImportState.UNDONE
        told.append(
            {"label": pgettext("import", "Undo"), "text": batch.undo_reason, "at": batch.undone_at, "now": not is_over}
        )
    return told
