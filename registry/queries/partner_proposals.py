"""What a partner may read of its own proposals: those about organizations that it finds listed."""

from django.db.models import Q

from registry.queries.walks import Page, Place, Placed


def of_client(client, *, countries=()):
    """Whoever is not listed any more, for whatever reason, is not there; nor who works elsewhere."""
    listed = client.proposals.filter(organization__listing__isnull=False)
    if countries:
        listed = listed.filter(organization__listing__facets__overlap=[f"country:{code}" for code in countries])
    return listed.select_related("organization").prefetch_related("fields", "organization__identifiers")


def page(proposals, *, beside=None, backwards=False, limit=50):
    """Those that moved last first."""
    order = ("updated_at", "pk") if backwards else ("-updated_at", "-pk")
    if beside:
        than = "gt" if backwards else "lt"
        proposals = proposals.filter(
            Q(**{f"updated_at__{than}": beside.value}) | Q(updated_at=beside.value, **{f"pk__{than}": beside.key})
        )
    found = proposals.order_by(*order)[: limit + 1]
    rows = [Placed(Place(proposal.updated_at, proposal.pk), proposal) for proposal in found]
    return Page.of(rows, limit, backwards=backwards)
