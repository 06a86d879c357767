"""What happened to a record: who, when, why, from what to what; two versions side by side; one field put back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry import actions, policies
from registry.errors import Contradiction, Stale
from registry.forms.organizations import ReasonForm
from registry.queries import versions
from registry.queries.change_words import comparison, field_label
from registry.queries.changes import ABOUT_A_RECORD, PEOPLE, about, by_people, kinds, of_kind, pairs, roles, told
from registry.queries.words import words
from registry.views.doors import staff_page
from registry.views.records import opened_version, permitted, record_context, tab_url, visible

PAGE = 50


@require_safe
@staff_page
def history(request, reference):
    """Newest first, fifty a page, by field, kind and people.

    Budget: for one change and for fifty the same, six statements beyond those of every page of a record.
    """
    organization = _readable(request, reference)
    first, second = (_number(request, name) for name in ("first", "second"))
    if first and second:
        return redirect("registry:organization-compare", reference, *sorted((first, second)))
    asked, found = _asked(request), about(organization, user=request.user)
    latest = found.values_list("pk", flat=True).first()
    found = found.filter(diff__has_key=asked["field"]) if asked["field"] else found
    found = found.filter(of_kind(asked["kind"])) if asked["kind"] else found
    found = found.filter(by_people(asked["people"])) if asked["people"] else found
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "changes": _entries(request, organization, page.object_list),
        "latest": latest,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "fields": [(field, field_label(field)) for field in versions.FIELDS],
        "kinds": [(kind, label) for kind, label in kinds().items() if kind in ABOUT_A_RECORD],
        "people": PEOPLE.items(),
        "can_import": policies.may_import(request.user),
    }
    return render(request, "registry/organization_history.html", context | record_context(request, organization))


@require_safe
@staff_page
def compare(request, reference, first, second):
    """The record as it stood after one of its changes and after another. Budget: see queries.versions."""
    organization = _readable(request, reference)
    if first > second:
        return redirect("registry:organization-compare", reference, second, first)
    readable = about(organization, user=request.user)
    ends = {change.pk: change for change in readable.filter(pk__in=[first, second])}
    if set(ends) != {first, second}:
        raise Http404
    known, labels = versions.versions(organization, [first, second], changes=readable), words()
    before, after = known[first], known[second]
    rows = [
        comparison(field, before[field].value, after[field].value, labels)
        | {"is_sure": before[field].is_sure and after[field].is_sure}
        for field in versions.FIELDS
        if versions.plain(field, before[field].value) != versions.plain(field, after[field].value)
    ]
    changed = {row["field"] for row in rows}
    entries = {entry["number"]: entry for entry in told(ends.values(), user=request.user)}
    same = [field for field in versions.FIELDS if field not in changed]
    context = {
        "rows": rows,
        "same": [field_label(field) for field in same if before[field].value and before[field].is_sure],
        "unsure": [field_label(field) for field in same if not (before[field].is_sure and after[field].is_sure)],
        "first": entries[first],
        "second": entries[second],
        "ends": [entries[first], entries[second]],
    }
    return render(request, "registry/organization_compare.html", context | record_context(request, organization))


@staff_page
def restore(request, reference, number, field):
    """One field as it was before a change: shown beside what it says now, put back with a reason."""
    organization = permitted(request, reference, policies.may_restore_field)
    change = get_object_or_404(about(organization, user=request.user), pk=number)
    kept = dict(pairs(change.diff))
    if field not in kept or not versions.is_kept(change, field):
        raise Http404
    reason = _("Put back as it was before change %(number)s.") % {"number": change.pk}
    form, status = ReasonForm(request.POST or None, initial={"reason": reason}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.restore_field(
                    organization, change, field, version=opened_version(request), by=request.user, **form.cleaned_data
                )
            except (Contradiction, Stale) as clash:
                form.add_error(None, str(clash))
                status = 409
            else:
                messages.success(request, _("The field says again what it said before."))
                return redirect(tab_url("history", organization))
    now = versions.rows_now(organization, field) if field in versions.ROWS else versions.standing(organization)[field]
    context = {
        "form": form,
        "change": change,
        "row": comparison(field, now, kept[field][0], words()),
        "version": organization.version,
    } | record_context(request, organization)
    return render(request, "registry/organization_restore.html", context, status=status)


def _readable(request, reference):
    organization = visible(request, reference)
    if not policies.may_read_history(request.user, organization):
        raise PermissionDenied
    return organization


def _asked(request):
    """What is chosen in the filters; what makes no sense there is left out."""
    choices = {"field": versions.FIELDS, "kind": ABOUT_A_RECORD, "people": PEOPLE}
    return {name: value if (value := request.GET.get(name, "")) in known else "" for name, known in choices.items()}


def _number(request, name):
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _entries(request, organization, changes):
    """Each change in words, with the role of its author and, for each field, where it can be put back."""
    changes = list(changes)
    can_restore, roles_then = policies.may_restore_field(request.user, organization), roles(changes)
    entries = told(changes, user=request.user)
    for change, entry in zip(changes, entries, strict=True):
        entry["role"] = roles_then[change.pk]
        for row in entry["fields"]:
            if can_restore and versions.is_kept(change, row["field"]):
                row["restore"] = reverse(
                    "registry:organization-restore", args=[organization.reference, change.pk, row["field"]]
                )
            row["only_words"] = versions.is_only_words(change, row["field"])
    return entries
