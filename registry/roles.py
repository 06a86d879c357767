"""Who may do what, by name only. An auditor reads this page and nothing else.

A permission is a name, a role is a list of names, a policy (policies.py) is a question about a person and a thing.
Staff hold a function (below) for the whole organization, or for the units and countries that their assignment names.
Members of a civil society organization hold a role in that organization and nowhere else.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    """What somebody may be allowed to do."""

    READ_STAFF_PAGES = "read staff pages", _("Read staff pages")
    EDIT_ORGANIZATION = "edit organization", _("Edit organization")
    PUBLISH_ORGANIZATION = "publish organization", _("Publish organization")
    MARK_AT_RISK = "mark organization as at risk", _("Mark organization as at risk")
    READ_AT_RISK = "read organizations at risk", _("Read organizations at risk")
    READ_CONTACTS = "read contacts", _("Read contacts")
    READ_DOCUMENTS = "read documents", _("Read documents")
    IMPORT_INVENTORY = "import inventory", _("Import inventory")
    APPROVE_IMPORT = "approve import", _("Approve import")
    JUDGE_MATCHES = "judge matches with watch lists", _("Load watch lists and judge matches with them")
    READ_HISTORY = "read history", _("Read history")
    READ_AUDIT = "read the audit", _("Read the audit of everything")
    READ_MESSAGES = "read messages", _("Read messages")
    RETRY_MESSAGES = "send held messages again", _("Send held messages again")
    UNDO_OLD_MERGES = "undo old merges", _("Undo merges after thirty days")
    MANAGE_EDITIONS = "manage editions", _("Make and publish editions of the inventory")
    RUN_REFRESHES = "run refresh campaigns", _("Run refresh campaigns")
    MANAGE_JOBS = "manage jobs", _("Manage jobs")
    MANAGE_CLIENTS = "manage clients", _("Manage the systems that read the API")
    MANAGE_STAFF = "manage staff access", _("Manage staff access")
    MANAGE_MEMBERS = "manage members", _("Manage members")
    WRITE_APPLICATION = "write application", _("Write application")
    SEND_APPLICATION = "send application", _("Send application")
    READ_APPLICATIONS = "read applications", _("Read applications that were sent")
    REVIEW_APPLICATIONS = "review applications", _("Review applications")
    MANAGE_APPLICATIONS = "manage applications", _("Manage applications")
    RECOMMEND = "recommend to the Council", _("Recommend to the Council")
    RECORD_DECISIONS = "record decisions of the Council", _("Record decisions of the Council")
    MANAGE_CRITERIA = "manage criteria", _("Manage criteria")
    MANAGE_OBSERVERS = "manage observer statuses", _("Manage observer statuses")
    MANAGE_CONSULTATIONS = "manage consultations", _("Manage consultations")
    TAKE_PART = "take part in consultations", _("Answer invitations to consultations and name who comes")


class Function(TextChoices):
    """What a member of IOM's staff is here to do."""

    CURATOR = "curator", _("Inventory curator")
    DATA_STEWARD = "data_steward", _("Data steward")
    REVIEWER = "reviewer", _("Reviewer of applications")
    DECISION_OFFICER = "decision_officer", _("Decision officer")
    CONSULTATION_ORGANIZER = "consultation_organizer", _("Consultation organizer")
    ROUTER = "router", _("Enquiry router")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class MemberRole(TextChoices):
    """What a person does for her own organization."""

    ADMIN = "admin", _("Administrator")
    EDITOR = "editor", _("Editor")
    SIGNATORY = "signatory", _("Signatory")
    READER = "reader", _("Reader")


P = Permission

# Everybody on the staff can read the inventory; none of these names lets anybody read an organization at risk.
_STAFF = frozenset({P.READ_STAFF_PAGES})

PERMISSIONS = {
    Function.CURATOR: _STAFF
    | {
        P.EDIT_ORGANIZATION,
        P.PUBLISH_ORGANIZATION,
        P.MARK_AT_RISK,
        P.READ_AT_RISK,
        P.READ_CONTACTS,
        P.READ_DOCUMENTS,
        P.IMPORT_INVENTORY,
        P.APPROVE_IMPORT,
        P.JUDGE_MATCHES,
        P.RUN_REFRESHES,
        P.READ_HISTORY,
        P.MANAGE_MEMBERS,
    },
    Function.DATA_STEWARD: _STAFF
    | {
        P.EDIT_ORGANIZATION,
        P.PUBLISH_ORGANIZATION,
        P.MARK_AT_RISK,
        P.READ_AT_RISK,
        P.READ_CONTACTS,
        P.READ_DOCUMENTS,
        P.IMPORT_INVENTORY,
        P.APPROVE_IMPORT,
        P.JUDGE_MATCHES,
        P.RUN_REFRESHES,
        P.READ_HISTORY,
        P.UNDO_OLD_MERGES,
        P.MANAGE_EDITIONS,
        P.MANAGE_JOBS,
        P.MANAGE_CLIENTS,
        P.MANAGE_MEMBERS,
    },
    Function.REVIEWER: _STAFF
    | {P.READ_CONTACTS, P.READ_DOCUMENTS, P.READ_APPLICATIONS, P.REVIEW_APPLICATIONS, P.RECOMMEND},
    # Assigns, asks again, extends, and writes down what the Council decided; never what she recommended herself.
    Function.DECISION_OFFICER: _STAFF
    | {
        # An organization that comes into danger while it applies must not be without anybody who answers for it.
        P.READ_AT_RISK,
        P.READ_CONTACTS,
        P.READ_DOCUMENTS,
        P.READ_APPLICATIONS,
        P.REVIEW_APPLICATIONS,
        P.MANAGE_APPLICATIONS,
        P.RECOMMEND,
        P.RECORD_DECISIONS,
        P.MANAGE_CRITERIA,
        P.MANAGE_OBSERVERS,
    },
    Function.CONSULTATION_ORGANIZER: _STAFF | {P.READ_CONTACTS, P.MANAGE_CONSULTATIONS},
    Function.ROUTER: _STAFF,
    # An auditor reads everything that happened, also who reviewed what and who declared a conflict, and writes nothing.
    Function.AUDITOR: _STAFF | {P.READ_HISTORY, P.READ_AUDIT, P.READ_MESSAGES},
    Function.ADMINISTRATOR: _STAFF
    | {P.READ_MESSAGES, P.RETRY_MESSAGES, P.MANAGE_JOBS, P.MANAGE_CLIENTS, P.MANAGE_STAFF, P.MANAGE_MEMBERS},
}

MEMBER_PERMISSIONS = {
    MemberRole.ADMIN: frozenset(
        {
            P.READ_CONTACTS,
            P.EDIT_ORGANIZATION,
            P.MANAGE_MEMBERS,
            P.WRITE_APPLICATION,
            P.SEND_APPLICATION,
            P.TAKE_PART,
        }
    ),
    MemberRole.EDITOR: frozenset({P.READ_CONTACTS, P.EDIT_ORGANIZATION, P.WRITE_APPLICATION, P.TAKE_PART}),
    MemberRole.SIGNATORY: frozenset({P.READ_CONTACTS, P.WRITE_APPLICATION, P.SEND_APPLICATION}),
    MemberRole.READER: frozenset(),
}
