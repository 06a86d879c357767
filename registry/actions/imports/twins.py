"""Rows of one file that may be the same organization: found by rare words in common, told to a person, never joined."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from rapidfuzz import fuzz

from registry.importers import Row
from registry.matching import Identity, Verdict, recognise, skeleton, word_key, words

# A word that more rows share says too little; the rarest of a name are looked under.
ROWS_UNDER_A_WORD = 8
WORDS_OF_A_NAME = 3
ALIKE_AT_A_GLANCE = 70


def twins_of(rows: Sequence[Row]) -> dict[int, int]:
    """{number of a row: number of an earlier row that it looks like}. Rows are numbered by their first line."""
    keys = [_keys(row) for row in rows]
    counts = Counter(key for ours in keys for key in ours)
    blocks = defaultdict(list)
    for at, ours in enumerate(keys):
        for key in sorted((k for k in ours if 1 < counts[k] <= ROWS_UNDER_A_WORD), key=counts.get)[:WORDS_OF_A_NAME]:
            blocks[key].append(at)
    twins: dict[int, int] = {}
    for block in blocks.values():
        for one, other in combinations(block, 2):
            if rows[other].lines[0] not in twins and _may_be_same(rows[one], rows[other]):
                twins[rows[other].lines[0]] = rows[one].lines[0]
    return twins


def _keys(row):
    if row.set_aside:
        return frozenset()
    return frozenset([*map(word_key, words(row.name)), hash(skeleton(row.name))])


def _may_be_same(one, other):
    if fuzz.token_sort_ratio(one.name.casefold(), other.name.casefold()) < ALIKE_AT_A_GLANCE and skeleton(
        one.name
    ) != skeleton(other.name):
        return False
    return recognise(_identity(other), [(0, _identity(one))]).verdict != Verdict.NEW


def _identity(row):
    return Identity(
        names=tuple((name.kind, name.text, name.language) for name in row.names),
        acronyms=(row.acronym,) if row.acronym else (),
        identifiers=tuple((identifier.scheme, identifier.value) for identifier in row.identifiers),
        countries=frozenset([*row.countries, *([row.hq_country] if row.hq_country else [])]),
        types=frozenset([row.type_code] if row.type_code else []),
        places=frozenset(place.admin1 for place in row.places if place.admin1),
    )
