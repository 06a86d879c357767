"""The parts of one organization's record, as staff see them."""

from django.db.models import Q
from django.utils import timezone

from registry.models import Contact, Document, Organization, OrganizationLink
from registry.queries.disputes import with_open_dispute
from registry.states import PartnershipState

PARTNERSHIP_WORDS = (
    *("role", "area", "part", "country", "level", "mode", "programme", "unit", "evidence"),
    *("ended_because", "replaced_by", "verified_by", "confirmed_by"),
)


def partnerships(organization):
    """All of them with their words, those that need somebody first; rejected ones last."""
    order = [
        PartnershipState.PROPOSED,
        PartnershipState.STALE,
        PartnershipState.VERIFIED,
        PartnershipState.ENDED,
        PartnershipState.REJECTED,
    ]
    found = organization.partnerships.select_related(*PARTNERSHIP_WORDS).prefetch_related("activities")
    return sorted(with_open_dispute(found), key=lambda p: (order.index(p.state), -_first_day(p), p.pk))


def _first_day(partnership):
    return partnership.period.lower.toordinal() if partnership.period.lower else 0


def contacts(organization):
    """Those that count now, the head first, then those that were ended."""
    order = list(Contact.Role.values)
    return sorted(organization.contacts.all(), key=lambda c: (c.ends_on is not None, order.index(c.role), c.name, c.pk))


def documents(organization):
    """The newest of each first; those that were replaced stay behind them."""
    return organization.documents.select_related("filed_by", "superseded_by").order_by("-created_at", "-pk")


def links(organization, *, user):
    """Its links in both directions, without those to organizations that this person may not know of."""
    visible = Organization.objects.visible_to(user).values("pk")
    return (
        OrganizationLink.objects.filter(
            Q(from_organization=organization, to_organization__in=visible)
            | Q(to_organization=organization, from_organization__in=visible)
        )
        .select_related("from_organization", "to_organization")
        .prefetch_related("from_organization__names", "to_organization__names")
        .order_by("ends_on", "kind", "pk")
    )


def counts(organization, *, user):
    """How much of it counts now stands behind each tab."""
    return {
        "partnerships": organization.partnerships.told().count(),
        "contacts": organization.contacts.filter(ends_on=None).count(),
        "documents": organization.documents.current().count(),
        "notes": organization.notes.current(on=timezone.localdate()).count(),
        "links": links(organization, user=user).filter(ends_on=None).count(),
    }


def documents_for_evidence(organization):
    return Document.objects.current().filter(organization=organization).order_by("title", "pk")
