"""The command that an operator runs every night: whole or not, where not, and what the end was on earlier days."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registry import actions
from registry.models import Change
from registry.queries import chain
from tests.registry.test_tampering import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """Ten rows that follow on what the vocabularies left."""
    return [
        change.pk for change in actions.record_many([{"verb": "a.b", "subject": f"S{n}"} for n in range(10)], by="test")
    ]


def verify(**options):
    out = StringIO()
    call_command("verify_history", stdout=out, **options)
    return out.getvalue()


def broken(**options):
    out = StringIO()
    with pytest.raises(CommandError, match="is not what was written"):
        call_command("verify_history", stdout=out, **options)
    return out.getvalue()


def test_a_whole_history_is_told_in_one_sentence_with_count_number_and_hash(rows):
    last = Change.objects.get(pk=rows[-1])

    said = verify()

    assert said.startswith(f"The history is whole: {Change.objects.count()} rows, the last #{last.pk} of ")
    assert last.hash in said


def test_an_empty_history_is_said_to_be_empty():
    as_owner("DELETE FROM registry_change")

    assert verify() == "The history is empty.\n"


def test_every_place_is_told_with_what_is_wrong(rows):
    as_owner("UPDATE registry_change SET reason = 'x' WHERE id = ANY(%s)", [rows[2], rows[4]])
    as_owner("DELETE FROM registry_change WHERE id = %s", rows[7])

    said = broken().splitlines()

    assert [line.partition(". ")[0] for line in said] == [
        f"#{rows[2]}: content changed",
        f"#{rows[4]}: content changed",
        f"#{rows[6]} to #{rows[8]}: row missing",
    ]


def test_one_may_begin_at_a_row_and_what_stands_before_it_is_taken_as_it_is(rows):
    as_owner("UPDATE registry_change SET reason = 'x' WHERE id = %s", rows[2])

    assert f"whole from #{rows[3]} on: {Change.objects.count()} rows" in verify(start=rows[3])


def test_rows_that_were_cut_off_the_end_are_seen_by_the_anchor_and_by_nothing_else(rows, tmp_path):
    file = tmp_path / "anchors"
    assert "There was no anchor yet" in verify(anchor=file)
    as_owner("DELETE FROM registry_change WHERE id > %s", rows[6])

    assert "The history is whole" in verify()
    assert f"#{rows[6]} to #{rows[9]}: end cut off." in broken(anchor=file)
    assert "3 are gone from the end" in broken(anchor=file)


def test_each_run_adds_the_end_of_its_day_once(rows, tmp_path):
    file = tmp_path / "anchors"

    for _ in range(2):
        verify(anchor=file)
    actions.record("a.b", subject="S", by="test")
    said = verify(anchor=file)

    assert "It agrees with all 1 anchors" in said
    assert [line.split()[2] for line in file.read_text(encoding="ascii").splitlines()] == [
        str(rows[-1]),
        str(Change.objects.latest("pk").pk),
    ]


def test_no_anchor_is_added_to_a_history_that_is_not_whole(rows, tmp_path):
    file = tmp_path / "anchors"
    as_owner("UPDATE registry_change SET reason = 'x' WHERE id = %s", rows[2])

    broken(anchor=file)

    assert not file.exists()


def test_a_file_that_holds_something_else_is_not_taken_for_anchors(tmp_path):
    file = tmp_path / "anchors"
    file.write_text("my letters\n", encoding="ascii")

    with pytest.raises(CommandError, match="is not a file of anchors"):
        verify(anchor=file)


def test_rows_from_before_the_number_was_part_of_the_hash_are_whole_until_one_has_it(rows):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        previous = Change.NO_HASH
        for change in Change.objects.filter(pk__lte=rows[4]).order_by("pk"):
            change.previous_hash = previous
            previous = change.digest_without_number()
            cursor.execute(
                "UPDATE registry_change SET previous_hash = %s, hash = %s WHERE id = %s",
                [change.previous_hash, previous, change.pk],
            )
        cursor.execute("DELETE FROM registry_change WHERE id > %s", [rows[4]])
    actions.record_many([{"verb": "a.b", "subject": "S"}] * 2, by="test")
    assert chain.check().breaks == []

    change = Change.objects.latest("pk")
    as_owner(
        "UPDATE registry_change SET reason = 'x', hash = %s WHERE id = %s",
        _without_number(change, reason="x"), change.pk,
    )  # fmt: skip

    assert [one.kind for one in chain.check().breaks] == ["content changed"]


def _without_number(change, **other):
    for name, value in other.items():
        setattr(change, name, value)
    return change.digest_without_number()


@pytest.mark.parametrize("count", [1, 3])
def test_the_walk_asks_the_database_once_for_a_chunk(count, rows, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(chain, "CHUNK", 10_000)
    actions.record_many([{"verb": "a.b", "subject": "S"}] * count, by="test")

    with django_assert_num_queries(3):
        chain.check()
