"""No number under five is told, and none can be worked out from what is told."""

from itertools import product

import pytest

from registry.queries.small_cells import SMALLEST, share_is_told, told

SMALL = range(1, SMALLEST)
# The sizes of the cells of a table, as many tables as there are ways to fill it.
TABLES = [
    {str(place): n for place, n in enumerate(cells)}
    for size in (1, 2, 3, 4)
    for cells in product((1, 2, 4, 5, 6, 9, 40), repeat=size)
]


def possible(hidden_small, others, rest, *, adds_up):
    """What a reader can still think of one small cell, who knows the rest and how many cells share it."""
    found = set()
    for cells in product(SMALL, repeat=hidden_small):
        left = rest - sum(cells)
        fits = left >= SMALLEST * others if others else left == 0
        # Where one may stand in several cells, the cells hold at least the rest: larger ones hold whatever is missing.
        if fits if adds_up else others or left <= 0:
            found.add(cells[0])
    return found


@pytest.mark.parametrize("adds_up", [True, False])
def test_a_reader_who_calculates_learns_no_more_of_a_small_number_than_that_it_is_small(adds_up):
    wrong = []
    for cells in TABLES:
        total = sum(cells.values())
        # One may stand in several cells: then the total is less than their sum.
        for whole in [total] if adds_up else range(max(cells.values()), total + 1):
            kept = told(cells, whole, adds_up=adds_up)
            small = sum(n < SMALLEST for n in cells.values())
            if kept is None or not small:
                continue
            others = len(cells) - small - len(kept)
            rest = whole - sum(cells[key] for key in kept)
            if possible(small, others, rest, adds_up=adds_up) != set(SMALL):
                wrong.append((cells, whole, kept))

    assert wrong == []


@pytest.mark.parametrize(
    ("cells", "total", "adds_up", "kept"),
    [
        ({"a": 30, "b": 20}, 50, True, {"a", "b"}),
        # The three would follow from the total: the next larger number goes with it.
        ({"a": 30, "b": 20, "c": 3}, 53, True, {"a"}),
        # Two small ones hide each other, unless their sum leaves one way only.
        ({"a": 30, "b": 2, "c": 3}, 35, True, {"a"}),
        ({"a": 30, "b": 1, "c": 1}, 32, True, set()),
        ({"a": 4}, 4, True, None),
        # Most of the small one stand in the large one too: at least one is all that follows.
        ({"a": 30, "b": 3}, 31, False, {"a"}),
        # Nobody stands in two: at least three are in the small one.
        ({"a": 30, "b": 3}, 33, False, set()),
        # Many stand in none: nothing follows.
        ({"a": 30, "b": 3}, 90, False, {"a"}),
    ],
)
def test_what_is_told_of_a_table(cells, total, adds_up, kept):
    assert told(cells, total, adds_up=adds_up) == kept


@pytest.mark.parametrize(
    ("part", "whole", "is_told"),
    [(0, 9, True), (9, 9, True), (5, 10, True), (4, 10, False), (6, 10, False), (1, 100, False), (99, 100, False)],
)
def test_a_share_is_told_when_neither_side_is_small(part, whole, is_told):
    assert share_is_told(part, whole) is is_told
