"""Several people and a worker at once: one list wins, one answer counts, no match is there twice."""

import pytest

from registry import actions
from registry.models import Job, ScreeningMatch, WatchList, WatchListEntry
from registry.states import MatchState
from tests import make
from tests.bursts import burst
from tests.registry import watch_lists
from tests.registry.watch_lists import LATER, entity

# Each person has a connection of her own, so the rows are really written.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ZARQUN = entity("XXe.001", "ZARQUN VALLEY TRUST")


def test_of_four_who_load_the_same_moment_one_list_is_held(curator):
    texts = [watch_lists.text(ZARQUN, entity(f"XXe.00{n}", f"Nobody {n}"), made=LATER) for n in range(2, 6)]

    ended = burst([lambda text=text: watch_lists.load_text(text, by=curator) for text in texts])

    assert ended == {"done": 1, "refused": 3}
    assert (WatchList.objects.count(), WatchListEntry.objects.count(), Job.objects.count()) == (1, 3, 1)


def test_two_screenings_and_a_newer_list_at_once_leave_one_match(curator):
    organization = make.organization("Zarqun Valley Trust")
    watch_lists.load(ZARQUN, by=curator)

    ended = burst(
        [
            lambda: actions.screen(by="test"),
            lambda: actions.screen(by="test"),
            lambda: watch_lists.load(ZARQUN, entity("XXe.002", "Nobody"), by=curator, made=LATER),
            lambda: watch_lists.load(ZARQUN, by=curator),
        ]
    )
    actions.screen(by="test")

    assert ended["broken"] == 0
    assert ScreeningMatch.objects.get().organization == organization


def test_of_two_who_say_at_once_that_it_is_the_same_one_proposes_and_the_other_looks_again():
    match, people = make.match(), [make.staff(second_factor=False) for _n in range(2)]

    ended = burst(
        [
            lambda by=by: actions.judge_match(
                match, verdict=MatchState.CONFIRMED, reason="Same.", by=by, version=match.version
            )
            for by in people
        ]
    )

    match.refresh_from_db()
    assert ended == {"done": 1, "refused": 1}
    assert (match.state, match.verdicts.count()) == (MatchState.PROPOSED, 1)
