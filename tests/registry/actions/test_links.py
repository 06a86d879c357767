"""How organizations are linked, and which links cannot be."""

from datetime import date
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from registry import actions
from registry.actions.history import hold_history
from registry.errors import Contradiction, Refused
from registry.models import Change, Listing, OrganizationLink
from registry.queries.changes import told
from registry.roles import Function
from tests import make
from tests.registry.actions.locks import until_somebody_waits

pytestmark = pytest.mark.django_db


def test_a_link_shows_on_the_public_page_and_in_the_history_of_both(curator):
    branch, office = make.organization("Invented Aid Chad"), make.organization("Invented Aid")

    actions.add_link(branch, kind="branch_of", other=office, by=curator)

    assert office.reference in Listing.objects.get(pk=branch.pk).public
    assert [Change.objects.about(one.reference).first().verb for one in (branch, office)] == ["link.added"] * 2


def test_ending_a_link_takes_it_from_the_public_page_and_keeps_the_row(curator):
    link = make.link()

    actions.end_link(link, on=date(2026, 5, 3), by=curator)

    assert link.to_organization.reference not in Listing.objects.get(pk=link.from_organization_id).public
    assert OrganizationLink.objects.get().ends_on == date(2026, 5, 3)
    with pytest.raises(Refused, match="ended already"):
        actions.end_link(link, on=date(2026, 5, 3), by=curator)


@pytest.mark.parametrize("kind", ["branch_of", "successor_of"])
@pytest.mark.parametrize("steps", [1, 3])
def test_nobody_is_at_last_a_branch_or_a_successor_of_itself(kind, steps, curator):
    chain = [make.organization() for _ in range(steps + 1)]
    for lower, upper in pairwise(chain):
        make.link(lower, upper, kind=kind)

    with pytest.raises(Contradiction, match="End that link first"):
        actions.add_link(chain[-1], kind=kind, other=chain[0], by=curator)


def test_two_networks_may_be_members_of_each_other(curator):
    link = make.link(kind="member_of")

    actions.add_link(link.to_organization, kind="member_of", other=link.from_organization, by=curator)

    assert OrganizationLink.objects.count() == 2


def test_an_ended_branch_leaves_the_way_free(curator):
    link = make.link(kind="branch_of")
    actions.end_link(link, on=date(2026, 5, 3), by=curator)

    actions.add_link(link.to_organization, kind="branch_of", other=link.from_organization, by=curator)

    assert OrganizationLink.objects.filter(ends_on=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_would_close_a_circle_only_together_do_not():
    """Slow: two connections and real commits. The two new links have no organization in common."""
    a, b, c, d = (make.organization() for _ in range(4))
    make.link(a, b, kind="branch_of")
    make.link(c, d, kind="branch_of")
    start, outcomes = Barrier(2), []

    def add(lower, upper):
        start.wait()
        try:
            actions.add_link(lower, kind="branch_of", other=upper, by="test")
            outcomes.append("added")
        except Contradiction:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=add, args=pair) for pair in ((b, c), (d, a))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == ["added", "refused"]


@pytest.mark.django_db(transaction=True)
def test_a_link_and_an_edit_of_one_of_its_ends_do_not_wait_for_each_other():
    """Slow: two connections. The edit holds the record and waits for the history, which the link holds."""
    branch, office = make.organization(), make.organization()

    def edit():
        try:
            actions.edit_organization(branch, changes={"hq_city": "Kisumu"}, by="test")
        finally:
            connection.close()

    thread = Thread(target=edit)
    with transaction.atomic():
        hold_history()
        thread.start()
        until_somebody_waits("advisory")
        actions.add_link(branch, kind="branch_of", other=office, by="test")
    thread.join(20)

    branch.refresh_from_db()
    assert (branch.hq_city, OrganizationLink.objects.count()) == ("Kisumu", 1)


def test_the_same_link_twice_and_a_link_to_itself_are_refused_in_words(curator):
    link = make.link()

    with pytest.raises(Contradiction, match="there already"):
        actions.add_link(link.from_organization, kind=link.kind, other=link.to_organization, by=curator)
    with pytest.raises(Contradiction, match="to itself"):
        actions.add_link(link.from_organization, kind=link.kind, other=link.from_organization, by=curator)


def test_the_history_of_the_one_does_not_lead_to_the_other_when_that_is_in_danger(curator):
    open_, hidden = make.organization(), make.organization()
    actions.mark_at_risk(hidden, reason="Threats.", by=curator)

    actions.add_link(open_, kind="member_of", other=hidden, by=curator)

    assert hidden.reference not in str(Change.objects.about(open_.reference).first().diff)
    assert hidden.reference not in Listing.objects.get(pk=open_.pk).public


def test_the_history_no_longer_leads_to_one_that_came_into_danger_later(curator):
    link = make.link(kind="member_of")
    open_, hidden = link.from_organization, link.to_organization
    actions.mark_at_risk(hidden, reason="Threats.", by=curator)
    changes = list(Change.objects.about(open_.reference).filter(verb="link.added"))

    (for_others,), (for_curators,) = (
        [part.text for line in told(changes, user=user)[0]["fields"][0]["after"] for part in line]
        for user in (make.staff(Function.AUDITOR), curator)
    )

    assert for_others == "Member of the network"
    assert hidden.reference in for_curators
