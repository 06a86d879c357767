"""Editions of the inventory: who may be named from one, its figures, and what changed between two.

Budget: a page of an edition costs the same statements for one row and for a million; asking of whom the files may tell
takes about a microsecond a row.
"""

import json
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef

from registry.models import EditionRow, FormerReference, Listing
from registry.queries.small_cells import SMALLEST
from registry.queries.statistics import BREAKDOWNS, Figure, tellable

# By what an edition is told, in the order of its page: what a day makes of a record, not how old it was by then.
TOLD_BY = tuple(breakdown for breakdown in BREAKDOWNS if breakdown != "freshness")
LISTS = ("added", "gone", "changed")
# Fields that change without the organization changing: on what the record rests, and since when.
OF_SOURCES = ("trust", "source", "observed_on", "confirmed_on", "verified_on", "facts")

# Without what grows older by itself, and what has a number of its own only since lately: neither is a change.
COPY = """
    INSERT INTO registry_editionrow (edition_id, reference, name, sort_name, facets, content, digest)
    SELECT %s, reference, name, sort_name, facets, told.content,
        encode(sha256(convert_to(told.content::text, 'UTF8')), 'hex')
    FROM registry_listing CROSS JOIN LATERAL (
        SELECT (public::jsonb - ARRAY['updated_at', 'former_ids', 'links', 'freshness']) || jsonb_build_object(
            'partnerships', coalesce((
                SELECT jsonb_agg(one.value - ARRAY['id', 'seen_on'] ORDER BY one.ordinality)
                FROM jsonb_array_elements(public::jsonb -> 'partnerships') WITH ORDINALITY one
            ), '[]')
        ) AS content
    ) told
"""
_NAMED = """(
    EXISTS (SELECT FROM registry_listing listed WHERE listed.reference = {0}.reference)
    OR EXISTS (SELECT FROM registry_formerreference former WHERE former.reference = {0}.reference)
)"""
_BOTH = """
    FROM registry_editionrow before JOIN registry_editionrow after USING (reference)
    CROSS JOIN LATERAL (
        SELECT array_agg(old.key ORDER BY old.key) AS fields FROM jsonb_each(before.content) old
        WHERE after.content ? old.key AND after.content -> old.key <> old.value
    ) moved
    WHERE before.edition_id = %s AND after.edition_id = %s AND before.digest <> after.digest
        AND moved.fields IS NOT NULL AND
""" + _NAMED.format("after")


@dataclass(frozen=True)
class Row:
    """One organization in a comparison: what it said in each edition (None: not in it), and the fields that differ."""

    reference: str
    name: str
    before: dict | None
    after: dict | None
    fields: tuple = ()


@dataclass(frozen=True)
class Sizes:
    """How many organizations were added, went and changed. Of those that went, for whatever reason, all are counted."""

    added: int
    gone: int
    changed: int


def told_of(edition):
    """How many organizations its files may name today, and a sum that tells one such set from another."""
    return _one(
        "SELECT count(*) || ':' || coalesce(sum(hashtextextended(told.reference, 0)::numeric), 0)"
        " FROM registry_editionrow told WHERE told.edition_id = %s AND " + _NAMED.format("told"),
        [edition.pk],
    )


def named_among(references):
    """Those of these references that may be named today, as EditionRow.objects.named() says of all."""
    known = Listing.objects.filter(reference__in=references).values_list("reference", flat=True)
    former = FormerReference.objects.filter(reference__in=references).values_list("reference", flat=True)
    return {*known, *former}


def are_files_right(edition):
    """Whether its files are there and name nobody who may not be named, and all others."""
    return bool(edition.files) and edition.told_of == told_of(edition)


def rows_sha256(edition):
    """One fingerprint of all rows, each made anew from what it says."""
    return _one(
        "SELECT encode(sha256(convert_to(coalesce(string_agg(reference || ' ' ||"
        " encode(sha256(convert_to(content::text, 'UTF8')), 'hex'), E'\\n' ORDER BY reference), ''), 'UTF8')), 'hex')"
        " FROM registry_editionrow WHERE edition_id = %s",
        [edition.pk],
    )


def count(edition):
    """{value: rows that have it}, and "*" for all rows."""
    return dict(
        _all(
            "SELECT value, count(*) FROM registry_editionrow, unnest(facets) AS value WHERE edition_id = %s"
            " GROUP BY value UNION ALL SELECT '*', count(*) FROM registry_editionrow WHERE edition_id = %s",
            [edition.pk, edition.pk],
        )
    )


def told_counts(counts):
    """The counts that may be told: {"*": all, breakdown: {code: number}}."""
    return {"*": counts.get("*", 0)} | {
        breakdown: {figure.code: figure.count for figure in figures if figure.count is not None}
        for breakdown, figures in figures_of(counts).items()
    }


def figures_of(counts):
    """{breakdown: [Figure]} of an edition, as the page of figures tells them: nothing that tells of fewer than five."""
    if counts.get("*", 0) < SMALLEST:
        return {breakdown: [] for breakdown in TOLD_BY}
    kept = tellable(counts)
    return {breakdown: _figures(breakdown, counts, kept[breakdown]) for breakdown in TOLD_BY}


def rows_of(edition, value=""):
    """The rows of an edition that may be named, by name; those with a value such as `area:1`, or all."""
    named = EditionRow.objects.named().filter(edition=edition)
    return (named.filter(facets__contains=[value]) if value else named).order_by("sort_name", "reference")


def sizes(earlier, later):
    return Sizes(
        added=_missing(later, earlier).named().count(),
        gone=_missing(earlier, later).count(),
        changed=Changed(earlier, later).count(),
    )


def changed_fields(earlier, later):
    """{field: organizations in which it differs}."""
    return dict(
        _all(
            "SELECT field, count(*) FROM (SELECT moved.fields "
            + _BOTH
            + ") told, unnest(fields) AS field GROUP BY field",
            [earlier.pk, later.pk],
        )
    )


def added(earlier, later):
    return _missing(later, earlier).named().order_by("sort_name", "reference")


def gone(earlier, later):
    """Those of the earlier edition that may be named today: they came back, or are part of another organization."""
    return _missing(earlier, later).named().order_by("sort_name", "reference")


class Changed:
    """Organizations that are in both and say something else, or something else in one field: pages of Rows."""

    def __init__(self, earlier, later, field=""):
        self.both = [earlier.pk, later.pk]
        self.only, self.values = (" AND %s = ANY(moved.fields)", [field]) if field else ("", [])

    def count(self):
        return _one("SELECT count(*) " + _BOTH + self.only, [*self.both, *self.values])

    def __getitem__(self, place):
        found = _all(
            "SELECT after.reference, after.name, before.content, after.content, moved.fields "
            + _BOTH
            + self.only
            + " ORDER BY after.sort_name, after.reference OFFSET %s LIMIT %s",
            [*self.both, *self.values, place.start, place.stop - place.start],
        )
        return [
            Row(reference, name, json.loads(before), json.loads(after), tuple(fields))
            for reference, name, before, after, fields in found
        ]


def _missing(of, in_):
    """Rows of one edition whose organization is not in the other."""
    other = EditionRow.objects.filter(edition=in_, reference=OuterRef("reference"))
    return EditionRow.objects.filter(~Exists(other), edition=of)


def _figures(breakdown, counts, kept):
    values = {value: n for value, n in counts.items() if value.startswith(f"{breakdown}:")}
    if kept is None:
        return []
    # What is not told stands last, in an order that tells nothing of it.
    ranked = sorted(values.items(), key=lambda item: (item[0] not in kept, -item[1] if item[0] in kept else 0, item[0]))
    return [
        Figure(code=value.partition(":")[2], count=n if value in kept else None, fresh=None, is_small=n < SMALLEST)
        for value, n in ranked
    ]


def _one(statement, parameters):
    return _all(statement, parameters)[0][0]


def _all(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
