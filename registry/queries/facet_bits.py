"""Which listings have all of some facet values: out of the bits that stand under each value, however many have it."""

from typing import NamedTuple

from django.db import connection

from registry.models.listings import CHUNK
from registry.queries.state import STATE


class Shared(NamedTuple):
    """The listings that are in every group of values."""

    count: int
    # How many are in each group.
    sizes: list
    # Where the former stand; None when they are more than was asked for.
    positions: list | None
    # What is made of them is of this state of the registry, however much later their texts are read.
    state: str | None


def bits_of(groups, *, few):
    """The listings in all groups, by their positions when they are no more than `few`."""
    named = ", ".join(
        f"g{n} AS MATERIALIZED (SELECT chunk, bit_or(bits) AS bits FROM registry_facetbits"
        " WHERE value = ANY(%s) GROUP BY chunk)"
        for n in range(len(groups))
    )
    joins = "".join(f" JOIN g{n} USING (chunk)" for n in range(1, len(groups)))
    both = " & ".join(f"g{n}.bits" for n in range(len(groups)))
    sizes = ", ".join(f"(SELECT coalesce(sum(bit_count(bits)), 0)::int FROM g{n})" for n in range(len(groups)))
    statement = f"""
        WITH {named},
            shared AS MATERIALIZED (SELECT chunk, {both} AS bits FROM g0{joins}),
            total AS (SELECT coalesce(sum(bit_count(bits)), 0)::int AS number FROM shared)
        SELECT total.number, ARRAY[{sizes}], CASE WHEN total.number <= %s THEN ARRAY(
            SELECT chunk || ' ' || bits::text FROM shared WHERE bit_count(bits) > 0
        ) END, {STATE} FROM total
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [*groups, few])
        count, sizes, chunks, state = cursor.fetchone()
    positions = None if chunks is None else [place for chunk in chunks for place in _positions(chunk)]
    return Shared(count, sizes, positions, state)


def _positions(said):
    chunk, _, bits = said.partition(" ")
    place = bits.find("1")
    while place >= 0:
        yield int(chunk) * CHUNK + place
        place = bits.find("1", place + 1)
