"""People as staff look at them: with what they may do, whether they have a second factor, when they last signed in."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q

from registry.models import Invitation, Membership, StaffAssignment, User
from registry.states import InvitationState


def people(*, q="", on):
    """The staff of today and of yesterday; with `q` anybody whose name or address has it in. Costs three queries."""
    found = User.objects.order_by("-is_active", "name", "email")
    if q:
        found = found.filter(Q(email__icontains=q) | Q(name__icontains=q))
    else:
        found = found.filter(Exists(StaffAssignment.objects.filter(user=OuterRef("pk"))))
    return _with_access(found, on=on)


def person(reference, *, on):
    return _with_access(User.objects.filter(reference=reference), on=on).first()


def _with_access(found, *, on):
    current = StaffAssignment.objects.current(on=on).select_related("unit").order_by("function")
    memberships = Membership.objects.filter(left_at=None).select_related("organization")
    return found.annotate(has_second_factor=Exists(_factors())).prefetch_related(
        Prefetch("assignments", current, to_attr="open_assignments"),
        Prefetch("memberships", memberships, to_attr="open_memberships"),
    )


def _factors():
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=OuterRef("pk"), type__in=types)


def members(organization):
    """Who acts for an organization, administrators first."""
    return (
        organization.memberships.filter(left_at=None)
        .select_related("user")
        .order_by("role", "user__name", "user__email")
    )


def staff_invitations():
    return _unanswered(Invitation.objects.filter(organization=None).select_related("unit"))


def member_invitations(organization):
    return _unanswered(organization.invitations)


def _unanswered(invitations):
    return invitations.filter(state=InvitationState.SENT).select_related("invited_by").order_by("-created_at")
