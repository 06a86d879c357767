"""The public register: who has observer status on a day. What was never published is not there."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponseBadRequest, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from observers import slots
from observers.forms.statuses import RegisterForm
from observers.models import Observer, ObserverKind
from observers.queries import statuses
from observers.views.words import KINDS, state_look
from registry import references
from registry.exporters import csv_lines

# Columns never change their names or their order, and are never translated: programs read them.
CSV_COLUMNS = (
    "id",
    "name",
    "kind",
    "status",
    "since",
    "since_precision",
    "session",
    "resolution",
    "source",
    "organization",
    "as_of",
)


@require_safe
def observer_list(request):
    """Who has the status on the chosen day, the registry's own count, and beside it what sources said."""
    if moved := _moved(request):
        return moved
    form, day, kind = _asked(request)
    rows = statuses.observers_on(day, kind=kind)
    context = {
        "form": form,
        "day": day,
        "kind": kind,
        "kind_label": KINDS[kind],
        "kinds": KINDS.items(),
        "is_today": day == statuses.today(),
        "rows": [{"held": held, "look": state_look(held.state), "is_year": slots.is_year(held.began)} for held in rows],
        "statements": statuses.statements_near(day, kind=kind),
        "csv_url": f"{reverse('observers:observer-csv')}?as_of={day.isoformat()}&kind={kind}",
        "api_url": f"{reverse('api:observer-list')}?as_of={day.isoformat()}&kind={kind}",
    }
    return render(request, "observers/register_list.html", context, status=422 if form.errors else 200)


@require_safe
def observer_csv(request):
    """Exactly what the page shows for this day and kind; what makes no sense is refused in words."""
    if moved := _moved(request):
        return moved
    form, day, kind = _asked(request)
    if form.errors:
        sentences = [error for errors in form.errors.values() for error in errors]
        return HttpResponseBadRequest("\n".join(sentences), content_type="text/plain; charset=utf-8")
    rows = statuses.observers_on(day, kind=kind)
    response = StreamingHttpResponse(
        csv_lines(CSV_COLUMNS, (_csv_row(held, day) for held in rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="observers-{kind}-{day.isoformat()}.csv"'
    return response


@require_safe
def observer_detail(request, reference):
    """One observer with its dated public events; a reference as people type it leads there."""
    meant = references.parse(reference)
    if meant is None:
        raise Http404
    if meant != reference:
        return HttpResponsePermanentRedirect(reverse("observers:observer-detail", args=[meant]))
    observer = get_object_or_404(Observer.objects.public().select_related("organization__listing"), reference=meant)
    events = slots.public_events(observer)
    if not events:
        raise Http404
    context = {
        "observer": observer,
        "events": events,
        "look": state_look(statuses.state_of(observer)),
        "listing": observer.organization.listing if observer.organization_id else None,
    }
    return render(request, "observers/register_detail.html", context)


def _moved(request):
    """The day was once called `on`: old links lead to the same list under its present name."""
    if "on" not in request.GET or "as_of" in request.GET:
        return None
    asked = {("as_of" if name == "on" else name): value for name, value in request.GET.items()}
    return HttpResponsePermanentRedirect(f"{request.path}?{urlencode(asked)}")


def _asked(request):
    """The form, the day and the kind; what makes no sense is told by the form, and today's CSOs are shown."""
    form = RegisterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    day, kind = asked.get("as_of") or statuses.today(), asked.get("kind") or ObserverKind.CSO.value
    if not form.errors:
        form = RegisterForm(initial={"as_of": day, "kind": kind})
    return form, day, kind


def _csv_row(held, day):
    began = held.began
    return (
        held.reference,
        held.name,
        held.kind,
        "suspended" if held.is_suspended else "active",
        began.on.year if slots.is_year(began) else began.on.isoformat(),
        began.precision,
        held.session,
        began.resolution,
        began.source,
        held.organization or "",
        day.isoformat(),
    )
