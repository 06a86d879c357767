"""Replaying the feed from zero equals the snapshot, byte for byte, whoever writes meanwhile."""

import json
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from registry import actions
from registry.models import Listing, Organization
from tests import make
from tests.registry.actions.merging import merged
from tests.registry.api.conftest import Caller
from tests.registry.following import Follower, snapshot

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _say(organization, text):
    """Change what is published, as every verb does it."""
    with transaction.atomic():
        Organization.objects.filter(pk=organization.pk).update(description_en=text)
        actions.publish_listings([organization])


def _say_alone(organization, text):
    """Change one listing and its feed, and nothing that two writers would wait for but the numbers of the feed."""
    listing = Listing.objects.get(pk=organization.pk)
    public = json.loads(listing.public) | {"description": text}
    with transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(
            public=json.dumps(public, ensure_ascii=False, separators=(",", ":"))
        )
        actions.tell_feed("organization", {listing.reference: ("upsert", "")})


class Writer(Thread):
    """Writes with a connection and commits of its own."""

    def __init__(self, write):
        super().__init__(daemon=True)
        self.write, self.is_done = write, Event()
        self.start()

    def run(self):
        try:
            self.write()
        finally:
            self.is_done.set()
            connection.close()


def _until_done_or_waiting(writer):
    with connection.cursor() as cursor:
        for _attempt in range(1000):
            if writer.is_done.wait(0.01):
                return
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("The second writer neither came to an end nor to a lock.")


def _two_writers_at_once(follower, say=_say):
    """The first has written and not yet committed when the second comes; who follows looks in between."""
    early, late = make.organization("Early"), make.organization("Late")
    has_written, may_commit = Event(), Event()

    def slowly():
        with transaction.atomic():
            say(early, "The first to write, the last to commit.")
            has_written.set()
            may_commit.wait(20)

    first = Writer(slowly)
    has_written.wait(20)
    second = Writer(lambda: say(late, "The second to write."))
    _until_done_or_waiting(second)
    follower.read()
    may_commit.set()
    first.join(20)
    second.join(20)
    follower.read()


def _two_writers_in_a_hurry(follower):
    theirs = [(make.organization(), make.organization()) for _ in range(2)]

    def hurry(mine):
        for number in range(4):
            _say(mine[number % 2], f"Version {number} – « déjà » العربية")

    writers = [Writer(lambda mine=mine: hurry(mine)) for mine in theirs]
    while not all(writer.is_done.is_set() for writer in writers):
        follower.read()


@pytest.fixture
def follower():
    return Follower(Caller(), limit=3)


def test_replaying_the_feed_equals_the_snapshot_with_two_writers_at_work_and_all_that_can_happen(follower):
    """Slow: real commits of three connections."""
    curator, steward = make.staff(name="Curator"), make.staff(name="Steward")
    winner, loser, closed, hidden = (make.organization(name) for name in ("Winner", "Loser", "Closed", "Hidden"))
    make.link(winner, hidden)

    _two_writers_at_once(follower)
    merge = merged(winner, loser, first=curator, second=steward)
    follower.read()
    _two_writers_in_a_hurry(follower)
    actions.archive_organization(closed, by="test", reason="closed")
    actions.mark_at_risk(hidden, reason="Threats.", by=curator)
    actions.undo_merge(merge, reason="Two organizations.", by=steward)
    follower.read()

    seq, lines = snapshot()
    assert follower.lines == lines
    assert follower.after == seq
    assert len(lines) == 8
    assert Follower(follower.caller).read().lines == lines
    told = [op for op, reference in follower.seen if reference == loser.reference]
    assert told == ["upsert", "merge", "unmerge"]
    assert [op for op, reference in follower.seen if reference == hidden.reference][-1] == "delete"


def test_who_leaves_while_the_night_tells_again_of_what_is_listed_is_not_told_of_as_there(follower):
    """Slow, as above."""
    leaver = make.organization("Leaver")
    has_left, may_commit = Event(), Event()

    def leave():
        with transaction.atomic():
            actions.archive_organization(leaver, by="test", reason="closed")
            has_left.set()
            may_commit.wait(20)

    first = Writer(leave)
    has_left.wait(20)
    night = Writer(lambda: actions.tell_listed([leaver.pk]))
    _until_done_or_waiting(night)
    may_commit.set()
    first.join(20)
    night.join(20)

    assert [op for op, _reference in follower.read().seen] == ["upsert", "delete"]


def test_who_changes_one_listing_alone_waits_for_the_number_of_the_other(follower):
    """Slow, as above: what the control is compared with."""
    _two_writers_at_once(follower, _say_alone)

    assert follower.lines == snapshot()[1]


def test_with_numbers_of_a_plain_sequence_a_follower_misses_what_was_committed_late(follower, monkeypatch):
    """The control: the same two writers, but nobody waits for the other."""

    def from_a_sequence():
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('plain') - 1")
            return cursor.fetchone()[0]

    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE plain START 1000")
    monkeypatch.setattr("registry.actions.feed.hold_history", lambda: None)
    monkeypatch.setattr("registry.actions.feed.last_seq", from_a_sequence)
    try:
        _two_writers_at_once(follower, _say_alone)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP SEQUENCE plain")

    assert follower.lines != snapshot()[1]
    assert Follower(follower.caller).read().lines == snapshot()[1]
