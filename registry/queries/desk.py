"""The staff's desk: everything that waits for this person's decision, whatever it is, by the day it is due.

Nothing of it is kept twice: each kind of item is a question to the things themselves, and only who takes care of it is
a row of its own. One statement reads a page of all kinds, one counts them all.
"""

import statistics
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from registry.matching.pairs import LIKELY_PAIR
from registry.models import (
    AtRisk,
    Change,
    ChangeProposal,
    ImportBatch,
    ItemAssignment,
    ItemKind,
    Joining,
    Lesson,
    MergeOperation,
    Note,
    Organization,
    RefreshInvite,
    StaffAssignment,
    User,
)
from registry.queries import disputes, organizations
from registry.queries.audit import hidden_references, open_to
from registry.queries.claims import claims_to_decide
from registry.queries.duplicates import visible_pairs
from registry.queries.organizations import answered_for_by
from registry.queries.proposals import waiting_for
from registry.roles import PERMISSIONS, Permission
from registry.states import ImportState, LessonState, MergeState, NoteState, OrganizationState, PairState, ProposalState

MINE, UNASSIGNED, OVERDUE, NEW, ALL = VIEWS = ("mine", "unassigned", "overdue", "registrations", "all")
ORDERS = ("due", "since")
# Within so many days a thing should be answered. Our own targets: no source gives any of IOM's.
DAYS = {
    ItemKind.PROPOSAL: 10,
    ItemKind.DISPUTE: 10,
    ItemKind.LESSON: 10,
    ItemKind.REGISTRATION: 10,
    ItemKind.CLAIM: 5,
    ItemKind.DUPLICATE: 30,
    ItemKind.MERGE: 5,
    ItemKind.CONCERN: 5,
    ItemKind.LIFTING: 2,
    ItemKind.REFRESH: 14,
    ItemKind.IMPORT: 5,
}
# A note comes to the desk so long before the day from which it counts no more.
NOTICE = timedelta(days=14)
# Over the answers of so many days it is told how long an answer takes.
MEASURED = timedelta(days=90)


@dataclass(frozen=True)
class Item:
    """One thing that waits, by its kind and its reference."""

    kind: ItemKind
    subject: str
    # Its organization's key; an import has none.
    owner: int | None
    since: datetime
    due: datetime

    @property
    def key(self):
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True)
class Counts:
    """How many items each view holds, how many came within a week, since when the oldest waits that is late."""

    views: dict
    this_week: int
    oldest: datetime | None
    duplicates: int


def items(user, *, view=ALL, q="", order="due"):
    """The items that wait for this person, as rows of `Item`: a list for a Paginator, one statement a page."""
    parts = [_narrowed(kind, part, user, view, q) for kind, part in _parts(user).items() if _may_hold(kind, view)]
    rows = [part.order_by().values_list("item", "ref", "owner", "since", "due") for part in parts]
    return _together(rows).order_by(order, "ref") if rows else []


def counts(user):
    """Counts of every view, in one statement."""
    now = timezone.now()
    rows = [_counted(kind, part, user, now) for kind, part in _parts(user).items()]
    if not rows:
        return Counts(dict.fromkeys(VIEWS, 0), 0, None, 0)
    totals = {kind: row for kind, *row in _together(rows)}
    every, mine, unassigned, late, this_week = (sum(row[at] for row in totals.values()) for at in range(5))
    new = totals.get(ItemKind.REGISTRATION, (0,))[0]
    return Counts(
        views={MINE: mine, UNASSIGNED: unassigned, OVERDUE: late, NEW: new, ALL: every},
        this_week=this_week,
        oldest=min((row[5] for row in totals.values() if row[5]), default=None),
        duplicates=totals.get(ItemKind.DUPLICATE, (0,))[0],
    )


def waiting(user):
    """How many items wait for this person: every staff page tells it in its menu, by one statement."""
    rows = [part.order_by().values_list("ref") for part in _parts(user).values()]
    return _together(rows).count() if rows else 0


def known(user, keys):
    """Those of `keys` ("kind:reference") that wait for this person now."""
    wanted = {kind: [] for kind in ItemKind.values}
    for key in keys:
        kind, _colon, subject = key.partition(":")
        wanted.get(kind, []).append(subject)
    rows = [
        part.filter(ref__in=wanted[kind]).order_by().values_list("item", "ref", "owner", "since", "due")
        for kind, part in _parts(user).items()
        if wanted[kind]
    ]
    return [Item(ItemKind(kind), *rest) for kind, *rest in (_together(rows) if rows else ())]


def proposals_among(found):
    wanted = [item.subject for item in found if item.kind == ItemKind.PROPOSAL]
    return list(ChangeProposal.objects.filter(reference__in=wanted).order_by("pk"))


def colleagues(user):
    """The people to whom this person may give items: whoever edits records, herself first."""
    editing = [function for function, held in PERMISSIONS.items() if Permission.EDIT_ORGANIZATION in held]
    now = StaffAssignment.objects.current(on=timezone.localdate()).filter(function__in=editing)
    people = User.objects.filter(is_active=True, pk__in=now.values("user")).exclude(pk=user.pk)
    return [user, *people.order_by("name", "email")]


def assigned(found):
    """{key: who takes care of it} of these items; one statement."""
    rows = ItemAssignment.objects.filter(subject__in=[item.subject for item in found], assigned_to__isnull=False)
    return {f"{row.kind}:{row.subject}": row.assigned_to for row in rows.select_related("assigned_to")}


def time_to_answer(user):
    """(days in which half of the proposals of the last 90 days were answered, how many these are), or (None, 0)."""
    answered = [ProposalState.ACCEPTED, ProposalState.PARTLY_ACCEPTED, ProposalState.REFUSED]
    mine = answered_for_by(user, Permission.EDIT_ORGANIZATION)
    found = ChangeProposal.objects.filter(
        organization__in=mine, state__in=answered, closed_at__gte=timezone.now() - MEASURED
    )
    spans = [closed - asked for asked, closed in found.values_list("proposed_at", "closed_at")]
    return (statistics.median(spans) / timedelta(days=1), len(spans)) if spans else (None, 0)


def unconfirmed(user):
    """(how many published organizations nobody has confirmed or verified for two years, how many there are)."""
    visible = Organization.objects.visible_to(user)
    return organizations.unconfirmed(visible).count(), visible.filter(state=OrganizationState.PUBLISHED).count()


def recent(user, limit=5):
    """What this person did last, of what she may know today."""
    return open_to(hidden_references(user)).filter(by=f"user {user.pk}").order_by("-pk")[:limit]


# --- The kinds ----------------------------------------------------------------------------------------------------


def _parts(user):
    """{kind: the things of that kind that wait for this person}, each with item, ref, owner, since and due."""
    parts = {}
    if user.holds(Permission.EDIT_ORGANIZATION):
        mine = answered_for_by(user, Permission.EDIT_ORGANIZATION)
        parts |= _of_editors(user, mine)
    if user.holds(Permission.PUBLISH_ORGANIZATION):
        mine = answered_for_by(user, Permission.PUBLISH_ORGANIZATION)
        new = Organization.objects.filter(pk__in=mine, state=OrganizationState.IN_REVIEW)
        parts[ItemKind.REGISTRATION] = new.annotate(
            ref=F("reference"), owner=F("pk"), since=Coalesce(_joined(), _sent_to_review(), "created_at")
        )
    if user.holds(Permission.MANAGE_MEMBERS):
        claims = claims_to_decide(user).select_related(None).prefetch_related(None)
        parts[ItemKind.CLAIM] = _owned(claims, since=Coalesce("shown_at", "created_at"))
    if user.holds(Permission.MARK_AT_RISK):
        lifting = AtRisk.objects.filter(lifted_at=None, lift_proposed_at__isnull=False).exclude(lift_proposed_by=user)
        lifting = lifting.filter(organization__in=Organization.objects.visible_to(user).values("pk"))
        parts[ItemKind.LIFTING] = lifting.annotate(
            ref=F("organization__reference"), owner=F("organization_id"), since=F("lift_proposed_at")
        )
    if user.holds_everywhere(Permission.APPROVE_IMPORT):
        ready = ImportBatch.objects.filter(state=ImportState.CHECKED)
        nobody = Cast(Value(None), BigIntegerField())
        parts[ItemKind.IMPORT] = ready.annotate(ref=F("reference"), owner=nobody, since=F("updated_at"))
    return {
        kind: part.annotate(item=Value(str(kind), CharField())).annotate(due=_due(kind)) for kind, part in parts.items()
    }


def _of_editors(user, mine):
    pairs = visible_pairs(user).filter(state=PairState.OPEN, score__gte=LIKELY_PAIR)
    merges = MergeOperation.objects.filter(state=MergeState.PROPOSED, winner__in=mine, loser__in=mine)
    notes = Note.objects.filter(organization__in=mine)
    soon = timezone.localdate() + NOTICE
    return {
        ItemKind.PROPOSAL: _owned(
            waiting_for(user).exclude(Q(proposed_by=user) | Q(client__owner=user)), since=F("proposed_at")
        ),
        ItemKind.DISPUTE: disputes.waiting_for(user).annotate(
            ref=F("reference"), owner=F("partnership__organization_id"), since=F("created_at")
        ),
        ItemKind.LESSON: _owned(
            Lesson.objects.filter(organization__in=mine, state=LessonState.PROPOSED).exclude(proposed_by=user),
            since=F("created_at"),
        ),
        ItemKind.DUPLICATE: pairs.filter(Q(first__in=mine) | Q(second__in=mine)).annotate(
            ref=F("reference"), owner=F("first_id"), since=F("created_at")
        ),
        ItemKind.MERGE: merges.exclude(proposed_by=user).annotate(
            ref=F("reference"), owner=F("winner_id"), since=F("proposed_at")
        ),
        ItemKind.CONCERN: _owned(notes.filter(state=NoteState.WAITING).exclude(written_by=user), since=F("created_at")),
        ItemKind.REFRESH: _owned(
            RefreshInvite.objects.waiting_for_staff().filter(organization__in=mine), since=F("task_since")
        ),
        ItemKind.NOTE: _owned(notes.filter(state=NoteState.OPEN, review_on__lte=soon), since=F("created_at")),
    }


def _owned(things, *, since):
    return things.annotate(ref=F("reference"), owner=F("organization_id"), since=since)


def _due(kind):
    if kind == ItemKind.NOTE:
        return Cast("review_on", DateTimeField())
    return ExpressionWrapper(F("since") + timedelta(days=DAYS[kind]), DateTimeField())


def _joined():
    return Subquery(Joining.objects.filter(organization=OuterRef("pk")).order_by("-pk").values("created_at")[:1])


def _sent_to_review():
    told = Change.objects.filter(subject=OuterRef("reference"), verb="organization.in_review")
    return Subquery(told.order_by("-pk").values("at")[:1])


# --- The views ----------------------------------------------------------------------------------------------------


def _may_hold(kind, view):
    return view != NEW or kind == ItemKind.REGISTRATION


def _narrowed(kind, part, user, view, q):
    if view == MINE:
        part = part.filter(_taken(kind, assigned_to=user))
    elif view == UNASSIGNED:
        part = part.exclude(_taken(kind, assigned_to__isnull=False))
    elif view == OVERDUE:
        part = part.filter(due__lt=timezone.now())
    if not q:
        return part
    if kind == ItemKind.IMPORT:
        return part.filter(file_name__icontains=q)
    return part.filter(owner__in=organizations.search_inventory(user, organizations.Asked(q)).order_by().values("pk"))


def _together(rows):
    first, *others = rows
    return first.union(*others, all=True) if others else first


def _taken(kind, **by):
    return Exists(ItemAssignment.objects.filter(kind=kind, subject=OuterRef("ref"), **by))


def _counted(kind, part, user, now):
    late = Q(due__lt=now)
    part = part.annotate(is_mine=_taken(kind, assigned_to=user), is_taken=_taken(kind, assigned_to__isnull=False))
    return (
        part.order_by()
        .values("item")
        .annotate(
            n=Count("pk"),
            mine=Count("pk", filter=Q(is_mine=True)),
            unassigned=Count("pk", filter=Q(is_taken=False)),
            late=Count("pk", filter=late),
            this_week=Count("pk", filter=Q(since__gte=now - timedelta(days=7))),
            oldest=Min("since", filter=late),
        )
        .values_list("item", "n", "mine", "unassigned", "late", "this_week", "oldest")
    )
