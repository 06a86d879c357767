"""What listings said before: told only of who is listed today, and naming nobody who is not."""

import json
from datetime import UTC

from django.db.models import Min

from registry.models import FormerReference, Listing, ListingVersion

# A listing that changed more often than this tells of its latest changes.
MOST_CHANGES = 200
# Tells when the text was written, not what it says.
_MOMENT = "updated_at"


def as_may_be_told(texts):
    """Texts of the past as dictionaries, without links to those who have no listing today; in two statements."""
    rows = [json.loads(text) for text in texts]
    linked = {link["id"] for row in rows for link in row["links"]}
    listed = set(Listing.objects.filter(reference__in=linked).values_list("reference", flat=True)) if linked else ()
    told = {former for row in rows for former in row["former_ids"]}
    leading = set(FormerReference.objects.filter(pk__in=told).values_list("pk", flat=True)) if told else ()
    return [
        row
        | {
            "links": [link for link in row["links"] if link["id"] in listed],
            "former_ids": [former for former in row["former_ids"] if former in leading],
        }
        for row in rows
    ]


def first_day(reference=""):
    """The day of the first text that is kept of who is listed today, or of this one; None when nobody is.

    Without a reference it looks at every version: a question for who has found nothing.
    """
    listings, versions = Listing.objects.all(), ListingVersion.objects.all()
    if reference:
        listings, versions = listings.filter(reference=reference), versions.filter(listing__reference=reference)
    firsts = [rows.aggregate(at=Min("published_at"))["at"] for rows in (listings, versions)]
    return min((at.astimezone(UTC).date() for at in firsts if at), default=None)


def changes(listing):
    """[(moment, fields that changed then)] of what is public, the latest first; None instead of fields for the first
    text that is known."""
    past = ListingVersion.objects.filter(listing=listing).order_by("-published_at")[: MOST_CHANGES + 1]
    versions = [(listing.published_at, listing.public), *past.values_list("published_at", "public")]
    texts = as_may_be_told(text for _, text in versions)
    moments = [at for at, _ in versions]
    found = []
    for at, now, before in zip(moments, texts, [*texts[1:], None], strict=False):
        if before is None:
            found.append((at, None))
        elif fields := [name for name in now if name != _MOMENT and now[name] != before.get(name)]:
            found.append((at, fields))
    return found[:MOST_CHANGES]
