"""The history in words that a person can read: who, what, from what to what, why."""

import re
from functools import cache
from importlib import import_module

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import Change, DuplicatePair, Membership, MergeOperation, Organization, StaffAssignment, User
from registry.models.facts import BY_CLIENT, BY_LINK
from registry.queries.change_words import comparison, field_label
from registry.queries.words import words
from registry.roles import Function
from registry.states import MergeState

VERBS = {
    "organization.created": gettext_lazy("Record created"),
    "organization.edited": gettext_lazy("Record edited"),
    "organization.published": gettext_lazy("Published"),
    "organization.in_review": gettext_lazy("Sent to review"),
    "organization.dormant": gettext_lazy("Marked as dormant"),
    "organization.archived": gettext_lazy("Archived"),
    "organization.state_put_back": gettext_lazy("Bulk edit undone: earlier state put back"),
    "organization.verified": gettext_lazy("Verified by IOM"),
    "organization.confirmed": gettext_lazy("Confirmed by the organization"),
    "organization.protected": gettext_lazy("Marked as at risk"),
    "organization.lifting_proposed": gettext_lazy("End of the protection proposed"),
    "organization.released": gettext_lazy("No longer at risk"),
    "organization.imported": gettext_lazy("Added by an import"),
    "organization.updated_by_import": gettext_lazy("Updated by an import"),
    "organization.import_undone": gettext_lazy("Import undone"),
    "organization.merged": gettext_lazy("Merged with another record"),
    "organization.unmerged": gettext_lazy("Merge undone"),
    "merge.proposed": gettext_lazy("Merge with another record proposed"),
    "merge.withdrawn": gettext_lazy("Proposal to merge taken back"),
    "pair.decided": gettext_lazy("Compared with a possible duplicate"),
    "pair.reopened": gettext_lazy("Asked again whether two records are one"),
    "watch_list.loaded": gettext_lazy("Watch list loaded"),
    "match.found": gettext_lazy("Match with a watch list found"),
    "match.judged": gettext_lazy("Match with a watch list answered"),
    "match.reopened": gettext_lazy("Match with a watch list opened again"),
    "match.closed": gettext_lazy("Match with a watch list closed"),
    "proposal.made": gettext_lazy("Changes proposed by the organization"),
    "proposal.withdrawn": gettext_lazy("Proposed changes taken back"),
    "proposal.decided": gettext_lazy("Proposed changes answered"),
    "proposal.reopened": gettext_lazy("Acceptance of proposed changes taken back"),
    "claim.asked": gettext_lazy("Claimed by a person"),
    "claim.shown": gettext_lazy("Domain shown by a person who claims it"),
    "claim.accepted": gettext_lazy("Claim accepted"),
    "claim.refused": gettext_lazy("Claim refused"),
    "claim.withdrawn": gettext_lazy("Claim withdrawn"),
    "claim.expired": gettext_lazy("Claim expired"),
    "claim.document_read": gettext_lazy("Document of a claim read"),
    "organization.joined": gettext_lazy("Came in by the public door"),
    "organization.taken_back": gettext_lazy("Taken back by the person who brought it"),
    "refresh.planned": gettext_lazy("Refresh campaign planned"),
    "refresh.edited": gettext_lazy("Refresh campaign changed before it began"),
    "refresh.started": gettext_lazy("Refresh campaign started"),
    "refresh.wave_sent": gettext_lazy("Everybody else asked by a refresh campaign"),
    "refresh.paused": gettext_lazy("Refresh campaign paused"),
    "refresh.resumed": gettext_lazy("Refresh campaign resumed"),
    "refresh.stopped": gettext_lazy("Refresh campaign stopped by one of its rules"),
    "refresh.ended": gettext_lazy("Refresh campaign ended"),
    "refresh.asked": gettext_lazy("Asked by mail whether the record is right"),
    "refresh.opened": gettext_lazy("Link of a refresh campaign opened"),
    "refresh.confirmed": gettext_lazy("Answer to a refresh campaign: nothing has changed"),
    "refresh.changed": gettext_lazy("Answer to a refresh campaign: corrections"),
    "refresh.left": gettext_lazy("Answer to a refresh campaign: the person has left"),
    "refresh.refused": gettext_lazy("Answer to a refresh campaign: no more mails wanted"),
    "refresh.bounced": gettext_lazy("Mail of a refresh campaign came back"),
    "refresh.task_done": gettext_lazy("Task of a refresh campaign done"),
    "fact.told": gettext_lazy("Sources noted for what the record said already"),
    "fact.verified": gettext_lazy("Fact verified by IOM"),
    "issue.muted": gettext_lazy("Issue muted"),
    "issue.unmuted": gettext_lazy("Issue no longer muted"),
    "issue.reopened": gettext_lazy("Muted issue opened again"),
    "note.added": gettext_lazy("Note of staff added"),
    "note.agreed": gettext_lazy("Concern agreed to by a second person"),
    "note.refused": gettext_lazy("Concern refused by a second person"),
    "note.renewed": gettext_lazy("Note of staff renewed"),
    "note.closed": gettext_lazy("Note of staff closed"),
    "partnership.proposed": gettext_lazy("Partnership added"),
    "partnership.verified": gettext_lazy("Partnership verified"),
    "partnership.ended": gettext_lazy("Partnership ended"),
    "partnership.rejected": gettext_lazy("Partnership rejected"),
    "partnership.edited": gettext_lazy("Partnership edited"),
    "partnership.replaced": gettext_lazy("Partnership replaced by a corrected one"),
    "partnership.confirmed": gettext_lazy("Partnership confirmed by the organization"),
    "partnership.grew_stale": gettext_lazy("Partnership out of date: nobody confirmed it in time"),
    "dispute.made": gettext_lazy("Partnership disputed by the organization"),
    "dispute.accepted": gettext_lazy("Dispute accepted"),
    "dispute.refused": gettext_lazy("Dispute not accepted"),
    "dispute.withdrawn": gettext_lazy("Dispute taken back"),
    "contact.added": gettext_lazy("Contact added"),
    "contact.edited": gettext_lazy("Contact edited"),
    "contact.ended": gettext_lazy("Contact ended"),
    "contacts.read": gettext_lazy("Contacts read"),
    "document.filed": gettext_lazy("Document filed"),
    "document.replaced": gettext_lazy("Document replaced by a newer one"),
    "document.narrowed": gettext_lazy("Document kept to IOM staff"),
    "document.described": gettext_lazy("Document described anew"),
    "document.read": gettext_lazy("Document read"),
    "document.original_read": gettext_lazy("Original of a document opened"),
    "link.added": gettext_lazy("Link to another organization added"),
    "link.ended": gettext_lazy("Link to another organization ended"),
    "member.invited": gettext_lazy("Member invited"),
    "member.role_changed": gettext_lazy("Role of a member changed"),
    "member.removed": gettext_lazy("Member removed"),
    "invitation.resent": gettext_lazy("Invitation sent again"),
    "invitation.revoked": gettext_lazy("Invitation withdrawn"),
    "invitation.accepted": gettext_lazy("Invitation accepted"),
    "staff.invited": gettext_lazy("Member of the staff invited"),
    "staff.first_administrator": gettext_lazy("First administrator appointed"),
    "staff.assignment_changed": gettext_lazy("Function of a member of the staff changed"),
    "staff.assignment_ended": gettext_lazy("Function of a member of the staff ended"),
    "account.closed": gettext_lazy("Account closed"),
    "account.opened": gettext_lazy("Account opened again"),
    "account.profile_changed": gettext_lazy("Account details changed"),
    "account.second_factor_reset": gettext_lazy("Second sign-in step reset"),
    "import.uploaded": gettext_lazy("File to import uploaded"),
    "import.checked": gettext_lazy("Import checked"),
    "import.refused": gettext_lazy("Import refused"),
    "import.corrected": gettext_lazy("Row of an import corrected"),
    "import.approved": gettext_lazy("Import approved"),
    "import.applied": gettext_lazy("Import applied"),
    "import.discarded": gettext_lazy("Import discarded"),
    "import.undo_asked": gettext_lazy("Undo of an import asked for"),
    "import.undone": gettext_lazy("Import undone"),
    "source.described": gettext_lazy("Source added"),
    "source.changed": gettext_lazy("Source described anew"),
    "source.trusted": gettext_lazy("Source trusted: what it brings goes in without a look"),
    "source.distrusted": gettext_lazy("Source no longer trusted"),
    "source.paused": gettext_lazy("Source no longer read by the clock"),
    "source.resumed": gettext_lazy("Source read by the clock again"),
    "source.read": gettext_lazy("File of a source received"),
    "source.compared": gettext_lazy("File of a source compared with the last one"),
    "source.refused": gettext_lazy("Reading of a source refused"),
    "source.overruled": gettext_lazy("Refused file of a source believed after all"),
    "listing.mended": gettext_lazy("Public page brought in line with the record"),
    "edition.asked": gettext_lazy("Edition of the inventory asked for"),
    "edition.written": gettext_lazy("Files of an edition written"),
    "edition.published": gettext_lazy("Edition of the inventory published"),
    "job.done": gettext_lazy("Job done"),
    "job.failed": gettext_lazy("Job stopped by an error"),
    "job.held": gettext_lazy("Job held until a person looks"),
    "job.stopped": gettext_lazy("Job stopped"),
    "job.retried": gettext_lazy("Job started again"),
    "account.mails_chosen": gettext_lazy("Choice of mails changed"),
    "job.paused": gettext_lazy("Job paused"),
    "job.resumed": gettext_lazy("Job resumed"),
    "routine.paused": gettext_lazy("Routine paused"),
    "routine.resumed": gettext_lazy("Routine resumed"),
    "routine.run": gettext_lazy("Routine run by hand"),
    "message.retried": gettext_lazy("Message sent again"),
    "message.bounced": gettext_lazy("Mail came back"),
    "address.written_again": gettext_lazy("Address written to again"),
    "bulk.approved": gettext_lazy("Bulk edit started"),
    "bulk.applied": gettext_lazy("Bulk edit done"),
    "bulk.undoing": gettext_lazy("Undoing of a bulk edit started"),
    "bulk.undone": gettext_lazy("Bulk edit undone"),
    "view.saved": gettext_lazy("View saved"),
    "view.changed": gettext_lazy("Saved view renamed or shared"),
    "view.deleted": gettext_lazy("Saved view deleted"),
    "vocabulary.loaded": gettext_lazy("Vocabulary loaded"),
    "lesson.contributed": gettext_lazy("Lesson contributed to a programme"),
    "lesson.added": gettext_lazy("Lesson of IOM put on a shelf"),
    "lesson.published": gettext_lazy("Lesson published"),
    "lesson.refused": gettext_lazy("Lesson not published"),
    "lesson.withdrawn": gettext_lazy("Lesson taken off the shelf"),
    "unit.closed": gettext_lazy("Unit closed"),
    "partnership.reassigned": gettext_lazy("Partnership given to another unit"),
    "programme.reassigned": gettext_lazy("Programme given to another unit"),
    "programme.created": gettext_lazy("Programme added"),
    "programme.edited": gettext_lazy("Programme edited"),
    "programme.named": gettext_lazy("Name of a programme added"),
    "programme.phase_saved": gettext_lazy("Phase of a programme written"),
    "programme.donor_added": gettext_lazy("Donor of a programme added"),
    "programme.donor_removed": gettext_lazy("Donor of a programme removed"),
    "programme.statement_added": gettext_lazy("Statement on a programme added"),
    "programme.statement_removed": gettext_lazy("Statement on a programme removed"),
    "history.exported": gettext_lazy("History downloaded"),
    "desk.assigned": gettext_lazy("Items of the review queue assigned"),
    "desk.given_back": gettext_lazy("Items of the review queue given back"),
    "desk.assigning_undone": gettext_lazy("Assignment of items undone"),
}
# What a change is about, by the beginning of its verb. Reading what is protected is a kind of its own.
KINDS = {
    "organization": gettext_lazy("Record"),
    "merge": gettext_lazy("Merges"),
    "pair": gettext_lazy("Duplicates"),
    "watch_list": gettext_lazy("Watch lists"),
    "match": gettext_lazy("Matches with watch lists"),
    "proposal": gettext_lazy("Proposed changes"),
    "claim": gettext_lazy("Claims"),
    "refresh": gettext_lazy("Refresh campaigns"),
    "fact": gettext_lazy("Sources"),
    "issue": gettext_lazy("Issues"),
    "note": gettext_lazy("Notes of staff"),
    "partnership": gettext_lazy("Partnerships"),
    "dispute": gettext_lazy("Disputes"),
    "contact": gettext_lazy("Contacts"),
    "document": gettext_lazy("Documents"),
    "link": gettext_lazy("Links"),
    "member": gettext_lazy("Members"),
    "invitation": gettext_lazy("Invitations"),
    "staff": gettext_lazy("Staff access"),
    "account": gettext_lazy("Accounts"),
    "import": gettext_lazy("Imports"),
    "listing": gettext_lazy("Public pages"),
    "source": gettext_lazy("Sources"),
    "edition": gettext_lazy("Editions of the inventory"),
    "job": gettext_lazy("Jobs"),
    "routine": gettext_lazy("Routines"),
    "message": gettext_lazy("Messages"),
    "address": gettext_lazy("Addresses of mail"),
    "bulk": gettext_lazy("Bulk edits"),
    "view": gettext_lazy("Saved views"),
    "vocabulary": gettext_lazy("Vocabularies"),
    "desk": gettext_lazy("Review queue"),
    "lesson": gettext_lazy("Lessons"),
    "programme": gettext_lazy("Programmes"),
    "unit": gettext_lazy("Units"),
    "reading": gettext_lazy("Readings of what is protected"),
}
READINGS = ("contacts.read", "document.read", "document.original_read", "claim.document_read", "history.exported")
ABOUT_A_RECORD = (
    *("organization", "merge", "pair", "proposal", "claim", "fact", "issue", "note"),
    *("partnership", "dispute", "contact", "document", "lesson", "link", "member", "invitation", "reading"),
)
STAFF, MEMBER, MACHINE = "staff", "member", "machine"
PEOPLE = {
    STAFF: gettext_lazy("IOM staff"),
    MEMBER: gettext_lazy("Members of organizations"),
    MACHINE: gettext_lazy("The registry itself"),
}
_REFERENCE = re.compile(r"CSO-[0-9A-Z]{8}")


@cache
def verbs():
    """{verb: words} of the registry and of the apps that the settings name."""
    return VERBS | {verb: label for app in _apps() for verb, label in app.VERBS.items()}


@cache
def kinds():
    """{kind: words}, the same way."""
    return KINDS | {kind: label for app in _apps() for kind, label in app.KINDS.items()}


def _apps():
    return [import_module(path) for path in settings.CHANGE_WORDS]


def of_kind(kind):
    """The condition by which changes of a kind are found."""
    return Q(verb__in=READINGS) if kind == "reading" else Q(verb__startswith=f"{kind}.")


def by_people(people):
    """The condition by which changes of staff, of members or of the registry itself are found."""
    staff = StaffAssignment.objects.values("user")
    if people == MACHINE:
        return Q(by_id=None)
    return Q(by_id__in=staff) if people == STAFF else Q(by_id__isnull=False) & ~Q(by_id__in=staff)


def about(organization, *, user):
    """The history of a record, newest first, without what tells of another record that she may not know of.

    That is what was said of a pair, of a merge that came to nothing, and all that happened while the two were one.
    """
    visible = Organization.objects.visible_to(user).values("pk")
    known = DuplicatePair.objects.filter(Q(first=organization) | Q(second=organization))
    hidden = known.exclude(first__in=visible, second__in=visible).values("reference")
    changes = Change.objects.about(organization.reference).alias(pair=KT("diff__pair__1"), merge=KT("diff__merge__1"))
    changes = changes.exclude(verb="pair.decided", pair__in=hidden)
    merges = MergeOperation.objects.filter(Q(winner=organization) | Q(loser=organization))
    parted = merges.exclude(state=MergeState.DONE).exclude(winner__in=visible, loser__in=visible)
    as_one = spells(parted.filter(winner=organization)).filter(first__lte=OuterRef("pk"), last__gte=OuterRef("pk"))
    return changes.exclude(Exists(parted.filter(reference=OuterRef("merge")))).exclude(Exists(as_one))


def spells(merges):
    """Those merges that were undone, with the `first` and the `last` change of the winner as one with the loser."""
    told = Change.objects.filter(subject=OuterRef("winner__reference")).alias(merge=KT("diff__merge__1"))
    told = told.filter(merge=OuterRef("reference")).values("pk")
    return merges.filter(state=MergeState.UNDONE).annotate(
        first=Subquery(told.filter(verb="organization.merged")[:1]),
        last=Subquery(told.filter(verb="organization.unmerged")[:1]),
    )


def told(changes, *, user, hidden=None):
    """Each change in words; nothing that names a reference in `hidden` is told.

    Budget: one statement for all authors, one for the words, and without `hidden` one for linked records if any.
    """
    changes, labels = list(changes), words()
    hidden = _hidden(changes, user) if hidden is None else hidden
    return [
        head
        | {
            "subject": change.subject,
            "reason": without(change.reason, hidden),
            "batch": change.batch,
            "fields": [comparison(field, *pair, labels, hidden=hidden) for field, pair in pairs(change.diff)],
        }
        for change, head in zip(changes, heads(changes), strict=True)
    ]


def heads(changes):
    """What happened, when, who, and which fields: enough beside a record. Budget: one statement for all authors."""
    changes = list(changes)
    people = {user.pk: str(user) for user in User.objects.filter(pk__in={change.by_id for change in changes} - {None})}
    return [
        {
            "number": change.pk,
            "label": verbs().get(change.verb, change.verb),
            "who": people.get(change.by_id) or _by_itself(change),
            "at": change.at,
            "labels": [field_label(field) for field, _pair in pairs(change.diff)],
        }
        for change in changes
    ]


def pairs(diff):
    """(field, [before, after]) of a diff; rows that are kept with all their columns stand for their lines."""
    rows = diff.get(Change.ROWS)
    rows = rows if isinstance(rows, dict) else {}
    return [(field, rows.get(field, pair)) for field, pair in diff.items() if isinstance(pair, list) and len(pair) == 2]


def without(value, hidden):
    """The same value, of whatever shape, with no text in it that names a reference in `hidden`."""
    if isinstance(value, dict):
        return {name: without(one, hidden) for name, one in value.items()}
    if isinstance(value, list):
        return [without(one, hidden) for one in value]
    is_told = not isinstance(value, str) or not any(reference in value for reference in hidden)
    return value if is_told else _("not shown")


def roles(changes):
    """{number: the role in which its author did it that day}. Budget: one statement for staff, one for members."""
    changes = list(changes)
    people = {change.by_id for change in changes} - {None}
    assignments, memberships = {}, {}
    for assignment in StaffAssignment.objects.filter(user__in=people):
        assignments.setdefault(assignment.user_id, []).append(assignment)
    for membership in Membership.objects.filter(user__in=people).select_related("organization"):
        memberships.setdefault(membership.user_id, []).append(membership)
    return {
        change.pk: _role(change, assignments.get(change.by_id, ()), memberships.get(change.by_id, ()))
        for change in changes
    }


def _role(change, assignments, memberships):
    day = timezone.localdate(change.at)
    functions = [
        str(Function(one.function).label)
        for one in assignments
        if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)
    ]
    if functions:
        return ", ".join(functions)
    if any(one.organization.reference == change.subject for one in memberships):
        return _("Member of this organization")
    return _("Member of an organization") if memberships else ""


def _by_itself(change):
    """Who did it when no account did: a job by its name, or whoever is not there any more."""
    if change.by_id is not None:
        return _("Somebody whose account is gone")
    if change.by.startswith(BY_LINK):
        return _("A contact of the organization, by the link of a refresh campaign")
    if change.by.startswith(BY_CLIENT):
        return _("The system of a partner, %(reference)s") % {"reference": change.by.removeprefix(BY_CLIENT)}
    return _("The registry itself (%(job)s)") % {"job": change.by.removeprefix("job ")}


def _hidden(changes, user):
    """References to organizations that this person may not know of, for they came into danger later."""
    references = {found for change in changes for found in _REFERENCE.findall(f"{change.diff} {change.reason}")}
    if not references:
        return frozenset()
    visible = Organization.objects.visible_to(user).filter(reference__in=references)
    return frozenset(references - set(visible.values_list("reference", flat=True)))
