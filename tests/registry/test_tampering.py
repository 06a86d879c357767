"""Whoever owns the database can switch the triggers off. What she then does to the history is found, and where."""

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from registry import actions
from registry.models import Change
from registry.queries import chain
from registry.queries.chain import Anchor, Kind
from tests import make

pytestmark = pytest.mark.django_db
ROWS = 60
# An anchor for every so many rows, as a night's command leaves one for every day.
DAY = 10
COLUMNS = {
    "id": "id + 1000",
    "at": "at + interval '1 second'",
    "by_id": "coalesce(by_id, 0) + 1",
    "by": "'somebody else'",
    "verb": "'organization.published'",
    "op": "'merge'",
    "subject": "'CSO-00000000'",
    "diff": """diff || '{"founded": [1998, 1999]}'""",
    "reason": "reason || ' '",
    "batch": "'IMP-00000000'",
    "request_id": "'another'",
    "previous_hash": "reverse(previous_hash)",
    "hash": "md5(hash) || md5(hash)",
}


def as_owner(statement, *values):
    """Past the trigger, as a superuser can."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def write_history(random, rows=ROWS):
    """Rows of several people and jobs; here and there a number was lost with a transaction that came to nothing."""
    people = [make.user() for _ in range(3)]
    while Change.objects.count() < rows:
        if random.random() < 0.3:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval(pg_get_serial_sequence('registry_change', 'id'))")
        by = random.choice([*people, "job refresh", "test"])
        diff = {"website": [f"https://{random.random()}.example", None], "types": [["ngo"], []]}
        happened = [
            {"verb": "organization.edited", "subject": f"CSO-{random.randrange(9)}", "diff": diff, "reason": "Words."}
            for _ in range(random.randrange(1, 4))
        ]
        actions.record_many(happened, by=by, batch=random.choice(["", "IMP-1"]))
    return list(Change.objects.order_by("pk").values_list("pk", flat=True))


def write_anchors(file, numbers):
    """What the nights have left: one line for every DAY rows, and one for the end."""
    moments = (datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=day) for day in range(ROWS))
    ends = [(place + 1, number) for place, number in enumerate(numbers) if (place + 1) % DAY == 0]
    if ends[-1][1] != numbers[-1]:
        ends.append((len(numbers), numbers[-1]))
    hashes = dict(Change.objects.values_list("pk", "hash"))
    lines = [Anchor(at, count, pk, hashes[pk]).line() for at, (count, pk) in zip(moments, ends, strict=False)]
    file.write_text("\n".join(lines) + "\n", encoding="ascii")


# --- What a superuser may do. Each returns the numbers of the rows that she touched. --------------------------------


def change_a_column(random, numbers):
    number, column = random.choice(numbers), random.choice(list(COLUMNS))
    as_owner(f'UPDATE registry_change SET "{column}" = {COLUMNS[column]} WHERE id = %s', number)  # noqa: S608
    return {number, number + 1000} if column == "id" else {number}


def move_into_a_gap(random, numbers):
    """The same row under a number that was lost: order and content stay as they were."""
    before, after = random.choice(_gaps(numbers))
    as_owner("UPDATE registry_change SET id = %s WHERE id = %s", before + 1, after)
    return {before + 1}


def swap_two(random, numbers):
    first, second = random.sample(numbers, 2)
    for statement in ((-1, first), (first, second), (second, -1)):
        as_owner("UPDATE registry_change SET id = %s WHERE id = %s", *statement)
    return {first, second}


def delete_some(random, numbers):
    place = random.randrange(len(numbers))
    gone = numbers[place : place + random.randrange(1, 4)]
    as_owner("DELETE FROM registry_change WHERE id = ANY(%s)", gone)
    return set(gone)


def insert_one(random, numbers):
    """In a gap, in good form: it names the row before it, and its hash is right."""
    before, _after = random.choice(_gaps(numbers))
    forged = Change.objects.get(pk=before)
    forged.pk, forged.previous_hash, forged.reason = before + 1, forged.hash, "Forged."
    forged.hash = forged.digest()
    Change.objects.bulk_create([forged])
    return {before + 1}


def rewrite_one(random, numbers):
    """Other words under a new hash that fits them."""
    number = random.choice(numbers)
    _rewrite(number)
    return {number}


def rewrite_all_from(random, numbers):
    """Other words, and every later row written anew so that the whole chain fits again."""
    place = random.randrange(len(numbers))
    previous = _rewrite(numbers[place])
    for number in numbers[place + 1 :]:
        previous = _rewrite(number, previous_hash=previous)
    return {numbers[place]}


def cut_the_end(random, numbers):
    gone = numbers[-random.randrange(1, 20) :]
    as_owner("DELETE FROM registry_change WHERE id = ANY(%s)", gone)
    return set(gone)


TAMPERINGS = [
    change_a_column,
    move_into_a_gap,
    swap_two,
    delete_some,
    insert_one,
    rewrite_one,
    rewrite_all_from,
    cut_the_end,
]


def _gaps(numbers):
    return [pair for pair in pairwise(numbers) if pair[1] - pair[0] > 1]


def _rewrite(number, previous_hash=None):
    row = Change.objects.get(pk=number)
    if previous_hash is None:
        row.reason = "Other words."
    row.previous_hash = previous_hash or row.previous_hash
    row.hash = row.digest()
    as_owner(
        "UPDATE registry_change SET reason = %s, previous_hash = %s, hash = %s WHERE id = %s",
        row.reason, row.previous_hash, row.hash, number,
    )  # fmt: skip
    return row.hash


# --- Finding it -----------------------------------------------------------------------------------------------------


@contextmanager
def undone():
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def verify(file):
    """What the command says, line by line, and whether it ended well."""
    out = StringIO()
    try:
        call_command("verify_history", anchor=file, stdout=out)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def place_of(touched, numbers, breaks):
    """exact, between (rows or gaps beside it), within the days of two anchors; or missed."""
    kept = sorted(numbers)
    for broken in sorted(breaks, key=lambda one: one.last - one.first):
        if any(broken.first <= number <= broken.last for number in touched):
            width = sum(broken.first < number < broken.last for number in kept)
            if broken.first == broken.last:
                return "at the row"
            beside = broken.kind == Kind.MISSING and width <= len(touched)
            cut = broken.kind == Kind.CUT and width < len(touched)
            return "between two rows" if beside or cut else "within a day" if width <= DAY else "missed"
    return "missed"


@pytest.mark.parametrize(
    "rounds", [pytest.param(32, marks=pytest.mark.slow), pytest.param(1000, marks=pytest.mark.proof)]
)
def test_what_a_superuser_does_to_the_history_is_found_at_its_place(rounds, tmp_path, request):
    random, file, tally, lost = Random(4), tmp_path / "anchors", Counter(), []
    numbers = write_history(random)
    write_anchors(file, numbers)
    anchors = [Anchor.parse(line) for line in file.read_text(encoding="ascii").splitlines()]
    assert verify(file)[1]

    for turn in range(rounds):
        tamper = TAMPERINGS[turn % len(TAMPERINGS)]
        with undone():
            touched = tamper(random, numbers)
            said, is_whole = verify(file)
            breaks = chain.check(anchors=anchors).breaks
            place = "missed" if is_whole else place_of(touched, numbers, breaks)
            assert all(str(broken) in said for broken in breaks)
        tally[tamper.__name__, place] += 1
        if place == "missed":
            lost.append((tamper.__name__, touched, said))

    log = request.config.pluginmanager.get_plugin("terminalreporter")
    log.write_line(f"\n{rounds - len(lost)} of {rounds} tamperings found: {dict(sorted(tally.items()))}")
    assert lost == []
    assert verify(file)[1]
