"""Who visits, and what groups of visitors are answered."""

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
WITHOUT_A_KEY = answers(all="401")
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
# A system of the administrator of A; whoever answers for all of them sees it too
OWN_CLIENT = for_holders("admin_a", "administrator", "steward") | {"staff_without_second_step": "setup"}
CLIENT_OWNER = OWN_CLIENT | {"administrator": "403", "steward": "403"}
CLIENT_ANSWER = OWN_CLIENT | {"admin_a": "404"}
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
# A match is not there for who does not answer for the organization.
MATCH_READERS = KEEPERS | {"curator_abroad": "404"}
MATCH_ACT = no_act_for_staff("curator", "steward", "curator_abroad")
OWN_BULK_EDIT = KEEPERS | {"curator_abroad": "404", "steward": "404"}
EDITION_KEEPERS = for_staff("steward")
HISTORIANS = for_staff("curator", "curator_abroad", "auditor", "steward")
AUDITORS = for_staff("auditor")
ORGANIZERS = for_staff("organizer")
CONTACT_READERS = for_staff("curator", "reviewer", "officer", "organizer", "steward")
DOCUMENT_READERS = for_staff("curator", "reviewer", "officer", "steward")
MEMBER_READERS = for_staff("curator", "reviewer", "officer", "organizer", "steward", "administrator")
JOB_KEEPERS = for_staff("curator", "steward", "administrator")
ROUTINE_KEEPERS = for_staff("steward", "administrator")
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
# Whoever writes for any organization finds the questions of a consultation; who acts for none is led to her own page
CONTRIBUTORS = ACCOUNT | {"reader_a": "403"}
STATUS_READERS = for_staff("reviewer", "officer")
STATUS_KEEPERS = for_staff("officer")
AT_THE_DESK = for_staff("curator", "curator_abroad", "steward", "administrator")
NOT_A_LOOK = no_act_for_staff()
# A POST where nothing can be done shows the page, as a GET does, and writes nothing.
LOOKS = "as GET, and nothing is written"
