"""Reads that an import needs: who may be meant by a chunk of rows, in a fixed number of queries however long it is."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import connection
from django.db.models import Q

from registry.matching import Identity, fold, query_keys, rarest
from registry.models import (
    Area,
    Contact,
    Fact,
    IdentifierScheme,
    ImportBatch,
    ImportRow,
    ImportTrace,
    Job,
    Level,
    Mode,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    OrganizationType,
    Partnership,
    Presence,
    Programme,
    Role,
    Unit,
)
from registry.models.facts import Teller
from registry.queries.names import organizations_under
from registry.states import ImportState, OrganizationState

# How many names of the registry a name may be compared with, and how many organizations of these are looked at closely.
NAMES_LOOKED_AT = 40
KEYS_OF_A_NAME = 24
CLOSE_LOOKS = 4
_STATED = ("field", "about", "value", "value_sha256", "recorded_by_id")


@dataclass(frozen=True)
class Codes:
    """The registry's own codes, against which every code of a file is checked."""

    types: frozenset
    levels: frozenset
    roles: frozenset
    modes: frozenset
    areas: dict
    """Each area and sub-point → the area it belongs to, or None."""
    schemes: dict
    """Folded code or name of a register → its code."""
    programmes: dict
    """Each programme → its key."""
    places: dict
    """Each programme of which any country is known → the countries where it takes place."""
    units: dict

    def programme_in(self, programme, country):
        """The key of a programme, or None when it does not take place in that country."""
        is_there = country in self.places.get(programme, (country,))
        return self.programmes.get(programme) if is_there else None


def codes():
    schemes = {}
    for scheme in IdentifierScheme.objects.all():
        schemes |= dict.fromkeys(spellings(scheme), scheme.code)
    return Codes(
        types=frozenset(OrganizationType.objects.values_list("code", flat=True)),
        levels=frozenset(Level.objects.values_list("code", flat=True)),
        roles=frozenset(Role.objects.values_list("code", flat=True)),
        modes=frozenset(Mode.objects.values_list("code", flat=True)),
        areas=dict(Area.objects.values_list("code", "parent")),
        schemes={fold(spelling): code for spelling, code in schemes.items()},
        programmes=dict(Programme.objects.values_list("code", "pk")),
        places=_places_of_programmes(),
        units=dict(Unit.objects.values_list("code", "pk")),
    )


def _places_of_programmes():
    places = defaultdict(set)
    for code, country in Programme.objects.values_list("code", "phases__countries"):
        if country:
            places[code].add(country)
    return dict(places)


def spellings(term):
    return {text for text in (term.code, term.name_en, term.name_fr, term.name_es) if text}


def traces(source, keys):
    return {trace.key: trace for trace in ImportTrace.objects.filter(source=source, key__in=keys)}


def statements(source, organizations):
    """{organization key: [what this source says of it now, as JSON]}."""
    told = defaultdict(list)
    said = Fact.objects.filter(organization__in=organizations, teller=Teller.IMPORT, source=source)
    for organization, observed_on, seen_on, recorded_at, *rest in said.values_list(
        "organization", "observed_on", "seen_on", "recorded_at", *_STATED
    ):
        days = {"observed_on": observed_on and str(observed_on), "seen_on": seen_on and str(seen_on)}
        moment = {"recorded_at": recorded_at.isoformat()}
        told[organization].append(dict(zip(_STATED, rest, strict=True)) | days | moment)
    return told


def exact_candidates(identities):
    """[{organization keys}] for each identity: who has one of its identifiers or, folded, one of its names."""
    values = {value for identity in identities for _scheme, value in identity.identifiers}
    names = {fold(text) for identity in identities for _kind, text, _language in identity.names}
    by_identifier, by_name = defaultdict(set), defaultdict(set)
    for scheme, value, pk in OrganizationIdentifier.objects.filter(value__in=values).values_list(
        "scheme", "value", "organization"
    ):
        by_identifier[scheme, value].add(pk)
    for folded, pk in OrganizationName.objects.filter(folded__in=names).values_list("folded", "organization"):
        by_name[folded].add(pk)
    return [
        set().union(
            *(by_identifier[identifier] for identifier in identity.identifiers),
            *(by_name[fold(text)] for _kind, text, _language in identity.names),
        )
        for identity in identities
    ]


def near_candidates(identities):
    """[{organization keys}] for each identity: who shares the rarest keys of its names, the likeliest few."""
    wanted = [
        list(dict.fromkeys(key for _k, text, _l in identity.names for key in query_keys(text)[:KEYS_OF_A_NAME]))
        for identity in identities
    ]
    counts = _counts({key for keys in wanted for key in keys})
    chosen = []
    for keys in wanted:
        # A key that was not counted stands in one name, or in none.
        chosen.append(rarest(keys, {key: counts.get(key, 1) for key in keys}, budget=NAMES_LOOKED_AT))
    holders = organizations_under({key for keys in chosen for key in keys})
    return [_likeliest(keys, holders, counts) for keys in chosen]


def _counts(keys):
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, names FROM registry_namekey WHERE key = ANY(%s)", [list(keys)])
        return dict(cursor.fetchall())


def _likeliest(keys, holders, counts):
    scores = defaultdict(float)
    for key in keys:
        for pk in holders.get(key, ()):
            scores[pk] += 1 / max(counts.get(key, 1), len(holders[key]))
    # One rare key in common may be chance; the best few are looked at in any case.
    return set(sorted(scores, key=lambda pk: -scores[pk])[:CLOSE_LOOKS])


def identities(pks):
    """{organization key: Identity} of some organizations, told by keys or by a query for them; nobody who was merged.

    Nights ask this of the whole inventory, so what a record does not say costs nothing.
    """
    names, identifiers = defaultdict(list), defaultdict(set)
    said = {field: defaultdict(set) for field in ("countries", "places", "emails", "phones", "types", "domains")}
    called = OrganizationName.objects.filter(organization__in=pks).order_by("pk")
    for pk, *name in called.values_list("organization", "kind", "text", "language"):
        names[pk].append(tuple(name))
    held = OrganizationIdentifier.objects.filter(organization__in=pks, valid_until=None).exclude(value="")
    for pk, *identifier in held.values_list("organization", "scheme", "value"):
        identifiers[pk].add(tuple(identifier))
    for pk, country, admin1 in Presence.objects.filter(organization__in=pks).values_list(
        "organization", "country", "admin1"
    ):
        said["countries"][pk].add(country)
        said["places"][pk].add(admin1)
    worked_in = Partnership.objects.filter(organization__in=pks).order_by()
    for pk, country in worked_in.values_list("organization", "country").distinct():
        said["countries"][pk].add(country)
    for pk, email, phone in Contact.objects.filter(organization__in=pks).values_list("organization", "email", "phone"):
        said["emails"][pk].add(email)
        said["phones"][pk].add(phone)
    known = set()
    living = Organization.objects.filter(pk__in=pks).exclude(state=OrganizationState.MERGED)
    for pk, hq, website, type_ in living.values_list("pk", "hq_country", "website", "types"):
        known.add(pk)
        said["countries"][pk].add(hq)
        said["types"][pk].add(type_)
        if website:
            said["domains"][pk].add(urlsplit(website).hostname)
    return {
        pk: Identity(
            names=tuple(names.get(pk, ())),
            identifiers=tuple(sorted(identifiers.get(pk, ()))),
            **{field: frozenset(filter(None, values.get(pk, ()))) for field, values in said.items()},
        )
        for pk in known
    }


def with_facts(organizations):
    """Organizations with everything that an import compares, in a fixed number of queries."""
    return organizations.prefetch_related(
        "names", "types", "levels", "identifiers", "presences", "partnerships__programme", "contacts"
    )


def earlier_same_file(batch):
    """The last import of the same content that was applied, if any."""
    same = ImportBatch.objects.filter(sha256=batch.sha256, state=ImportState.APPLIED).exclude(pk=batch.pk)
    return same.order_by("-applied_at").first()


def undone_since_check(batch):
    """Whether another import of its source went back after this one was checked: then its preview no longer holds."""
    checks = Job.objects.filter(kind="import.check", subject=batch.reference).exclude(started_at=None)
    checked_at = checks.order_by("-started_at").values_list("started_at", flat=True).first()
    since = Q(state=ImportState.UNDOING) | Q(undone_at__gte=checked_at) if checked_at else Q(state=ImportState.UNDOING)
    return ImportBatch.objects.filter(since, source=batch.source).exclude(pk=batch.pk).exists()


def left_out_since_check(rows):
    """Rows that an apply left out because they would have done what the preview had not shown."""
    return rows.filter(outcome="skipped", reasons__contains=[{"code": "changed_since"}])


def with_adjustments(rows):
    """Rows that go in although a value of theirs was left out or read otherwise."""
    return rows.exclude(verdict__in=[ImportRow.Verdict.ERROR, ImportRow.Verdict.SET_ASIDE]).exclude(problems=[])
