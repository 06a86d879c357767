"""Observer status: for everybody, for members, for staff."""

from tests.house.access_table.visitors import (
    ACCOUNT,
    CRITERIA_KEEPERS,
    EVERYBODY,
    FILE_ACT,
    FILE_MANAGERS,
    FILE_READERS,
    FORBIDDEN_TO_STAFF,
    LOOKS,
    NOBODY,
    NOT_A_LOOK,
    SPEAKERS_OF_A,
    STAFF_ALL,
    STATUS_KEEPERS,
    STATUS_READERS,
    WRITERS_OF_A,
    answers,
    for_members_of_a,
    for_staff,
    no_act_for_staff,
)

ACCESS = {
    # Observer status, for everybody: what it is, the criteria, the self-check
    "observers:apply": (EVERYBODY, LOOKS),
    "observers:criteria": (EVERYBODY, LOOKS),
    "observers:self-check": (EVERYBODY, EVERYBODY),
    "observers:self-check-result": (EVERYBODY, LOOKS),
    # Observer status, members: the application of A. What each writes, sends and reads
    "observers:my-applications": (ACCOUNT, NOBODY),
    # Here one for A is begun: who may not begin any reads why, B's administrator can only choose B
    "observers:application-new": (ACCOUNT, ACCOUNT | {"admin_b": "422"}),
    **{
        f"observers:application-{name}": (for_members_of_a(), NOBODY)
        for name in (
            *("detail", "check", "sent", "receipt", "copy-pdf", "copy-zip", "calendar", "document"),
            *("questions", "decision", "letter"),
        )
    },
    **{
        f"observers:application-{name}": (for_members_of_a(), WRITERS_OF_A)
        for name in ("record", "documents", "criterion", "declaration", "signature", "question")
    },
    **{
        f"observers:application-{name}": (NOBODY, WRITERS_OF_A)
        for name in (
            *("again", "autosave", "document-attach", "document-detach", "evidence", "upload-start", "answers-send"),
        )
    },
    "observers:application-session": (WRITERS_OF_A, WRITERS_OF_A),
    "observers:application-withdraw": (SPEAKERS_OF_A, SPEAKERS_OF_A),
    "observers:application-hand-over": (SPEAKERS_OF_A, SPEAKERS_OF_A),
    "observers:application-send": (NOBODY, SPEAKERS_OF_A),
    "observers:application-correction": (NOBODY, SPEAKERS_OF_A),
    # A file on its way is nobody's but hers who sends it, here the administrator of A
    "observers:application-upload-state": (SPEAKERS_OF_A | {"editor_a": "404", "reader_a": "404"}, NOBODY),
    **{
        f"observers:application-upload-{name}": (NOBODY, SPEAKERS_OF_A | {"editor_a": "404"})
        for name in ("part", "finish", "drop")
    },
    # The link of the head of A: whoever holds it reads and signs
    "observers:signature": (EVERYBODY, EVERYBODY),
    "observers:signature-document": (EVERYBODY, NOBODY),
    # Observer status, staff: applications. Who reads them has declared; A's is under review by the reviewer
    "observers:application-queue": (FILE_READERS, LOOKS),
    "observers:application-review": (FILE_READERS, LOOKS),
    "observers:review-declare": (FILE_ACT, FILE_READERS),
    "observers:review-screen": (FILE_ACT, FILE_READERS),
    "observers:review-complete": (FILE_ACT, FILE_READERS),
    "observers:review-incomplete": (FILE_READERS, FILE_READERS),
    "observers:due-date": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:review-close": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:review-resume": (no_act_for_staff("officer"), FILE_MANAGERS),
    "observers:review-assign": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:review-end": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:conflict-clear": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:review-finding": (FILE_READERS, for_staff("reviewer")),
    "observers:review-settle": (FILE_ACT, FILE_MANAGERS),
    "observers:review-hand-in": (FILE_ACT, for_staff("reviewer")),
    "observers:translation": (FILE_READERS, FILE_READERS),
    "observers:question-add": (FILE_READERS, FILE_READERS),
    "observers:question-drop": (FILE_ACT, FILE_READERS),
    "observers:round-send": (FILE_READERS, FILE_READERS),
    "observers:round-close": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:note-add": (FILE_ACT, FILE_READERS),
    "observers:recommend": (FILE_READERS, FILE_READERS),
    "observers:recommendation-agree": (FILE_ACT, FILE_READERS),
    "observers:recommendation-return": (FILE_READERS, FILE_READERS),
    "observers:review-dossier": (FILE_READERS, FILE_ACT),
    "observers:review-document": (FILE_READERS, FILE_ACT),
    "observers:review-log": (FILE_READERS, FILE_ACT),
    # Opinions: here asked of the unit in which the auditor works; who reads the file reads them too
    "observers:opinion-ask": (FILE_READERS, FILE_READERS),
    "observers:opinion-list": (STAFF_ALL, LOOKS),
    "observers:opinion-declare": (
        answers(outside="login", members="404", without="setup", staff="405"),
        answers(
            outside="login", members="404", without="setup", staff="404", reviewer="403", officer="403", auditor="ok"
        ),
    ),
    "observers:opinion-detail": (
        answers(
            outside="login", members="404", without="setup", staff="404", reviewer="ok", officer="ok", auditor="ok"
        ),
        answers(
            outside="login", members="404", without="setup", staff="404", reviewer="403", officer="403", auditor="ok"
        ),
    ),
    # Observer status, for everybody: the register
    "observers:observer-list": (EVERYBODY, NOBODY),
    "observers:observer-csv": (EVERYBODY, NOBODY),
    "observers:observer-detail": (EVERYBODY, NOBODY),
    # Observer status, members of an observer
    "observers:my-status": (for_members_of_a(), NOBODY),
    "observers:my-confirmation": (WRITERS_OF_A, WRITERS_OF_A),
    "observers:my-notice-new": (SPEAKERS_OF_A, SPEAKERS_OF_A),
    "observers:my-representatives": (SPEAKERS_OF_A, SPEAKERS_OF_A),
    "observers:my-representative-end": (NOBODY, SPEAKERS_OF_A),
    "observers:my-nominate": (SPEAKERS_OF_A, SPEAKERS_OF_A),
    "observers:my-nomination-withdraw": (NOBODY, SPEAKERS_OF_A),
    "observers:my-reply": (SPEAKERS_OF_A, SPEAKERS_OF_A),
    "observers:my-resign": (SPEAKERS_OF_A, SPEAKERS_OF_A),
    # Observer status, staff: observers
    "observers:staff-observers": (STATUS_READERS, NOT_A_LOOK),
    "observers:staff-observer": (STATUS_READERS, NOT_A_LOOK),
    "observers:confirmation-ask": (NOT_A_LOOK, STATUS_KEEPERS),
    "observers:confirmation-accept": (NOT_A_LOOK, STATUS_KEEPERS),
    "observers:confirmation-return": (STATUS_KEEPERS, STATUS_KEEPERS),
    "observers:notice-assess": (STATUS_KEEPERS, STATUS_KEEPERS),
    "observers:suspension-new": (STATUS_KEEPERS, STATUS_KEEPERS),
    "observers:suspension-decide": (STATUS_KEEPERS, STATUS_KEEPERS),
    "observers:observer-reinstate": (STATUS_KEEPERS, STATUS_KEEPERS),
    "observers:observer-withdraw": (STATUS_KEEPERS, STATUS_KEEPERS),
    "observers:observer-link": (STATUS_KEEPERS, STATUS_KEEPERS),
    "observers:observer-history": (STATUS_KEEPERS, STATUS_KEEPERS),
    "observers:observer-history-load": (NOT_A_LOOK, STATUS_KEEPERS),
    "observers:attendance": (STATUS_KEEPERS, STATUS_KEEPERS),
    "observers:attendance-csv": (STATUS_KEEPERS, NOT_A_LOOK),
    # Observer status, staff: criteria. All read them, decision officers change them
    "observers:criteria-list": (STAFF_ALL, LOOKS),
    # Staff: sessions of the Council, and corrections that nobody answers who had a part
    "observers:session-list": (FILE_READERS, NOT_A_LOOK),
    "observers:session-new": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:session-detail": (FILE_READERS, NOT_A_LOOK),
    "observers:session-edit": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:agenda-join": (NOT_A_LOOK, FILE_MANAGERS),
    "observers:agenda-leave": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:session-close-papers": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:session-pack": (FILE_READERS, NOT_A_LOOK),
    "observers:session-decide": (FILE_MANAGERS, FILE_MANAGERS),
    "observers:correction-list": (FILE_READERS, NOT_A_LOOK),
    # The officer had a part in this one
    "observers:correction-detail": (FILE_READERS, FORBIDDEN_TO_STAFF),
    "observers:correction-letter": (FILE_READERS, NOT_A_LOOK),
    "observers:criteria-detail": (STAFF_ALL, LOOKS),
    "observers:criteria-preview": (STAFF_ALL, LOOKS),
    "observers:criteria-edit": (CRITERIA_KEEPERS, CRITERIA_KEEPERS),
    "observers:criteria-new-version": (NOT_A_LOOK, CRITERIA_KEEPERS),
    "observers:criteria-publish": (CRITERIA_KEEPERS, CRITERIA_KEEPERS),
    "observers:criteria-retire": (NOT_A_LOOK, CRITERIA_KEEPERS),
    "observers:criterion-new": (CRITERIA_KEEPERS, CRITERIA_KEEPERS),
    "observers:criterion-edit": (CRITERIA_KEEPERS, CRITERIA_KEEPERS),
    "observers:criterion-move": (NOT_A_LOOK, CRITERIA_KEEPERS),
    "observers:criterion-remove": (NOT_A_LOOK, CRITERIA_KEEPERS),
}
