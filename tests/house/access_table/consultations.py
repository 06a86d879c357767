"""Consultations: for everybody, for members, for staff."""

from tests.house.access_table.visitors import (
    EVERYBODY,
    NOBODY,
    ORGANIZERS,
    STAFF_ALL,
)

ACCESS = {
    # Consultations: all staff read them, the organizer writes them
    "consultations:consultation-list": (EVERYBODY, NOBODY),
    "consultations:consultation-detail": (EVERYBODY, NOBODY),
    "consultations:staff-consultations": (STAFF_ALL, NOBODY),
    "consultations:staff-consultation": (STAFF_ALL, NOBODY),
    "consultations:series-new": (ORGANIZERS, ORGANIZERS),
    **{f"consultations:consultation-{act}": (ORGANIZERS, ORGANIZERS) for act in ("new", "edit", "clone", "cancel")},
    **{f"consultations:agenda-item-{act}": (ORGANIZERS, ORGANIZERS) for act in ("new", "edit")},
    "consultations:consultation-move": (NOBODY, ORGANIZERS),
    "consultations:agenda-item-remove": (NOBODY, ORGANIZERS),
    # Invitations: organizers prepare and send them; whoever holds the link of a mail answers by it
    "consultations:staff-invitations": (ORGANIZERS, NOBODY),
    "consultations:audience-new": (ORGANIZERS, NOBODY),
    "consultations:audience-freeze": (NOBODY, ORGANIZERS),
    "consultations:target-new": (ORGANIZERS, ORGANIZERS),
    "consultations:target-remove": (NOBODY, ORGANIZERS),
    **{f"consultations:invitation-{act}": (ORGANIZERS, ORGANIZERS) for act in ("add", "quota", "remove", "answer")},
    **{f"consultations:invitations-{act}": (NOBODY, ORGANIZERS) for act in ("send", "remind")},
    "consultations:invitation-link": (EVERYBODY, NOBODY),
    **{f"consultations:invitation-link-{act}": (NOBODY, EVERYBODY) for act in ("accept", "decline", "later")},
}
