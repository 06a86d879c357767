"""The rows of an import: what each would do and why, and the decisions that only a person can take."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions
from registry.forms.imports import CorrectionForm, DecisionForm
from registry.models import ImportRow, Organization
from registry.queries.imports import left_out_since_check, with_adjustments, with_facts
from registry.queries.words import words
from registry.states import ImportState
from registry.views import import_words
from registry.views.imports import PAGE, batch_or_404, head_of, importers_page

Verdict = ImportRow.Verdict
ASKED = (Verdict.POSSIBLE, Verdict.DECIDE)
LINES_SHOWN = 8


@importers_page
def row_list(request, reference):
    batch = batch_or_404(reference)
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in Verdict.values else ""
    q = " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]
    rows = batch.rows.order_by("number")
    rows = rows.filter(verdict=verdict) if verdict else rows
    rows = rows.filter(name__icontains=q) if q else rows
    undecided = bool(request.GET.get("undecided"))
    rows = rows.filter(verdict__in=ASKED, decision="") if undecided else rows
    adjusted = bool(request.GET.get("adjusted"))
    rows = with_adjustments(rows) if adjusted else rows
    since_check = bool(request.GET.get("since_check"))
    rows = left_out_since_check(rows) if since_check else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = head_of(batch, "rows") | {
        "page": page,
        "rows": [_in_list(row) for row in page.object_list],
        "verdict": verdict,
        "undecided": undecided,
        "adjusted": adjusted,
        "since_check": since_check,
        "q": q,
        "verdicts": [(v.value, v.label, batch.counts["organizations"][v]) for v in Verdict] if batch.counts else [],
        "errors": verdict == Verdict.ERROR,
    }
    return render(request, "registry/import_rows.html", context)


@importers_page
def row_detail(request, reference, number):
    batch = batch_or_404(reference)
    return _show(request, batch, _row(batch, number))


def _show(request, batch, row, correction=None, status=200):
    labels = words()
    changes, left = import_words.differences(row, labels)
    candidates, hidden = _candidates(request.user, row)
    organization = Organization.objects.visible_to(request.user).filter(pk=row.organization_id).first()
    context = head_of(batch, "rows") | {
        "row": row,
        "own_address": reverse("registry:import-row", args=[batch.reference, row.number]),
        "reasons": import_words.reasons(row),
        "problems": import_words.problems(row),
        "facts": import_words.facts(row, labels) if row.data else [],
        "cells": _cells(batch, row),
        "lines": row.lines[:LINES_SHOWN],
        "more_lines": max(0, len(row.lines) - LINES_SHOWN),
        "organization": organization,
        "organization_hidden": row.organization_id and not organization,
        "changes": changes if organization or not row.organization_id else [],
        "left": left if organization else [],
        "candidates": candidates,
        "hidden_candidates": hidden,
        "twins": _twins(batch, row),
        "asked": row.verdict in ASKED,
        "correction": correction or _correction(batch, row),
        "is_corrected": any(str(number) in batch.corrections for number in row.lines),
        "can_decide": batch.state == ImportState.CHECKED and row.verdict in (*ASKED, Verdict.NEW, Verdict.UPDATE),
        "following": _next_undecided(batch, row),
    }
    return render(request, "registry/import_row.html", context, status=status)


@importers_page
@require_POST
def correct(request, reference, number):
    """Take what she wrote into the cells of a row with errors, and have the file checked with it."""
    batch = batch_or_404(reference)
    row = _row(batch, number)
    form = _correction(batch, row, request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _show(request, batch, row, form, status=422)
    actions.correct_row(row, cells=form.cells(), by=request.user)
    messages.success(request, _("Row %(number)s is being checked again.") % {"number": number})
    return redirect("registry:import-detail", reference)


@importers_page
@require_POST
def decide(request, reference, number):
    """Record one person's decision, then on to the next row that waits for one."""
    batch = batch_or_404(reference)
    row = _row(batch, number)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data
    organization = None
    if chosen["organization"]:
        organization = get_object_or_404(
            Organization.objects.visible_to(request.user), reference=chosen["organization"]
        )
    actions.decide_row(
        row, decision=chosen["decision"], by=request.user, organization=organization, twin=chosen["twin"]
    )
    following = _next_undecided(batch, row)
    messages.success(
        request, _("Row %(number)s: %(decision)s.") % {"number": number, "decision": _decided(chosen["decision"])}
    )
    if following and row.verdict in ASKED:
        return redirect("registry:import-row", reference, following)
    return redirect(f"{reverse('registry:import-rows', args=[reference])}?verdict={row.verdict}")


def _decided(decision):
    label = str(ImportRow.Decision(decision).label)
    return label[:1].lower() + label[1:]


def _row(batch, number):
    return get_object_or_404(batch.rows.select_related("batch", "decided_by"), number=number)


def _in_list(row):
    problems = import_words.problems(row)
    return {
        "row": row,
        "name": row.name or _("Row without a name"),
        "lines": len(row.lines),
        "reasons": [*import_words.reasons(row), *map(import_words.in_a_line, problems)],
        "changes": [import_words.field_label(name) for name in row.diff],
    }


def _correction(batch, row, data=None):
    """The form of a row with something wrong in it, as long as the import waits for a person."""
    if batch.state != ImportState.CHECKED or not actions.may_correct(row):
        return None
    return CorrectionForm(data, row=row, headings=_headings(batch), problems=import_words.problems(row))


def _headings(batch):
    return batch.header.get("names", []) if isinstance(batch.header, dict) else []


def _cells(batch, row):
    """The first line of the row as it came, heading by heading, without what is empty."""
    names = _headings(batch)
    return [
        {"term": names[at] if at < len(names) and names[at] else _("Column without a heading"), "text": cell}
        for at, cell in enumerate(row.raw)
        if cell
    ]


def _candidates(user, row):
    """Records that may be meant, best first, and how many this person may not know of."""
    pks = [pk for reason in row.reasons for pk in reason.get("organizations", ())]
    visible = with_facts(Organization.objects.visible_to(user).filter(pk__in=pks)).select_related("hq_country")
    found = {organization.pk: organization for organization in visible}
    labels = words()["country"]
    shown = [
        {
            "organization": found[pk],
            "others": [name.text for name in found[pk].names.all() if name.text != found[pk].name],
            "countries": [labels.get(code, code) for code in found[pk].countries_of_work()],
        }
        for pk in dict.fromkeys(pks)
        if pk in found
    ]
    return shown, len(set(pks) - found.keys())


def _twins(batch, row):
    numbers = [reason["row"] for reason in row.reasons if reason["code"] == "twin"]
    return list(batch.rows.filter(number__in=numbers))


def _next_undecided(batch, row):
    waiting = batch.rows.filter(verdict__in=ASKED, decision="").exclude(pk=row.pk)
    after = waiting.filter(number__gt=row.number).order_by("number").values_list("number", flat=True).first()
    return after or waiting.order_by("number").values_list("number", flat=True).first()
