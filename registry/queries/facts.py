"""Where each fact of a record comes from, and how many of them are fresh."""

import hashlib
import json
from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from registry.matching import fold
from registry.models import Fact, Organization
from registry.models.facts import AGES_AS, CONTACT_FIELDS
from registry.queries.freshness import DUE, FRESH, STALE, UNKNOWN, freshness, policies
from registry.states import OrganizationState

CLASSES = (FRESH, DUE, STALE, UNKNOWN)
KINDS = ("identity", "organization", "contact")
# What nobody works on any more is no work that is due.
_CLOSED = (OrganizationState.ARCHIVED, OrganizationState.MERGED)
_PLAIN = ("hq_country_id", "hq_city", "founded", "website", "description_en", "description_fr", "description_es")


def with_values(organizations):
    """The organizations of a queryset with everything that `values_of` reads, in a fixed number of queries."""
    return organizations.prefetch_related("names", "types", "levels", "identifiers", "presences", "contacts")


def values_of(organization):
    """{(about, field): value} of all that the record says now; `about` is the reference of a contact, or empty."""
    said = {("", name.removesuffix("_id")): getattr(organization, name) for name in _PLAIN}
    said |= {
        ("", "names"): [name.text for name in organization.names.all()],
        ("", "types"): [type_.code for type_ in organization.types.all()],
        ("", "levels"): [level.code for level in organization.levels.all()],
        ("", "languages"): list(organization.languages),
        ("", "identifiers"): [f"{i.scheme_id} {i.value}".strip() for i in organization.identifiers.all()],
        ("", "presences"): [f"{p.country_id} {p.admin1}".strip() for p in organization.presences.all()],
    }
    for contact in organization.contacts.all():
        if contact.ends_on is None:
            said |= {(contact.reference, f"contact_{name}"): getattr(contact, name) for name in CONTACT_FIELDS}
    return {key: sorted(value) if isinstance(value, list) else value for key, value in said.items() if value}


def freshness_of(fact, known):
    """The class of a statement, or of none."""
    if fact is None:
        return UNKNOWN
    kind = AGES_AS[fact.field]
    return STALE if fact.doubted_on and kind in known else freshness(fact.seen_on, kind, known)


def digest(value):
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def agrees(fact, value):
    """Whether a source says what the record says, or a part of it: nobody knows every name."""
    if value is None or fact.value_sha256 == digest(value):
        return value is not None
    if isinstance(fact.value, list) and isinstance(value, list):
        return {fold(one) for one in fact.value} <= {fold(one) for one in value}
    return False


def sources_of(organization):
    """{(about, field): [facts]} of what the record says now: the one that stands first, then the younger ones.

    A field that nobody has said anything of has an empty list. Costs one query beside those of `with_values`.
    """
    told = defaultdict(list)
    for fact in organization.facts.select_related("recorded_by", "verified_by").order_by(
        "-stands", F("seen_on").desc(nulls_last=True), "pk"
    ):
        told[fact.about, fact.field].append(fact)
    return {key: told.get(key, []) for key in values_of(organization)}


def shares(user, *, country=""):
    """{kind: {class: how many facts, "all": …}} over the records that this person may know of; one query."""
    bounds = _bounds()
    counts = {
        f"{kind}_{name}": Count("pk", filter=Q(field__in=_fields(kind)) & condition)
        for kind in KINDS
        for name, condition in bounds[kind].items()
    }
    counted = _standing(user, country).aggregate(**counts)
    found = {kind: {name: counted[f"{kind}_{name}"] for name in CLASSES} for kind in KINDS}
    return {kind: each | {"all": sum(each.values())} for kind, each in found.items()}


def fresh_by_country(organizations):
    """{country of the head office: (how many facts, how many of them fresh)} of some organizations; one query."""
    bounds = _bounds()
    is_fresh = Q(pk__in=[])
    for kind in KINDS:
        is_fresh |= Q(field__in=_fields(kind)) & bounds[kind][FRESH]
    found = Fact.objects.filter(stands=True, organization__in=organizations.values("pk"))
    counted = found.values_list("organization__hq_country").annotate(n=Count("pk"), fresh=Count("pk", filter=is_fresh))
    return {country: (n, fresh) for country, n, fresh in counted.order_by()}


def facts_of_class(user, *, kind, name, country=""):
    """The facts behind one figure of `shares`, the oldest first."""
    found = _standing(user, country).filter(_bounds()[kind][name], field__in=_fields(kind))
    return (
        found.select_related("organization__hq_country", "recorded_by")
        .prefetch_related("organization__names")
        .order_by(F("seen_on").asc(nulls_first=True), "pk")
    )


def _standing(user, country):
    records = Organization.objects.visible_to(user).exclude(state__in=_CLOSED)
    if country:
        records = records.filter(hq_country=country)
    return Fact.objects.filter(stands=True, organization__in=records.values("pk"))


def _fields(kind):
    return [field for field, as_kind in AGES_AS.items() if as_kind == kind]


def _bounds():
    """{kind: {class: the condition on the day}}, by the same rule as queries.freshness.freshness."""
    today, known = timezone.localdate(), policies()
    return {kind: _bounds_of(today, known.get(kind)) for kind in KINDS}


def _bounds_of(today, policy):
    never = Q(pk__in=[])
    if policy is None:
        return {FRESH: never, DUE: never, STALE: never, UNKNOWN: Q()}
    due_on, stale_on = (today - timedelta(days=days) for days in policy)
    return {
        FRESH: Q(seen_on__gt=due_on, doubted_on=None),
        DUE: Q(seen_on__lte=due_on, seen_on__gt=stale_on, doubted_on=None),
        STALE: Q(seen_on__lte=stale_on) | Q(doubted_on__isnull=False),
        UNKNOWN: Q(seen_on=None, doubted_on=None),
    }
