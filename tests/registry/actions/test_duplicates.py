"""Pairs that the machine proposes every night and on each save, and the verdicts of people, which are kept."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from registry import actions
from registry.actions import duplicates
from registry.actions.jobs import TakenOver, take_job
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change, ComparedRecord, DuplicatePair, Job, Organization
from registry.queries.changes import about, told
from registry.roles import Function
from registry.states import JobState, PairState
from tests import make

pytestmark = pytest.mark.django_db
NOTHING = {"compared": 0, "proposed": 0, "refreshed": 0, "reopened": 0, "closed": 0}


def scan(**options):
    return actions.scan_duplicates(by="job duplicates.scan", **options)


def two_alike():
    """Two records that may be one, added one after the other, and the pair that the second save proposed."""
    make.organization("Blue Lantern Migrant Aid", hq_country_id="KEN")
    make.organization("Migrant Aid Blue Lantern", hq_country_id="KEN")
    return DuplicatePair.objects.get()


def rename(organization, name):
    actions.edit_organization(
        organization, changes={"names": [{"kind": "legal", "text": name, "is_primary": True}]}, by="test"
    )


def everything():
    return list(DuplicatePair.objects.order_by("pk").values())


# --- The nightly scan ---------------------------------------------------------------------------------------------


def test_a_scan_proposes_pairs_with_their_score_and_reasons():
    pair = two_alike()
    DuplicatePair.objects.all().delete()

    counts = scan()

    found = DuplicatePair.objects.get()
    assert counts == NOTHING | {"compared": 2, "proposed": 1}
    assert (found.first_id, found.second_id, found.state) == (pair.first_id, pair.second_id, PairState.OPEN)
    assert found.score > 0.5
    assert {reason["code"] for reason in found.agreeing} >= {"country", "type"}


def test_scanning_twice_changes_nothing():
    two_alike()
    scan()
    before = everything(), list(ComparedRecord.objects.order_by("pk").values())

    assert scan() == NOTHING
    assert (everything(), list(ComparedRecord.objects.order_by("pk").values())) == before


@pytest.mark.parametrize(
    ("what", "compared"),
    [("names", 1), ("contact", 1), ("description", 0)],
)
def test_the_next_night_compares_only_what_says_something_else_by_then(what, compared):
    one, other = make.organization("Quiet Hill Radio"), make.organization("Seven Wells Council")
    scan()

    if what == "names":
        rename(one, "Quiet Valley Radio")
    elif what == "contact":
        make.contact(other, phone="+254 700 000 000")
    else:
        actions.edit_organization(one, changes={"description_en": "Invented."}, by="test")

    assert scan()["compared"] == compared


def test_a_shared_telephone_is_found_by_night():
    one, other = make.organization("Quiet Hill Radio"), make.organization("Hill Radio Quiet Voices")
    DuplicatePair.objects.all().delete()
    scan()
    for organization in (one, other):
        make.contact(organization, phone="+254 700 123 456")

    scan()

    assert "phone" in {reason["code"] for reason in DuplicatePair.objects.get().agreeing}


def test_an_open_pair_that_is_none_any_more_is_closed():
    pair = two_alike()
    rename(pair.second, "Salt Road Diaspora Council")

    assert scan()["closed"] == 1
    pair.refresh_from_db()
    assert pair.state == PairState.CLOSED


def test_an_open_pair_of_a_record_that_left_the_inventory_is_closed_and_comes_back_with_it():
    pair = two_alike()
    scan()
    actions.archive_organization(pair.second, reason="gone", by="test")

    assert scan()["closed"] == 1

    actions.send_to_review(pair.second, by="test")
    assert scan() == NOTHING | {"compared": 1, "proposed": 1}
    pair.refresh_from_db()
    assert pair.state == PairState.OPEN


def test_all_is_compared_anew_when_the_comparison_itself_changed(monkeypatch):
    two_alike()
    scan()

    monkeypatch.setattr(duplicates, "EDITION", duplicates.EDITION + 1)

    assert scan() == NOTHING | {"compared": 2}


# --- A verdict is kept --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", [PairState.SAME, PairState.DIFFERENT, PairState.UNSURE])
def test_a_verdict_is_kept_when_something_else_changes(verdict, curator):
    pair = actions.decide_pair(two_alike(), verdict=verdict, by=curator)
    scan()
    actions.edit_organization(pair.first, changes={"description_en": "Invented.", "founded": 1999}, by="test")
    make.contact(pair.first, phone="+254 700 123 456")
    make.contact(pair.second, phone="+254 700 123 456")
    make.partnership(pair.first, country="UGA")

    scan()

    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == (verdict, curator)


@pytest.mark.parametrize("verdict", [PairState.SAME, PairState.DIFFERENT, PairState.UNSURE])
@pytest.mark.parametrize("by_night", [True, False])
def test_a_decided_pair_is_asked_about_again_when_a_record_says_it_is_somebody_else(verdict, by_night, curator):
    pair = actions.decide_pair(two_alike(), verdict=verdict, by=curator)
    scan()
    if by_night:
        # As an import does it, which has a check of its own and none of this kind.
        pair.second.identifiers.create(scheme_id="XI-IATI", value="KE-1")
        assert scan()["reopened"] == 1
    else:
        rename(pair.second, "Migrant Aid Blue Lanterns")

    pair.refresh_from_db()
    assert pair.state == PairState.OPEN
    assert Change.objects.about(pair.reference).first().verb == "pair.reopened"


def test_a_decided_pair_that_no_longer_looks_alike_keeps_its_verdict(curator):
    pair = actions.decide_pair(two_alike(), verdict=PairState.DIFFERENT, by=curator)
    rename(pair.second, "Salt Road Diaspora Council")

    scan()

    pair.refresh_from_db()
    assert pair.state == PairState.DIFFERENT


# --- Deciding -----------------------------------------------------------------------------------------------------


def test_a_verdict_is_told_in_the_history_of_both_and_its_reason_with_the_pair(curator):
    pair = actions.decide_pair(two_alike(), verdict=PairState.DIFFERENT, reason="Two towns", by=curator)

    assert (pair.state, pair.reason, pair.decided_by) == (PairState.DIFFERENT, "Two towns", curator)
    for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
        change = Change.objects.about(one.reference).first()
        assert change.diff["compared_with"] == [None, other.reference]
        assert (change.verb, change.reason) == ("pair.decided", "")
    assert Change.objects.about(pair.reference).first().reason == "Two towns"


def test_who_overrules_a_verdict_says_why(curator, steward):
    pair = actions.decide_pair(two_alike(), verdict=PairState.SAME, by=curator)

    with pytest.raises(Contradiction, match="Say why"):
        actions.decide_pair(pair, verdict=PairState.DIFFERENT, reason=" ", by=steward)
    actions.decide_pair(pair, verdict=PairState.DIFFERENT, reason="Two statutes", by=steward)

    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == (PairState.DIFFERENT, steward)


@pytest.mark.parametrize("verdict", [PairState.OPEN, PairState.CLOSED, PairState.SAME])
def test_an_answer_that_does_not_follow_is_refused(verdict, curator):
    pair = actions.decide_pair(two_alike(), verdict=PairState.SAME, by=curator)

    with pytest.raises(Refused, match="already"):
        actions.decide_pair(pair, verdict=verdict, reason="why", by=curator)


def test_nothing_is_decided_about_a_record_that_left_the_inventory(curator):
    pair = two_alike()
    actions.archive_organization(pair.first, reason="gone", by="test")

    with pytest.raises(Refused, match="left the inventory"):
        actions.decide_pair(pair, verdict=PairState.SAME, by=curator)


@pytest.mark.django_db(transaction=True)
def test_of_two_curators_deciding_at_once_the_second_is_told_of_the_first():
    pair = two_alike()
    people = [make.staff(name=name) for name in ("Ann", "Ben")]
    barrier, told_ = Barrier(2), []

    def decide(person, verdict):
        barrier.wait()
        try:
            actions.decide_pair(pair, verdict=verdict, by=person, version=pair.version)
        except Stale as stale:
            told_.append(str(stale))
        finally:
            connection.close()

    both = zip(people, (PairState.SAME, PairState.DIFFERENT), strict=True)
    threads = [Thread(target=decide, args=who) for who in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    pair.refresh_from_db()
    assert len(told_) == 1
    assert told_[0].startswith(f"{pair.decided_by} answered meanwhile: {pair.get_state_display()}")


# --- What is in danger --------------------------------------------------------------------------------------------


def test_the_history_does_not_tell_of_a_record_that_came_into_danger(curator):
    abroad = make.staff(Function.CURATOR, countries=["FJI"])
    pair = actions.decide_pair(two_alike(), verdict=PairState.DIFFERENT, reason="A reason", by=curator)

    actions.mark_at_risk(pair.second, reason="threats", by=curator)

    assert "pair.decided" in [change.verb for change in about(pair.first, user=curator)]
    seen = told(about(pair.first, user=abroad), user=abroad)
    assert "pair.decided" not in [change.verb for change in about(pair.first, user=abroad)]
    assert pair.second.reference not in str(seen)


# --- On save ------------------------------------------------------------------------------------------------------


def test_saving_a_record_proposes_pairs_at_once():
    pair = two_alike()

    assert pair.state == PairState.OPEN


def test_an_edit_that_says_nothing_of_who_it_is_compares_nothing(django_assert_num_queries):
    pair = two_alike()
    DuplicatePair.objects.all().delete()

    actions.edit_organization(pair.first, changes={"description_en": "Invented."}, by="test")

    assert not DuplicatePair.objects.exists()


def test_a_save_costs_the_same_however_large_the_inventory_is(django_assert_max_num_queries):
    for number in range(12):
        make.organization(f"Blue Lantern {number}")
    organization = make.organization("Blue Lantern Relief")

    with django_assert_max_num_queries(24):
        actions.propose_pairs_of(organization, by="test")


# --- As a job -----------------------------------------------------------------------------------------------------


def test_a_worker_does_the_scan_and_tells_no_numbers():
    two_alike()
    DuplicatePair.objects.all().delete()

    job = actions.run_job(actions.take_job(actions.start_duplicate_scan()))

    assert (job.state, job.result, job.total) == (JobState.DONE, {}, 100)
    assert DuplicatePair.objects.count() == 1


def test_one_scan_at_a_time():
    actions.start_duplicate_scan()

    with pytest.raises(Refused, match="being done already"):
        actions.start_duplicate_scan()


def test_a_scan_that_was_killed_half_way_comes_to_the_same_end(monkeypatch):
    for number, beginning in enumerate(["Tamarind", "Red Kite", "Open Gate", "Paper Boat"]):
        for ending in ("Relief and Shelter", "Shelter and Relief"):
            make.organization(f"{beginning} {ending}", founded=1990 + number)
    DuplicatePair.objects.all().delete()
    monkeypatch.setattr(duplicates, "CHUNK", 1)
    job = take_job(actions.start_duplicate_scan())
    kept = iter([True, True])
    keep = duplicates.keep_lease

    def until_killed(job, **facts):
        if next(kept, None) is None:
            raise TakenOver
        keep(job, **facts)

    monkeypatch.setattr(duplicates, "keep_lease", until_killed)
    actions.run_job(job)
    half = DuplicatePair.objects.count()
    monkeypatch.setattr(duplicates, "keep_lease", keep)
    Job.objects.update(lease_until=job.created_at)

    done = actions.run_job(actions.take_job())

    assert 0 < half < 4
    assert (done.state, DuplicatePair.objects.count()) == (JobState.DONE, 4)
    assert scan() == NOTHING
    assert Organization.objects.count() == ComparedRecord.objects.count()
