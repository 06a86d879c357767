"""Who an organization says it is, in few queries for many; and pairs that may be one, for who may know of both."""

import hashlib
import json
from dataclasses import dataclass, fields, replace

from django.db.models import Count, Q

from registry.matching import Comparison, Identity, compare, fold, similarity
from registry.matching.compare import POSSIBLE
from registry.matching.pairs import LIKELY_PAIR, Record
from registry.models import DuplicatePair, Organization, OrganizationIdentifier, Presence
from registry.queries.imports import exact_candidates, identities, near_candidates
from registry.queries.organizations import LOOK_AGAIN, named_like
from registry.states import OrganizationState, PairState

# How many records are read at a time when all of them are.
CHUNK = 2_000
MATCHES_SHOWN = 5
CLOSE_LOOKS = 10

# Who was archived or merged is no longer in the inventory, and no duplicate of anybody.
GONE = (OrganizationState.ARCHIVED, OrganizationState.MERGED)
DECIDED = (PairState.SAME, PairState.DIFFERENT, PairState.UNSURE)

_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


# --- Identities ---------------------------------------------------------------------------------------------------


def in_inventory():
    return Organization.objects.exclude(state__in=GONE)


def records():
    """Every record of the inventory with its identity, some thousands at a time, however many there are."""
    last = 0
    while pks := list(in_inventory().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        # Told by where they lie: reading two thousand keys again in each query would cost more than what is found.
        yield from records_of(in_inventory().filter(pk__gt=last, pk__lte=pks[-1]).values("pk"))
        last = pks[-1]


def records_of(pks):
    """Of keys, or of a query for them."""
    known = identities(pks)
    return [Record(pk, known[pk]) for pk in sorted(known)]


def compared_sha256(identity, *, edition):
    """The fingerprint of everything that two records are compared by; `edition` counts how they are compared."""
    return _sha256([edition, *(sorted(getattr(identity, field.name)) for field in fields(Identity))])


def who_they_are(pks):
    """{organization key: fingerprint} of what a verdict rests on: names, identifiers, website, types, head office.

    Where it works and whom to call there changes all the time and makes it nobody else.
    """
    head_offices = dict(Organization.objects.filter(pk__in=pks).values_list("pk", "hq_country"))
    return {
        pk: _sha256(
            [
                sorted({fold(text) for _kind, text, _language in known.names}),
                *map(sorted, (known.identifiers, known.domains, known.types)),
                head_offices[pk],
            ]
        )
        for pk, known in identities(pks).items()
    }


def identity_sha256(one, other):
    """The fingerprint of a pair, of those of its first and its second record."""
    return _sha256([one, other])


def _sha256(said):
    return hashlib.sha256(_JSON.encode(said).encode()).hexdigest()


def candidates_of(record):
    """Keys of organizations that may be the same as one record, found by index: those an import would look at."""
    exact, near = exact_candidates([record.identity])[0], near_candidates([record.identity])[0]
    return (exact | near) - {record.key}


# --- Pairs --------------------------------------------------------------------------------------------------------


def visible_pairs(user):
    """Pairs in the inventory of which this person may know both records. Of any other she is told nothing."""
    visible = Organization.objects.visible_to(user).exclude(state__in=GONE).values("pk")
    return DuplicatePair.objects.filter(first__in=visible, second__in=visible)


def counts(pairs):
    """{state: how many of these pairs}, in one query."""
    counted = pairs.values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(PairState, 0) | {PairState(state): n for state, n in counted.order_by("state")}


def likely(pairs, *, is_likely):
    """Of pairs those that the machine calls likely, or those that it only calls possible."""
    return pairs.filter(score__gte=LIKELY_PAIR) if is_likely else pairs.filter(score__lt=LIKELY_PAIR)


def in_country(pairs, code):
    """Pairs of which one record works or has its head office in a country."""
    present = Presence.objects.filter(country=code).values("organization")
    return pairs.filter(
        Q(first__hq_country=code) | Q(second__hq_country=code) | Q(first__in=present) | Q(second__in=present)
    )


def with_records(pairs):
    """Pairs with what a line of the queue shows of both records, in a fixed number of queries."""
    parts = ("names", "presences", "partnerships")
    return pairs.select_related("first", "second", "decided_by").prefetch_related(
        *(f"{side}__{part}" for side in ("first", "second") for part in parts)
    )


def pairs_of(organization, *, user):
    """What this record may be the same as, best first: undecided, or said to be the same and not merged yet."""
    pairs = visible_pairs(user).filter(state__in=[PairState.OPEN, PairState.SAME])
    pairs = pairs.filter(Q(first=organization) | Q(second=organization)).order_by("-score", "pk")
    return with_records(pairs)


# --- What is being typed ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Match:
    """A record that may be the organization somebody is typing; a near one asks for an answer."""

    organization: Organization
    comparison: Comparison
    is_near: bool
    # The name by which it was found, if it was by a name.
    near_name: str = ""


def possible_matches(identity, *, user):
    """The likeliest records for what was typed so far, best first. What is private in them is not compared."""
    named = {}
    for _kind, text, _language in identity.names:
        for pk, score in named_like(text, user=user, limit=CLOSE_LOOKS):
            named[pk] = max(score, named.get(pk, 0))
    visible = Organization.objects.visible_to(user).exclude(state=OrganizationState.MERGED)
    found = (
        visible.filter(pk__in=named.keys() | _holders(identity)).prefetch_related("names").select_related("hq_country")
    )
    organizations = {organization.pk: organization for organization in found.order_by("pk")}
    known = identities(organizations)
    matches = []
    for pk, organization in organizations.items():
        comparison = compare(identity, replace(known[pk], emails=frozenset(), phones=frozenset()))
        is_near = named.get(pk, 0) >= LOOK_AGAIN or comparison.score >= POSSIBLE
        near_name = _nearest(identity, organization) if pk in named else ""
        matches.append(Match(organization, comparison, is_near, near_name))
    matches.sort(
        key=lambda match: (-match.comparison.score, -named.get(match.organization.pk, 0), match.organization.pk)
    )
    return matches[:MATCHES_SHOWN]


def _nearest(identity, organization):
    typed = [text for _kind, text, _language in identity.names]
    names = [name.text for name in organization.names.all()]
    return max(names, key=lambda name: max(similarity(text, name) for text in typed), default="")


def _holders(identity):
    """Keys of organizations with one of the identifiers or with the website."""
    values = [value for _scheme, value in identity.identifiers]
    held = OrganizationIdentifier.objects.filter(value__in=values, valid_until=None) if values else []
    keys = {row.organization_id for row in held if (row.scheme_id, row.value) in identity.identifiers}
    for domain in identity.domains:
        sites = Organization.objects.filter(website__icontains=domain.removeprefix("www."))
        keys.update(sites.values_list("pk", flat=True)[:CLOSE_LOOKS])
    return keys
