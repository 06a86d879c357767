"""What an import may change, as it stands: compared before it and after its undo."""

from registry.models import (
    Contact,
    Fact,
    ImportTrace,
    Listing,
    ListingFacet,
    ListingName,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Partnership,
    Presence,
)
from registry.states import OrganizationState

_PARTS = (
    OrganizationName,
    OrganizationIdentifier,
    Presence,
    Partnership,
    Contact,
    Fact,
    Organization.types.through,
    Organization.levels.through,
)
# Counted up with each change; said of an organization by nobody.
_APART = frozenset({"version", "updated_at", "recorded_at"})


def inventory(*, apart_from=()):
    """Everything that the inventory says, but for records that are closed, and some others."""
    living = Organization.objects.exclude(state=OrganizationState.ARCHIVED).exclude(pk__in=[o.pk for o in apart_from])
    said = {"organizations": _rows(living)}
    for model in _PARTS:
        said[model._meta.label] = _rows(model.objects.filter(organization__in=living))
    said["traces"] = _rows(ImportTrace.objects.filter(organization__in=living))
    said["listings"] = sorted(Listing.objects.filter(organization__in=living).values_list("reference", "etag"))
    listed = Listing.objects.filter(organization__in=living)
    said["names of listings"] = sorted(ListingName.objects.filter(listing__in=listed).values_list("listing", "text"))
    said["facets"] = sorted(ListingFacet.objects.filter(listing__in=listed).values_list("listing", "value"))
    return said


def _rows(rows):
    fields = [f.attname for f in rows.model._meta.concrete_fields if f.name not in _APART]
    return sorted(map(str, rows.values_list(*fields)))
