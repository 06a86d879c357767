"""The feed of changes, as a partner system asks for it."""

import json
from datetime import timedelta

import pytest

from registry import actions
from registry.actions import night_steps
from registry.api import changes
from registry.models import FeedEntry, Organization
from registry.models.feed import KEPT, RENEWED_AFTER
from registry.states import OrganizationState
from tests import make
from tests.registry.actions.merging import merged
from tests.registry.following import Follower, snapshot

ADDRESS = "/api/v1/changes"


def ask(caller, **query):
    response = caller.get(ADDRESS, query)
    assert response.status_code == 200, response.content
    return response.json()


def told(caller, **query):
    """[(op, id, into)] of one page."""
    return [(change["op"], change["id"], change.get("into")) for change in ask(caller, **query)["changes"]]


def make_older(days):
    """Entries cannot be rewritten: the same ones, told so many days earlier."""
    entries = list(FeedEntry.objects.order_by("seq"))
    FeedEntry.objects.all().delete()
    for entry in entries:
        entry.at -= timedelta(days=days)
    FeedEntry.objects.bulk_create(entries)


def test_what_was_published_before_the_first_question_is_told_from_zero(caller):
    one, other = make.organization("One"), make.organization("Other")
    make.organization("Draft", state=OrganizationState.DRAFT)

    page = ask(caller)

    assert [(change["seq"], change["op"], change["id"]) for change in page["changes"]] == [
        (1, "upsert", one.reference),
        (2, "upsert", other.reference),
    ]
    assert page["changes"][0] == page["changes"][0] | {"type": "organization", "version": 1}
    assert page["changes"][0]["data"] == caller.get(one.reference).json()
    assert (page["next_after"], page["has_more"]) == (2, False)


def test_pages_follow_each_other_without_a_gap(caller):
    for _ in range(5):
        make.organization()

    first = ask(caller, limit=2)
    second = ask(caller, limit=2, after=first["next_after"])
    third = ask(caller, limit=2, after=second["next_after"])

    assert [[change["seq"] for change in page["changes"]] for page in (first, second, third)] == [[1, 2], [3, 4], [5]]
    assert [page["has_more"] for page in (first, second, third)] == [True, True, False]


def test_an_old_entry_gives_the_thing_as_it_is_now_and_each_has_its_version(caller):
    organization = make.organization()
    actions.edit_organization(organization, changes={"description_en": "New."}, by="test")

    page = ask(caller)

    assert [change["version"] for change in page["changes"]] == [1, 2]
    assert [change["data"]["description"]["en"] for change in page["changes"]] == ["New.", "New."]


def test_a_key_for_the_partner_profile_reads_it_in_the_feed_and_keeps_it_to_itself(caller):
    make.organization("Riverbend", hq_city="Nairobi")
    key = {"Authorization": f"Bearer {make.api_key(scopes=('read', 'read:partner', 'changes'))}"}

    keyed, open_to_all = caller.get(ADDRESS, {}, **key), caller.get(ADDRESS)

    assert keyed.json()["changes"][0]["data"]["hq_city"] == "Nairobi"
    assert "hq_city" not in open_to_all.json()["changes"][0]["data"]
    assert (keyed["Cache-Control"], open_to_all["Cache-Control"]) == ("private, no-cache", "public, no-cache")
    assert keyed["ETag"] != open_to_all["ETag"]


@pytest.mark.parametrize(
    ("key", "code"),
    [({"scopes": ("read",)}, "scope-missing"), ({"scopes": ("changes",), "countries": ["KEN"]}, "all-countries")],
)
def test_a_key_that_is_not_for_all_changes_is_refused(caller, key, code):
    response = caller.get(ADDRESS, {}, Authorization=f"Bearer {make.api_key(**key)}")

    assert (response.status_code, response.json()["type"].rpartition("/")[2]) == (403, code)


def test_data_none_gives_ids_alone(caller):
    make.organization()

    (change,) = ask(caller, data="none")["changes"]

    assert set(change) == {"seq", "at", "op", "type", "id", "version"}


def test_who_is_taken_out_is_gone_from_old_entries_too(caller):
    organization = make.organization("Closed")
    actions.archive_organization(organization, by="test", reason="closed")

    page = ask(caller)

    assert [(change["op"], change.get("data", "-")) for change in page["changes"]] == [
        ("upsert", None),
        ("delete", "-"),
    ]
    assert "Closed" not in json.dumps(page)


def test_whoever_becomes_at_risk_looks_like_anybody_who_was_withdrawn(caller, curator):
    hidden, closed = make.organization("Hidden"), make.organization("Closed")
    actions.mark_at_risk(hidden, reason="Threats.", by=curator)
    actions.archive_organization(closed, by="test", reason="closed")

    of = {one: [c for c in ask(caller)["changes"] if c["id"] == one.reference] for one in (hidden, closed)}

    def without_names(changes):
        return [{name: value for name, value in c.items() if name not in ("id", "seq", "at")} for c in changes]

    assert without_names(of[hidden]) == without_names(of[closed])


def test_one_that_is_at_risk_from_the_start_is_in_no_entry(caller, curator):
    hidden = make.organization(state=OrganizationState.DRAFT)
    actions.mark_at_risk(hidden, reason="Threats.", by=curator)

    actions.publish_organization(hidden, by="test")

    assert ask(caller)["changes"] == []


def test_a_merge_leads_to_the_other_and_an_unmerge_brings_it_back(caller, curator, steward):
    winner, loser = make.organization(), make.organization()
    merge = merged(winner, loser, first=curator, second=steward)
    after = ask(caller)["next_after"]
    actions.undo_merge(merge, reason="Two.", by=curator)

    assert ("merge", loser.reference, winner.reference) in told(caller)
    assert {op for op, *_ in told(caller, after=after)} == {"upsert", "unmerge"}
    assert ("unmerge", loser.reference, None) in told(caller, after=after)


@pytest.mark.parametrize("endangered", ["winner", "loser"])
def test_a_merge_names_nobody_who_must_not_be_found_any_more(caller, curator, steward, endangered):
    records = {"winner": make.organization(), "loser": make.organization()}
    merged(records["winner"], records["loser"], first=curator, second=steward)
    reference = records["loser"].reference

    records[endangered].refresh_from_db()
    actions.mark_at_risk(records[endangered], reason="Threats.", by=curator)

    assert [(op, into) for op, told_of, into in told(caller) if told_of == reference][-1] == ("delete", None)
    assert all(op != "merge" for op, *_ in told(caller))


def test_a_merge_with_one_at_risk_is_a_plain_removal(caller, curator, steward):
    winner, loser = make.organization(), make.organization()
    actions.mark_at_risk(winner, reason="Threats.", by=curator)
    winner.refresh_from_db()

    merged(winner, loser, first=curator, second=steward)

    assert FeedEntry.objects.order_by("-seq").values_list("op", "reference", "into").first() == (
        "delete",
        loser.reference,
        "",
    )


def test_the_snapshot_and_the_feed_after_its_number_are_the_next_snapshot(caller):
    make.organization("Zebra")
    seq, lines = snapshot()
    follower = Follower(caller)
    follower.after, follower.copy = seq, {json.loads(line)["id"]: line for line in lines}
    make.organization("Ärzte « für » 移民")

    follower.read()

    assert follower.lines == snapshot()[1]
    assert len(follower.lines) == 2


def test_while_nothing_happens_the_answer_is_304_without_reading_a_page(caller, django_assert_num_queries):
    make.organization()
    etag = caller.get(ADDRESS, {"limit": 10})["ETag"]

    with django_assert_num_queries(1):
        again = caller.get(ADDRESS, {"limit": 10}, if_none_match=etag)
    make.organization()
    later = caller.get(ADDRESS, {"limit": 10}, if_none_match=etag)

    assert (again.status_code, again.content, later.status_code) == (304, b"", 200)
    assert again["ETag"] == etag
    assert caller.get(ADDRESS)["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_entry_and_for_three(caller, count, django_assert_num_queries):
    for _ in range(count):
        make.organization()

    with django_assert_num_queries(2):
        assert len(ask(caller)["changes"]) == count


def test_a_wait_ends_when_something_comes(caller, monkeypatch):
    make.organization("First")

    def something_comes(_seconds):
        make.organization("Second")

    monkeypatch.setattr(changes.time, "sleep", something_comes)

    assert [change["data"]["name"] for change in ask(caller, after=1, wait=30)["changes"]] == ["Second"]


def test_a_wait_ends_when_its_time_is_over_or_too_many_wait(caller, monkeypatch):
    waits = []
    monkeypatch.setattr(changes, "PAUSE", 0.01)
    monkeypatch.setattr(changes.feed, "last_seq", lambda: waits.append(1) or 0)

    ask(caller, wait=1)
    looked = len(waits)
    for _ in range(2):
        changes._places.acquire()
    ask(caller, wait=30)
    for _ in range(2):
        changes._places.release()

    assert looked > 1
    assert len(waits) == looked


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ({"after": "x"}, ("after", "out-of-range")),
        ({"after": "-1"}, ("after", "out-of-range")),
        ({"limit": "1001"}, ("limit", "out-of-range")),
        ({"wait": "31"}, ("wait", "out-of-range")),
        ({"type": "person"}, ("type", "not-allowed")),
        ({"data": "some"}, ("data", "not-allowed")),
        ({"since": "2026-01-01"}, ("since", "unknown")),
    ],
)
def test_what_makes_no_sense_is_refused(caller, query, fault):
    response = caller.get(ADDRESS, query)

    assert response.status_code == 400
    assert [(error["parameter"], error["code"]) for error in response.json()["errors"]] == [fault]


def test_whoever_comes_back_after_more_than_the_feed_keeps_is_told_where_to_begin_anew(caller):
    make.organization()
    make.organization()
    make_older(KEPT.days + 1)
    last = make.organization()

    expired = caller.get(ADDRESS, {"after": 1})

    assert expired.status_code == 410
    assert expired.json()["type"].endswith("/problems/cursor-expired")
    assert expired.json()["manifest"].endswith("/api/v1/exports")
    assert "Begin again with the exports that `manifest` names" in expired.json()["detail"]
    assert told(caller, after=2) == [("upsert", last.reference, None)]


def test_a_number_that_was_never_given_out_is_refused(caller):
    make.organization()

    refused = caller.get(ADDRESS, {"after": 2})
    assert refused.status_code == 410
    assert "or with `after=0`" in refused.json()["detail"]
    assert caller.get(ADDRESS, {"after": 1}).status_code == 200


def test_zero_means_all_that_is_listed_however_long_ago_it_was_published(caller):
    kept, gone = make.organization(), make.organization()
    actions.archive_organization(gone, by="test", reason="closed")
    make_older(RENEWED_AFTER.days + 1)
    _night()
    make_older(KEPT.days - RENEWED_AFTER.days)
    _night()

    page = ask(caller)

    assert [(change["op"], change["id"]) for change in page["changes"]] == [("upsert", kept.reference)]
    assert gone.reference not in json.dumps(page)
    assert page["next_after"] == snapshot()[0]


def _night():
    """What the night does with the feed."""
    night_steps.renew_feed.chunk(0, last=Organization.objects.latest("pk").pk, by="night")
    actions.forget_feed(by="night")
