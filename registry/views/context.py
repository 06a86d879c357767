"""What every page knows."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from registry import policies, slots
from registry.models import Client, Job
from registry.states import JobState
from registry.views import desk_count


def site(request):
    user = getattr(request, "user", None)
    menu = SimpleLazyObject(lambda: _staff_menu(request) if user and policies.may_read_staff_pages(user) else [])
    return {
        "demo": settings.IS_DEMO,
        "site_origin": settings.SITE_ORIGIN,
        "site_menu": SimpleLazyObject(lambda: slots.gather("site_menu")),
        "staff_menu": menu,
    }


def _staff_menu(request):
    """The navy menu: only what this person may open, of the registry and of the apps that plug in."""
    user = request.user
    held = Job.objects.filter(state=JobState.HELD).count()
    decides = policies.may_decide_proposals(user)
    work = [
        policies.may_work_at_the_desk(user)
        and {
            "name": "registry:staff-home",
            "icon": "inbox",
            "label": _("Review queue"),
            "count": desk_count.waiting(user),
        },
        decides and {"name": "registry:proposal-list", "icon": "clipboard", "label": _("Proposed changes")},
        decides and {"name": "registry:dispute-list", "icon": "chat", "label": _("Disputes")},
        policies.may_decide_claims(user) and {"name": "registry:claim-list", "icon": "users", "label": _("Claims")},
        {"name": "registry:duplicate-list", "icon": "merge", "label": _("Duplicates")},
        policies.may_merge(user) and {"name": "registry:merge-list", "icon": "merge", "label": _("Merges")},
        policies.may_read_issues(user) and {"name": "registry:issue-list", "icon": "warn", "label": _("Issues")},
        policies.may_read_matches(user) and {"name": "registry:match-list", "icon": "search", "label": _("Screening")},
    ]
    inventory = [
        {"name": "registry:staff-organizations", "icon": "org", "label": _("Organizations")},
        {"name": "registry:mission-list", "icon": "chart", "label": _("Missions")},
        {"name": "registry:gap-list", "icon": "globe", "label": _("Gaps")},
        {"name": "registry:freshness", "icon": "clock", "label": _("Freshness")},
        {"name": "registry:staff-programmes", "icon": "flag", "label": _("Programmes")},
        {"name": "registry:staff-lessons", "icon": "doc", "label": _("Learning shelf")},
        {"name": "registry:staff-editions", "icon": "doc", "label": _("Editions")},
        {"name": "registry:unit-list", "icon": "pin", "label": _("Units")},
        policies.may_run_refreshes(user)
        and {"name": "registry:refresh-list", "icon": "chat", "label": _("Refresh campaigns")},
        policies.may_import(user) and {"name": "registry:import-list", "icon": "upload", "label": _("Imports")},
        {"name": "registry:job-list", "icon": "refresh", "label": _("Jobs"), "count": held},
    ]
    settings_ = [
        policies.may_manage_staff(user)
        and {"name": "registry:staff-access", "icon": "users", "label": _("Staff access")},
        policies.may_manage_clients(user)
        and {"name": "registry:staff-clients", "icon": "globe", "label": _("API"), "count": _asking(user)},
        policies.may_read_messages(user) and {"name": "registry:message-list", "icon": "inbox", "label": _("Messages")},
        policies.may_read_audit(user) and {"name": "registry:audit", "icon": "eye", "label": _("Audit")},
    ]
    groups = [
        {"label": pgettext("menu", "Work"), "items": work},
        {"label": _("Inventory"), "items": inventory},
        *slots.gather("staff_menu", user),
        {"label": _("Settings"), "items": settings_},
    ]
    menu = [
        {"label": group["label"], "items": [_item(request, item) for item in group["items"] if item]}
        for group in groups
    ]
    return [group for group in menu if group["items"]]


def _asking(user):
    return Client.objects.asking().exclude(owner=user).count()


def _item(request, item):
    url = reverse(item["name"])
    # Everything of the staff lies under the address of the desk.
    is_desk = item["name"] == "registry:staff-home"
    return item | {"url": url, "current": request.path == url if is_desk else request.path.startswith(url)}
