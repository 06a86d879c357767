"""Who is told of a registration: the person herself, and who speaks for her organization.

No mail names the organization. Only the answer to a need names the person, to who named her: of two people it would
say nothing otherwise. Of an organization in danger it names nobody.
"""

from django.utils import translation

from consultations.queries.balance import labels_of
from registry.actions import notify
from registry.models import User
from registry.roles import MEMBER_PERMISSIONS, MemberRole, Permission

# Who answers invitations for an organization and names who comes.
FOCAL_ROLES = [role for role, holds in MEMBER_PERMISSIONS.items() if Permission.TAKE_PART in holds]


def tell_person(kind, registration, *, address=""):
    """A mail to the person; she may have no account.

    Long after the consultation her address is emptied: then nobody can be told.
    """
    if not (address or registration.email):
        return
    notify(
        kind,
        address=address or registration.email,
        language=registration.language,
        subject=registration.reference,
        organization=registration.organization,
        event=registration.consultation,
        context={"registration": registration, "consultation": registration.consultation},
    )


def tell_focal_point(kind, registration, **context):
    """A mail to who named the person, or to the administrators when she left; staff answer for who comes for nobody."""
    context |= {"registration": registration, "consultation": registration.consultation}
    for person in focal_points(registration):
        with translation.override(person.language):
            labels = labels_of(registration.offered_for)
        notify(
            kind,
            recipient=person,
            subject=registration.reference,
            context=context | {"targets": ", ".join(labels)},
        )


def focal_points(registration):
    if registration.organization_id is None:
        return []
    speak = User.objects.filter(
        is_active=True, memberships__organization=registration.organization_id, memberships__left_at=None
    )
    named_by = speak.filter(pk=registration.named_by_id, memberships__role__in=FOCAL_ROLES)
    return list(named_by) or list(speak.filter(memberships__role=MemberRole.ADMIN).order_by("pk"))
