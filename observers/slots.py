"""What observer status plugs into the registry: a section on an organization's page, a mark, and lines of the menus."""

from django.urls import reverse
from django.utils.translation import gettext as _

from observers import policies
from observers.models import Answer, Application, Correction, Observer, StatusEvent
from observers.queries import living, statuses
from observers.queries.opinions import opinions_asked_of
from observers.queries.queue import waiting_for
from observers.states import StatusState
from registry.models import OrganizationKind
from registry.views.kept import kept

# So long may a number in the menu be old, in seconds.
WAITING_FOR = 60


def status(profile):
    """On an organization's public page: since when it has observer status, or had it, each with its act."""
    observer = Observer.objects.public().filter(organization__reference=profile["id"]).first()
    if observer is None:
        return None
    events = public_events(observer)
    if not events:
        return None
    return {"template": "observers/_status.html", "context": {"observer": observer, "events": events}}


def public_events(observer):
    """What anybody may know of a status, the latest first."""
    told = observer.events.filter(kind__in=statuses.PUBLIC_EVENTS).select_related("session").order_by("-on", "-pk")
    return [{"event": event, "session": statuses.session_words(event), "is_year": is_year(event)} for event in told]


def is_year(event):
    return event.precision == StatusEvent.Precision.YEAR


def marked(references):
    """Which organizations of a page of the directory are observers today."""
    return statuses.with_status_among(references, on=statuses.today()) if references else []


def api_filters():
    """Who has observer status: by the day asked for, or today."""
    return [
        {
            "name": "observer",
            "help": "Its observer status at the IOM Council; on the day `as_of`, today without one.",
            "codes": ["active", "suspended"],
            "keys": _with_status,
        }
    ]


def _with_status(codes, day):
    suspended = {StatusState.SUSPENDED}
    wanted = {"suspended": suspended, "active": set(StatusState) - set(statuses.ENDED) - suspended}
    states = set().union(*(wanted[code] for code in codes))
    return statuses.organizations_with(states, on=day or statuses.today())


def observer_since(references):
    """Since when which of these organizations have observer status today: [(reference, day)]."""
    held = statuses.observers_on(statuses.today(), among=references)
    return [(one.organization, one.began.on) for one in held]


def site_menu():
    return [{"name": "observers:observer-list", "label": _("Observer status")}]


def staff_menu(user):
    """Only what she may open, with how much of it waits for her, as of the last minute."""
    reads = policies.may_read_queue(user)
    waiting = kept(f"observers-menu:{user.pk}:{reads:d}", WAITING_FOR, lambda: _waiting(user, reads))
    items = []
    if reads:
        items = [
            ("application-queue", "clipboard", _("Observer applications"), waiting["applications"]),
            ("session-list", "calendar", _("Council sessions"), 0),
            ("correction-list", "chat", _("Corrections"), waiting["corrections"]),
            ("staff-observers", "flag", _("Observers"), waiting["observers"]),
            ("criteria-list", "list", _("Criteria"), 0),
        ]
    if waiting["opinions"] is not None:
        items.append(("opinion-list", "chat", _("Opinions"), waiting["opinions"]))
    shown = [
        {"name": f"observers:{name}", "icon": icon, "label": label, "count": count}
        for name, icon, label, count in items
    ]
    return [{"label": _("Observer status"), "items": shown}]


def _waiting(user, reads):
    """How much waits for her in each list; of opinions None when she was never asked for one."""
    waiting = {}
    if reads:
        files = Application.objects.open_to_staff(user)
        waiting["applications"] = waiting_for(user)
        waiting["corrections"] = Correction.objects.filter(application__in=files, answered_at__isnull=True).count()
        waiting["observers"] = living.waiting_for_staff(user)
    opinions = opinions_asked_of(user)
    waiting["opinions"] = opinions.filter(answered_at__isnull=True).count() if opinions.exists() else None
    return waiting


def my_documents(documents):
    """In a member's list of documents: the applications that show each."""
    shown = Answer.documents.through.objects.filter(document__in=documents)
    pairs = shown.values_list("document", "answer__application__reference").distinct()
    return [
        {"document": document, "url": reverse("observers:application-detail", args=[reference]), "label": reference}
        for document, reference in pairs.order_by("document", "answer__application__reference")
    ]


def my_organization(user, organization):
    """On the page of a member: what she can do for this organization."""
    links = []
    observer = Observer.objects.filter(organization=organization).first()
    if observer:
        url = reverse("observers:my-status", args=[observer.reference])
        links.append({"url": url, "icon": "flag", "label": _("Observer status")})
    if organization.kind == OrganizationKind.CSO:
        links.append({"url": reverse("observers:my-applications"), "icon": "doc", "label": _("Applications")})
    return links
