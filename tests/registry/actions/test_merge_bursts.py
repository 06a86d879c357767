"""Two people at once merge, edit and undo, each with a connection of her own: nothing is lost, the second is told."""

import threading
import time
from itertools import cycle, islice

import pytest
from django.db import connections, transaction

from registry import actions
from registry.actions.merges import join, propose, undo
from registry.models import Change, Contact, Listing, MergeOperation, Organization, Partnership
from registry.queries.merges import parts
from registry.states import MergeState, OrganizationState
from tests import make
from tests.bursts import burst
from tests.registry.actions.locks import until_somebody_waits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def people(curator, steward):
    return curator, steward


class Round:
    """Two records, a merge of them, and what each of two people is about to do."""

    def __init__(self, people):
        self.first, self.second = people
        # Whoever is merged has the lower key as often as the higher one.
        self.winner, self.loser = make.organization("Invented Relief"), make.organization("Relief, invented")
        self.contact = make.contact(self.loser, name="A. Contact")
        make.contact(self.winner)
        make.partnership(self.loser)
        self.merge = actions.propose_merge(self.winner, self.loser, choices={}, reason="One.", by=self.first)
        self.added = []

    def confirmed(self):
        self.merge = actions.confirm_merge(self.merge, by=self.second)
        return self

    def confirm(self):
        actions.confirm_merge(self.merge, by=self.second)

    def withdraw(self):
        actions.withdraw_merge(self.merge, by=self.first)

    def undo(self):
        actions.undo_merge(self.merge, reason="Two.", by=self.first)

    def edit_winner(self):
        self._edit(self.winner)

    def edit_loser(self):
        self._edit(self.loser)

    def _edit(self, organization):
        opened = organization.version + (self.merge.state == MergeState.DONE)
        actions.edit_organization(organization, changes={"hq_city": "Kisumu"}, version=opened, by=self.first)

    def add_to_loser(self):
        self.added.append(actions.add_contact(self.loser, name="B. Contact", by=self.first))

    def edit_contact(self):
        # As a page does: who is asked for it now, and what was done since is told.
        contact = Contact.objects.select_related("organization").get(pk=self.contact.pk)
        actions.edit_contact(contact, changes={"phone": "+254 20 000 00 00"}, by=self.first)


# What two people do at once, from which state, and how many of the two may get their way.
PAIRS = [
    ("proposed", "confirm", "confirm", {1}),
    ("proposed", "confirm", "edit_winner", {1}),
    ("proposed", "confirm", "edit_loser", {1}),
    ("proposed", "confirm", "withdraw", {1}),
    ("proposed", "confirm", "add_to_loser", {1, 2}),
    ("proposed", "confirm", "edit_contact", {1, 2}),
    ("done", "undo", "undo", {1}),
    ("done", "undo", "edit_winner", {1, 2}),
    ("done", "undo", "edit_contact", {1, 2}),
    ("done", "undo", "add_to_loser", {1, 2}),
]


def violations(played, ended, wanted):
    """What must not be, whoever was first."""
    merge = MergeOperation.objects.get(pk=played.merge.pk)
    winner, loser = (Organization.objects.get(pk=one.pk) for one in (played.winner, played.loser))
    is_one = merge.state == MergeState.DONE
    both = [winner, loser]
    names = {name.text for one in both for name in one.names.all()}
    wrong = {
        "broken": ended["broken"],
        "more or fewer got their way than can": ended["done"] not in wanted,
        "the record is not as the merge": (loser.state == OrganizationState.MERGED) != is_one,
        "the merged record keeps rows": is_one and any(part.rows(loser).exists() for part in parts()),
        "a name is lost": names != {"Invented Relief", "Relief, invented"},
        "a contact is lost": Contact.objects.filter(organization__in=both).count() != 2 + len(played.added),
        "a partnership is lost": Partnership.objects.filter(organization__in=both).count() != 1,
        "history and version differ": [one.version for one in both] != [_told_of(one) for one in both],
    }
    return [what for what, is_wrong in wrong.items() if is_wrong]


def _told_of(organization):
    """The version that the history tells of: one for its beginning, one for each change of the record itself."""
    verbs = ("organization.edited", "organization.merged", "organization.unmerged")
    return 1 + Change.objects.filter(subject=organization.reference, verb__in=verbs).count()


def _rounds(people, number):
    """The violations of each round; of the pairs in turn, each time with the other one first."""
    found = []
    for turn, (state, one, other, wanted) in enumerate(islice(cycle(PAIRS), number)):
        played = Round(people)
        if state == "done":
            played.confirmed()
        acts = [getattr(played, one), getattr(played, other)]
        ended = burst(acts if turn // len(PAIRS) % 2 else acts[::-1])
        found.append([f"{one} and {other}: {what}" for what in violations(played, ended, wanted)])
    return found


def test_of_two_people_at_once_nothing_is_lost_and_the_second_is_told(people):
    assert _rounds(people, 2 * len(PAIRS)) == [[]] * (2 * len(PAIRS))


def test_without_the_locks_the_same_rounds_go_wrong(people, monkeypatch):
    """The control: a green round means something only when this one is red."""

    def slowly(found):
        time.sleep(0.05)
        return found

    for module in (join, undo):
        monkeypatch.setattr(
            module,
            "lock_both",
            lambda *both: slowly(tuple(Organization.objects.get(pk=one.pk) for one in both)),
        )
    monkeypatch.setattr(propose, "lock_merge", lambda merge: slowly(MergeOperation.objects.get(pk=merge.pk)))

    wrong = _rounds(people, len(PAIRS))

    assert sum(bool(found) for found in wrong) >= 3


def at_once(first, second):
    """`second` begins while `first` has all its locks, and goes on when that is committed."""

    def run():
        try:
            second()
        finally:
            connections.close_all()

    waiting = threading.Thread(target=run)
    with transaction.atomic():
        first()
        waiting.start()
        until_somebody_waits("transactionid")
    waiting.join(timeout=60)


def test_who_protects_a_record_while_it_is_being_merged_protects_what_it_becomes(people):
    played = Round(people)

    at_once(played.confirm, lambda: actions.mark_at_risk(played.loser, reason="Threats.", by=people[0]))

    marked = dict(Organization.objects.values_list("pk", "is_at_risk"))
    assert marked == {played.winner.pk: True, played.loser.pk: True}
    assert not Listing.objects.exists()


def test_who_protects_a_record_while_its_merge_is_being_undone_protects_that_record(people):
    played = Round(people).confirmed()

    at_once(played.undo, lambda: actions.mark_at_risk(played.loser, reason="Threats.", by=people[0]))

    marked = dict(Organization.objects.values_list("pk", "is_at_risk"))
    assert marked == {played.winner.pk: False, played.loser.pk: True}
    assert Listing.objects.get().organization == played.winner


@pytest.mark.proof  # minutes: two hundred rounds of two
def test_two_hundred_rounds_lose_nothing(people):
    assert [found for found in _rounds(people, 200) if found] == []
