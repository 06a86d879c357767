"""What every page knows."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from registry import policies
from registry.models import Job
from registry.states import JobState


def site(request):
    user = getattr(request, "user", None)
    menu = SimpleLazyObject(lambda: _staff_menu(request) if user and policies.may_read_staff_pages(user) else [])
    return {"demo": settings.IS_DEMO, "site_origin": settings.SITE_ORIGIN, "staff_menu": menu}


def _staff_menu(request):
    """The navy menu: only what this person may open."""
    user = request.user
    groups = [
        (
            _("Inventory"),
            [
                ("staff-organizations", "org", _("Organizations"), True, None),
                ("import-list", "upload", _("Imports"), policies.may_import(user), None),
                ("job-list", "refresh", _("Jobs"), True, Job.objects.filter(state=JobState.HELD).count),
            ],
        ),
        (
            _("Settings"),
            [
                ("staff-access", "users", _("Staff access"), policies.may_manage_staff(user), None),
                ("message-list", "inbox", _("Messages"), policies.may_read_messages(user), None),
            ],
        ),
    ]
    menu = [{"label": label, "items": [_item(request, *item) for item in items if item[3]]} for label, items in groups]
    return [group for group in menu if group["items"]]


def _item(request, name, icon, label, _allowed, count):
    url = reverse(f"registry:{name}")
    return {
        "url": url,
        "icon": icon,
        "label": label,
        "count": count() if count else 0,
        "current": request.path.startswith(url),
    }
