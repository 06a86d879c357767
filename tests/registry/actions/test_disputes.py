"""An organization says that a partnership is not so: what IOM may answer, and what becomes of the partnership."""

from datetime import date
from functools import partial

import pytest

from registry import actions
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change, Dispute, Listing, Partnership, Role
from tests import make
from tests.bursts import burst
from tests.registry.actions.merging import merged

pytestmark = pytest.mark.django_db


def donor():
    return Role.objects.get(pk="donor")


def test_a_dispute_changes_neither_the_partnership_nor_what_the_public_reads():
    partnership = make.verified()
    before = Partnership.objects.values().get(), list(Listing.objects.values())

    make.dispute(partnership)

    assert (Partnership.objects.values().get(), list(Listing.objects.values())) == before
    told = Change.objects.filter(verb="dispute.made").get()
    assert (told.op, told.reason) == ("", "")


@pytest.mark.parametrize("state", ["proposed", "verified", "stale", "ended"])
def test_whatever_is_told_can_be_disputed(state):
    assert make.dispute(make.verified(state=state)).state == "open"


def test_what_was_rejected_cannot_be_disputed():
    with pytest.raises(Refused, match="there is nothing to dispute"):
        make.dispute(make.partnership(state="rejected"))


def test_one_open_dispute_a_partnership_is_a_promise_of_the_database():
    first = make.dispute()

    with pytest.raises(Contradiction, match="disputed this partnership already"):
        make.dispute(first.partnership)


def test_accepting_a_correction_of_a_proposed_one_changes_it_where_it_stands(curator):
    dispute = make.dispute(make.partnership(), matter="role", role=donor())

    actions.accept_dispute(dispute, remedy="corrected", role=donor(), by=curator)

    dispute.refresh_from_db()
    told = Partnership.objects.get()
    assert (told.role_id, told.state) == ("donor", "proposed")
    assert (dispute.state, dispute.remedy, dispute.closed_by) == ("accepted", "corrected", curator)


def test_accepting_a_correction_of_a_verified_one_begins_another(curator):
    partnership = make.verified()
    dispute = make.dispute(partnership, matter="dates", ends_on=date(2025, 3, 31), reason="It ended in March." * 12)

    actions.accept_dispute(dispute, remedy="corrected", ends_on=date(2025, 3, 31), by=curator)

    following = Partnership.objects.get(replaces=partnership)
    partnership.refresh_from_db()
    assert (partnership.state, following.state, following.period.upper) == ("rejected", "proposed", date(2025, 4, 1))


def test_accepting_may_end_it(curator):
    dispute = make.dispute(make.verified())

    actions.accept_dispute(
        dispute, remedy="ended", on=date(2025, 3, 31), because=make.end_reason("withdrawn"), by=curator
    )

    told = Partnership.objects.get()
    assert (told.state, told.ended_because_id, told.period.upper) == ("ended", "withdrawn", date(2025, 4, 1))


@pytest.mark.parametrize("state", ["proposed", "verified", "stale", "ended"])
def test_accepting_may_reject_it_with_the_organizations_own_words(state, curator):
    dispute = make.dispute(make.verified(state=state))

    actions.accept_dispute(dispute, remedy="rejected", by=curator)

    told = Partnership.objects.get()
    assert (told.state, told.end_reason) == ("rejected", "We were never asked.")


def test_accepting_what_was_put_right_already_changes_nothing(curator):
    dispute = make.dispute(make.verified())
    actions.reject_partnership(dispute.partnership, reason="A slip.", by=curator)

    actions.accept_dispute(dispute, remedy="already", by=curator)

    dispute.refresh_from_db()
    assert (dispute.state, dispute.remedy, Partnership.objects.get().end_reason) == ("accepted", "already", "A slip.")


def test_a_correction_that_corrects_nothing_is_refused_in_words(curator):
    partnership = make.verified()
    dispute = make.dispute(partnership)

    with pytest.raises(Contradiction, match="The record says so already"):
        actions.accept_dispute(dispute, remedy="corrected", role=partnership.role, by=curator)

    dispute.refresh_from_db()
    assert dispute.state == "open"


def test_refusing_leaves_the_partnership_as_it_is_and_keeps_the_answer(curator):
    dispute = make.dispute(make.verified())

    actions.refuse_dispute(dispute, answer="Your report names it.", by=curator)

    dispute.refresh_from_db()
    assert (dispute.state, dispute.answer, dispute.partnership.state) == (
        "refused",
        "Your report names it.",
        "verified",
    )


def test_an_answer_to_another_version_of_the_partnership_is_refused_in_words(curator, steward):
    dispute = make.dispute(make.partnership())
    actions.edit_partnership(dispute.partnership, changes={"source": "A file"}, by=steward)

    with pytest.raises(Stale, match="changed while you were reading"):
        actions.accept_dispute(dispute, remedy="rejected", by=curator, version=1)


ANSWERS = {
    "accept": lambda dispute, by: actions.accept_dispute(dispute, remedy="already", by=by),
    "refuse": lambda dispute, by: actions.refuse_dispute(dispute, answer="No.", by=by),
    "withdraw": lambda dispute, by: actions.withdraw_dispute(dispute, by=by),
}


@pytest.mark.parametrize("second", ANSWERS)
@pytest.mark.parametrize("first", ANSWERS)
def test_a_closed_dispute_is_closed_and_says_so(first, second, curator):
    dispute = make.dispute()
    ANSWERS[first](dispute, curator)

    with pytest.raises(Refused, match="This dispute is closed already"):
        ANSWERS[second](dispute, curator)


@pytest.mark.parametrize("answer", ["accept", "refuse"])
def test_nobody_answers_what_she_disputed_herself(answer):
    partnership = make.partnership()
    person = make.staff()
    dispute = make.dispute(partnership, by=person)

    with pytest.raises(Refused, match="You disputed this yourself"):
        ANSWERS[answer](dispute, person)


def test_nobody_verifies_what_she_proposed_as_a_member():
    person = make.staff()
    partnership = make.partnership(proposed_by=person, unit=make.unit())

    with pytest.raises(Refused, match="You proposed this yourself"):
        actions.verify_partnership(partnership, on=make.TODAY, evidence_note="Visit.", by=person)


# --- Merging ------------------------------------------------------------------------------------------------------


def test_a_dispute_and_a_confirmation_go_where_their_partnership_goes_and_come_back(curator, steward):
    winner, loser = make.organization("One"), make.organization("One again")
    partnership = make.verified(loser)
    member = make.member(loser)
    actions.confirm_partnerships(loser, versions={partnership.reference: 1}, by=member)
    dispute = make.dispute(partnership, by=member)

    merge = merged(winner, loser, first=curator, second=steward)
    with_winner = Dispute.objects.get().partnership
    answered = actions.refuse_dispute(Dispute.objects.get(), answer="It was so.", by=curator)
    actions.undo_merge(merge, reason="Two.", by=curator)

    assert (with_winner.organization, with_winner.confirmed_by) == (winner, member)
    back = Dispute.objects.get(pk=dispute.pk)
    assert (back.partnership.organization, back.partnership.confirmed_by) == (loser, member)
    assert (back.state, back.answer) == (answered.state, "It was so.")


def test_who_answers_while_the_record_is_merged_is_told_to_read_it_again(curator, steward):
    winner, loser = make.organization("One"), make.organization("One again")
    opened = make.dispute(make.partnership(loser))
    opened = Dispute.objects.select_related("partnership__organization").get(pk=opened.pk)

    merged(winner, loser, first=curator, second=steward)

    with pytest.raises(Refused, match="was merged into another one"):
        actions.refuse_dispute(opened, answer="It was so.", by=curator)


# --- At once ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", ["accept", "refuse", "withdraw"])
def test_of_two_at_once_one_gets_her_way_and_the_other_is_told(second, curator, steward):
    """Slow: two connections and real commits."""
    for number in range(1, 6):
        dispute = make.dispute()
        person = dispute.made_by if second == "withdraw" else steward

        ended = burst([partial(ANSWERS["accept"], dispute, curator), partial(ANSWERS[second], dispute, person)])

        assert ended == {"done": 1, "refused": 1}
        assert Change.objects.filter(verb__startswith="dispute.").exclude(verb="dispute.made").count() == number
