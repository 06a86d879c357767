"""What is done to a partnership, and what its verbs refuse."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from registry import actions
from registry.errors import Contradiction, Refused
from registry.models import Area, Change, Country, Listing, Partnership, Role
from registry.states import PartnershipState
from tests import make

pytestmark = pytest.mark.django_db


def _facts(**changes):
    facts = {
        "role": Role.objects.get(pk="grant_recipient"),
        "area": Area.objects.get(pk="1"),
        "country": Country.objects.get(pk="TCD"),
        "starts_on": date(2025, 1, 1),
    }
    return facts | changes


def test_a_new_partnership_is_proposed_and_the_directory_finds_it(curator):
    organization = make.organization()

    partnership = actions.add_partnership(organization, by=curator, **_facts(activities=["research"]))

    assert partnership.state == PartnershipState.PROPOSED
    assert [activity.pk for activity in partnership.activities.all()] == ["research"]
    assert {"area:1", "country:TCD", "role:grant_recipient"} <= set(Listing.objects.get().facets)
    assert Change.objects.about(organization.reference).first().verb == "partnership.proposed"


def test_the_same_partnership_for_part_of_the_same_time_is_refused_in_words(curator):
    organization = make.organization()
    actions.add_partnership(organization, by=curator, **_facts())

    with pytest.raises(Contradiction, match="there already for part of that time"):
        actions.add_partnership(organization, by=curator, **_facts(starts_on=date(2026, 1, 1)))

    assert Partnership.objects.count() == 1


def test_the_same_partnership_may_follow_the_day_after_the_first_ended(curator):
    organization = make.organization()
    actions.add_partnership(organization, by=curator, **_facts(ends_on=date(2025, 12, 31)))

    actions.add_partnership(organization, by=curator, **_facts(starts_on=date(2026, 1, 1)))

    assert Partnership.objects.count() == 2


def test_a_rejected_partnership_does_not_stand_in_the_way_of_the_right_one(curator):
    organization = make.organization()
    wrong = actions.add_partnership(organization, by=curator, **_facts())
    actions.reject_partnership(wrong, reason="Another organization of that name.", by=curator)

    actions.add_partnership(organization, by=curator, **_facts())

    assert organization.partnerships.told().count() == 1
    assert "Another organization" in Change.objects.filter(verb="partnership.rejected").get().reason


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_add_the_same_at_once_the_second_reads_the_same_sentence():
    """Slow: two connections and real commits."""
    organization = make.organization()
    facts, start, outcomes = _facts(), Barrier(2), []

    def add():
        start.wait()
        try:
            actions.add_partnership(organization, by="test", **facts)
            outcomes.append("added")
        except Contradiction as contradiction:
            outcomes.append(str(contradiction))
        finally:
            connection.close()

    threads = [Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == [
        "This partnership is there already for part of that time. Change the existing one instead.",
        "added",
    ]
    assert Partnership.objects.count() == 1


def test_verifying_without_a_unit_or_without_evidence_is_refused_in_words(curator):
    partnership = make.partnership()

    for facts in ({"unit": make.unit()}, {"evidence_note": "Visit of 3 May."}):
        with pytest.raises(Contradiction, match="needs its unit or mission and its evidence"):
            actions.verify_partnership(partnership, on=date(2026, 5, 3), by=curator, **facts)

    partnership.refresh_from_db()
    assert partnership.state == PartnershipState.PROPOSED


def test_a_document_is_evidence_enough_but_only_one_of_the_same_organization(curator):
    partnership, unit = make.partnership(), make.unit()
    elsewhere = make.document()
    own = make.document(partnership.organization)

    with pytest.raises(Contradiction, match="belongs to another organization"):
        actions.verify_partnership(partnership, on=date(2026, 5, 3), by=curator, unit=unit, evidence=elsewhere)
    verified = actions.verify_partnership(partnership, on=date(2026, 5, 3), by=curator, unit=unit, evidence=own)

    assert (verified.state, verified.verified_by, verified.evidence) == ("verified", curator, own)


def test_ending_keeps_the_row_with_its_last_day_and_reason(curator):
    partnership = make.partnership(starts_on=date(2024, 1, 1))

    actions.end_partnership(partnership, on=date(2026, 6, 30), reason="The project closed.", by=curator)

    partnership.refresh_from_db()
    assert partnership.state == PartnershipState.ENDED
    assert (partnership.period.upper, partnership.end_reason) == (date(2026, 7, 1), "The project closed.")


def test_a_partnership_cannot_end_before_it_began(curator):
    partnership = make.partnership(starts_on=date(2024, 1, 1))

    with pytest.raises(Contradiction, match="before it began"):
        actions.end_partnership(partnership, on=date(2023, 12, 31), reason="A slip.", by=curator)


@pytest.mark.parametrize(
    ("verb", "facts"),
    [
        (actions.verify_partnership, {"on": date(2026, 5, 3), "evidence_note": "Visit."}),
        (actions.end_partnership, {"on": date(2026, 5, 3), "reason": "Again."}),
        (actions.reject_partnership, {"reason": "Again."}),
    ],
)
def test_nothing_more_happens_to_a_partnership_that_was_ended(verb, facts, curator):
    partnership = make.partnership()
    actions.end_partnership(partnership, on=date(2026, 1, 1), reason="Closed.", by=curator)

    with pytest.raises(Refused, match="This partnership is ended"):
        verb(partnership, by=curator, **facts)
