"""The staff's desk: what waits for this person, by the day it is due; who takes care of it; what runs by itself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.models import ItemKind, Job
from registry.queries import changes, desk
from registry.states import JobState
from registry.views import desk_count
from registry.views.desk_words import lines
from registry.views.doors import staff_page
from registry.views.job_words import title_of

PAGE = 50
LABELS = {
    desk.MINE: gettext_lazy("My items"),
    desk.UNASSIGNED: gettext_lazy("Unassigned"),
    desk.OVERDUE: gettext_lazy("Overdue"),
    desk.NEW: gettext_lazy("New registrations"),
    desk.ALL: gettext_lazy("All"),
}
RUNNING = 5
# Under this name the session keeps what can be undone: {"batch", "sentence"}.
UNDO = "desk_undo"


@staff_page
def home(request):
    """Who decides nothing begins with the inventory."""
    if not policies.may_work_at_the_desk(request.user):
        return redirect("registry:staff-organizations")
    counted = desk.counts(request.user)
    return _page(request, desk.MINE if counted.views[desk.MINE] else desk.UNASSIGNED, counted)


@staff_page
def queue(request, view):
    _may_work(request)
    if view not in desk.VIEWS:
        raise Http404
    return _page(request, view, desk.counts(request.user))


@staff_page
@require_POST
def assign(request):
    """Give the chosen items to a colleague or to oneself, or back to everybody."""
    _may_work(request)
    found = _chosen(request)
    if not found:
        return redirect(_back(request))
    to = request.POST.get("to", "")
    person = next((one for one in desk.colleagues(request.user) if one.reference == to), None)
    if to and not person:
        raise PermissionDenied
    if person:
        theirs = {item.key for item in desk.known(person, [item.key for item in found])}
        kept_back = [item for item in found if item.key not in theirs]
        found = [item for item in found if item.key in theirs]
        if kept_back:
            told = ngettext(
                "%(n)s item was not given: %(person)s does not answer for it.",
                "%(n)s items were not given: %(person)s does not answer for them.",
                len(kept_back),
            )
            messages.warning(request, told % {"n": len(kept_back), "person": person})
        if not found:
            return redirect(_back(request))
    batch = actions.assign_items(found, to=person, by=request.user)
    n = len(found)
    if person:
        sentence = ngettext("%(n)s item given to %(person)s.", "%(n)s items given to %(person)s.", n)
    else:
        sentence = ngettext("%(n)s item given back to everybody.", "%(n)s items given back to everybody.", n)
    request.session[UNDO] = {"batch": batch, "act": "assign", "sentence": sentence % {"n": n, "person": person}}
    return redirect(_back(request))


@staff_page
@require_POST
def approve(request):
    """Accept all that the chosen proposals would change. Anything else is answered on its own page."""
    _may_work(request)
    found = _chosen(request)
    proposals = desk.proposals_among(found)
    batch, done, left = actions.approve_proposals(proposals, by=request.user)
    for proposal, why in left:
        messages.warning(request, _("%(proposal)s: %(why)s") % {"proposal": proposal.reference, "why": why})
    others = len(found) - len(proposals)
    if others:
        told = ngettext(
            "%(n)s item is no proposal: open it to answer it.", "%(n)s items are no proposals: open them.", others
        )
        messages.warning(request, told % {"n": others})
    if done:
        told = ngettext("%(n)s proposal accepted.", "%(n)s proposals accepted.", len(done)) % {"n": len(done)}
        request.session[UNDO] = {"batch": batch, "act": "approve", "sentence": told}
    return redirect(_back(request))


@staff_page
@require_POST
def undo(request):
    """Take the last act back, or only put the bar away."""
    _may_work(request)
    kept = request.session.pop(UNDO, None)
    if kept and "dismiss" not in request.POST:
        _UNDO[kept["act"]](request, kept["batch"])
    return redirect(_back(request))


def _undo_assigning(request, batch):
    n = actions.undo_assigning(batch, by=request.user)
    told = ngettext("%(n)s item is where it was before.", "%(n)s items are where they were before.", n)
    messages.success(request, told % {"n": n})


def _undo_approving(request, batch):
    done, left = actions.undo_approving(batch, by=request.user)
    told = ngettext("%(n)s proposal waits again.", "%(n)s proposals wait again.", len(done))
    if done:
        messages.success(request, told % {"n": len(done)})
    for proposal, why in left:
        messages.warning(request, _("%(proposal)s: %(why)s") % {"proposal": proposal.reference, "why": why})


_UNDO = {"assign": _undo_assigning, "approve": _undo_approving}


def _may_work(request):
    if not policies.may_work_at_the_desk(request.user):
        raise PermissionDenied


def _chosen(request):
    """The ticked items that still wait for this person."""
    found = desk.known(request.user, request.POST.getlist("item"))
    if not found:
        messages.warning(request, _("Nothing that waits was chosen. Tick at least one line, then press the button."))
    return found


def _back(request):
    """The view from which a button was pressed."""
    view = request.POST.get("view", "")
    return reverse("registry:desk", args=[view if view in desk.VIEWS else desk.UNASSIGNED])


def _page(request, view, counted):
    user, now = request.user, timezone.now()
    desk_count.remember_waiting(user, counted.views[desk.ALL])
    q = " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]
    order = request.GET.get("order", "")
    order = order if order in desk.ORDERS else desk.ORDERS[0]
    page = Paginator(desk.items(user, view=view, q=q, order=order), PAGE).get_page(request.GET.get("page"))
    found = [desk.Item(ItemKind(kind), *rest) for kind, *rest in page.object_list]
    takers = desk.assigned(found)
    median, answered = desk.time_to_answer(user)
    unconfirmed, every = desk_count.unconfirmed(user)
    context = {
        "view": view,
        "title": LABELS[view],
        "tabs": [
            {"view": one, "label": LABELS[one], "count": counted.views[one], "is_bad": one == desk.OVERDUE}
            for one in desk.VIEWS
        ],
        "page": page,
        "rows": [line | {"taker": takers.get(line["item"].key)} for line in lines(found, at=now)],
        "q": q,
        "order": order,
        "counts": counted,
        "late": counted.views[desk.OVERDUE],
        "oldest_days": (now - counted.oldest).days if counted.oldest else None,
        "median": median,
        "answered": answered,
        "unconfirmed": unconfirmed,
        "published": every,
        "colleagues": desk.colleagues(user),
        "undo": request.session.get(UNDO),
        "running": _running(),
        "recent": _recent(user),
        "can_decide": policies.may_decide_proposals(user),
        "can_import": policies.may_import(user),
        "can_add": policies.may_add_organization(user),
    }
    return render(request, "registry/desk.html", context)


def _recent(user):
    done = list(desk.recent(user))
    return [head | {"who": "", "text": change.subject} for change, head in zip(done, changes.heads(done), strict=True)]


def _running():
    jobs = Job.objects.filter(state__in=[JobState.RUNNING, JobState.WAITING, JobState.PAUSED, JobState.HELD])
    # What needs a person comes first.
    held_first = Case(When(state=JobState.HELD, then=0), default=1)
    return [{"job": job, "title": title_of(job)} for job in jobs.order_by(held_first, "-created_at")[:RUNNING]]
