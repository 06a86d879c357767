"""A merge was wrong: both records come back. What was changed since stays where it was changed, and is listed."""

from collections import defaultdict

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.facts import part_facts
from registry.actions.former import open_marks, share_danger
from registry.actions.history import hold_history
from registry.actions.listings import publish_listings
from registry.actions.merges.join import facts_of, tell_administrators
from registry.actions.merges.locks import lock_both, lock_known
from registry.actions.merges.manifest import bring_back, model_of, read, row_of, seal
from registry.actions.merges.propose import step, tell
from registry.errors import Refused
from registry.models import (
    AtRisk,
    ChangeProposal,
    MergeOperation,
    Organization,
    OrganizationLink,
    OrganizationName,
    ProposedField,
)
from registry.queries.merges import administrators
from registry.states import MergeState, OrganizationState, StateReason

# Why something stayed with the winner.
CHANGED, GONE, TAKEN = "changed", "gone", "taken"


@transaction.atomic
def undo_merge(merge, *, reason, by):
    """Bring both records back. Rows go back unless somebody changed or removed them since; those are marked `stayed`.

    Newest first: refused while a later merge into the same record, or of it into another, still stands.
    """
    merge = step(merge, MergeState.UNDONE)
    rows = defaultdict(list)
    for entry in merge.moved:
        rows[model_of(entry)].append(entry["pk"])
    del rows[Organization]
    lock_known(rows, before=True)
    winner, loser = lock_both(merge.winner, merge.loser)
    _refuse_unless_newest(merge, winner)
    lock_known(rows, before=False)
    own_marks = _own_marks(merge, winner)
    merge.winner, merge.loser = winner, loser
    # Last written, first taken back; links under the history, as their own verbs do it.
    entries = list(reversed(merge.moved))
    _take_back([entry for entry in entries if model_of(entry) is not OrganizationLink])
    hold_history()
    _take_back([entry for entry in entries if model_of(entry) is OrganizationLink])
    _leave_nobody_in_danger(winner, loser, own_marks)
    merge.undone_by, merge.undone_at, merge.undo_reason = by, timezone.now(), reason
    merge.save()
    for one in (winner, loser):
        one.refresh_from_db()
        share_danger(one)
    part_facts(winner, loser)
    _publish_and_tell(merge, by)
    tell_administrators("registry.records_parted", merge, administrators(winner, loser))
    return merge


def _refuse_unless_newest(merge, winner):
    later = MergeOperation.objects.filter(state=MergeState.DONE).exclude(pk=merge.pk)
    onwards = later.filter(loser=winner).first()
    if onwards:
        raise Refused(
            _("The record that stayed was itself merged later, by %(merge)s. Undo that first.")
            % {"merge": onwards.reference}
        )
    newer = later.filter(winner=winner, confirmed_at__gt=merge.confirmed_at).order_by("-confirmed_at").first()
    if newer:
        raise Refused(
            _("Another record was merged into this one later, by %(merge)s. Undo that first.")
            % {"merge": newer.reference}
        )


def _take_back(entries):
    kept_whole = _changed_proposals(entries)
    for entry in entries:
        stayed = CHANGED if kept_whole and _proposal_of(row_of(entry)) in kept_whole else _BACK[entry["what"]](entry)
        if stayed:
            entry["stayed"] = stayed


def _changed_proposals(entries):
    """Keys of the proposals that somebody answered in part: they stay where that was done, with all their fields."""
    of_proposals = [entry for entry in entries if model_of(entry) in (ChangeProposal, ProposedField)]
    rows = [(row_of(entry), entry["seal"]) for entry in of_proposals]
    return {_proposal_of(row) for row, sealed in rows if row is not None and seal(row) != sealed}


def _proposal_of(row):
    return row.proposal_id if isinstance(row, ProposedField) else row.pk if isinstance(row, ChangeProposal) else None


def _row_back(entry):
    """A row that changed hands, or changed, goes back as long as it is as the merge left it."""
    row = row_of(entry)
    if isinstance(row, Organization):
        return _record_back(row, entry)
    stayed = GONE if row is None else CHANGED if seal(row) != entry["seal"] else _write(row, entry["before"])
    if stayed and entry["what"] == "moved" and isinstance(row, OrganizationName | None) and "row" in entry:
        # The record has its name again, whatever became of it in the other.
        bring_back(entry["row"], with_key=False)
    return stayed


def _record_back(organization, entry):
    """Fields that say what the merge made them say go back; the others were written since, and stay."""
    before, after = (read(Organization, entry[side]) for side in ("before", "after"))
    # A danger is judged by the marks, and nobody but a merge touches these.
    values = {name: value for name, value in before.items() if name != "is_at_risk"}
    stayed = [name for name in values if getattr(organization, name) != after[name]]
    values = {name: value for name, value in values.items() if name not in stayed}
    if values.get("state") == OrganizationState.ARCHIVED:
        # Merged before reasons had codes.
        values.setdefault("state_code", StateReason.UNRECORDED)
    now = {"version": organization.version + 1, "updated_at": timezone.now()}
    Organization.objects.filter(pk=organization.pk).update(**values, **now)
    entry["stayed_fields"] = stayed
    return CHANGED if stayed else ""


def _dropped_back(entry):
    return "" if bring_back(entry["row"]) else TAKEN


def _added_back(entry):
    row = row_of(entry)
    if row is None or seal(row) != entry["seal"]:
        return GONE if row is None else CHANGED
    row.delete()
    return ""


_BACK = {"moved": _row_back, "changed": _row_back, "dropped": _dropped_back, "added": _added_back}


def _write(row, before):
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**read(type(row), before))
    except IntegrityError:
        return TAKEN
    return ""


def _own_marks(merge, winner):
    """The marks that the winner had before the merge: the others are about both records."""
    added = [entry["pk"] for entry in merge.moved if entry["what"] == "added"]
    return set(
        AtRisk.objects.filter(organization=winner, raised_at__lt=merge.confirmed_at)
        .exclude(pk__in=added)
        .values_list("pk", flat=True)
    )


def _leave_nobody_in_danger(winner, loser, own_marks):
    """Each is at risk when it bears a mark; one that came while the two were one is about both of them."""
    since = AtRisk.objects.filter(organization=winner, lifted_at=None).exclude(pk__in=own_marks).first()
    if since and not AtRisk.objects.filter(organization=loser, lifted_at=None).exists():
        AtRisk.objects.create(organization=loser, reason=since.reason, raised_by=since.raised_by)
    for one in (winner, loser):
        Organization.objects.filter(pk=one.pk).update(is_at_risk=open_marks(one).exists())


def _publish_and_tell(merge, by):
    winner, loser = merge.winner, merge.loser
    both = Organization.objects.filter(pk__in=[winner.pk, loser.pk])
    outcome = publish_listings(both, unmerged={loser.pk: winner})
    is_hidden = winner.is_at_risk or loser.is_at_risk
    facts = {} if is_hidden else facts_of(merge, winner)
    back = {name: pair[::-1] for name, pair in facts.items() if _went_back(merge, winner, name)}
    diff = {loser.pk: {"state": [OrganizationState.MERGED, loser.state]}, winner.pk: back}
    tell(merge, "organization.unmerged", by, merge.undo_reason, outcome, diff)


def _went_back(merge, organization, name):
    entry = next(e for e in merge.moved if (e["model"], e["pk"]) == (organization._meta.label, organization.pk))
    return name not in {stayed.removesuffix("_id") for stayed in entry["stayed_fields"]}
