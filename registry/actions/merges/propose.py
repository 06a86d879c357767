"""The first of the two people says which record stays and what it shows; who changes her mind takes it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from registry.actions.history import record_many
from registry.actions.merges.locks import lock_both, lock_merge
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale
from registry.models import MergeOperation
from registry.queries.merges import SIDES, chosen_side, differing, plan
from registry.states import NEXT, MergeState


@transaction.atomic
def propose_merge(winner, loser, *, choices, reason, by, versions=None):
    """Say that `loser` is to become part of `winner`; `choices` is {code: "winner" | "loser"} where they differ.

    `versions` are those of both records that were on the screen: raises Stale when either moved on.
    """
    winner, loser = lock_both(winner, loser)
    if versions is not None and tuple(versions) != (winner.version, loser.version):
        raise Stale(_("Somebody changed one of the two records while you compared them. Compare them once more."))
    refuse_what_is_blocked(plan(winner, loser, choices))
    codes = differing(winner, loser)
    merge = MergeOperation(
        winner=winner,
        loser=loser,
        choices={
            code: choices[code] if choices.get(code) in SIDES else chosen_side(code, winner, loser, choices)
            for code in codes
        },
        before={"winner": winner.name, "loser": loser.name},
        reason=reason,
        winner_version=winner.version,
        loser_version=loser.version,
        proposed_by=by,
    )
    with promises_of(MergeOperation):
        merge.save()
    tell(merge, "merge.proposed", by, reason)
    return merge


@transaction.atomic
def withdraw_merge(merge, *, by):
    """Take the proposal back: nothing has happened yet, and nothing will."""
    merge = step(merge, MergeState.WITHDRAWN)
    merge.save()
    tell(merge, "merge.withdrawn", by)
    return merge


def step(merge, to):
    """Lock the merge and take it to its next state, or refuse in words."""
    merge = lock_merge(merge)
    if to not in NEXT[MergeState][merge.state]:
        raise Refused(
            _("This merge is at “%(state)s”, so this cannot be done now. Look at it again.")
            % {"state": merge.get_state_display()}
        )
    merge.state = to
    merge.version += 1
    return merge


def refuse_what_is_blocked(found):
    if found.blocks:
        raise Refused(" ".join(found.blocks))


def tell(merge, verb, by, reason="", ops=None, diff=None):
    """Write it in the history of both: what changed them in `diff`, or, when it is only about to, nothing of that.

    When one is at risk, more people read the history of the other: there nothing is told that could lead to it.
    """
    both = (merge.loser, merge.winner)
    in_danger = [one for one in both if one.is_at_risk]
    told = in_danger if in_danger and diff is None else both
    record_many(
        [
            {
                "verb": verb,
                "subject": one.reference,
                "op": (ops or {}).get(one.pk, ""),
                "diff": {"merge": [None, merge.reference]} | (diff or {}).get(one.pk, {}),
                "reason": "" if in_danger else reason,
            }
            for one in told
        ],
        by=by,
    )
