"""Eight people at once, each with a connection of her own: a claim is decided once, and nobody begins too many."""

import time
from functools import partial

import pytest

from registry import actions
from registry.actions import claims
from registry.importers.documents import CleanFile
from registry.models import Change, Claim
from registry.states import OPEN_CLAIMS, ClaimState
from tests import make
from tests.bursts import burst

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 10
PAPER = CleanFile("application/pdf", b"%PDF-1.7 a letter")


def claim_of(person, organization):
    return actions.ask_claim(organization, file=PAPER, note="I keep the books.", by=person)


def decided_by_all(curators):
    """Rounds in which eight decide on one claim; what each left behind that must not be."""
    found = []
    for _round in range(ROUNDS):
        claim = claim_of(make.user(), make.organization())
        acts = [
            partial(actions.accept_claim, claim, by=by)
            if place % 2
            else partial(actions.refuse_claim, claim, reason="No.", by=by)
            for place, by in enumerate(curators)
        ]
        ended = burst(acts)
        claim.refresh_from_db()
        decided = Change.objects.filter(
            subject=claim.organization.reference, verb__in=["claim.accepted", "claim.refused"]
        ).count()
        is_member = claim.organization.memberships.exists()
        if (ended["done"], ended["broken"], decided) != (1, 0, 1) or is_member != (claim.state == ClaimState.ACCEPTED):
            found.append((dict(ended), decided, claim.state, is_member))
    return found


@pytest.fixture
def curators():
    # The first decision loads templates and languages; in a burst all others would wait for that behind the lock.
    actions.accept_claim(claim_of(make.user(), make.organization()), by=make.staff(second_factor=False))
    return [make.staff(second_factor=False) for _n in range(8)]


def test_of_eight_who_decide_one_does_and_the_others_are_told(curators):
    assert decided_by_all(curators) == []


def test_without_the_lock_the_same_burst_would_show_it(curators, monkeypatch):
    def unlocked(claim):
        found = Claim.objects.select_related("person", "organization").get(pk=claim.pk)
        time.sleep(0.02)
        return found

    monkeypatch.setattr(claims, "_lock", unlocked)

    assert len(decided_by_all(curators)) >= ROUNDS / 2


def test_of_eight_claims_that_one_person_begins_three_are_taken():
    for _round in range(ROUNDS):
        person = make.user()
        organizations = [make.organization() for _n in range(8)]

        ended = burst([partial(claim_of, person, one) for one in organizations])

        assert ended == {"done": 3, "refused": 5}
        assert Claim.objects.filter(person=person, state__in=OPEN_CLAIMS).count() == 3


def test_of_eight_clicks_on_one_claim_one_claim_comes():
    organization, person = make.organization(), make.user()

    ended = burst([lambda: claim_of(person, organization)] * 8)

    assert ended == {"done": 8}
    assert Claim.objects.get().person == person
