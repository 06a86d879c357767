"""Who gets in where: one line for each address of the site. An auditor reads this page; test_access.py proves it.

Each line gives what a GET and what a POST answers to each kind of visitor. The words of an answer:

    ok      the page, the file, or the act was done
    login   sign in first
    setup   a member of staff who has no second step is led to where she sets it up
    prove   say your password or code again
    away    led to where this visitor belongs
    404     nothing is here, as far as this visitor may know
    403     it exists, but is not for her
    405     nobody looks here; or: nobody acts here
    410     it was here once
"""

from registry.api.codelists import CODE_LISTS

# --- The visitors -------------------------------------------------------------------------------------------------

OUTSIDE = ("anonymous", "unverified", "halfway")  # signed out, address not confirmed, second step not yet given
OF_A = ("admin_a", "editor_a", "reader_a")  # members of organization A, which is in Kenya
MEMBERS = (*OF_A, "admin_b")
WITHOUT = ("staff_without_second_step",)
# abroad: for Fiji alone; officer: who records what the Council decided
STAFF = ("curator", "curator_abroad", "reviewer", "officer", "organizer", "auditor", "administrator", "steward")
ROLES = (*OUTSIDE, *MEMBERS, *WITHOUT, *STAFF)

SIGNED_IN = (*MEMBERS, *STAFF)


def answers(**given):
    """What each visitor is answered: a group may be named, then single visitors. Who is left out is a mistake."""
    groups = {"outside": OUTSIDE, "members": MEMBERS, "of_a": OF_A, "without": WITHOUT, "staff": STAFF, "all": ROLES}
    told = {}
    for name, answer in given.items():
        told |= dict.fromkeys(groups.get(name, (name,)), answer)
    assert set(told) == set(ROLES), set(ROLES) - set(told)
    return told


# --- Audiences ----------------------------------------------------------------------------------------------------

EVEN_WITHOUT = answers(all="ok")
EVERYBODY = answers(all="ok", without="setup")
NOBODY = answers(all="405", without="setup")
NOBODY_AT_ALL = answers(all="405")
NOT_THERE = answers(all="404")
ACCOUNT = answers(all="ok", outside="login", without="setup")
ACCOUNT_EVEN_WITHOUT = answers(all="ok", outside="login")


def for_staff(*some):
    """Some of the staff, or all; others of the staff are forbidden, members are told that there is nothing."""
    inside = answers(outside="login", members="404", without="setup", staff="403" if some else "ok")
    return inside | dict.fromkeys(some, "ok")


def no_act_for_staff(*some):
    """Nobody looks here; outsiders are not even told that."""
    return {role: "405" if answer == "ok" else answer for role, answer in for_staff(*some).items()}


def for_members_of_a(*some):
    """Some of the members of A, or all; to anybody else there is nothing here."""
    inside = answers(outside="login", admin_b="404", of_a="403" if some else "ok", without="setup", staff="404")
    return inside | dict.fromkeys(some, "ok")


def for_holders(*some):
    """Only to whom it belongs."""
    return answers(outside="login", members="404", without="404", staff="404") | dict.fromkeys(some, "ok")


# A is published: nobody takes it back any more
ALREADY_DECIDED = {role: "409" if answer == "ok" else answer for role, answer in for_members_of_a().items()}

# Who has an app for codes, and who has a key and recovery codes too
APP_HOLDERS = for_holders(*STAFF)
KEY_HOLDERS = for_holders("curator")
CODE_HOLDERS = answers(outside="login", members="prove", without="prove", staff="ok")
KEY_PROOF = answers(outside="login", members="prove", without="prove", staff="prove", curator="ok")
# Who has given her password and not yet her code; who is in already is led on
SECOND_STEP = answers(all="ok", anonymous="login", unverified="login")
# Her own: to anybody else there is nothing here
OWN_VIEW = for_holders("curator") | {"staff_without_second_step": "setup"}
# Asked for by the script of the sign-in page alone; anybody else is led to that page, or on
PASSKEY = answers(all="ok", anonymous="login", unverified="login")
NO_ACT = answers(all="405", outside="login")


STAFF_ALL = for_staff()
FORBIDDEN_TO_STAFF = answers(outside="login", members="404", without="setup", staff="403")
# Whoever keeps the inventory, everywhere; and who keeps it in Kenya, where A is.
KEEPERS = for_staff("curator", "curator_abroad", "steward")
KEEPERS_OF_A = for_staff("curator", "steward")
KEEPERS_EVERYWHERE = KEEPERS_OF_A
# Whoever answers for some countries only does not import: a file may speak of others, and of those in danger there.
IMPORTERS = for_staff("curator", "steward")
# An organization in danger is not there for who does not answer for it.
KEEPERS_OF_R = {role: "404" if role in STAFF and answer == "403" else answer for role, answer in KEEPERS_OF_A.items()}
# Who answers for its application knows of it.
KEEPERS_OF_R |= {"officer": "403"}
OWN_BULK_EDIT = KEEPERS | {"curator_abroad": "404", "steward": "404"}
HISTORIANS = for_staff("curator", "curator_abroad", "auditor", "steward")
AUDITORS = for_staff("auditor")
ORGANIZERS = for_staff("organizer")
CONTACT_READERS = for_staff("curator", "reviewer", "officer", "organizer", "steward")
DOCUMENT_READERS = for_staff("curator", "reviewer", "officer", "steward")
MEMBER_READERS = for_staff("curator", "reviewer", "officer", "organizer", "steward", "administrator")
JOB_KEEPERS = for_staff("curator", "steward", "administrator")
MEMBER_KEEPERS = for_staff("curator", "steward", "administrator")
ADMINISTRATORS = for_staff("administrator")
CRITERIA_KEEPERS = for_staff("officer")
# Who has declared that she has no conflict of interest with the application
FILE_READERS = for_staff("reviewer", "officer")
FILE_ACT = no_act_for_staff("reviewer", "officer")
FILE_MANAGERS = for_staff("officer")
POST_READERS = for_staff("auditor", "administrator")
# Observer status: who speaks for A, who writes for it; who reads applications and statuses, who keeps statuses
SPEAKERS_OF_A = for_members_of_a("admin_a")
WRITERS_OF_A = for_members_of_a("admin_a", "editor_a")
STATUS_READERS = for_staff("reviewer", "officer")
STATUS_KEEPERS = for_staff("officer")
AT_THE_DESK = for_staff("curator", "curator_abroad", "steward", "administrator")
NOT_A_LOOK = no_act_for_staff()
# A POST where nothing can be done shows the page, as a GET does, and writes nothing.
LOOKS = "as GET, and nothing is written"

# --- The addresses: (GET, POST) -----------------------------------------------------------------------------------

ACCESS = {
    # For everybody
    "choose-language": (EVEN_WITHOUT, LOOKS),
    "health": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "health-ready": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "registry:home": (EVERYBODY, LOOKS),
    "registry:organization-list": (EVERYBODY, LOOKS),
    "registry:organization-csv": (EVERYBODY, LOOKS),
    "registry:organization-detail": (EVERYBODY, LOOKS),
    "registry:statistics": (EVERYBODY, LOOKS),
    "registry:statistics-csv": (EVERYBODY, LOOKS),
    "registry:levels": (EVERYBODY, LOOKS),
    "registry:programme-list": (EVERYBODY, NOBODY),
    "registry:programme-detail": (EVERYBODY, NOBODY),
    "registry:lesson-list": (EVERYBODY, NOBODY),
    "registry:lesson-file": (EVERYBODY, NOBODY),
    "registry:about": (EVERYBODY, LOOKS),
    "registry:accessibility": (EVERYBODY, LOOKS),
    "registry:privacy": (EVERYBODY, LOOKS),
    # An invitation, here to whom the administrator of B is: only she can accept it
    "registry:invitation-detail": (EVERYBODY, NOBODY),
    "registry:invitation-accept": (
        NOBODY,
        answers(outside="away", of_a="409", without="setup", staff="409", admin_b="ok"),
    ),
    # The public door: search, claim A, add an organization
    "registry:register": (EVERYBODY, NOBODY),
    "registry:register-new": (EVERYBODY, ACCOUNT),
    # Who acts for A already has nothing to claim
    "registry:register-claim": (EVERYBODY, ACCOUNT | dict.fromkeys(OF_A, "422")),
    # The link of a mail, here for the editor of A, who claims B
    "registry:claim-proof": (EVERYBODY, NOBODY),
    "registry:claim-prove": (
        NOBODY,
        answers(outside="login", members="409", without="setup", staff="409", editor_a="ok"),
    ),
    "registry:claim-withdraw": (
        NOBODY,
        answers(outside="login", members="404", without="setup", staff="404", editor_a="ok"),
    ),
    # A claim on A, of the administrator of B, who sent a document
    "registry:claim-list": (for_staff("curator", "curator_abroad", "steward", "administrator"), NOBODY),
    "registry:claim-detail": (MEMBER_KEEPERS, NOBODY),
    "registry:claim-accept": (NOBODY, MEMBER_KEEPERS),
    "registry:claim-refuse": (NOBODY, MEMBER_KEEPERS),
    "registry:claim-document": (for_staff("curator", "steward"), NOBODY),
    "registry:team-claim-accept": (NOBODY, for_members_of_a("admin_a")),
    "registry:team-claim-refuse": (NOBODY, for_members_of_a("admin_a")),
    # Staff: organizations
    "registry:staff-home": (STAFF_ALL, LOOKS),
    "registry:desk": (AT_THE_DESK, LOOKS),
    "registry:desk-assign": (NOT_A_LOOK, AT_THE_DESK),
    "registry:desk-approve": (NOT_A_LOOK, AT_THE_DESK),
    "registry:desk-undo": (NOT_A_LOOK, AT_THE_DESK),
    "registry:staff-organizations": (STAFF_ALL, LOOKS),
    "registry:organization-new": (KEEPERS, KEEPERS),
    "registry:organization-edit": (STAFF_ALL, KEEPERS_OF_A),
    "registry:organization-history": (HISTORIANS, NOBODY),
    "registry:organization-compare": (HISTORIANS, NOBODY),
    "registry:organization-restore": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:organization-publish": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:organization-review": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:organization-archive": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:organization-dormant": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:organization-verify": (KEEPERS_OF_A, KEEPERS_OF_A),
    # Any curator may protect; who then answers for the organization decides when the danger is over
    "registry:organization-at-risk": (KEEPERS, KEEPERS),
    "registry:organization-propose-lifting": (NOT_A_LOOK, KEEPERS_OF_R),
    "registry:organization-lift-risk": (NOT_A_LOOK, KEEPERS_OF_R),
    # Staff: the parts of a record
    "registry:organization-partnerships": (STAFF_ALL, LOOKS),
    "registry:partnership-new": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:partnership-detail": (STAFF_ALL, LOOKS),
    "registry:partnership-edit": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:partnership-verify": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:partnership-end": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:partnership-reject": (KEEPERS_OF_A, KEEPERS_OF_A),
    # A bulk edit that the curator looked at: nobody else's matter
    "registry:bulk-list": (KEEPERS, LOOKS),
    "registry:bulk-new": (KEEPERS, KEEPERS),
    "registry:bulk-detail": (OWN_BULK_EDIT, LOOKS),
    "registry:bulk-confirm": (NOT_A_LOOK, OWN_BULK_EDIT),
    "registry:bulk-undo": (NOT_A_LOOK, OWN_BULK_EDIT),
    "registry:mission-list": (STAFF_ALL, LOOKS),
    "registry:mission-csv": (STAFF_ALL, LOOKS),
    "registry:mission-partnerships": (STAFF_ALL, LOOKS),
    "registry:gap-list": (STAFF_ALL, LOOKS),
    "registry:gap-csv": (STAFF_ALL, LOOKS),
    "registry:gap-detail": (STAFF_ALL, LOOKS),
    # Staff: the learning shelf. One lesson of A waits, another one is published
    "registry:staff-lessons": (STAFF_ALL, NOBODY),
    "registry:staff-lesson-file": (STAFF_ALL, NOBODY),
    "registry:lesson-new": (KEEPERS_EVERYWHERE, KEEPERS_EVERYWHERE),
    "registry:lesson-publish": (NOT_A_LOOK, KEEPERS_OF_A),
    "registry:lesson-refuse": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:lesson-withdraw": (KEEPERS_OF_A, KEEPERS_OF_A),
    # Staff: units
    "registry:unit-list": (STAFF_ALL, NOBODY),
    "registry:unit-detail": (STAFF_ALL, NOBODY),
    "registry:unit-close": (KEEPERS_EVERYWHERE, KEEPERS_EVERYWHERE),
    "registry:orphan-list": (STAFF_ALL, NOBODY),
    "registry:orphan-assign": (NOT_A_LOOK, KEEPERS_OF_A),
    # Staff: programmes. They concern many countries: who keeps some of them only does not write them
    "registry:staff-programmes": (STAFF_ALL, NOBODY),
    "registry:staff-programme": (STAFF_ALL, NOBODY),
    **{
        f"registry:programme-{act}": (KEEPERS_EVERYWHERE, KEEPERS_EVERYWHERE)
        for act in (
            "new",
            "edit",
            "name-new",
            "phase-new",
            "phase-edit",
            "statement-new",
            "statement-remove",
            "donor-new",
        )
    },
    "registry:programme-donor-remove": (NOT_A_LOOK, KEEPERS_EVERYWHERE),
    "registry:organization-sources": (STAFF_ALL, LOOKS),
    "registry:fact-verify": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:freshness": (STAFF_ALL, LOOKS),
    "registry:fact-list": (STAFF_ALL, LOOKS),
    "registry:organization-contacts": (CONTACT_READERS, LOOKS),
    "registry:contact-new": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:contact-edit": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:contact-end": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:organization-documents": (DOCUMENT_READERS, LOOKS),
    "registry:document-new": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:document-file": (DOCUMENT_READERS, NOT_A_LOOK),
    "registry:document-original": (DOCUMENT_READERS, NOT_A_LOOK),
    "registry:document-replace": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:document-narrow": (NOT_A_LOOK, KEEPERS_OF_A),
    "registry:organization-notes": (KEEPERS_OF_A, LOOKS),
    "registry:note-new": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:note-agree": (NOT_A_LOOK, KEEPERS_OF_A),
    "registry:note-refuse": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:note-renew": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:note-close": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:organization-links": (STAFF_ALL, LOOKS),
    "registry:link-new": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:link-end": (KEEPERS_OF_A, KEEPERS_OF_A),
    # Staff: who acts for an organization
    "registry:organization-access": (MEMBER_READERS, MEMBER_KEEPERS),
    "registry:organization-access-role": (NOBODY, MEMBER_KEEPERS),
    "registry:organization-access-remove": (NOBODY, MEMBER_KEEPERS),
    "registry:organization-access-invitation-revoke": (NOBODY, MEMBER_KEEPERS),
    "registry:organization-access-invitation-resend": (NOBODY, MEMBER_KEEPERS),
    # Staff: what looks unlikely
    "registry:issue-list": (KEEPERS, LOOKS),
    "registry:issue-trend": (KEEPERS, LOOKS),
    "registry:issue-mute": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:issue-unmute": (NOT_A_LOOK, KEEPERS_OF_A),
    # Staff: merges. The curator proposed this one, so a second person confirms it
    "registry:duplicate-compare": (KEEPERS_OF_A, LOOKS),
    "registry:duplicate-merge": (NOT_A_LOOK, KEEPERS_OF_A),
    "registry:merge-list": (KEEPERS, LOOKS),
    "registry:merge-detail": (KEEPERS_OF_A, LOOKS),
    "registry:merge-confirm": (NOT_A_LOOK, KEEPERS_OF_A | {"curator": "409"}),
    "registry:merge-withdraw": (NOT_A_LOOK, KEEPERS_OF_A),
    "registry:merge-undo": (NOT_A_LOOK, KEEPERS_OF_A),
    # Staff: what organizations propose, here the administrator of A
    "registry:proposal-list": (KEEPERS, LOOKS),
    "registry:proposal-detail": (KEEPERS_OF_A, KEEPERS_OF_A),
    "registry:dispute-list": (KEEPERS, LOOKS),
    "registry:dispute-detail": (KEEPERS_OF_A, KEEPERS_OF_A),
    # Staff: imports
    "registry:import-list": (IMPORTERS, LOOKS),
    "registry:import-new": (IMPORTERS, IMPORTERS),
    "registry:import-detail": (IMPORTERS, LOOKS),
    "registry:import-columns": (IMPORTERS, IMPORTERS),
    "registry:import-check": (no_act_for_staff("curator", "steward"), IMPORTERS),
    "registry:import-approve": (no_act_for_staff("curator", "steward"), IMPORTERS),
    "registry:import-go-on": (no_act_for_staff("curator", "steward"), IMPORTERS),
    "registry:import-undo": (IMPORTERS, IMPORTERS),
    "registry:import-undo-go-on": (no_act_for_staff("curator", "steward"), IMPORTERS),
    "registry:import-undo-kept": (IMPORTERS, LOOKS),
    "registry:import-discard": (no_act_for_staff("curator", "steward"), IMPORTERS),
    "registry:import-rejected": (IMPORTERS, LOOKS),
    "registry:duplicate-list": (STAFF_ALL, LOOKS),
    "registry:duplicate-decide": (NOT_A_LOOK, KEEPERS_OF_A),
    "registry:import-rows": (IMPORTERS, LOOKS),
    "registry:import-row": (IMPORTERS, LOOKS),
    "registry:import-row-correct": (no_act_for_staff("curator", "steward"), IMPORTERS),
    "registry:import-row-decide": (no_act_for_staff("curator", "steward"), IMPORTERS),
    # Staff: jobs. The curator asked for this one
    "registry:job-list": (STAFF_ALL, LOOKS),
    "registry:job-detail": (STAFF_ALL, LOOKS),
    "registry:job-stop": (NOT_A_LOOK, JOB_KEEPERS),
    "registry:job-retry": (NOT_A_LOOK, JOB_KEEPERS),
    # Staff: messages
    "registry:message-list": (POST_READERS, NOBODY),
    "registry:message-received-list": (POST_READERS, NOBODY),
    "registry:message-received": (POST_READERS, NOBODY),
    "registry:message-detail": (POST_READERS, NOBODY),
    "registry:message-retry": (NOBODY, ADMINISTRATORS),
    # Staff: the audit of everything
    "registry:audit": (AUDITORS, NOBODY),
    "registry:audit-change": (AUDITORS, NOBODY),
    "registry:audit-csv": (AUDITORS, NOBODY),
    # Staff: access
    "registry:staff-access": (ADMINISTRATORS, NOBODY),
    "registry:staff-access-matrix": (STAFF_ALL, NOBODY),
    "registry:staff-invite": (ADMINISTRATORS, ADMINISTRATORS),
    "registry:staff-invitation-revoke": (NOBODY, ADMINISTRATORS),
    "registry:staff-invitation-resend": (NOBODY, ADMINISTRATORS),
    "registry:staff-person": (ADMINISTRATORS, NOBODY),
    "registry:staff-person-end-function": (NOBODY, ADMINISTRATORS),
    "registry:staff-person-function": (ADMINISTRATORS, ADMINISTRATORS),
    "registry:staff-person-close": (NOBODY, ADMINISTRATORS),
    "registry:staff-person-open": (NOBODY, ADMINISTRATORS),
    "registry:staff-person-reset-second-step": (NOBODY, ADMINISTRATORS),
    # Members of an organization
    "registry:my-home": (ACCOUNT, NOBODY),
    "registry:my-settings": (ACCOUNT, ACCOUNT),
    # A view of the curator, which she keeps to herself; anybody keeps one of the directory
    "registry:saved-views": (ACCOUNT, NOBODY),
    "registry:saved-view-save": (NOBODY, ACCOUNT),
    "registry:saved-view-edit": (OWN_VIEW, OWN_VIEW),
    "registry:saved-view-delete": (NOBODY, OWN_VIEW),
    "registry:saved-view-follow": (NOBODY, OWN_VIEW),
    # The link of a mail: who has it may end the mails
    "registry:saved-view-stop": (EVERYBODY, EVERYBODY),
    "registry:team": (for_members_of_a(), for_members_of_a("admin_a")),
    "registry:team-role": (NOBODY, for_members_of_a("admin_a")),
    # The reader is removed: by an administrator, or by herself
    "registry:team-remove": (NOBODY, for_members_of_a("admin_a", "reader_a")),
    "registry:team-invitation-revoke": (NOBODY, for_members_of_a("admin_a")),
    "registry:team-invitation-resend": (NOBODY, for_members_of_a("admin_a")),
    # Members: the record of A. All read it, but not its contacts; administrators and editors change it
    "registry:own-record": (for_members_of_a(), LOOKS),
    "registry:own-record-section": (WRITERS_OF_A, WRITERS_OF_A),
    "registry:own-record-confirm": (for_members_of_a(), WRITERS_OF_A),
    "registry:own-record-history": (for_members_of_a(), LOOKS),
    "registry:own-proposal-withdraw": (NOBODY, WRITERS_OF_A),
    "registry:own-contacts": (WRITERS_OF_A, LOOKS),
    "registry:own-contact-new": (WRITERS_OF_A, WRITERS_OF_A),
    "registry:own-contact-edit": (WRITERS_OF_A, WRITERS_OF_A),
    "registry:own-contact-end": (WRITERS_OF_A, WRITERS_OF_A),
    "registry:own-partnerships": (for_members_of_a(), LOOKS),
    "registry:own-partnerships-confirm": (NOBODY, WRITERS_OF_A),
    "registry:own-partnership-new": (WRITERS_OF_A, WRITERS_OF_A),
    "registry:own-partnership-dispute": (WRITERS_OF_A, WRITERS_OF_A),
    "registry:own-dispute-withdraw": (NOBODY, WRITERS_OF_A),
    "registry:joining-withdraw": (NOBODY, ALREADY_DECIDED),
    "registry:own-lessons": (for_members_of_a(), NOBODY),
    "registry:own-lesson-new": (WRITERS_OF_A, WRITERS_OF_A),
    "registry:own-lesson-file": (for_members_of_a(), NOBODY),
    "registry:own-documents": (for_members_of_a(), LOOKS),
    "registry:own-document-new": (WRITERS_OF_A, WRITERS_OF_A),
    "registry:own-document-replace": (WRITERS_OF_A, WRITERS_OF_A),
    "registry:own-document-file": (for_members_of_a(), NOBODY),
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
    # The account: signing in and up
    "account_login": (EVEN_WITHOUT, EVEN_WITHOUT),
    "account_logout": (EVEN_WITHOUT, EVEN_WITHOUT),
    "account_inactive": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "account_signup": (EVERYBODY, EVERYBODY),
    # Once her address is confirmed she is led to where she signs in
    "account_confirm_email": (EVEN_WITHOUT, answers(all="login")),
    "account_email_verification_sent": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "account_reset_password": (EVERYBODY, EVERYBODY),
    "account_reset_password_done": (EVERYBODY, NOBODY),
    "account_reset_password_from_key": (EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": (EVERYBODY, NOBODY),
    # Codes by mail are not switched on: it leads everybody away
    "account_confirm_login_code": (ACCOUNT, ACCOUNT),
    # The account: what is hers
    "account_reauthenticate": (ACCOUNT_EVEN_WITHOUT, ACCOUNT_EVEN_WITHOUT),
    "account_email": (ACCOUNT, ACCOUNT),
    "account_change_password": (ACCOUNT, ACCOUNT),
    "account_set_password": (ACCOUNT, ACCOUNT),
    "usersessions_list": (ACCOUNT, ACCOUNT),
    # The account: the second step. The staff here have an app for codes, the curator recovery codes and a key too
    "mfa_index": (ACCOUNT_EVEN_WITHOUT, NO_ACT),
    "mfa_authenticate": (SECOND_STEP, SECOND_STEP),
    "mfa_reauthenticate": (CODE_HOLDERS, CODE_HOLDERS),
    "mfa_activate_totp": (ACCOUNT_EVEN_WITHOUT, ACCOUNT_EVEN_WITHOUT),
    "mfa_deactivate_totp": (APP_HOLDERS, APP_HOLDERS),
    "mfa_view_recovery_codes": (KEY_HOLDERS, NO_ACT),
    "mfa_generate_recovery_codes": (ACCOUNT_EVEN_WITHOUT, ACCOUNT_EVEN_WITHOUT),
    "mfa_download_recovery_codes": (KEY_HOLDERS, KEY_HOLDERS | {"curator": "405"}),
    "mfa_list_webauthn": (ACCOUNT_EVEN_WITHOUT, NO_ACT),
    "mfa_add_webauthn": (ACCOUNT_EVEN_WITHOUT, ACCOUNT_EVEN_WITHOUT),
    "mfa_edit_webauthn": (KEY_HOLDERS, KEY_HOLDERS),
    "mfa_remove_webauthn": (KEY_HOLDERS, KEY_HOLDERS),
    "mfa_login_webauthn": (PASSKEY, PASSKEY),
    # Without the answer of the key itself nothing is proved
    "mfa_reauthenticate_webauthn": (KEY_PROOF, KEY_PROOF | {"curator": "login"}),
    # The API: published facts, for everybody, whoever is signed in on the site
    "api:organization-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:organization-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    **{f"api:{name}": (EVEN_WITHOUT, NOBODY_AT_ALL) for name in CODE_LISTS},
    "api:programme-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:programme-coverage": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:observer-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:problem-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:problem-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:openapi-json": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:openapi-yaml": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:nowhere": (NOT_THERE, NOT_THERE),
}

# Who reads these leaves a trace of it in the history, on purpose.
READINGS_ARE_NOTED = {
    "registry:audit-csv",
    "registry:claim-document",
    "registry:organization-contacts",
    "registry:document-file",
    "registry:document-original",
    "registry:own-document-file",
    "observers:review-document",
    "observers:application-document",
}
