"""What is done to many things of the desk at once, and taken back within a day."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import policies, references
from registry.actions.history import record
from registry.actions.proposals import decide_proposal, take_back_acceptance
from registry.errors import Refused
from registry.models import Change, ChangeProposal, ItemAssignment, ProposedField


@transaction.atomic
def assign_items(items, *, to, by):
    """Give waiting items to one person, or with `to=None` back to everybody. Returns the name of the batch."""
    batch = references.new("BAT")
    for row in _lock(items, by):
        row.former, row.assigned_to = row.assigned_to, to
        row.assigned_by, row.assigned_at, row.batch = by, timezone.now(), batch
        row.save()
    told = {"items": [[], sorted(item.key for item in items)]}
    record("desk.assigned" if to else "desk.given_back", subject=(to or by).reference, by=by, diff=told, batch=batch)
    return batch


@transaction.atomic
def undo_assigning(batch, *, by):
    """Give each item of a batch back to whom it had before, unless somebody gave it on since. Returns how many."""
    rows = list(ItemAssignment.objects.select_for_update().filter(batch=batch, assigned_by=by).order_by("pk"))
    if not rows or rows[0].assigned_at < timezone.now() - policies.BATCHES_ARE_UNDONE_FOR:
        raise Refused(_("This cannot be undone any more: somebody gave these items on, or more than a day has passed."))
    for row in rows:
        row.assigned_to, row.former, row.batch = row.former, None, ""
        row.save()
    told = {"items": [sorted(f"{row.kind}:{row.subject}" for row in rows), []]}
    record("desk.assigning_undone", subject=by.reference, by=by, diff=told, batch=batch)
    return len(rows)


def approve_proposals(proposals, *, by):
    """Accept everything that waits in each of these, each by itself: one that cannot be holds up no other.

    Returns the name of the batch, those that were accepted, and [(proposal, why not)].
    """
    batch, done, left = references.new("BAT"), [], []
    for proposal in proposals:
        waiting = proposal.fields.filter(decision=ProposedField.Decision.WAITING).values_list("field", flat=True)
        yes = {field: (ProposedField.Decision.ACCEPTED, "") for field in waiting}
        try:
            done.append(decide_proposal(proposal, decisions=yes, by=by, batch=batch))
        except Refused as refused:
            left.append((proposal, str(refused)))
    return batch, done, left


def undo_approving(batch, *, by):
    """Take back what a batch accepted, where nobody changed it since. Returns those, and [(proposal, why not)]."""
    answered = Change.objects.filter(batch=batch, by_id=by.pk, verb="proposal.decided")
    recent = answered.filter(at__gte=timezone.now() - policies.BATCHES_ARE_UNDONE_FOR)
    wanted = [change.diff["proposal"][1] for change in recent.order_by("pk")]
    if not wanted:
        raise Refused(_("This cannot be undone any more, for more than a day has passed. Open the record to edit it."))
    done, left = [], []
    for proposal in ChangeProposal.objects.visible_to(by).filter(reference__in=wanted).order_by("pk"):
        if not policies.may_decide_proposal(by, proposal):
            left.append((proposal, _("You do not answer for this organization any more. Ask a colleague.")))
            continue
        try:
            done.append(take_back_acceptance(proposal, batch=batch, by=by))
        except Refused as refused:
            left.append((proposal, str(refused)))
    return done, left


def _lock(items, by):
    """A row for each item, held, in one order for everybody."""
    fresh = [ItemAssignment(kind=item.kind, subject=item.subject, assigned_by=by, batch="") for item in items]
    ItemAssignment.objects.bulk_create(fresh, ignore_conflicts=True)
    subjects = [item.subject for item in items]
    wanted = {(item.kind, item.subject) for item in items}
    found = ItemAssignment.objects.select_for_update().filter(subject__in=subjects).order_by("pk")
    return [row for row in found if (row.kind, row.subject) in wanted]
