"""Loading past acts from a table: sent, shown line by line, and recorded as a whole or not at all."""

import tempfile

from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observers import actions, policies
from observers.forms import statuses as forms
from observers.importers.history import HistoryRow, rows
from observers.models import ObserverKind, StatusEvent
from observers.views.desk import posted
from observers.views.observers import refuse_unless
from registry.importers import Unreadable
from registry.views.doors import staff_page

# How long what was shown can still be recorded.
SHOWN_SECONDS = 24 * 3600


@staff_page
def history(request):
    """Send a table of past acts and see what it would do, line by line."""
    refuse_unless(policies.may_manage_observers(request.user))
    form = forms.HistoryForm(posted(request), request.FILES or None)
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            found = _read(form.cleaned_data["file"])
        except Unreadable as unreadable:
            form.add_error("file", unreadable.sentence())
        else:
            context |= _preview(found, request.user)
    return render(request, "observers/observer_history.html", context, status=422 if form.errors else 200)


@staff_page
@require_POST
def history_load(request):
    """Record what was shown. Everything is checked once more: one wrong line, and nothing is recorded."""
    refuse_unless(policies.may_manage_observers(request.user))
    try:
        told = signing.loads(request.POST.get("rows", ""), salt=_salt(request.user), max_age=SHOWN_SECONDS)
    except signing.BadSignature as broken:
        raise Http404 from broken
    loaded = actions.load_history([HistoryRow.from_json(one) for one in told], by=request.user)
    messages.success(request, _("Lines recorded: %(count)s.") % {"count": loaded})
    return redirect("observers:staff-observers")


def _read(file):
    with tempfile.NamedTemporaryFile(suffix=".table") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return rows(kept.name)


def _preview(found, user):
    verdicts = actions.check_history(found, by=user)
    counts = {name: sum(one.outcome == name for one in verdicts) for name in ("new", "link", "same", "wrong")}
    # Whoever loads them has seen exactly these rows: they come back signed, and nothing is kept meanwhile.
    sealed = signing.dumps([row.as_json() for row in found], salt=_salt(user), compress=True)
    return {
        "verdicts": [_line(verdict) for verdict in verdicts],
        "counts": counts,
        "sealed": sealed if counts["new"] + counts["link"] and not counts["wrong"] else "",
    }


def _line(verdict):
    kinds, events = dict(ObserverKind.choices), dict(StatusEvent.Kind.choices)
    return {"verdict": verdict, "kind": kinds.get(verdict.row.kind, ""), "event": events.get(verdict.row.event, "")}


def _salt(user):
    return f"observers.history.{user.reference}"
