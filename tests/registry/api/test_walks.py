"""Walking through all pages while organizations change: each row at most once, and each that stays exactly once."""

import json
import random
from collections import Counter
from itertools import islice

import pytest
from django.db import connection

from benchmarks import load
from benchmarks.names import organizations
from registry import actions
from registry.models import Listing, Organization
from registry.queries import listings
from tests import make

SEED = 41


class Walk:
    """Somebody who reads a list to its end, page by page, and notes which rows she is told of."""

    def __init__(self, path, row_of, **query):
        self.path, self.row_of, self.query = path, row_of, query
        self.told, self.cursor, self.is_over = [], None, False

    def step(self, caller):
        more = {"cursor": self.cursor} if self.cursor else {}
        page = caller.get(f"/api/v1/{self.path}", self.query | more).json()
        self.told += map(self.row_of, page["results"])
        self.cursor = page["next_cursor"]
        self.is_over = self.cursor is None


class ByNumber:
    """The control: pages by their number, as so many lists have them."""

    def __init__(self, limit):
        self.limit, self.told, self.is_over = limit, [], False

    def step(self, _caller):
        rows = Listing.objects.order_by("sort_name", "pk").values_list("reference", flat=True)
        page = list(rows[len(self.told) : len(self.told) + self.limit])
        self.told += page
        self.is_over = len(page) < self.limit


def _load(size):
    with connection.cursor() as cursor:
        # A request has seconds; a hundred thousand take minutes.
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
    rest, told = load.Rest(), organizations(size, SEED)
    for start in range(0, size, load.CHUNK):
        keys = load.write_facts(list(islice(told, load.CHUNK)), start, rest)
        actions.publish_listings(Organization.objects.filter(pk__in=keys))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_listing, registry_listingfacet")


def _rows_there_are():
    """(organizations, NGOs, partnerships), as rows are noted."""
    everybody, ngos, partnerships = set(), set(), set()
    for reference, text in Listing.objects.values_list("reference", "public").iterator():
        public = json.loads(text)
        everybody.add((reference,))
        if "ngo" in public["types"]:
            ngos.add((reference,))
        partnerships |= {(reference, row["id"]) for row in public["partnerships"]}
    return everybody, ngos, partnerships


def _call(organization, name):
    changes = {"names": [{"kind": "legal", "text": name, "is_primary": True}]}
    actions.edit_organization(organization, changes=changes, by="test")


def _rename(organization, chance):
    """To the front of the list or to its end."""
    _call(organization, f"{chance.choice(['Aaa', 'Zzz'])} {chance.random()}")


def _describe(organization, chance):
    """It stays where it is, but for lists by the moment of the last change."""
    actions.edit_organization(organization, changes={"description_en": f"Now {chance.random()}."}, by="test")


def _withdraw(organization, chance):
    actions.archive_organization(organization, by="test", reason="closed")


def _come_beside(organization, chance):
    """Another one comes, of a name like its own; itself it does not change."""
    make.organization(f"{organization.name} {chance.random()}")


def _change_one(references, chance):
    """Returns the reference of what changed, which is nobody's where only another one came."""
    organization = Organization.objects.filter(reference=chance.choice(references), state="published").first()
    if organization is None:
        return None
    change = chance.choice([_rename, _describe, _withdraw, _come_beside])
    change(organization, chance)
    return None if change is _come_beside else organization.reference


@pytest.mark.slow  # Several lists of hundreds of rows are read to their end.
@pytest.mark.parametrize(
    ("size", "limit", "changes"),
    [(300, 7, 1), pytest.param(100_000, 500, 5, marks=pytest.mark.proof)],  # minutes: a hundred thousand are published
)
def test_whoever_stays_is_told_once_and_nobody_twice(caller, monkeypatch, size, limit, changes):
    monkeypatch.setattr(listings, "FEW", 0)  # so that the index of a filter is walked for few as for many
    _load(size)
    chance = random.Random(SEED)
    one, part = (lambda row: (row["id"],)), (lambda row: (row["organization"], row["id"]))
    everybody, ngos, partnerships = _rows_there_are()
    expected = {
        Walk("organizations", one, limit=limit): everybody,
        Walk("organizations", one, limit=limit, ordering="updated_at"): everybody,
        Walk("organizations", one, limit=limit, ordering="-name", type="ngo"): ngos,
        Walk("partnerships", part, limit=limit): partnerships,
    }
    references = [reference for (reference,) in sorted(everybody)]
    by_number, changed = ByNumber(limit), {walk: set() for walk in expected}

    while walking := [walk for walk in (*expected, by_number) if not walk.is_over]:
        for walk in walking:
            walk.step(caller)
        touched = {_change_one(references, chance) for _ in range(changes)}
        for walk in expected:
            changed[walk] |= set() if walk.is_over else touched

    for walk, rows in expected.items():
        told = Counter(walk.told)
        assert [row for row, times in told.items() if times > 1] == []
        assert {row for row in rows if row[0] not in changed[walk]} <= told.keys()
        assert len(changed[walk]) > len({row[0] for row in rows}) / 200
    assert len(set(by_number.told)) < len(by_number.told)


def _names(page):
    return [row["name"] for row in page["results"]]


def test_a_later_page_leaves_out_who_moved_or_came_and_tells_the_newest_of_who_stayed(caller):
    told, _, changed, _, _ = (make.organization(name) for name in "ABCDE")
    first = caller.get(query={"limit": 2}).json()

    _call(told, "Z")
    actions.edit_organization(changed, changes={"description_en": "New."}, by="test")
    make.organization("Dd")
    second = caller.get(query={"limit": 3, "cursor": first["next_cursor"]}).json()
    third = caller.get(query={"limit": 3, "cursor": second["next_cursor"]}).json()
    back = caller.get(query={"limit": 3, "cursor": third["previous"].rpartition("cursor=")[2]}).json()

    assert [_names(page) for page in (first, second, third)] == [["A", "B"], ["C", "D"], ["E"]]
    assert second["results"][0]["description"]["en"] == "New."
    assert third["next"] is None
    assert _names(back) == ["C", "D"]
    assert _names(caller.get().json()) == ["B", "C", "D", "Dd", "E", "Z"]


def test_a_page_has_another_tag_when_its_cursor_is_another(caller):
    last = [make.organization(name) for name in "ABC"][-1]
    first = caller.get(query={"limit": 2})
    same = caller.get(query={"limit": 2}, if_none_match=first["ETag"])

    actions.edit_organization(last, changes={"description_en": "New."}, by="test")
    later = caller.get(query={"limit": 2}, if_none_match=first["ETag"])

    assert (same.status_code, later.status_code) == (304, 200)
    assert later.json()["results"] == first.json()["results"]
    assert later.json()["next_cursor"] != first.json()["next_cursor"]
