"""What consultations plug into the registry: lines of the menus."""

from django.utils.translation import gettext as _

from consultations.queries.follow_up import asked_of_units
from consultations.states import RecommendationState
from registry import policies


def site_menu():
    return [{"name": "consultations:consultation-list", "label": _("Consultations")}]


def staff_menu(user):
    if not policies.may_read_staff_pages(user):
        return []
    item = {"name": "consultations:staff-consultations", "icon": "users", "label": _("Consultations"), "count": 0}
    items = [item]
    asked = asked_of_units(user)
    if asked.exists():
        waiting = asked.filter(state=RecommendationState.ASSIGNED).count()
        label = _("Recommendations to answer")
        items.append(
            {"name": "consultations:recommendations-of-units", "icon": "chat", "label": label, "count": waiting}
        )
    return [{"label": _("Dialogue"), "items": items}]
