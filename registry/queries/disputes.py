"""What organizations say is wrong about their partnerships: what waits for staff, and what became of it."""

from django.db.models import Prefetch

from registry.models import Dispute
from registry.queries.organizations import answered_for_by
from registry.roles import Permission

WORDED = ("partnership__role", "partnership__area", "partnership__country", "role")


def waiting_for(user):
    """The open disputes that this person may answer, so none of her own, the oldest first."""
    mine = answered_for_by(user, Permission.EDIT_ORGANIZATION)
    open_to_her = Dispute.objects.open().filter(partnership__organization__in=mine).exclude(made_by=user)
    return open_to_her.order_by("created_at", "pk")


def of_organization(organization):
    """All of one organization, the open ones first, then the newest."""
    found = Dispute.objects.filter(partnership__organization=organization).select_related(*WORDED)
    return sorted(found, key=lambda one: (one.state != "open", -one.created_at.timestamp(), -one.pk))


def with_open_dispute(partnerships):
    """The partnerships of a queryset, each with its open dispute, or none, in the list `open_disputes`."""
    return partnerships.prefetch_related(Prefetch("disputes", Dispute.objects.open(), to_attr="open_disputes"))
