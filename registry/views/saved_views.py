"""Saved views: beside the lists, and the page on which a person renames, shares, follows and deletes them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies
from registry.errors import Contradiction
from registry.forms.saved_views import MOST_OF_AN_ADDRESS, RhythmForm, SaveViewForm, ViewForm
from registry.models import Rhythm, ViewedList
from registry.queries import saved_views as queries
from registry.views.labels import filter_words

ADDRESSES = {
    ViewedList.DIRECTORY: "registry:organization-list",
    ViewedList.INVENTORY: "registry:staff-organizations",
    ViewedList.GAPS: "registry:gap-list",
}


def beside(request, list_name):
    """What a list shows of saved views: hers, her mission's, and the form that keeps what is on the screen."""
    if not request.user.is_authenticated:
        return None
    kept = queries.keep(list_name, request.GET)
    return {
        "views": [
            {
                "name": view.name,
                "url": url_of(view),
                "is_current": view.filters == kept.filters,
                "is_mine": view.owner_id == request.user.pk,
            }
            for view in queries.views_for(request.user, list_name=list_name)
        ],
        "list_name": list_name,
        # As it was asked: what of it is no filter is told when it is saved.
        "query": request.GET.urlencode()[:MOST_OF_AN_ADDRESS],
        "suggestion": ", ".join(filter_words(list_name, kept.filters))[:80],
    }


def url_of(view):
    address = reverse(ADDRESSES[view.list_name])
    return f"{address}?{queries.query_of(view.filters)}" if view.filters else address


@require_POST
@login_required
def save(request):
    """Keep what is on the screen, and come back to it."""
    form = SaveViewForm(request.POST)
    if form.is_valid():
        list_name = form.cleaned_data["list_name"]
        if not queries.may_open(request.user, list_name):
            raise Http404
        kept = queries.keep(list_name, QueryDict(form.cleaned_data["query"]))
        try:
            view = actions.save_view(
                name=form.cleaned_data["name"], list_name=list_name, filters=kept.filters, by=request.user
            )
        except Contradiction as contradiction:
            form.add_error("name", str(contradiction))
        else:
            messages.success(request, _("The view “%(name)s” was saved.") % {"name": view.name})
            if kept.dropped:
                messages.warning(
                    request,
                    _("This part of the address is no filter and was left out: %(names)s.")
                    % {"names": ", ".join(kept.dropped)},
                )
            return redirect(url_of(view))
    context = {"form": form, "is_new": True, "own_address": reverse("registry:saved-views")}
    return render(request, "registry/saved_view_form.html", context, status=422)


@require_safe
@login_required
def view_list(request):
    views = queries.views_for(request.user)
    followed = {one.view_id: one for one in request.user.subscriptions.filter(view__in=views).told_too_wide()}
    rows = [
        {
            "view": view,
            "url": url_of(view),
            "words": filter_words(view.list_name, view.filters),
            "is_mine": view.owner_id == request.user.pk,
            "followed": followed.get(view.pk),
        }
        for view in views
    ]
    context = {"rows": rows, "rhythms": [("", _("No mails")), *Rhythm.choices], "most": queries.MOST_FOLLOWED}
    return render(request, "registry/saved_view_list.html", context)


@login_required
def edit(request, reference):
    """Rename or share: its owner only."""
    view = _own(request, reference)
    units = {one.unit_id for one in request.user.current_assignments() if one.unit_id}
    initial = {"name": view.name, "unit": view.unit_id}
    form = ViewForm(request.POST or None, initial=initial, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_view(
                view, name=form.cleaned_data["name"], unit=form.cleaned_data.get("unit"), by=request.user
            )
        except Contradiction as contradiction:
            form.add_error("name", str(contradiction))
        else:
            messages.success(request, _("The view was changed."))
            return redirect("registry:saved-views")
    context = {"form": form, "view": view, "words": filter_words(view.list_name, view.filters)}
    return render(request, "registry/saved_view_form.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def delete(request, reference):
    view = _own(request, reference)
    actions.delete_view(view, by=request.user)
    messages.success(request, _("The view “%(name)s” was deleted.") % {"name": view.name})
    return redirect("registry:saved-views")


@require_POST
@login_required
def follow(request, reference):
    """How often she is written to about this view: each reader for herself."""
    view = _visible(request, reference)
    form = RhythmForm(request.POST)
    if not form.is_valid():
        raise Http404
    subscription = actions.follow_view(view, rhythm=form.cleaned_data["rhythm"], by=request.user)
    if subscription:
        messages.success(
            request, _("We write to you about “%(name)s” when something is new there.") % {"name": view.name}
        )
    else:
        messages.success(request, _("You get no mails about “%(name)s”.") % {"name": view.name})
    return redirect("registry:saved-views")


# The link of a mail is the key, and mail programs that stop for their reader send nothing else (RFC 8058).
@csrf_exempt
def stop(request, token):
    """A look shows the page; one click, also that of a mail program, ends the mails. Nobody needs to sign in."""
    if actions.read_token(token) is None:
        raise Http404
    is_done = request.method == "POST" and actions.stop_digest(token)
    return render(request, "registry/saved_view_stop.html", {"is_done": is_done})


def _visible(request, reference):
    view = next((view for view in queries.views_for(request.user) if view.reference == reference), None)
    if view is None:
        raise Http404
    return view


def _own(request, reference):
    view = _visible(request, reference)
    if not policies.may_change_view(request.user, view):
        raise PermissionDenied
    return view
