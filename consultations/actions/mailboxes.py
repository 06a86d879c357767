"""Where mails to invited organizations go: members who answer for them, else their focal points, else their heads."""

from dataclasses import dataclass

from django.utils import timezone

from consultations.queries.audiences import ANSWERING, current_contacts
from consultations.queries.links import sha256_of_address
from registry.models import Contact, Membership, User
from registry.queries.mail_preferences import stopped_among


@dataclass(frozen=True)
class Mailbox:
    """Where one mail goes: to a member, or to a contact who has no account."""

    address: str
    language: str
    user: User | None = None


def mailboxes_of(organizations):
    """{organization: [Mailbox]}: members who may answer; where there are none, its focal points, else its head.

    Where mail came back nobody is written to: the next are.
    """
    members = Membership.objects.filter(
        organization__in=organizations, role__in=ANSWERING, left_at=None, user__is_active=True
    )
    members = list(members.select_related("user").order_by("pk"))
    contacts = list(current_contacts(timezone.localdate()).filter(organization__in=organizations).order_by("pk"))
    dead = stopped_among([*(one.user.email for one in members), *(one.email for one in contacts)])
    found = {key: {} for key in organizations}
    for one in members:
        box = Mailbox(one.user.email, one.user.language, one.user)
        if box.address.lower() not in dead:
            found[one.organization_id].setdefault(sha256_of_address(box.address), box)
    chosen = {key: list(boxes.values()) for key, boxes in found.items()}
    of = {}
    for one in contacts:
        if one.email.lower() not in dead:
            of.setdefault(one.organization_id, []).append(one)
    for key in organizations:
        chosen[key] = chosen[key] or _contacts(of.get(key, []))
    return chosen


def _contacts(contacts):
    focal = [one for one in contacts if one.role == Contact.Role.FOCAL_POINT]
    boxes = {}
    for one in focal or contacts:
        boxes.setdefault(sha256_of_address(one.email), Mailbox(one.email, one.language))
    return list(boxes.values())
