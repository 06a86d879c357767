"""What observer status plugs into the registry: a section on an organization's page, a mark, and lines of the menus."""

from django.urls import reverse
from django.utils.translation import gettext as _

from observers import policies
from observers.models import Observer, StatusEvent
from observers.queries import living, statuses


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


def site_menu():
    return [{"name": "observers:observer-list", "label": _("Observer status")}]


def staff_menu(user):
    """Only what she may open."""
    items = [
        policies.may_read_observers(user)
        and {
            "name": "observers:staff-observers",
            "icon": "org",
            "label": _("Observers"),
            "count": living.waiting_for_staff(user),
        },
    ]
    return [{"label": _("Observer status"), "items": items}]


def my_organization(user, organization):
    """On the page of a member: what she can do for this organization."""
    observer = Observer.objects.filter(organization=organization).first()
    if observer is None:
        return []
    url = reverse("observers:my-status", args=[observer.reference])
    return [{"url": url, "icon": "flag", "label": _("Observer status")}]
