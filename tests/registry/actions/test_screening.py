"""The inventory is compared with watch lists, people judge what comes near, and nothing of it is told."""

import pytest

from registry import actions
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change, ClosedBecause, Job, Organization, ScreeningMatch, WatchList, WatchListEntry
from registry.queries import screening as queries
from registry.states import JobState, MatchState, OrganizationState
from tests import make
from tests.registry import watch_lists
from tests.registry.watch_lists import LATER, OTHERS, ZARQUN, entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin():
    return make.organization("Zarkun Valley Trust", presences=[{"country": "KEN"}])


@pytest.fixture
def load(curator):
    def load(*entities, **facts):
        return watch_lists.load(*entities, by=facts.pop("by", curator), **facts)

    return load


def run_job():
    return actions.run_job(actions.take_job())


@pytest.fixture
def match(load, twin):
    load(ZARQUN, *OTHERS)
    run_job()
    return ScreeningMatch.objects.get()


# --- Comparing ----------------------------------------------------------------------------------------------------


def test_an_organization_whose_name_comes_near_is_found_with_the_reasons_and_the_version(match, twin):
    assert (match.organization, match.entry.number, match.state) == (twin, "XXe.001", MatchState.OPEN)
    assert match.watch_list == WatchList.objects.get()
    assert [reason["code"] for reason in match.reasons] == ["similar_name", "same_country"]
    assert Change.objects.get(verb="match.found").subject == match.reference


def test_a_second_run_finds_nothing_to_do(match):
    changes = Change.objects.count()
    stood = list(ScreeningMatch.objects.values()), list(WatchListEntry.objects.order_by("pk").values())

    assert actions.screen(by="test") == {}
    assert (list(ScreeningMatch.objects.values()), list(WatchListEntry.objects.order_by("pk").values())) == stood
    assert Change.objects.count() == changes


def test_persons_of_a_list_are_compared_with_nobody(load):
    make.organization("Invented Person")
    load(ZARQUN, persons=[watch_lists.person("XXi.001", "Invented", "Person")])

    actions.screen(by="test")

    assert not ScreeningMatch.objects.exists()


def test_a_record_that_takes_another_name_is_compared_anew(match, twin):
    edited(twin, "Lentil growers of Nakuru")

    assert actions.screen(by="test") == {"closed": 1}
    match.refresh_from_db()
    assert (match.state, match.closed_because) == (MatchState.CLOSED, ClosedBecause.UNLIKE)

    edited(twin, "Zarqun Fund")
    assert actions.screen(by="test") == {"found": 1}


def test_an_entry_that_changes_is_compared_with_records_that_did_not(load, match):
    make.organization("Abrak Hill Weavers Guild")
    actions.screen(by="test")

    load(ZARQUN, entity("XXe.100", "Abrak Hill Weavers"), *OTHERS[1:], made=LATER)
    actions.screen(by="test")

    assert set(ScreeningMatch.objects.values_list("entry__number", flat=True)) == {"XXe.001", "XXe.100"}


def test_who_left_the_inventory_is_no_match_and_who_comes_back_is(match, twin):
    Organization.objects.filter(pk=twin.pk).update(state=OrganizationState.ARCHIVED, state_code="closed_down")
    assert actions.screen(by="test") == {"closed": 1}

    Organization.objects.filter(pk=twin.pk).update(state=OrganizationState.PUBLISHED, state_code="")
    assert actions.screen(by="test") == {"found": 1}


def test_delisting_closes_open_and_confirmed_matches_and_leaves_who_was_cleared(load, twin, curator):
    make.organization("Abrak Valley Fund")
    other = entity("XXe.002", "ABRAK VALLEY FUND")
    third = make.organization("Bolum Valley Fund")
    load(ZARQUN, other, entity("XXe.003", "BOLUM VALLEY FUND"), *OTHERS, *map(_filler, range(20)))
    actions.screen(by="test")
    by_number = {one.entry.number: one for one in ScreeningMatch.objects.filter(score__gte=0.8)}
    actions.judge_match(by_number["XXe.002"], verdict=MatchState.CLEARED, reason="Another town.", by=curator)
    _confirm(by_number["XXe.003"], curator)

    load(*OTHERS, *map(_filler, range(20)), made=LATER)

    told = dict(ScreeningMatch.objects.filter(score__gte=0.8).values_list("entry__number", "state"))
    assert told == {"XXe.001": "closed", "XXe.002": "cleared", "XXe.003": "closed"}
    assert set(ScreeningMatch.objects.filter(state="closed").values_list("closed_because", flat=True)) == {"delisted"}
    assert third.screening_matches.get(score__gte=0.8).verdicts.count() == 2

    load(ZARQUN, *OTHERS, *map(_filler, range(20)), made="2026-04-27T00:00:00Z")
    actions.screen(by="test")
    assert twin.screening_matches.filter(state=MatchState.OPEN).count() == 1


@pytest.mark.parametrize(("is_newer", "found"), [(False, {"second"}), (True, {"first", "second"})])
def test_a_worker_goes_on_after_a_death_unless_a_newer_list_came_in(load, is_newer, found):
    first, second = make.organization("Zarqun Valley Trust"), make.organization("Zarqun Fund")
    load(ZARQUN, *OTHERS)
    Job.objects.update(checkpoint={"lists": queries.held_lists(), "after": first.pk})
    if is_newer:
        load(ZARQUN, *OTHERS, made=LATER)

    run_job()

    known = {first.pk: "first", second.pk: "second"}
    assert {known[pk] for pk in ScreeningMatch.objects.values_list("organization", flat=True)} == found


def test_what_was_counted_is_told_to_nobody_who_reads_jobs(match):
    job = Job.objects.get()

    assert (job.state, job.result, job.total, job.checkpoint) == (JobState.DONE, {}, 100, {})


# --- Judging ------------------------------------------------------------------------------------------------------


def test_who_is_cleared_stays_cleared_until_the_names_say_something_else(match, twin, curator):
    cleared = actions.judge_match(match, verdict=MatchState.CLEARED, reason="A school in Kisumu.", by=curator)
    Organization.objects.filter(pk=twin.pk).update(website="https://other.example")
    make.partnership(twin)

    assert (cleared.state, cleared.judged_by) == (MatchState.CLEARED, curator)
    assert actions.screen(by="test") == {}

    edited(twin, "Zarqun Valley Trust")
    assert actions.screen(by="test") == {"reopened": 1}
    match.refresh_from_db()
    assert (match.state, match.judged_by, match.verdicts.count()) == (MatchState.OPEN, None, 1)


def test_who_is_cleared_is_asked_about_again_when_the_entry_changes(load, match, curator):
    actions.judge_match(match, verdict=MatchState.CLEARED, reason="A school in Kisumu.", by=curator)

    newer = load(entity("XXe.001", "ZARQUN VALLEY TRUST", countries=["Kenya", "Chad"]), *OTHERS, made=LATER)

    assert actions.screen(by="test") == {"reopened": 1}
    match.refresh_from_db()
    assert match.watch_list == newer


def test_two_people_must_say_that_it_is_the_same(match, curator):
    proposed = actions.judge_match(match, verdict=MatchState.CONFIRMED, reason="Same address.", by=curator)

    assert (proposed.state, proposed.proposed_by) == (MatchState.PROPOSED, curator)
    with pytest.raises(Refused, match="Two people"):
        actions.judge_match(match, verdict=MatchState.CONFIRMED, reason="Sure.", by=curator)

    second = make.staff()
    confirmed = actions.judge_match(match, verdict=MatchState.CONFIRMED, reason="I looked too.", by=second)
    assert (confirmed.state, confirmed.judged_by) == (MatchState.CONFIRMED, second)
    assert [(v.verdict, v.reason) for v in confirmed.verdicts.order_by("pk")] == [
        ("confirmed", "Same address."),
        ("confirmed", "I looked too."),
    ]


def test_a_confirmed_match_stays_when_the_record_takes_another_name(match, twin, curator):
    _confirm(match, curator)

    edited(twin, "Lentil growers of Nakuru")
    actions.screen(by="test")

    match.refresh_from_db()
    assert match.state == MatchState.CONFIRMED


def test_an_answer_is_taken_back_for_a_reason_and_kept(match, curator):
    actions.judge_match(match, verdict=MatchState.CLEARED, reason="Another town.", by=curator)

    opened = actions.reopen_match(match, reason="A letter came.", by=curator)

    assert opened.state == MatchState.OPEN
    assert list(opened.verdicts.order_by("pk").values_list("verdict", flat=True)) == ["cleared", "open"]


def test_a_confirmed_match_needs_no_third_answer(match, curator):
    _confirm(match, curator)

    with pytest.raises(Refused, match="not open any more: Confirmed"):
        actions.judge_match(match, verdict=MatchState.CLEARED, reason="No.", by=curator)


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_answer_needs_a_reason(match, curator, reason):
    with pytest.raises(Contradiction, match="Say why"):
        actions.judge_match(match, verdict=MatchState.CLEARED, reason=reason, by=curator)


def test_of_two_people_at_once_the_second_is_told(match, curator):
    actions.judge_match(match, verdict=MatchState.CLEARED, reason="Another town.", by=curator, version=match.version)

    with pytest.raises(Stale, match="while you were looking"):
        actions.judge_match(match, verdict=MatchState.CONFIRMED, reason="Same.", by=curator, version=match.version)


def test_the_history_names_neither_the_record_nor_the_entry_nor_the_reason(match, twin, curator):
    actions.judge_match(match, verdict=MatchState.CLEARED, reason="Secret reason.", by=curator)

    told = " ".join(map(str, Change.objects.filter(verb__startswith="match.").values_list("diff", "reason", "subject")))
    for word in (twin.reference, "Zarkun", "ZARQUN", "XXe.001", "Secret"):
        assert word not in told
    assert not Change.objects.filter(subject=twin.reference, verb__startswith="match.").exists()


def edited(organization, name):
    fresh = Organization.objects.get(pk=organization.pk)
    changes = {"names": [{"kind": "legal", "text": name, "is_primary": True}]}
    actions.edit_organization(fresh, changes=changes, by="test")


def _confirm(match, curator):
    actions.judge_match(match, verdict=MatchState.CONFIRMED, reason="Same address.", by=curator)
    return actions.judge_match(match, verdict=MatchState.CONFIRMED, reason="I looked too.", by=make.staff())


def _filler(number):
    return entity(f"XXe.3{number:02}", f"Filler {'abcdefghijklmnopqrstuvwxyz'[number] * 4}urk Works")
