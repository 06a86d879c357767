"""Publishing: one listing for each organization that the public may know, written with the change itself."""

import hashlib
import json
from collections import defaultdict

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import Max, OuterRef
from django.utils import timezone

from registry.actions.copying import copy_into
from registry.actions.feed import tell_feed, tell_listed
from registry.actions.history import hold_history
from registry.actions.published_rows import publish_rows_about
from registry.exporters.ready import COLUMNS, ready_line
from registry.matching import domain_of, fold, name_keys
from registry.models import (
    Change,
    Country,
    Departure,
    FeedEntry,
    FormerReference,
    ListedPartnership,
    Listing,
    ListingFacet,
    ListingName,
    ListingVersion,
    Organization,
    OrganizationLink,
)
from registry.models.listings import CHUNK, CODES, DAYS
from registry.queries import profiles
from registry.queries.freshness import policies
from registry.queries.listing_check import miscounted

# The value that every listing has: counting it counts them all.
EVERY = "*"


@transaction.atomic
def publish_listings(organizations, *, merged=None, unmerged=None):
    """Bring the listings of these organizations up to date; returns {pk: op} of those that changed, as in the feed.

    Whoever is at risk or unpublished loses its listing, and those linked to it lose the link, all in this transaction.
    A merge says which record became which (`merged`, `unmerged`: {pk of the loser: winner}). To who follows the feed
    the one has become the other; but where that must not be found it is gone, or there, like any other.
    """
    hold_history()
    keys = {organization.pk for organization in organizations}
    keys |= _linked_to(keys) | _merged_into(keys)
    former = FormerReference.objects.filter(listing=OuterRef("pk")).values("reference")
    known = Listing.objects.filter(pk__in=keys).annotate(former_ids=ArraySubquery(former))
    listed = {listing.pk: listing for listing in known}
    bits = _BitChanges()
    outcome = {}
    named = _named_by(listed)
    documents = _documents(Organization.objects.publishable().filter(pk__in=keys))
    for pk in keys - documents.keys():
        if pk in listed:
            bits.clear(listed[pk].position, [*listed[pk].facets, EVERY])
            outcome[pk] = Change.Op.DELETE
    Listing.objects.filter(pk__in=[pk for pk in keys - documents.keys() if pk in listed]).delete()
    changed = [listing for pk, listing in documents.items() if pk not in listed or listed[pk].etag != listing.etag]
    _give_positions(changed, listed)
    for listing in changed:
        before = set(listed[listing.pk].facets) | {EVERY} if listing.pk in listed else set()
        bits.clear(listing.position, before - set(listing.facets) - {EVERY})
        bits.set(listing.position, set(listing.facets) | {EVERY})
        outcome[listing.pk] = Change.Op.UPSERT
    _write(changed, listed)
    bits.write()
    for ends, op in ((merged or {}, Change.Op.MERGE), (unmerged or {}, Change.Op.UNMERGE)):
        outcome |= {pk: op for pk, winner in ends.items() if pk in outcome and winner.pk in documents}
    _tell_feed(outcome, listed, documents, merged or {})
    # Whose being there changed, and whose rows moved along: those that stay as they are cost nothing.
    winners = {winner.pk for ends in (merged, unmerged) if ends for winner in ends.values()}
    moved = (keys - documents.keys()) | (documents.keys() - listed.keys()) | winners
    if moved:
        publish_rows_about(moved, [listed[pk].reference for pk in moved & listed.keys()])
    _note_departures(named, _named_by(documents))
    return outcome


def publish_listing(organization):
    """Publish one organization; returns "upsert", "delete" or "" for the history."""
    return publish_listings([organization]).get(organization.pk, "")


@transaction.atomic
def count_name_keys():
    """Count anew in how many names each key stands, where it is more than one; returns how many counts changed.

    A search steers by these counts; it is right without them.
    """
    with connection.cursor() as cursor:
        # Left by an earlier count in the same transaction.
        cursor.execute("DROP TABLE IF EXISTS pg_temp.counted")
        cursor.execute(
            "CREATE TEMPORARY TABLE counted ON COMMIT DROP AS SELECT key, count(*)::int AS names"
            " FROM registry_listingname, unnest(keys) AS key GROUP BY key HAVING count(*) > 1"
        )
        cursor.execute(
            "DELETE FROM registry_namekey kept WHERE NOT EXISTS (SELECT FROM counted WHERE counted.key = kept.key)"
        )
        gone = cursor.rowcount
        cursor.execute(
            "INSERT INTO registry_namekey AS kept (key, names) SELECT key, names FROM counted"
            " ON CONFLICT (key) DO UPDATE SET names = EXCLUDED.names WHERE kept.names <> EXCLUDED.names"
        )
        return gone + cursor.rowcount


@transaction.atomic
def mend_counts():
    """Set the bits of the directory anew where they count other listings than there are; returns how many rows."""
    if not miscounted():
        return 0
    # Looked for anew once nobody else writes any.
    hold_history()
    wrong, moved = miscounted(), set()
    with connection.cursor() as cursor:
        for value, chunk in wrong:
            there = Listing.objects.filter(position__gte=chunk * CHUNK, position__lt=(chunk + 1) * CHUNK)
            those = there if value == EVERY else there.filter(facets__contains=[value])
            held = set(those.values_list("position", flat=True))
            cursor.execute("SELECT bits::text FROM registry_facetbits WHERE (value, chunk) = (%s, %s)", [value, chunk])
            (counted,) = cursor.fetchone() or ("0" * CHUNK,)
            for pk, position in there.values_list("pk", "position"):
                if (counted[position % CHUNK] == "1") != (position in held):
                    moved.add(pk)
            bits = sum(map(_bit, held))
            cursor.execute(
                f"INSERT INTO registry_facetbits (value, chunk, bits) VALUES (%s, %s, %s::bit({CHUNK}))"
                " ON CONFLICT (value, chunk) DO UPDATE SET bits = EXCLUDED.bits",
                [value, chunk, _hexadecimal(bits)],
            )
    # They came into lists or left them: whoever follows those is told.
    tell_listed(moved)
    return len(wrong)


@transaction.atomic
def write_csv_lines(keys):
    """Make the lines of CSV of these listings anew from what they say. What is published stays as it is."""
    hold_history()
    texts = Listing.objects.filter(pk__in=keys).values_list("pk", "public")
    lines = [(pk, ready_line(json.loads(public))) for pk, public in texts]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_listing listing SET csv_line = made.line, csv_columns = %s"
            " FROM unnest(%s::bigint[], %s::text[]) made (key, line) WHERE listing.organization_id = made.key",
            [COLUMNS, [pk for pk, _line in lines], [line for _pk, line in lines]],
        )


def _tell_feed(outcome, listed, documents, merged):
    references = {pk: listing.reference for pk, listing in (listed | documents).items()}
    into = {pk: merged[pk].reference for pk, op in outcome.items() if op == Change.Op.MERGE}
    tell_feed(
        FeedEntry.Type.ORGANIZATION,
        {references[pk]: (op, into.get(pk, "")) for pk, op in outcome.items()},
        with_partnerships={
            references[pk] for pk in outcome if _partnerships(listed.get(pk)) != _partnerships(documents.get(pk))
        },
    )


def _partnerships(listing):
    return json.loads(listing.public)["partnerships"] if listing else []


def _named_by(listings):
    """The references that these listings lead to: their own, and those of what was merged into them."""
    return {name for listing in listings.values() for name in (listing.reference, *listing.former_ids)}


def _note_departures(before, after):
    """Whatever was written of who leaves is not given out any more from this moment: see queries/exports.py."""
    gone, here = before - after, after - before
    if here:
        Departure.objects.filter(reference__in=here).delete()
    if gone:
        # Not two of one reference: who left already, and was named once more as part of another, leaves anew.
        Departure.objects.filter(reference__in=gone).delete()
        Departure.objects.bulk_create([Departure(reference=reference) for reference in sorted(gone)])


def _linked_to(keys):
    ends = OrganizationLink.objects.filter(to_organization__in=keys).values_list("from_organization", flat=True)
    return set(ends)


def _merged_into(keys):
    """The organizations that their records ended in, for these tell which references lead to them."""
    ends = set()
    while keys:
        merged = Organization.objects.filter(pk__in=keys, merged_into__isnull=False)
        keys = set(merged.values_list("merged_into", flat=True)) - ends
        ends |= keys
    return ends


def _documents(organizations):
    """Unsaved listings with everything but their positions, by organization."""
    regions_of = defaultdict(set)
    for country, region in Country.objects.filter(regions__isnull=False, regions__successor=None).values_list(
        "code", "regions"
    ):
        regions_of[country].add(region)
    known_policies, now = policies(), timezone.now()
    documents = {}
    for organization in profiles.with_profile(organizations):
        public = profiles.public_profile(organization)
        public["freshness"] = profiles.age(public, known_policies)
        partner = profiles.partner_profile(organization, public)
        facets = profiles.facet_values(public, regions_of=regions_of)
        said = json.dumps([partner, facets], ensure_ascii=False, sort_keys=True)
        documents[organization.pk] = Listing(
            organization=organization,
            reference=organization.reference,
            name=public["name"],
            sort_name=fold(public["name"])[:300],
            recent_on=profiles.latest_day(public),
            verified_on=organization.verified_on,
            domain=domain_of(public["website"]),
            facets=facets,
            public=_text(public, now),
            partner=_text(partner, now),
            csv_line=ready_line(_told(public, now)),
            csv_columns=COLUMNS,
            etag=hashlib.sha256(said.encode()).hexdigest()[:32],
            published_at=now,
        )
        keys_of = {name.text: name.keys for name in organization.names.all()}
        documents[organization.pk].former_ids = public["former_ids"]
        documents[organization.pk].partnerships = public["partnerships"]
        documents[organization.pk].found_by = [
            (text, keys_of.get(text) or name_keys(text)) for text in profiles.searchable_names(public)
        ]
    return documents


def _told(document, now):
    return document | {"updated_at": f"{now:%Y-%m-%dT%H:%M:%SZ}"}


def _text(document, now):
    return json.dumps(_told(document, now), ensure_ascii=False, separators=(",", ":"))


def _give_positions(listings, listed):
    following = _next_position() if listings else 0
    for listing in listings:
        if listing.pk in listed:
            listing.position = listed[listing.pk].position
        else:
            listing.position, following = following, following + 1


def _next_position():
    last = Listing.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _write(listings, listed):
    """New listings, facets and names by COPY; a listing that was there is overwritten."""
    fields = [field.name for field in Listing._meta.fields]
    again = [listing for listing in listings if listing.pk in listed]
    keys = [listing.pk for listing in again]
    _keep_past(again, listed)
    Listing.objects.bulk_create(again, update_conflicts=True, unique_fields=fields[:1], update_fields=fields[1:])
    ListingFacet.objects.filter(listing__in=keys).delete()
    ListingName.objects.filter(listing__in=keys).delete()
    ListedPartnership.objects.filter(listing__in=keys).delete()
    attributes = [field.attname for field in Listing._meta.fields]
    fresh = (tuple(getattr(x, name) for name in attributes) for x in listings if x.pk not in listed)
    copy_into(Listing, fields, fresh)
    copy_into(
        ListingFacet,
        ["value", "sort_name", "recent_on", "listing"],
        ((value, x.sort_name, x.recent_on, x.pk) for x in listings for value in x.facets),
    )
    copy_into(
        ListingName,
        ["listing", "text", "keys"],
        ((x.pk, text[:300], keys) for x in listings for text, keys in x.found_by),
    )
    copy_into(
        ListedPartnership,
        ["listing", "sort_name", "reference", *CODES, *DAYS],
        (
            (x.pk, x.sort_name, told["id"], *(told[code] or "" for code in CODES), *(told[day] for day in DAYS))
            for x in listings
            for told in x.partnerships
        ),
    )
    FormerReference.objects.filter(listing__in=keys).delete()
    FormerReference.objects.bulk_create(
        [FormerReference(reference=reference, listing=x) for x in listings for reference in x.former_ids],
        update_conflicts=True,
        unique_fields=["reference"],
        update_fields=["listing"],
    )


def _keep_past(listings, listed):
    """What they said until now, for who asks how it was on an earlier day; see `ListingVersion`."""
    past = [(listed[listing.pk], listing.published_at) for listing in listings]
    said = ("sort_name", "verified_on", "facets", "public", "published_at")
    ListingVersion.objects.bulk_create(
        ListingVersion(listing_id=old.pk, until=until, **{name: getattr(old, name) for name in said})
        for old, until in past
    )


class _BitChanges:
    """Collects which bits to set and to clear, and writes each row of FacetBits once."""

    def __init__(self):
        self.on = defaultdict(int)
        self.off = defaultdict(int)

    def set(self, position, values):
        for value in values:
            self.on[value, position // CHUNK] |= _bit(position)

    def clear(self, position, values):
        for value in values:
            self.off[value, position // CHUNK] |= _bit(position)

    def write(self):
        rows = [
            (value, chunk, _hexadecimal(self.on[value, chunk]), _hexadecimal(self.off[value, chunk]))
            for value, chunk in sorted(self.on.keys() | self.off.keys())
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO registry_facetbits AS kept (value, chunk, bits) VALUES (%s, %s, %s::bit({CHUNK}))"
                f" ON CONFLICT (value, chunk) DO UPDATE SET bits = (kept.bits & ~ %s::bit({CHUNK})) | EXCLUDED.bits",
                rows,
            )


def _hexadecimal(bits):
    """As PostgreSQL reads it: a quarter of the length of zeros and ones."""
    return format(bits, f"0{CHUNK // 4}x").rjust(CHUNK // 4 + 1, "x")


def _bit(position):
    """The bit of a position as PostgreSQL counts them: the first one stands at the left end."""
    return 1 << (CHUNK - 1 - position % CHUNK)
