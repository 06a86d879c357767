"""What may be told of an organization: the public profile, the partner profile, and the values it is found by.

Field classes P0 and P1 of docs/decisions/0007-what-is-public.md. People, contacts, documents, notes and the at-risk
flag are in neither; a link to an organization that has no listing of its own is left out of both.
"""

from datetime import date, timedelta

from registry.matching import fold
from registry.models.facts import PUBLIC_FIELDS, Teller
from registry.queries.freshness import freshness
from registry.queries.partnerships import last_seen_on
from registry.states import PUBLIC_STATES, PartnershipState

PREFETCHED = [
    "names",
    "types",
    "levels",
    "identifiers",
    "presences",
    "links__to_organization__names",
    "partnerships__programme",
    "partnerships__unit",
    "merged_from",
    "facts",
]

_NAMED = frozenset({Teller.IMPORT, Teller.PARTNER, Teller.REGISTRY})


def with_profile(organizations):
    """The organizations of a queryset with everything that a profile reads, in a fixed number of queries."""
    return organizations.select_related("hq_country").prefetch_related(*PREFETCHED)


def public_profile(organization):
    """P0: who it is, what it does with IOM and in which countries; never a town, a province or a person."""
    kept = told(organization)
    partnerships = [_partnership(p) for p in kept]
    return {
        "id": organization.reference,
        "name": organization.name,
        "acronym": organization.acronym or None,
        "names": [_name(name) for name in ordered_names(organization)],
        "kind": organization.kind,
        "types": sorted(type_.code for type_ in organization.types.all()),
        "type_explained": organization.type_explained or None,
        "levels": [level.code for level in sorted(organization.levels.all(), key=lambda level: level.position)],
        "description": {code: getattr(organization, f"description_{code}") or None for code in ("en", "fr", "es")},
        "website": organization.website or None,
        "founded": organization.founded,
        "languages": organization.languages,
        "hq_country": organization.hq_country_id,
        "countries": organization.countries_of_work(kept),
        "areas": sorted({p["area"] for p in partnerships}),
        "roles": sorted({p["role"] for p in partnerships}),
        "partnerships": partnerships,
        "identifiers": [
            {"scheme": identifier.scheme_id, "value": identifier.value or None}
            for identifier in sorted(organization.identifiers.all(), key=lambda i: (i.scheme_id, i.value))
            if identifier.valid_until is None
        ],
        "links": [
            {"kind": link.kind, "id": link.to_organization.reference, "name": link.to_organization.name}
            for link in sorted(organization.links.all(), key=lambda link: link.pk)
            if link.ends_on is None and _has_listing(link.to_organization)
        ],
        "status": organization.state,
        "trust": organization.trust,
        "source": organization.source or None,
        "observed_on": _day(organization.observed_on),
        "confirmed_on": _day(organization.confirmed_on),
        "verified_on": _day(organization.verified_on),
        "facts": _facts(organization),
        "former_ids": former_references(organization),
        "is_demo": organization.is_demo,
    }


def partner_profile(organization, public):
    """P1: the public profile, and the town of the office and the provinces of work."""
    return public | {
        "hq_city": organization.hq_city or None,
        "places": [
            {"country": presence.country_id, "admin1": presence.admin1 or None, "sectors": presence.sectors}
            for presence in sorted(organization.presences.all(), key=lambda p: (p.country_id, p.admin1))
        ],
    }


def age(public, known_policies):
    """How old what is known of it is; a profile that is stored with it is written anew when that changes."""
    return freshness(latest_day(public), "organization", known_policies)


def facet_values(public, *, regions_of):
    """The values by which the directory finds it, such as `country:TCD`; `regions_of` maps a country to IOM regions."""
    values = {f"freshness:{public['freshness']}", f"trust:{public['trust']}"}
    for facet, codes in (
        ("type", public["types"]),
        ("level", public["levels"]),
        ("status", [public["status"]]),
        ("hq", [public["hq_country"]] if public["hq_country"] else []),
        ("country", public["countries"]),
        ("area", public["areas"]),
        ("role", public["roles"]),
        ("region", {region for code in public["countries"] for region in regions_of.get(code, ())}),
        ("programme", {p["programme"] for p in public["partnerships"] if p["programme"]}),
        ("unit", {p["unit"] for p in public["partnerships"] if p["unit"]}),
    ):
        values |= {f"{facet}:{code}" for code in codes}
    return sorted(values)


def former_references(organization):
    """References of the records that were merged into it, however often; never of one at risk."""
    merged = [record for record in organization.merged_from.all() if not record.is_at_risk]
    return sorted(
        {record.reference for record in merged} | {old for record in merged for old in former_references(record)}
    )


def latest_day(public):
    """The last day on which anybody saw, confirmed or verified the organization, as a date, or None."""
    days = [public[field] for field in ("observed_on", "confirmed_on", "verified_on") if public[field]]
    return _parse(max(days)) if days else None


def searchable_names(public):
    """Everything that finds it in a search: every name, current or former, and every identifier."""
    texts = [name["text"] for name in public["names"]] + [i["value"] for i in public["identifiers"] if i["value"]]
    return list({fold(text): text for text in texts}.values())


def told(organization):
    """Its partnerships that were not rejected, newest first."""
    kept = [p for p in organization.partnerships.all() if p.state != PartnershipState.REJECTED]
    return sorted(
        kept, key=lambda p: (p.period.lower is None, p.period.lower or p.created_at.date(), p.pk), reverse=True
    )


def ordered_names(organization):
    order = {"legal": 0, "translation": 1, "local": 2, "acronym": 3, "other": 4, "former": 5}
    return sorted(organization.names.all(), key=lambda name: (not name.is_primary, order[name.kind], name.text))


def _name(name):
    return {"text": name.text, "kind": name.kind, "language": name.language or None, "script": name.script or None}


def _facts(organization):
    """On what each public field rests, and as of when. A source in the words of staff may name a person: left out."""
    standing = [fact for fact in organization.facts.all() if fact.stands and fact.field in PUBLIC_FIELDS]
    return [
        {
            "field": fact.field,
            "told_by": fact.teller,
            "source": fact.source or None if fact.teller in _NAMED else None,
            "observed_on": _day(fact.observed_on),
            "verified_on": _day(fact.verified_on),
        }
        for fact in sorted(standing, key=lambda fact: fact.field)
    ]


def _partnership(partnership):
    return {
        "id": partnership.reference,
        "role": partnership.role_id,
        "area": partnership.area_id,
        "part": partnership.part_id,
        "country": partnership.country_id,
        "level": partnership.level_id,
        "mode": partnership.mode_id,
        "programme": partnership.programme.code if partnership.programme else None,
        "unit": partnership.unit.code if partnership.unit else None,
        "starts_on": _day(partnership.period.lower),
        # The database keeps a period without its last day; people are told the last day itself.
        "ends_on": _day(_last_day(partnership.period)),
        "state": partnership.state,
        "verified_on": _day(partnership.verified_on),
        "seen_on": _day(last_seen_on(partnership)),
    }


def _has_listing(organization):
    return not organization.is_at_risk and organization.state in PUBLIC_STATES


def _day(day):
    return day.isoformat() if day else None


def _parse(text):
    return date.fromisoformat(text)


def _last_day(period):
    if period.upper is None:
        return None
    return period.upper if period.upper_inc else period.upper - timedelta(days=1)
