"""Consultations: for everybody, for members, for staff."""

from tests.house.access_table.visitors import (
    ACCOUNT,
    CONTRIBUTORS,
    EVERYBODY,
    NOBODY,
    ORGANIZERS,
    STAFF_ALL,
    WRITERS_OF_A,
    answers,
    for_holders,
    for_members_of_a,
)

# Members of any organization; to staff, who act for none, there is nothing.
MEMBERS_ALL = answers(outside="login", members="ok", without="setup", staff="404")
WRITERS = MEMBERS_ALL | {"reader_a": "403"}
# An address that only acts: who looks there is led to the page it belongs to, which answers for itself.
LED_BACK = EVERYBODY
# Named by the organizers; here it is a member of an organization.
RAPPORTEUR = for_holders("editor_a") | {"staff_without_second_step": "setup"}

ACCESS = {
    # Consultations, members: A is invited, B is not
    "consultations:my-consultations": (ACCOUNT, NOBODY),
    "consultations:my-consultation": (MEMBERS_ALL, NOBODY),
    "consultations:my-invitation-accept": (LED_BACK, WRITERS_OF_A),
    "consultations:my-invitation-decline": (WRITERS_OF_A, WRITERS_OF_A),
    "consultations:my-register": (WRITERS_OF_A, WRITERS_OF_A),
    "consultations:my-person-edit": (WRITERS_OF_A, WRITERS_OF_A),
    "consultations:my-person-withdraw": (WRITERS_OF_A, WRITERS_OF_A),
    "consultations:my-offer-accept": (LED_BACK, WRITERS_OF_A),
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
    "consultations:calendar": (EVERYBODY, NOBODY),
    "consultations:consultation-calendar": (EVERYBODY, NOBODY),
    "consultations:staff-consultations": (STAFF_ALL, NOBODY),
    "consultations:staff-consultation": (STAFF_ALL, NOBODY),
    "consultations:series-new": (ORGANIZERS, ORGANIZERS),
    **{f"consultations:consultation-{act}": (ORGANIZERS, ORGANIZERS) for act in ("new", "edit", "clone", "cancel")},
    **{f"consultations:agenda-item-{act}": (ORGANIZERS, ORGANIZERS) for act in ("new", "edit")},
    "consultations:staff-topics": (STAFF_ALL, NOBODY),
    **{f"consultations:topic-{act}": (ORGANIZERS, ORGANIZERS) for act in ("keep", "leave-out")},
    # Documents: one paper that everybody reads
    "consultations:document-file": (EVERYBODY, NOBODY),
    "consultations:staff-documents": (STAFF_ALL, NOBODY),
    "consultations:staff-document-file": (STAFF_ALL, NOBODY),
    **{f"consultations:document-{act}": (ORGANIZERS, ORGANIZERS) for act in ("new", "version")},
    "consultations:document-file-take-off": (NOBODY, ORGANIZERS),
    # Members: topics. All read them; who writes for an organization acts for it. One topic of A, one of B
    "consultations:my-topics": (MEMBERS_ALL, NOBODY),
    "consultations:topic-new": (WRITERS, WRITERS),
    "consultations:topic-withdraw": (LED_BACK, WRITERS_OF_A),
    "consultations:topic-support": (LED_BACK, WRITERS),
    "consultations:topic-end-support": (LED_BACK, WRITERS),
    "consultations:consultation-move": (NOBODY, ORGANIZERS),
    "consultations:agenda-item-remove": (NOBODY, ORGANIZERS),
    # What organizations write: everybody reads the questions, who edits for A writes
    "consultations:contribution-list": (EVERYBODY, NOBODY),
    "consultations:contribute": (CONTRIBUTORS, NOBODY),
    "consultations:contribution": (WRITERS_OF_A, WRITERS_OF_A),
    "consultations:contribution-autosave": (NOBODY, WRITERS_OF_A),
    "consultations:contribution-send": (LED_BACK, WRITERS_OF_A),
    "consultations:contribution-take-back": (LED_BACK, WRITERS_OF_A),
    "consultations:staff-contributions": (STAFF_ALL, NOBODY),
    "consultations:staff-contributions-csv": (STAFF_ALL, NOBODY),
    **{f"consultations:question-{act}": (ORGANIZERS, ORGANIZERS) for act in ("new", "edit")},
    "consultations:question-remove": (NOBODY, ORGANIZERS),
    # The report: everybody reads what was published, the organizer writes
    **{f"consultations:{page}": (EVERYBODY, NOBODY) for page in ("report", "report-version", "report-file")},
    **{f"consultations:staff-{page}": (STAFF_ALL, NOBODY) for page in ("reports", "report", "report-file")},
    **{f"consultations:report-{act}": (ORGANIZERS, ORGANIZERS) for act in ("edit", "return")},
    **{f"consultations:report-{act}": (NOBODY, ORGANIZERS) for act in ("new", "send", "publish")},
    # Equity figures
    **{f"consultations:{page}": (EVERYBODY, NOBODY) for page in ("figures", "figures-csv")},
    **{f"consultations:staff-{page}": (STAFF_ALL, NOBODY) for page in ("figures", "figures-csv")},
    # Invitations: organizers prepare and send them; whoever holds the link of a mail answers by it
    "consultations:staff-invitations": (ORGANIZERS, NOBODY),
    "consultations:audience-new": (ORGANIZERS, NOBODY),
    "consultations:audience-freeze": (NOBODY, ORGANIZERS),
    "consultations:target-new": (ORGANIZERS, ORGANIZERS),
    "consultations:target-remove": (NOBODY, ORGANIZERS),
    **{f"consultations:invitation-{act}": (ORGANIZERS, ORGANIZERS) for act in ("add", "quota", "remove", "answer")},
    **{f"consultations:invitations-{act}": (NOBODY, ORGANIZERS) for act in ("send", "remind")},
    "consultations:invitation-link": (EVERYBODY, NOBODY),
    **{f"consultations:invitation-link-{act}": (LED_BACK, EVERYBODY) for act in ("accept", "decline", "later")},
    # What became of recommendations: everybody reads what is public, members report and follow for their own
    "consultations:follow-up": (EVERYBODY, NOBODY),
    "consultations:opening": (EVERYBODY, NOBODY),
    "consultations:recommendation-list": (EVERYBODY, NOBODY),
    "consultations:my-follow-up": (MEMBERS_ALL, NOBODY),
    "consultations:action-report": (WRITERS_OF_A, WRITERS_OF_A),
    "consultations:recommendation-follow": (LED_BACK, WRITERS_OF_A),
    "consultations:recommendation-unfollow": (LED_BACK, WRITERS_OF_A),
    "consultations:note": (RAPPORTEUR, RAPPORTEUR),
    "consultations:note-hand-in": (LED_BACK, RAPPORTEUR),
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
