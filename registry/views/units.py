"""The units of IOM, and what is left behind when one of them is closed."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies
from registry.errors import Refused
from registry.forms.units import AssignForm, CloseUnitForm
from registry.models import Change, Unit
from registry.queries import units
from registry.queries.changes import heads
from registry.views.acts import ask
from registry.views.doors import staff_page

PAGE = 50
RECENT = 6


@require_safe
@staff_page
def unit_list(request):
    is_closed = request.GET.get("show") == "closed"
    found = list(units.units(closed=is_closed))
    counts = units.partnerships_of(found, user=request.user)
    context = {
        "rows": [{"unit": unit, "partnerships": counts.get(unit.pk, 0)} for unit in found],
        "is_closed": is_closed,
        "orphans": units.count_orphans(request.user),
    }
    return render(request, "registry/unit_list.html", context)


@require_safe
@staff_page
def unit_detail(request, code):
    unit = get_object_or_404(Unit.objects.select_related("parent", "successor", "country", "region"), code=code)
    is_closed = Unit.objects.closed(on=timezone.localdate()).filter(pk=unit.pk).exists()
    context = {
        "unit": unit,
        "is_closed": is_closed,
        "parts": unit.parts.order_by("name_en"),
        "predecessors": unit.predecessors.order_by("name_en"),
        "programmes": units.open_programmes().filter(unit=unit).order_by("name_en"),
        "partnerships": units.partnerships_of([unit], user=request.user).get(unit.pk, 0),
        "can_close": not is_closed and policies.may_manage_units(request.user),
        "recent": heads(Change.objects.about(f"unit:{unit.code}"[:60])[:RECENT]),
    }
    return render(request, "registry/unit_detail.html", context)


@staff_page
def close(request, code):
    unit = get_object_or_404(Unit, code=code)
    if not policies.may_manage_units(request.user):
        raise PermissionDenied
    return ask(
        request,
        CloseUnitForm(request.POST or None, unit=unit),
        partial(actions.close_unit, unit, by=request.user),
        crumbs=[(reverse("registry:unit-list"), _("Units")), (unit.get_absolute_url(), unit.name)],
        title=_("Close this unit"),
        text=_("It stays with its history. What hangs on it then waits in a list to be given to another unit."),
        button=_("Close the unit"),
        done=_("The unit is closed."),
    )


@require_safe
@staff_page
def orphan_list(request):
    return _queue(request, AssignForm(initial={"unit": _asked_unit(request) and _asked_unit(request).successor}))


@staff_page
@require_POST
def assign(request):
    """Give the rows that were chosen to one unit: all of them, or none when one is not waiting any more."""
    chosen = set(request.POST.getlist("row")[: 2 * PAGE])
    partnerships, programmes = _chosen(request.user, chosen)
    if not all(policies.may_edit_organization(request.user, one.organization) for one in partnerships):
        raise PermissionDenied
    if not policies.may_add_organization(request.user) or (programmes and not policies.may_manage_units(request.user)):
        raise PermissionDenied
    form = AssignForm(request.POST)
    if not chosen:
        form.add_error(None, _("Choose at least one row."))
    elif len(partnerships) + len(programmes) != len(chosen):
        form.add_error(None, _("A part of this is not waiting any more. The list shows what is left."))
    if not form.is_valid():
        return _queue(request, form, chosen, status=422)
    try:
        given = actions.reassign(
            partnerships=partnerships, programmes=programmes, unit=form.cleaned_data["unit"], by=request.user
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _queue(request, form, chosen, status=409)
    told = ngettext("%(count)s row was given to %(unit)s.", "%(count)s rows were given to %(unit)s.", given)
    messages.success(request, told % {"count": given, "unit": form.cleaned_data["unit"].name})
    return redirect("registry:orphan-list")


def _queue(request, form, chosen=(), *, status=200):
    user, unit = request.user, _asked_unit(request)
    partnerships, programmes = units.orphans(user, unit=unit)
    page = Paginator(partnerships, PAGE).get_page(request.GET.get("page"))
    can_manage = policies.may_manage_units(user)
    context = {
        "form": form,
        "own_address": reverse("registry:orphan-list"),
        "unit": unit,
        "units": units.units_with_orphans(user),
        "page": page,
        "rows": [_row(one, policies.may_edit_organization(user, one.organization), chosen) for one in page],
        "programmes": [_row(one, can_manage, chosen) for one in programmes],
    }
    context["can_assign"] = any(row["can_assign"] for row in [*context["rows"], *context["programmes"]])
    return render(request, "registry/orphan_list.html", context, status=status)


def _row(thing, can_assign, chosen):
    key = _key(thing)
    return {"thing": thing, "key": key, "can_assign": can_assign, "is_chosen": key in chosen}


def _key(thing):
    """How a row is told from all others: the reference of a partnership is its own within its organization only."""
    return thing.code if hasattr(thing, "code") else f"{thing.organization.reference}/{thing.reference}"


def _chosen(user, keys):
    partnerships, programmes = units.orphans(user)
    partnerships = partnerships.filter(reference__in=[key.partition("/")[2] for key in keys])
    programmes = programmes.filter(code__in=keys)
    return [one for one in partnerships if _key(one) in keys], list(programmes)


def _asked_unit(request):
    code = request.GET.get("unit", "").replace("\0", "")
    return Unit.objects.filter(code=code).select_related("successor").first() if code else None
