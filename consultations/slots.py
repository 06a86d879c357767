"""What consultations plug into the registry: recommendations on an organization's page, and lines of the menus."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.models import Recommendation
from consultations.queries.follow_up import asked_of_units, today
from consultations.states import RecommendationState
from registry import policies

# So many stand on the page of an organization; the list of recommendations has all of them.
SHOWN = 5


def recommendations(profile):
    """On an organization's public page: the latest that it asked for or leads, and what became of each."""
    found = Recommendation.objects.public().waiting().of_organization(profile["id"]).select_related("consultation")
    latest = list(found.order_by("-consultation__starts_on", "-consultation", "number")[:SHOWN])
    if not latest:
        return None
    context = {"recommendations": latest, "on": today(), "organization": profile["id"]}
    return {"template": "consultations/_organization.html", "context": context}


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


def my_organization(user, organization):
    """On the page of a member: the consultations of her organizations."""
    return [{"url": reverse("consultations:my-consultations"), "icon": "calendar", "label": _("Consultations")}]
