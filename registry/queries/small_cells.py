"""Which numbers of a table may be told, so that none under five is read, or worked out from the others and a total.

A reader knows the total, every number that is told, and of each that is not told for its size that it is 1 to 4. If he
could rule one of these four out, the next larger number is left out too, until he cannot.
"""

SMALLEST = 5


def told(cells, total, *, adds_up):
    """The keys of the cells that may be told; None when the whole table would still give one away.

    `adds_up`: everybody counted stands in exactly one cell. Otherwise one may stand in several, and some in none.
    """
    kept = sorted((key for key, n in cells.items() if n >= SMALLEST), key=lambda key: (cells[key], key))
    small, others = len(cells) - len(kept), 0
    while small and _gives_away(total - sum(cells[key] for key in kept), small, others, adds_up=adds_up):
        if not kept:
            return None
        kept.pop(0)
        others += 1
    return set(kept)


def share_is_told(part, whole):
    """Neither the part nor what is left of the whole is a small number."""
    return part in (0, whole) or min(part, whole - part) >= SMALLEST


def _gives_away(rest, small, others, *, adds_up):
    """Whether the rest, shared by so many small cells and so many larger ones, says more of a small one than 1 to 4."""
    # All the other small ones at their largest; a larger one may take up any rest.
    least = 1 if others else rest - (SMALLEST - 1) * (small - 1)
    if adds_up:
        most = rest - (small - 1) - SMALLEST * others
        return least > 1 or most < SMALLEST - 1
    # Where one may stand in several cells, the rest is the least that they hold together. More than they can hold
    # says that some stand in none, and then nothing follows.
    return 1 < least < SMALLEST
