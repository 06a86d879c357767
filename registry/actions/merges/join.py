"""The second person agrees: every row of the loser changes hands, and the loser leads to the winner."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.documents import forget_originals
from registry.actions.facts import share_facts
from registry.actions.former import open_marks, share_danger
from registry.actions.history import hold_history
from registry.actions.listings import publish_listings
from registry.actions.merges.locks import lock_both, lock_rows
from registry.actions.merges.manifest import carry_out, change, seal
from registry.actions.merges.propose import refuse_what_is_blocked, step, tell
from registry.actions.messages import notify
from registry.errors import Refused
from registry.models import AtRisk, DuplicatePair, Organization, OrganizationLink
from registry.queries.merges import GROUPS, administrators, link_steps, plan
from registry.states import MergeState, OrganizationState, PairState


@transaction.atomic
def confirm_merge(merge, *, by):
    """Do what a colleague proposed. Refused to whoever proposed it, and when either record moved on since."""
    merge = step(merge, MergeState.DONE)
    if merge.proposed_by_id == by.pk:
        raise Refused(_("Two people must agree on a merge. Ask a colleague to confirm it."))
    lock_rows(merge.loser, before=True, other=merge.winner)
    winner, loser = lock_both(merge.winner, merge.loser)
    if (winner.version, loser.version) != (merge.winner_version, merge.loser_version):
        raise Refused(
            _(
                "One of the two records was changed after the merge was proposed."
                " Withdraw it, compare the two again, then propose it anew."
            )
        )
    lock_rows(loser, before=False)
    found = plan(winner, loser, merge.choices)
    refuse_what_is_blocked(found)
    told = administrators(winner, loser)
    merge.winner, merge.loser = winner, loser
    merge.moved = _join(winner, loser, merge.choices, found.steps)
    share_facts(winner, loser)
    merge.confirmed_by, merge.confirmed_at = by, timezone.now()
    merge.save()
    _publish_and_tell(merge, by)
    tell_administrators("registry.records_joined", merge, told)
    return merge


def _join(winner, loser, choices, steps):
    """Move everything; returns the manifest."""
    entries = [carry_out(step) for step in steps if step.part.model is not OrganizationLink]
    entries += _settle_pairs(loser)
    # Before the records change: who adds a link holds the history, and looks at both then.
    hold_history()
    entries += [carry_out(step) for step in link_steps(winner, loser)]
    entries += _share_danger(winner, loser)
    entries.append(_of_record(winner, _kept(winner, loser, choices)))
    closed = {
        "state": str(OrganizationState.MERGED),
        "state_code": "",
        "state_reason": "",
        "merged_into_id": winner.pk,
        "is_at_risk": winner.is_at_risk or loser.is_at_risk,
    }
    entries.append(_of_record(loser, closed))
    winner.refresh_from_db()
    share_danger(winner)
    loser.refresh_from_db()
    if winner.is_at_risk:
        forget_originals(winner)
    return entries


def _kept(winner, loser, choices):
    """The fields of the winner that come from the loser; languages are kept from both."""
    values = {}
    for code, names in GROUPS.items():
        if choices.get(code) == "loser":
            values |= {name: getattr(loser, name) for name in names}
    languages = list(dict.fromkeys([*winner.languages, *loser.languages]))
    if languages != winner.languages:
        values["languages"] = languages
    if loser.is_at_risk and not winner.is_at_risk:
        values["is_at_risk"] = True
    return values


def _of_record(organization, values):
    """Change one of the two records themselves. What it says counts, not its version: others may edit it meanwhile."""
    entry = change(organization, values | {"version": organization.version + 1, "updated_at": timezone.now()})
    for kept in ("before", "after"):
        del entry[kept]["version"], entry[kept]["updated_at"]
    return {"what": "changed", "model": organization._meta.label, "pk": organization.pk} | entry


def _settle_pairs(loser):
    """What was asked of the loser is answered: it is no record of its own any more."""
    # In the order in which the nightly scan locks them.
    pairs = DuplicatePair.objects.select_for_update(of=("self",)).exclude(state=PairState.CLOSED).order_by("pk")
    return [
        {"what": "changed", "model": pair._meta.label, "pk": pair.pk} | change(pair, {"state": str(PairState.CLOSED)})
        for pair in pairs.filter(Q(first=loser) | Q(second=loser))
    ]


def _share_danger(winner, loser):
    """If the loser is at risk, so is what it becomes; the mark on the loser stays where it is."""
    mark = open_marks(loser).first()
    if mark is None or winner.is_at_risk:
        return []
    shared = AtRisk.objects.create(organization=winner, reason=mark.reason, raised_by=mark.raised_by)
    return [{"what": "added", "model": shared._meta.label, "pk": shared.pk, "seal": seal(shared)}]


def _publish_and_tell(merge, by):
    winner, loser = merge.winner, merge.loser
    both = Organization.objects.filter(pk__in=[winner.pk, loser.pk])
    outcome = publish_listings(both, merged={loser.pk: winner})
    is_hidden = winner.is_at_risk or loser.is_at_risk
    diff = {
        loser.pk: {"state": [None, OrganizationState.MERGED]}
        | ({} if is_hidden else {"merged_into": [None, winner.reference]}),
        # What the other one said is not told where more people read: the manifest keeps it.
        winner.pk: {} if is_hidden else facts_of(merge, winner) | {"merged_from": [None, loser.reference]},
    }
    tell(merge, "organization.merged", by, merge.reason, outcome, diff)


def facts_of(merge, organization):
    """{field: [before, after]} of what the merge made a record say, as the history tells it."""
    entry = next(e for e in merge.moved if (e["model"], e["pk"]) == (organization._meta.label, organization.pk))
    names = [name for name in entry["after"] if name != "is_at_risk"]
    return {name.removesuffix("_id"): [entry["before"][name], entry["after"][name]] for name in names}


def tell_administrators(kind, merge, people):
    """Those who answer for either record, each in her language; no name and no reference of one in danger."""
    is_hidden = merge.winner.is_at_risk or merge.loser.is_at_risk
    for person in people:
        notify(kind, recipient=person, subject="" if is_hidden else merge.reference)
