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
    # The day and the personal data of participants: who comes is for organizers alone
    **{
        f"consultations:{page}": (ORGANIZERS, NOBODY)
        for page in (
            "staff-day",
            "staff-participant",
            "staff-personal-data",
            "badges",
            "door-list",
            "participants-list",
        )
    },
    **{
        f"consultations:{act}": (NOBODY, ORGANIZERS)
        for act in ("check-in", "check-in-undo", "check-ins-send", "attendance-close", "participants-purge")
    },
}
