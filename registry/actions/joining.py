"""How an organization comes in by the public door: its first administrator brings it, a curator publishes it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.claims import lock_person, refuse_too_many
from registry.actions.history import record
from registry.actions.links import add_link
from registry.actions.living import lock_organization
from registry.actions.messages import notify
from registry.actions.organizations import archive_organization, create_organization
from registry.errors import Contradiction, Refused
from registry.matching import oddities
from registry.models import Joining, Listing, Membership, Organization, OrganizationLink
from registry.queries.claims import administrators, brought_by
from registry.roles import MemberRole
from registry.states import OrganizationState, StateReason


@transaction.atomic
def join_organization(*, names, by, near=(), branch_of="", **facts):
    """Add an organization in review, with the person who brings it as administrator.

    `near` are the references of listed organizations of which she said that it is none of these. A branch does not
    wait for its headquarters (`branch_of`, a reference): they are told, and can contest it with IOM.
    """
    lock_person(by)
    refuse_too_many(by)
    today = timezone.localdate()
    organization = create_organization(
        by=by, state=OrganizationState.IN_REVIEW, names=names, observed_on=today, confirmed_on=today, **facts
    )
    Membership.objects.create(user=by, organization=organization, role=MemberRole.ADMIN)
    Joining.objects.create(
        organization=organization,
        person=by,
        oddities=sorted(set().union(*(oddities(name["text"]) for name in names))),
        near=list(near),
    )
    if branch_of:
        _add_branch(organization, branch_of, by)
    record(
        "organization.joined",
        subject=organization.reference,
        by=by,
        diff={"member": ["", by.reference]},
    )
    return organization


@transaction.atomic
def withdraw_joining(organization, *, by):
    """Who brought it takes it back while nobody has published it: the record is closed, and she may begin anew."""
    organization = lock_organization(organization)
    others = organization.memberships.filter(left_at=None).exclude(user=by)
    if not brought_by(by).filter(organization=organization).exists() or others.exists():
        raise Refused(_("IOM has decided on this organization already, so it cannot be taken back here. Write to IOM."))
    organization.memberships.filter(left_at=None).update(left_at=timezone.now())
    organization = archive_organization(organization, code=StateReason.OWN_REQUEST, by=by)
    record("organization.taken_back", subject=organization.reference, by=by, diff={"member": [by.reference, ""]})
    return organization


def _add_branch(organization, reference, by):
    headquarters = Organization.objects.filter(
        pk__in=Listing.objects.filter(reference=reference).values("organization")
    ).first()
    if headquarters is None:
        raise Contradiction(_("The headquarters are not in the directory any more. Go on without them."))
    add_link(organization, kind=OrganizationLink.Kind.BRANCH_OF, other=headquarters, by=by)
    for administrator in administrators(headquarters):
        notify("registry.branch_joined", recipient=administrator, subject=headquarters.reference)
