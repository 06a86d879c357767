"""Consultations: for everybody, for members, for staff."""

from tests.house.access_table.visitors import (
    ACCOUNT,
    EVERYBODY,
    NOBODY,
    ORGANIZERS,
    STAFF_ALL,
    WRITERS_OF_A,
    answers,
    for_members_of_a,
)

# Who acts for any organization looks at a consultation that everybody may know of
MEMBERS_OF_ANY = answers(outside="login", members="ok", without="setup", staff="404")

ACCESS = {
    # Consultations, members: A is invited, B is not
    "consultations:my-consultations": (ACCOUNT, NOBODY),
    "consultations:my-consultation": (MEMBERS_OF_ANY, NOBODY),
    "consultations:my-invitation-accept": (NOBODY, WRITERS_OF_A),
    "consultations:my-invitation-decline": (WRITERS_OF_A, WRITERS_OF_A),
    "consultations:my-register": (WRITERS_OF_A, WRITERS_OF_A),
    "consultations:my-person-edit": (WRITERS_OF_A, WRITERS_OF_A),
    "consultations:my-person-withdraw": (NOBODY, WRITERS_OF_A),
    "consultations:my-offer-accept": (NOBODY, WRITERS_OF_A),
    "consultations:my-visa-letter": (for_members_of_a(), NOBODY),
    # Who comes, what each needs and agreed to: the organizer alone
    "consultations:registrations": (ORGANIZERS, NOBODY),
    "consultations:registration": (ORGANIZERS, NOBODY),
    "consultations:registration-visa-letter": (ORGANIZERS, NOBODY),
    **{f"consultations:registration-{act}": (ORGANIZERS, ORGANIZERS) for act in ("new", "edit", "refuse", "withdraw")},
    **{f"consultations:registration-{act}": (NOBODY, ORGANIZERS) for act in ("approve", "confirm")},
    "consultations:need-answer": (ORGANIZERS, ORGANIZERS),
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
