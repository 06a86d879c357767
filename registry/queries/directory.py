"""The directory: find, filter, count. Reads listings only.

Budget: one page with its facets and counts costs the same seven queries for 20 and for a million listings.
The techniques and what each bought are in docs/decisions/0006-listings.md.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from registry import references
from registry.models import Listing, ListingName
from registry.models.listings import CHUNK
from registry.queries.names import best_owners

FACETS = ("area", "country", "type", "role", "trust", "freshness", "level", "region", "programme", "unit")
ORDERINGS = ("relevance", "name", "recent")
TRUST = ("verified", "confirmed", "listed")
FRESHNESS = ("fresh", "due", "stale", "unknown")

# A reader who pages further than this needs a filter, not another page.
DEEPEST = 10_000
MATCHES_KEPT = 500
# Below this many, reading the rows by their bits beats walking an index.
FEW = 500

_COLUMNS = "listing.organization_id, listing.reference, listing.public, listing.etag"


@dataclass(frozen=True)
class Selection:
    """What a reader asked for: words, filters (facet → codes; OR within one, AND between), an order."""

    q: str = ""
    filters: dict = field(default_factory=dict)
    ordering: str = "name"

    @classmethod
    def from_query(cls, query):
        """From an address; what makes no sense there is left out, for a page must not break by a link."""
        q = " ".join(query.get("q", "").replace("\0", "").split())[:200]
        filters = {}
        for facet in FACETS:
            codes = tuple(dict.fromkeys(code[:60] for code in query.getlist(facet) if code and "\0" not in code))[:20]
            if codes:
                filters[facet] = codes
        ordering = query.get("ordering")
        if ordering not in ORDERINGS or (ordering == "relevance" and not q):
            ordering = "relevance" if q else "name"
        return cls(q, filters, ordering)

    @property
    def groups(self):
        """{facet: values as they stand in listings}."""
        return {facet: [f"{facet}:{code}" for code in codes] for facet, codes in self.filters.items()}


@dataclass(frozen=True)
class Found:
    """How many a selection has, how many each facet value would have within the other filters, and the rows' keys."""

    count: int
    counts: dict
    # Listing keys in order of relevance, when the selection has words; otherwise None: rows are read from the index.
    ranked: list | None = None


def find(selection):
    """Count a selection and its facets."""
    if not selection.q:
        counts = count_facets(selection.groups)
        return Found(counts.pop("*", 0), counts)
    ranked = search(selection.q)
    return _count_ranked(ranked, selection.groups)


def rows(selection, found, *, offset=0, limit=20):
    """Listings of one page, in order, as (key, reference, public JSON text, etag)."""
    if found.count == 0 or offset >= found.count:
        return []
    if found.ranked is not None:
        return _ranked_rows(selection, found.ranked, offset, limit)
    groups = list(selection.groups.values())
    if not groups:
        return _select(f"FROM registry_listing listing ORDER BY {_order(selection, 'listing')}", [], offset, limit)
    if found.count <= FEW:
        positions = _positions(groups)
        return _select(
            f"FROM registry_listing listing WHERE listing.position = ANY(%s) ORDER BY {_order(selection, 'listing')}",
            [positions],
            offset,
            limit,
        )
    return _walk(selection, groups, offset, limit)


def totals():
    """Unfiltered counts for the head of the page: all, by trust, by country; and the day of the last publication."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, sum(bit_count(bits))::int FROM registry_facetbits"
            " WHERE value = '*' OR value LIKE 'trust:%' OR value LIKE 'country:%' GROUP BY value"
        )
        counts = {value: number for value, number in cursor.fetchall() if number}
        cursor.execute("SELECT max(published_at) FROM registry_listing")
        return counts, cursor.fetchone()[0]


def count_facets(groups):
    """{value: number of listings} within the *other* groups; `*` is the number within all of them. One statement."""
    statement, parameters = _facet_statement(groups)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {value: number for value, number in cursor.fetchall() if number}


def search(q):
    """[(listing key, score)] of the names that come near `q`, best first; a reference, old or new, finds its own."""
    best = dict(best_owners(q, ListingName.objects, owner="listing", limit=MATCHES_KEPT))
    reference = references.parse(q)
    if reference:
        meant = Listing.objects.filter(Q(reference=reference) | Q(former_references__reference=reference))
        best |= dict.fromkeys(meant.values_list("pk", flat=True), 2.0)
    return sorted(best.items(), key=lambda match: -match[1])[:MATCHES_KEPT]


def _count_ranked(ranked, groups):
    facets_of = dict(Listing.objects.filter(pk__in=[key for key, _ in ranked]).values_list("pk", "facets"))
    chosen = {facet: set(values) for facet, values in groups.items()}
    counts, kept = Counter(), []
    for key, _score in ranked:
        facets = facets_of.get(key, [])
        failed = [facet for facet, values in chosen.items() if values.isdisjoint(facets)]
        if not failed:
            kept.append(key)
            counts.update(facets)
        elif len(failed) == 1:
            # Its own facet left out, it would be there: so it counts for the other values of that facet.
            counts.update(value for value in facets if value.partition(":")[0] == failed[0])
    return Found(len(kept), dict(counts), kept)


def _ranked_rows(selection, keys, offset, limit):
    if selection.ordering == "relevance":
        wanted = keys[offset : offset + limit]
        order, paging = "array_position(%s, listing.organization_id)", (0, limit)
    else:
        wanted, order, paging = keys, _order(selection, "listing"), (offset, limit)
    parameters = [wanted, wanted] if selection.ordering == "relevance" else [wanted]
    return _select(
        f"FROM registry_listing listing WHERE listing.organization_id = ANY(%s) ORDER BY {order}", parameters, *paging
    )


def _walk(selection, groups, offset, limit):
    """Walk the index of the rarest group in result order and look up the others in each listing's own values."""
    sizes = _sizes([value for group in groups for value in group])
    groups = sorted(groups, key=lambda group: sum(sizes.get(value, 0) for value in group))
    lead, others = groups[0], groups[1:]
    tests = "".join(" AND checked.facets && %s::varchar[]" for _ in others)
    join = "JOIN registry_listing checked ON checked.organization_id = facet.listing_id" if others else ""
    order = _order(selection, "facet")
    statement = f"""
        FROM (
            SELECT DISTINCT facet.sort_name, facet.recent_on, facet.listing_id
            FROM unnest(%s::varchar[]) AS wanted CROSS JOIN LATERAL (
                SELECT facet.sort_name, facet.recent_on, facet.listing_id FROM registry_listingfacet facet {join}
                WHERE facet.value = wanted{tests} ORDER BY {order} LIMIT %s
            ) facet
        ) facet JOIN registry_listing listing ON listing.organization_id = facet.listing_id ORDER BY {order}
    """
    return _select(statement, [lead, *others, offset + limit], offset, limit)


def _order(selection, alias):
    key = "organization_id" if alias == "listing" else "listing_id"
    if selection.ordering == "recent":
        return f"{alias}.recent_on DESC NULLS LAST, {alias}.{key}"
    return f"{alias}.sort_name, {alias}.{key}"


def _select(statement, parameters, offset, limit):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} {statement} LIMIT %s OFFSET %s", [*parameters, limit, offset])
        return cursor.fetchall()


def _facet_statement(groups):
    """The AND of bit strings in one walk over them, each facet counted with its own filter left out."""
    facet = "split_part(counted.value, ':', 1)"
    named, masks, joins, cases = [], [], "", ""
    for n in range(len(groups)):
        named.append(
            f"g{n} AS MATERIALIZED (SELECT chunk, bit_or(bits) AS bits FROM registry_facetbits"
            " WHERE value = ANY(%s) GROUP BY chunk)"
        )
        masks.append(f"coalesce(g{n}.bits, 0::bit({CHUNK}))")
        joins += f" LEFT JOIN g{n} USING (chunk)"
        cases += f" WHEN %s THEN mask.without_{n}"
    without = "".join(
        f", {' & '.join(['every.bits', *masks[:n], *masks[n + 1 :]])} AS without_{n}" for n in range(len(groups))
    )
    named.append(
        f"mask AS MATERIALIZED (SELECT chunk, {' & '.join(['every.bits', *masks])} AS within{without}"
        f" FROM registry_facetbits every{joins} WHERE every.value = '*')"
    )
    mask = f"CASE {facet}{cases} ELSE mask.within END" if groups else "mask.within"
    return (
        f"WITH {', '.join(named)} SELECT counted.value, sum(bit_count(counted.bits & {mask}))::int"
        f" FROM registry_facetbits counted JOIN mask USING (chunk) WHERE {facet} = ANY(%s) GROUP BY counted.value"
    ), [*groups.values(), *groups, ["*", *FACETS]]


def _positions(groups):
    """The positions of the listings that are in every group."""
    named = ", ".join(
        f"g{n} AS (SELECT chunk, bit_or(bits) AS bits FROM registry_facetbits WHERE value = ANY(%s) GROUP BY chunk)"
        for n in range(len(groups))
    )
    joins = "".join(f" JOIN g{n} USING (chunk)" for n in range(1, len(groups)))
    bits = " & ".join(f"g{n}.bits" for n in range(len(groups)))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} SELECT chunk, ({bits})::text FROM g0{joins} WHERE bit_count({bits}) > 0", groups)
        return [chunk * CHUNK + place for chunk, text in cursor.fetchall() for place in _places(text)]


def _places(text):
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)


def _sizes(values):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, sum(bit_count(bits))::int FROM registry_facetbits WHERE value = ANY(%s) GROUP BY value",
            [values],
        )
        return dict(cursor.fetchall())
