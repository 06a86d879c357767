"""The auditor's pages: everything that happened, one change with its place in the chain, and a file to take away."""

import json

from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry import actions, policies
from registry.exporters import csv_lines
from registry.forms.audit import AuditForm
from registry.models import Change, User
from registry.queries import audit
from registry.queries.changes import roles, told, without
from registry.views.doors import staff_page

COLUMNS = (
    "number",
    "at",
    "by",
    "by_name",
    "verb",
    "subject",
    "reason",
    "batch",
    "request_id",
    "diff",
    "previous_hash",
    "hash",
)


@require_safe
@staff_page
def change_list(request):
    """A page of fifty by the key. Budget: see queries.audit; two more for the authors' roles."""
    _may_read(request)
    form, hidden = AuditForm(request.GET), audit.hidden_references(request.user)
    changes, is_newer, is_older = [], False, False
    if form.is_valid():
        found = audit.changes(hidden=hidden, **form.cleaned_data)
        changes, is_newer, is_older = audit.page(
            found, before=_number(request, "before"), after=_number(request, "after")
        )
    context = {
        "form": form,
        "rows": _rows(changes, request.user, hidden),
        "is_filtered": bool(form.is_valid() and form.asked()),
        "newer": is_newer and changes and _address(request, after=changes[0].pk),
        "older": is_older and changes and _address(request, before=changes[-1].pk),
        "download": _address(request),
        "most": audit.MOST,
    }
    return render(request, "registry/audit.html", context, status=200 if form.is_valid() else 422)


@require_safe
@staff_page
def change_detail(request, number):
    _may_read(request)
    hidden = audit.hidden_references(request.user)
    change = get_object_or_404(audit.open_to(hidden), pk=number)
    before = Change.objects.filter(pk__lt=change.pk).order_by("-pk").first()
    after = Change.objects.filter(pk__gt=change.pk).order_by("pk").first()
    beside = {one.pk for one in (before, after) if one}
    beside = set(audit.open_to(hidden).filter(pk__in=beside).values_list("pk", flat=True))
    context = {
        "change": change,
        "row": _rows([change], request.user, hidden)[0],
        "raw": json.dumps(without(change.diff, hidden), ensure_ascii=False, indent=2, sort_keys=True),
        "fits": change.hash in (change.digest(), change.digest_without_number()),
        "follows": change.previous_hash == (before.hash if before else Change.NO_HASH),
        "before": before if before and before.pk in beside else None,
        "after": after if after and after.pk in beside else None,
    }
    return render(request, "registry/audit_change.html", context)


@require_safe
@staff_page
def change_csv(request):
    """The newest of what was asked for, at most audit.MOST rows; that it was taken is itself part of the history."""
    _may_read(request)
    form = AuditForm(request.GET)
    if not form.is_valid():
        raise Http404
    hidden = audit.hidden_references(request.user)
    export = actions.record_export(asked=form.asked(), by=request.user)
    chunks = audit.in_chunks(audit.changes(hidden=hidden, **form.cleaned_data), before=export.pk)
    lines = csv_lines(COLUMNS, (line for chunk in chunks for line in _lines(chunk, hidden)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="history-{timezone.localdate().isoformat()}.csv"'
    return response


def _may_read(request):
    if not policies.may_read_audit(request.user):
        raise PermissionDenied


def _rows(changes, user, hidden):
    roles_then = roles(changes)
    return [row | {"role": roles_then[row["number"]]} for row in told(changes, user=user, hidden=hidden)]


def _lines(chunk, hidden):
    people = User.objects.in_bulk({change.by_id for change in chunk} - {None})
    for change in chunk:
        person = people.get(change.by_id)
        yield (
            change.pk,
            change.at.isoformat(),
            person.reference if person else change.by,
            str(person or ""),
            change.verb,
            change.subject,
            without(change.reason, hidden),
            change.batch,
            change.request_id,
            json.dumps(without(change.diff, hidden), ensure_ascii=False, sort_keys=True),
            change.previous_hash,
            change.hash,
        )


def _number(request, name):
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _address(request, **place):
    """The question of this page with another place in the list."""
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    for name, value in place.items():
        query[name] = value
    return f"?{query.urlencode()}"
