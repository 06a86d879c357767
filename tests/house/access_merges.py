"""Two records of Kenya that are one organization, for the access test: compared, proposed, merged, parted."""

from registry import actions
from tests import make


def build(world):
    world.kept, world.twin = make.organization("Kept in Kenya"), make.organization("Twin of Kenya")
    world.merge = actions.propose_merge(
        world.kept, world.twin, choices={}, reason="One organization.", by=world.people["curator"]
    )


def _merged(world):
    actions.confirm_merge(world.merge, by=world.people["steward"])


def examples(world, example):
    both = {"first": world.a.reference, "second": world.b.reference}
    opened = {"winner_version": world.a.version, "loser_version": world.b.version}
    merge, why = {"reference": world.merge.reference}, {"reason": "because"}
    return {
        "registry:duplicate-compare": example(both),
        "registry:duplicate-merge": example(both, why | opened),
        "registry:merge-detail": example(merge),
        "registry:merge-confirm": example(merge),
        "registry:merge-withdraw": example(merge),
        "registry:merge-undo": example(merge, why, _merged),
    }
