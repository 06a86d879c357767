"""Taking hold of a record that something is added to: it must not have become part of another one meanwhile."""

from django.utils.translation import gettext as _

from registry.errors import Refused
from registry.models import Organization
from registry.states import OrganizationState


def lock_organization(organization):
    """The record as it is now, and nobody else's until this transaction ends. Refused when it was merged.

    Its key stays, so a row that points to it may be written meanwhile: who links it holds the history already.
    """
    organization = Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)
    if organization.state == OrganizationState.MERGED:
        raise Refused(_("This record was merged into another one. Go there."))
    return organization


def lock_organization_of(row):
    """The organization of a row, before the row itself. Refused when a merge, or its undoing, gave the row to another.

    Whoever asks was let in to the organization that she read: what she decides is not carried over to another one.
    """
    organization = lock_organization(row.organization)
    if not type(row).objects.filter(pk=row.pk, organization=organization).exists():
        raise Refused(_("Somebody else changed this record while you were reading it. Read it again, then confirm."))
    return organization
