"""Watch lists and the organizations that come near to who stands in them: for staff who judge, and nobody else."""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from registry.matching import Identity, fold, words
from registry.matching.screening import Watch, Watched
from registry.models import (
    Country,
    MatchVerdict,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Presence,
    ScreeningMatch,
    WatchList,
    WatchListEntry,
)
from registry.queries.duplicates import GONE, in_inventory
from registry.queries.names import weights_of
from registry.roles import PERMISSIONS, Permission
from registry.states import MatchState

# Raise it when names are compared in another way: the next screening then compares all of them anew.
EDITION = 1
CHUNK = 1_000
# Who waits for a person.
WAITING = (MatchState.OPEN, MatchState.PROPOSED)


# --- For people ---------------------------------------------------------------------------------------------------


def visible_matches(user):
    """Matches of records that this person may know of and answers for. Of any other she is told nothing."""
    judges = [a for a in user.current_assignments() if Permission.JUDGE_MATCHES in PERMISSIONS[a.function]]
    if not judges:
        return ScreeningMatch.objects.none()
    known = Organization.objects.visible_to(user).filter(pk__in=Organization.objects.covered_by(judges).values("pk"))
    return ScreeningMatch.objects.filter(organization__in=known.values("pk"))


def counts(matches):
    """{state: how many of these}, in one query."""
    counted = matches.values_list("state").annotate(n=Count("pk")).order_by("state")
    return dict.fromkeys(MatchState, 0) | {MatchState(state): n for state, n in counted}


def with_records(matches):
    """Matches with what a line of the queue shows, in a fixed number of queries."""
    parts = ("organization__names", "organization__presences", "organization__partnerships")
    return matches.select_related("organization", "entry", "watch_list", "proposed_by", "judged_by").prefetch_related(
        *parts
    )


def verdicts_on(match):
    """What people answered about this record and this entry, newest first, also in matches that are closed."""
    told = MatchVerdict.objects.filter(match__organization=match.organization_id, match__entry=match.entry_id)
    return told.select_related("by").order_by("-at", "-pk")


def versions(key):
    """The versions of a list that were loaded, newest first."""
    return WatchList.objects.filter(key=key).select_related("loaded_by").order_by("-made_at")


def held(key):
    """The version of a list that is held, or None."""
    return versions(key).first()


# --- For the machine ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What a record says of who it is, for comparing, and the fingerprints of it.

    `sha256` tells whether it must be compared anew; `judged_sha256` what an answer rests on: names and identifiers.
    """

    identity: Identity
    sha256: str
    judged_sha256: str


def said_by(pks):
    """{organization key: Said} of those of these that are in the inventory, in four statements."""
    names, countries, identifiers = defaultdict(list), defaultdict(set), defaultdict(set)
    told = OrganizationName.objects.filter(organization__in=pks)
    for pk, kind, text, language in told.values_list("organization", "kind", "text", "language"):
        names[pk].append((kind, text, language))
    for pk, country in Presence.objects.filter(organization__in=pks).values_list("organization", "country"):
        countries[pk].add(country)
    registered = OrganizationIdentifier.objects.filter(organization__in=pks, valid_until=None).exclude(value="")
    for pk, scheme, value in registered.values_list("organization", "scheme", "value"):
        identifiers[pk].add((scheme, value))
    found = {}
    for pk, hq in in_inventory().filter(pk__in=pks).order_by("pk").values_list("pk", "hq_country"):
        identity = Identity(names=tuple(sorted(names[pk])), countries=frozenset(countries[pk] | {hq} - {None}))
        judged = sha256([sorted({fold(text) for _kind, text, _language in names[pk]}), sorted(identifiers[pk])])
        compared = sha256([EDITION, identity.names, sorted(identity.countries), judged])
        found[pk] = Said(identity, compared, judged)
    return found


def sha256(said):
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def chunks(after=0):
    """Keys of the inventory after one, in order, some at a time."""
    while pks := list(in_inventory().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield pks
        after = pks[-1]


def held_lists():
    """[[key, number of the version that is held]], in order: what a screening goes by."""
    newest = Window(RowNumber(), partition_by=F("key"), order_by=F("made_at").desc())
    return [list(row) for row in WatchList.objects.alias(n=newest).filter(n=1).order_by("key").values_list("key", "pk")]


def compared_entries():
    return list(WatchListEntry.objects.compared().order_by("pk"))


def watch(entries):
    """The names of some entries, ready to be compared with those of organizations."""
    spellings = Country.objects.filter(is_deprecated=False).values_list("spellings", flat=True)
    told = [
        Watched(entry.pk, tuple((text, quality) for text, quality in entry.names), frozenset(entry.countries))
        for entry in entries
    ]
    return Watch(told, weights_of, places=[text for texts in spellings for text in texts])


def words_of(said):
    """The words of all names of some records."""
    return {word for one in said for _kind, text, _language in one.identity.names for word in words(text)}


def gone():
    """Undecided matches of records that left the inventory."""
    return ScreeningMatch.objects.filter(state__in=WAITING, organization__state__in=GONE)


def by_number(key):
    """{number of the publisher: entry} of everybody who ever stood in a list."""
    return {entry.number: entry for entry in WatchListEntry.objects.filter(key=key).order_by("pk")}


def kinds_held(entries):
    """{kind: how many of these are in the list}."""
    return Counter(entry.kind for entry in entries if entry.delisted_in_id is None)


def of_delisted(entries):
    """Matches that end because their entries are gone: all but those that somebody cleared."""
    ends = Q(state__in=[*WAITING, MatchState.CONFIRMED])
    return ScreeningMatch.objects.filter(ends, entry__in=entries)
