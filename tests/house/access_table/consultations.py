"""Consultations: for everybody, for members, for staff."""

from tests.house.access_table.visitors import (
    EVERYBODY,
    NOBODY,
    ORGANIZERS,
    STAFF_ALL,
    WRITERS_OF_A,
    answers,
    for_holders,
)

# Who acts for an organization; staff act for none.
OF_AN_ORGANIZATION = answers(outside="login", members="ok", without="setup", staff="404")
# Named by the organizers; here it is a member of an organization.
RAPPORTEUR = for_holders("editor_a") | {"staff_without_second_step": "setup"}

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
    # What became of recommendations: everybody reads what is public, members report and follow for their own
    "consultations:follow-up": (EVERYBODY, NOBODY),
    "consultations:opening": (EVERYBODY, NOBODY),
    "consultations:recommendation-list": (EVERYBODY, NOBODY),
    "consultations:my-follow-up": (OF_AN_ORGANIZATION, NOBODY),
    "consultations:action-report": (WRITERS_OF_A, WRITERS_OF_A),
    "consultations:recommendation-follow": (NOBODY, WRITERS_OF_A),
    "consultations:recommendation-unfollow": (NOBODY, WRITERS_OF_A),
    "consultations:note": (RAPPORTEUR, RAPPORTEUR),
    "consultations:note-hand-in": (NOBODY, RAPPORTEUR),
    # All staff read recommendations, the organizer writes them and answers for a unit
    "consultations:staff-recommendations": (STAFF_ALL, NOBODY),
    "consultations:staff-recommendation": (STAFF_ALL, NOBODY),
    "consultations:recommendations-of-units": (STAFF_ALL, NOBODY),
    "consultations:recommendation-evidence": (ORGANIZERS, NOBODY),
    "consultations:session-notes": (ORGANIZERS, NOBODY),
    "consultations:notes-pick": (NOBODY, ORGANIZERS),
    "consultations:rapporteur-new": (ORGANIZERS, ORGANIZERS),
    "consultations:recommendations-order": (ORGANIZERS, ORGANIZERS),
    **{f"consultations:recommendation-{act}": (ORGANIZERS, ORGANIZERS) for act in ("new", "edit", "drop")},
    **{f"consultations:recommendation-{act}": (ORGANIZERS, ORGANIZERS) for act in ("answer", "report")},
    **{f"consultations:recommendation-{act}": (NOBODY, ORGANIZERS) for act in ("close", "similar")},
    **{f"consultations:recommendations-{act}": (NOBODY, ORGANIZERS) for act in ("assign", "publish")},
}
