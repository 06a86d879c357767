"""What is a person's own, and the pages of the members of an organization."""

from tests.house.access_table.visitors import (
    ACCOUNT,
    ALREADY_DECIDED,
    EVERYBODY,
    LOOKS,
    NOBODY,
    OWN_CLIENT,
    OWN_VIEW,
    WRITERS_OF_A,
    for_members_of_a,
)

ACCESS = {
    # Members of an organization
    "registry:my-home": (ACCOUNT, NOBODY),
    "registry:my-settings": (ACCOUNT, ACCOUNT),
    "registry:client-detail": (OWN_CLIENT, LOOKS),
    "registry:my-mails": (ACCOUNT, ACCOUNT),
    "registry:my-mails-again": (NOBODY, ACCOUNT),
    # A view of the curator, which she keeps to herself; anybody keeps one of the directory
    "registry:saved-views": (ACCOUNT, NOBODY),
    "registry:saved-view-save": (NOBODY, ACCOUNT),
    "registry:saved-view-edit": (OWN_VIEW, OWN_VIEW),
    "registry:saved-view-delete": (NOBODY, OWN_VIEW),
    "registry:saved-view-follow": (NOBODY, OWN_VIEW),
    # The link of a mail: who has it may end the mails
    "registry:saved-view-stop": (EVERYBODY, EVERYBODY),
    "registry:mail-stop": (EVERYBODY, EVERYBODY),
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
}
