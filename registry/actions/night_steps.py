"""The steps of the night over the records of the registry, in the order of settings.NIGHT."""

from contextlib import suppress

from django.db.models import F
from django.utils import timezone

from registry.actions.duplicates import start_duplicate_scan
from registry.actions.editions import make_edition_when_due
from registry.actions.exports import forget_exports, forget_unfinished, make_export
from registry.actions.feed import tell_listed
from registry.actions.history import record_many
from registry.actions.issues import check_records
from registry.actions.listings import count_name_keys, mend_counts, publish_listings, write_csv_lines
from registry.actions.night import InRanges
from registry.actions.partnerships import age_partnerships_of
from registry.actions.screening import start_screening
from registry.errors import Refused
from registry.models import Listing, Organization
from registry.queries import issues
from registry.queries.feed import soon_forgotten
from registry.queries.listing_check import grown_older, with_wrong_line, without_line, wrong_listings
from registry.queries.partnerships import grown_stale

# Each night a part of the inventory is published anew, word by word, and its lines are compared: all of it within so
# many nights.
NIGHTS_FOR_ALL = 28
# So many, that those whose turn it is are written at once: what is found in a range is not looked for twice.
COMPARED = 5_000
# What the rules find is written while nobody else waits for the history, so more of it at a time.
MOST_CHECKED = 1_000


def _ageing_partnerships(after, until):
    stale = grown_stale().filter(organization__gt=after, organization__lte=until)
    return sorted(set(stale.values_list("organization", flat=True)))


def _to_publish(after, until):
    """Whose listing is not as it would be published, and the part of the inventory whose turn it is."""
    theirs = _whose_turn_it_is(Organization.objects.publishable(), after, until)
    return sorted({*wrong_listings(after, until), *theirs.values_list("pk", flat=True)})


def _whose_line_to_write(after, until):
    """Whose line of CSV may not be given out, and of the part of the inventory whose turn it is, whose is wrong."""
    theirs = _whose_turn_it_is(Listing.objects, after, until)
    return sorted({*without_line(after, until), *with_wrong_line(theirs)})


def _whose_turn_it_is(rows, after, until):
    turn = timezone.localdate().toordinal() % NIGHTS_FOR_ALL
    return rows.filter(pk__gt=after, pk__lte=until).alias(turn=F("pk") % NIGHTS_FOR_ALL).filter(turn=turn)


def _unlikely(after, until):
    return issues.out_of_date(range(after + 1, until + 1), on=timezone.localdate())


def _publish(keys, *, by):
    publish_listings(Organization.objects.filter(pk__in=keys))


def _tell_again(keys, *, by):
    tell_listed(keys)


def _write_lines(keys, *, by):
    write_csv_lines(keys)


def _mend(keys, *, by):
    """Publish them as their records say, and tell whose listing was not so."""
    ops = publish_listings(Organization.objects.filter(pk__in=keys))
    references = dict(Organization.objects.filter(pk__in=ops).values_list("pk", "reference"))
    told = [{"verb": "listing.mended", "subject": references[pk], "op": op} for pk, op in sorted(ops.items())]
    if told:
        record_many(told, by=by)


def _check(keys, *, by):
    # Whoever saves one of them meanwhile comes before or after, and the last word is about what stands then.
    locked = Organization.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    check_records(list(locked.values_list("pk", flat=True)), by=by)


age_listings = InRanges(grown_older, _publish)
age_partnerships = InRanges(_ageing_partnerships, age_partnerships_of)
check_listings = InRanges(_to_publish, _mend, size=COMPARED)
check_plausibility = InRanges(_unlikely, _check, size=COMPARED, written=MOST_CHECKED)


write_lines = InRanges(_whose_line_to_write, _write_lines)
renew_feed = InRanges(soon_forgotten, _tell_again)


def check_counts(*, by):
    """The counts of the directory, and how often each key of a name stands."""
    mend_counts()
    count_name_keys()


def find_duplicates(*, by):
    """A job of its own, unless the one of last night is still at it: it keeps its own place and can be stopped."""
    with suppress(Refused):
        start_duplicate_scan()


def compare_with_watch_lists(*, by):
    """A job of its own, as the look for duplicates."""
    with suppress(Refused):
        start_screening()


def export(*, by):
    """A job of its own, and what is over goes."""
    forget_exports()
    forget_unfinished()
    make_export()


def edition(*, by):
    make_edition_when_due(by=by)
