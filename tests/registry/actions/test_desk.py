"""Many things of the desk at once: given to a person, accepted, and taken back within a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry import actions
from registry.errors import Refused
from registry.models import ItemAssignment, Message, Organization
from registry.queries import desk
from registry.roles import Function
from registry.states import ProposalState
from tests import make
from tests.bursts import burst

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    return make.staff(Function.CURATOR)


def proposal(name, **changes):
    organization = make.organization(name, founded=1990)
    return actions.change_own_record(organization, changes=changes or {"founded": 1991}, by=make.member(organization))


def items(user, *proposals):
    return desk.known(user, [f"proposal:{one.reference}" for one in proposals])


def takers():
    return {row.subject: row.assigned_to for row in ItemAssignment.objects.select_related("assigned_to")}


def test_items_are_given_to_a_person_and_given_on(curator, colleague):
    one, other = proposal("One"), proposal("Other")
    actions.assign_items(items(curator, one, other), to=curator, by=curator)

    actions.assign_items(items(curator, other), to=colleague, by=curator)

    assert takers() == {one.reference: curator, other.reference: colleague}
    assert desk.counts(colleague).views["mine"] == 1


def test_undoing_gives_each_back_to_whom_it_had_before(curator, colleague):
    one, other = proposal("One"), proposal("Other")
    actions.assign_items(items(curator, one), to=colleague, by=colleague)
    batch = actions.assign_items(items(curator, one, other), to=curator, by=curator)

    assert actions.undo_assigning(batch, by=curator) == 2

    assert takers() == {one.reference: colleague, other.reference: None}


def test_what_somebody_gave_on_since_is_left_there(curator, colleague):
    one, other = proposal("One"), proposal("Other")
    batch = actions.assign_items(items(curator, one, other), to=curator, by=curator)
    actions.assign_items(items(colleague, one), to=colleague, by=colleague)

    assert actions.undo_assigning(batch, by=curator) == 1

    assert takers() == {one.reference: colleague, other.reference: None}


def test_nobody_undoes_for_another_nor_after_a_day(curator, colleague):
    batch = actions.assign_items(items(curator, proposal("One")), to=curator, by=curator)

    with pytest.raises(Refused):
        actions.undo_assigning(batch, by=colleague)
    ItemAssignment.objects.update(assigned_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Refused):
        actions.undo_assigning(batch, by=curator)


def test_proposals_are_accepted_together_each_by_itself(curator):
    good, twice = proposal("Good"), proposal("Twice", identifiers=[{"scheme": "XI-WIKIDATA", "value": "Q42"}])
    make.organization("Holder", identifiers=[{"scheme": "XI-WIKIDATA", "value": "Q42"}])

    _batch, done, left = actions.approve_proposals([good, twice], by=curator)

    assert [one.reference for one in done] == [good.reference]
    assert [(one.reference, bool(why)) for one, why in left] == [(twice.reference, True)]
    twice.refresh_from_db()
    assert twice.state == ProposalState.OPEN


def test_an_acceptance_is_taken_back_whole(curator):
    names = [{"kind": "legal", "text": "One anew", "language": "en", "is_primary": True}]
    one = proposal("One", founded=1991, names=names)
    kept = list(one.organization.names.values("text", "language", "kind", "is_primary", "valid_from"))
    batch, _done, _left = actions.approve_proposals([one], by=curator)

    done, left = actions.undo_approving(batch, by=curator)

    record = Organization.objects.get(pk=one.organization_id)
    assert ([each.reference for each in done], left) == ([one.reference], [])
    assert record.founded == 1990
    assert list(record.names.values("text", "language", "kind", "is_primary", "valid_from")) == kept
    one.refresh_from_db()
    assert (one.state, one.closed_at) == (ProposalState.OPEN, None)
    assert {row.decision for row in one.fields.all()} == {"waiting"}
    assert Message.objects.filter(kind="registry.proposal_reopened", recipient=one.proposed_by).count() == 1


def test_what_changed_after_the_acceptance_stays(curator, colleague):
    one = proposal("One")
    batch, _done, _left = actions.approve_proposals([one], by=curator)
    actions.edit_organization(one.organization, changes={"founded": 1995}, by=colleague)

    done, left = actions.undo_approving(batch, by=curator)

    assert (done, [each.reference for each, _why in left]) == ([], [one.reference])
    assert Organization.objects.get(pk=one.organization_id).founded == 1995


def test_an_acceptance_is_taken_back_once_and_by_who_gave_it(curator, colleague):
    one = proposal("One")
    batch, _done, _left = actions.approve_proposals([one], by=curator)

    with pytest.raises(Refused):
        actions.undo_approving(batch, by=colleague)
    actions.undo_approving(batch, by=curator)
    done, left = actions.undo_approving(batch, by=curator)

    assert (done, len(left)) == ([], 1)


def test_two_proposals_of_one_record_are_both_taken_back(curator):
    organization = make.organization("Twice", founded=1990)
    both = [
        actions.change_own_record(organization, changes=changes, by=make.member(organization))
        for changes in ({"founded": 1991}, {"types": ["foundation"]})
    ]
    batch, _done, _left = actions.approve_proposals(both, by=curator)

    done, left = actions.undo_approving(batch, by=curator)

    record = Organization.objects.get(pk=organization.pk)
    assert (len(done), left, record.founded) == (2, [], 1990)
    assert [type_.code for type_ in record.types.all()] == ["ngo"]


@pytest.mark.parametrize("seen", ["field", "record"])
def test_what_was_verified_or_confirmed_since_stays(seen, curator, colleague):
    one = proposal("One")
    batch, _done, _left = actions.approve_proposals([one], by=curator)
    if seen == "field":
        actions.verify_fact(one.organization, "founded", on=timezone.localdate(), evidence="Statutes.", by=colleague)
    else:
        actions.confirm_record(one.organization, by=one.proposed_by)

    done, left = actions.undo_approving(batch, by=curator)

    assert (done, len(left)) == ([], 1)
    assert Organization.objects.get(pk=one.organization_id).founded == 1991


def test_an_undo_is_no_statement_of_the_staff(curator):
    one = proposal("One")
    batch, _done, _left = actions.approve_proposals([one], by=curator)

    actions.undo_approving(batch, by=curator)

    assert not one.organization.facts.filter(field="founded", teller="staff").exists()


def test_who_answers_for_it_no_more_takes_nothing_back(curator):
    one = proposal("One")
    batch, _done, _left = actions.approve_proposals([one], by=curator)
    curator.assignments.update(countries=["FJI"])

    done, left = actions.undo_approving(batch, by=type(curator).objects.get(pk=curator.pk))

    assert (done, len(left)) == ([], 1)
    assert Organization.objects.get(pk=one.organization_id).founded == 1991


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_take_the_same_items_the_last_has_them_all():
    people = [make.staff(Function.CURATOR) for _each in range(16)]
    found = items(people[0], proposal("One"), proposal("Other"))

    ended = burst([lambda by=by: actions.assign_items(found, to=by, by=by) for by in people])

    assert ended == {"done": 16}
    assert len(set(takers().values())) == 1
