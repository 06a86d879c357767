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
    "consultations:calendar": (EVERYBODY, NOBODY),
    "consultations:consultation-calendar": (EVERYBODY, NOBODY),
    "consultations:staff-consultations": (STAFF_ALL, NOBODY),
    "consultations:staff-consultation": (STAFF_ALL, NOBODY),
    "consultations:series-new": (ORGANIZERS, ORGANIZERS),
    **{f"consultations:consultation-{act}": (ORGANIZERS, ORGANIZERS) for act in ("new", "edit", "clone", "cancel")},
    **{f"consultations:agenda-item-{act}": (ORGANIZERS, ORGANIZERS) for act in ("new", "edit")},
    "consultations:consultation-move": (NOBODY, ORGANIZERS),
    "consultations:agenda-item-remove": (NOBODY, ORGANIZERS),
}
