"""The staff's list of applications: what waits for whom, since when, until when."""

from django.core.paginator import Paginator
from django.shortcuts import render

from observers.models import Application
from observers.queries import times
from observers.queries.queue import GROUPS, Wanted, counts, lines, queue, sessions_of
from observers.views.desk import desk_page
from observers.views.looks import application_look

PAGE = 50


@desk_page
def application_queue(request):
    sessions = list(sessions_of(request.user))
    wanted = _wanted(request.GET, sessions)
    page = Paginator(queue(request.user, wanted), PAGE).get_page(request.GET.get("page"))
    shown = lines(page.object_list, request.user)
    known = counts(request.user)
    context = {
        "page": page,
        "groups": _grouped(shown),
        "wanted": wanted,
        "tabs": [{"name": name, "label": label, "count": known[name]} for name, (label, _s) in GROUPS.items()],
        "open_count": sum(known[name] for name in GROUPS if name != "over"),
        "sessions": sessions,
        "stages": times.stages(Application.objects.open_to_staff(request.user)),
        "is_filtered": wanted != Wanted(),
    }
    return render(request, "observers/application_queue.html", context)


def _wanted(typed, sessions):
    """The address's questions, as far as they make sense."""
    group, session = typed.get("group", ""), typed.get("session", "")
    return Wanted(
        group=group if group in GROUPS else "",
        session=session if session in {one.reference for one in sessions} else "",
        is_mine=bool(typed.get("mine")),
        is_late=bool(typed.get("late")),
        words=" ".join(typed.get("q", "").replace("\0", "").split())[:200],
    )


def _grouped(shown):
    """The lines under the heading of their group; the list comes in that order."""
    groups = {}
    for line in shown:
        groups.setdefault(line.group, []).append({"line": line, "look": application_look(line.application.state)})
    return [{"name": name, "label": GROUPS[name][0], "lines": found} for name, found in groups.items()]
