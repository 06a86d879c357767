"""The public pages of the registry: the directory, the door for new organizations, the links of mails."""

from tests.house.access_table.visitors import (
    ACCOUNT,
    EVEN_WITHOUT,
    EVERYBODY,
    LOOKS,
    MEMBER_KEEPERS,
    NOBODY,
    NOBODY_AT_ALL,
    OF_A,
    answers,
    for_members_of_a,
    for_staff,
)

ACCESS = {
    # For everybody
    "choose-language": (EVEN_WITHOUT, LOOKS),
    "identity": (EVERYBODY, NOBODY),
    "health": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "health-ready": (EVEN_WITHOUT, NOBODY_AT_ALL),
    # What programs find by themselves, and the documentation of the API
    "api-catalog": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "catalog": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "jsonld-context": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api-docs": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "docs:start": (EVERYBODY, NOBODY),
    "docs:guide": (EVERYBODY, NOBODY),
    "docs:changelog-feed": (EVERYBODY, NOBODY),
    "docs:operation": (EVERYBODY, NOBODY),
    "docs:try": (EVERYBODY, NOBODY),
    # Reports of a mail service are taken with a secret only: without one in the settings there is no such address
    "mail-reports": (NOBODY, answers(all="404", without="setup")),
    # Without the secret of a key nobody gets a token
    "oauth-token": (NOBODY_AT_ALL, answers(all="400")),
    "registry:home": (EVERYBODY, LOOKS),
    "registry:organization-list": (EVERYBODY, LOOKS),
    "registry:organization-csv": (EVERYBODY, LOOKS),
    "registry:organization-detail": (EVERYBODY, LOOKS),
    "registry:statistics": (EVERYBODY, LOOKS),
    "registry:statistics-csv": (EVERYBODY, LOOKS),
    "registry:edition-list": (EVERYBODY, NOBODY),
    "registry:edition-detail": (EVERYBODY, NOBODY),
    "registry:edition-rows": (EVERYBODY, NOBODY),
    "registry:edition-file": (EVERYBODY, NOBODY),
    "registry:edition-comparison": (EVERYBODY, NOBODY),
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
    # The link of a refresh campaign: whoever holds it answers
    "registry:refresh-link": (EVERYBODY, NOBODY),
    "registry:refresh-correct": (EVERYBODY, EVERYBODY),
    **{f"registry:refresh-{act}": (NOBODY, EVERYBODY) for act in ("confirm", "open", "left", "refuse")},
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
}
