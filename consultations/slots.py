"""What consultations plug into the registry: lines of the menus."""

from django.urls import reverse
from django.utils.translation import gettext as _

from registry import policies


def site_menu():
    return [{"name": "consultations:consultation-list", "label": _("Consultations")}]


def staff_menu(user):
    if not policies.may_read_staff_pages(user):
        return []
    item = {"name": "consultations:staff-consultations", "icon": "users", "label": _("Consultations"), "count": 0}
    return [{"label": _("Dialogue"), "items": [item]}]


def my_organization(user, organization):
    """On the page of a member: the consultations of her organizations."""
    return [{"url": reverse("consultations:my-consultations"), "icon": "calendar", "label": _("Consultations")}]
