"""Two records become one when two people agree, and two again when they were wrong."""

import pytest

from observers.models import Application, Observer
from registry import actions
from registry.models import Organization
from registry.queries.merges import parts
from registry.states import OrganizationState
from tests.registry.actions.merging import fingerprint, two_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(curator):
    return two_records(curator)


def merged(winner, loser, *, first, second, **choices):
    merge = actions.propose_merge(winner, loser, choices=choices, reason="One organization.", by=first)
    return actions.confirm_merge(merge, by=second)


def fresh(organization):
    return Organization.objects.get(pk=organization.pk)


def test_every_row_of_every_app_changes_hands(pair, curator, steward):
    winner, loser = pair

    # The world has something of everything, or the test would prove nothing.
    assert {part.label for part in parts() if part.rows(loser).exists()} == {part.label for part in parts()}

    merged(winner, loser, first=curator, second=steward)

    assert [part.label for part in parts() if part.rows(loser).exists()] == []
    assert fresh(loser).state == OrganizationState.MERGED
    assert fresh(loser).merged_into == winner
    assert Application.objects.get().organization == winner
    assert Observer.objects.get().organization == winner


@pytest.mark.parametrize("side", ["winner", "loser"])
def test_a_merge_that_was_undone_leaves_nothing_but_its_history(side, pair, curator, steward):
    winner, loser = pair
    before = fingerprint()
    choices = dict.fromkeys(["name", "head", "head_office", "founded"], side)

    merge = merged(winner, loser, first=curator, second=steward, **choices)
    between = fingerprint()
    merge = actions.undo_merge(merge, reason="Two organizations.", by=curator)

    assert [entry for entry in merge.moved if entry.get("stayed")] == []
    assert len([table for table in before if between[table] != before[table]]) > 15
    assert fingerprint() == before
    assert actions.first_broken() is None
