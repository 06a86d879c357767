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
