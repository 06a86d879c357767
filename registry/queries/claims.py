"""What waits for a decision about who acts for whom, for the staff and for the administrators of an organization."""

from django.db.models import Exists, OuterRef

from registry.matching import domain_of, is_shared
from registry.models import Change, Claim, Joining, Membership, User
from registry.queries.organizations import answered_for_by
from registry.roles import MemberRole, Permission
from registry.states import OrganizationState


def claims_to_decide(user):
    """Those with something to look at in this person's countries, oldest first; her own are left to others."""
    administrators = Membership.objects.filter(
        organization=OuterRef("organization"), role=MemberRole.ADMIN, left_at=None, user__is_active=True
    )
    return (
        Claim.objects.to_decide()
        .filter(organization__in=answered_for_by(user, Permission.MANAGE_MEMBERS))
        .exclude(person=user)
        .annotate(has_administrators=Exists(administrators))
        .select_related("organization", "person")
        .prefetch_related("organization__names")
        .order_by("created_at", "pk")
    )


def joinings_to_decide(user):
    """The organizations that came in by the public door and wait in review, oldest first."""
    return (
        Joining.objects.filter(
            organization__in=answered_for_by(user, Permission.MANAGE_MEMBERS),
            organization__state=OrganizationState.IN_REVIEW,
        )
        .select_related("organization__hq_country", "person")
        .prefetch_related("organization__names", "organization__links")
        .order_by("created_at", "pk")
    )


def brought_by(person):
    """What she brought in by the public door and IOM has never published."""
    published = Change.objects.filter(subject=OuterRef("organization__reference"), verb="organization.published")
    new = Joining.objects.filter(person=person, organization__state=OrganizationState.IN_REVIEW)
    return new.exclude(Exists(published))


def claims_on(organization):
    """What the administrators of an organization can decide on their team page."""
    return organization.claims.to_decide().select_related("person").order_by("created_at", "pk")


def claims_of(person):
    """Her own claims, newest first."""
    return person.claims.select_related("organization__listing").order_by("-created_at", "-pk")


def administrators(organization):
    """The people who answer for it before IOM."""
    return User.objects.filter(
        memberships__organization=organization,
        memberships__role=MemberRole.ADMIN,
        memberships__left_at=None,
        is_active=True,
    )


def domains_on_record(organization):
    """The domains by which somebody can show that she belongs there: of its website and of its contacts' addresses."""
    addresses = organization.contacts.filter(ends_on=None).exclude(email="").values_list("email", flat=True)
    found = {domain_of(text) for text in (organization.website, *addresses)}
    return {domain for domain in found if domain and not is_shared(domain)}
