"""Filling an empty registry with the demonstration, in one transaction."""

from datetime import date, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from registry.actions.demo.names import ENGLISH, ENGLISH_KIND, FAMILIES, INVENTED, WORK
from registry.actions.demo.people import add_disputes, add_members, add_mission_officer, add_proposal, add_staff
from registry.actions.demo.programmes import add_lessons, close_a_mission
from registry.actions.demo.refreshes import add_refresh
from registry.actions.demo.twins import add_twins
from registry.actions.demo.watch_list import add_watch_list
from registry.actions.duplicates import scan_duplicates
from registry.actions.exports import make_export
from registry.actions.facts import tell_import, tell_records
from registry.actions.history import hold_history, record_many
from registry.actions.listings import count_name_keys, publish_listings
from registry.actions.missions import count_missions
from registry.actions.organizations import mark_at_risk
from registry.actions.partnerships import period
from registry.actions.programmes import load_programmes
from registry.matching import fold, name_keys, script_of
from registry.models import (
    Contact,
    Country,
    Organization,
    OrganizationIdentifier,
    OrganizationLink,
    OrganizationName,
    Partnership,
    Presence,
    Programme,
    Unit,
    UnitKind,
)
from registry.models.facts import Teller
from registry.states import OrganizationState, PartnershipState, StateReason

SIZE = 300
SOURCE = "Invented demonstration data"
ROLES = [
    "collaborator",
    "service_provider",
    "project_implementer",
    "donor",
    "technical_cooperation_beneficiary",
    "grant_recipient",
    "service_recipient",
]
TYPES = {"philanthropic": "foundation"}
# What is left for a gap to be found: nobody of the demonstration works against trafficking in these two.
NO_AREA_ONE = {"LBY", "NGA"}


@transaction.atomic
def load_demo(*, by):
    """Load the demonstration unless there is any organization already; returns how many it added."""
    if Organization.objects.exists():
        return 0
    hold_history()
    random = Random(2012)
    load_programmes(by=by)
    curator = add_staff()
    organizations = [_organization(random, number, plan) for number, plan in enumerate(_plans(random))]
    _partnerships(random, organizations, curator)
    _links(organizations)
    organizations += add_twins()
    _contacts(organizations)
    _sources(organizations, by=by)
    publish_listings(organizations)
    record_many(
        [
            {"verb": "organization.created", "subject": organization.reference, "op": "upsert"}
            for organization in organizations
        ],
        by=by,
    )
    for organization in organizations[40:42]:
        mark_at_risk(organization, reason="Invented reason: threats against the staff of a shelter.", by=curator)
    add_mission_officer()
    add_members()
    add_proposal()
    add_disputes()
    add_lessons(curator)
    close_a_mission(curator)
    count_name_keys()
    scan_duplicates(by=by)
    add_watch_list(by=curator)
    add_refresh(curator)
    count_missions()
    # A worker writes it once the other apps have added theirs too; otherwise there were none before the night.
    make_export()
    return len(organizations)


def _contacts(organizations):
    """A focal point for every second organization, asked long ago or lately. Nobody has these numbers."""
    today = timezone.localdate()
    Contact.objects.bulk_create(
        Contact(
            organization=organization,
            role=Contact.Role.FOCAL_POINT,
            name=f"Invented Person {number}",
            email=f"office@organization{number}.example",
            phone=f"+000 000 {number:04d}",
            source=SOURCE,
            last_confirmed_on=today - timedelta(days=(10, 100, 150, 250, 450)[number % 5]),
        )
        for number, organization in enumerate(organizations)
        if number % 2 == 0
    )


def _sources(organizations, *, by):
    """Who said what: one source for all, some confirmed by themselves, a few contradicted by a second list."""
    tell_records(organizations, by=by)
    tell_records(
        [organization for number, organization in enumerate(organizations) if number % 3 == 0],
        by=by,
        teller=Teller.CSO,
    )
    older = timezone.localdate() - timedelta(days=800)
    told = {one.pk: {"website": f"https://old.{one.website.removeprefix('https://')}"} for one in organizations[::9]}
    tell_import(told, source="Invented older list", observed_on=older, by=by)


def _plans(random):
    """(language, country, name, English name, type) for each organization; no name twice."""
    shares = {"en": 100, "fr": 80, "es": 60, "ar": 40, "ru": 20}
    for language, countries, beginnings, endings in FAMILIES:
        ways = [
            (beginning, type_, ending) for beginning in beginnings for type_, many in endings.items() for ending in many
        ]
        for beginning, type_, ending in random.sample(ways, min(len(ways), shares[language])):
            name = ending.format(beginning) if "{}" in ending else f"{beginning} {ending}"
            english = f"{ENGLISH[beginning]} {ENGLISH_KIND[type_]}" if beginning in ENGLISH else ""
            yield language, random.choice(countries), name, english, TYPES.get(type_, type_)


def _organization(random, number, plan):
    language, country, name, english, type_ = plan
    seen = timezone.localdate() - timedelta(days=random.choice([20, 90, 200, 330, 400, 500, 700, 900]))
    organization = Organization(
        state=_state(number),
        state_code=StateReason.CLOSED_DOWN if _state(number) == OrganizationState.ARCHIVED else "",
        hq_country_id=country,
        founded=random.randint(1975, 2022),
        website=f"https://organization{number}.example",
        languages=sorted({language, random.choice(["en", "fr", language])}),
        source=SOURCE,
        observed_on=seen,
        confirmed_on=seen if number % 3 == 0 else None,
        is_demo=True,
    )
    work = random.randrange(5)
    for code, sentences in WORK.items():
        setattr(organization, f"description_{code}", f"{sentences[work]} {INVENTED[code]}")
    organization.save()
    organization.types.set([type_] if number % 11 else [type_, "advocacy_group"])
    organization.levels.set([random.choice(["local", "national", "national", "regional", "global"])])
    _names(organization, language, name, english, number)
    Presence.objects.bulk_create(
        Presence(organization=organization, country_id=code, source=SOURCE, observed_on=seen)
        for code in {country, *random.sample(_countries_of(language), random.randrange(3))}
    )
    if number % 4 == 0:
        OrganizationIdentifier.objects.create(
            organization=organization, scheme_id="none", value="", source=SOURCE, checked_on=seen
        )
    return organization


def _state(number):
    if number % 25 == 7:
        return OrganizationState.DRAFT
    if number % 25 == 12:
        return OrganizationState.IN_REVIEW
    if number % 40 == 9:
        return OrganizationState.DORMANT
    return OrganizationState.ARCHIVED if number % 90 == 31 else OrganizationState.PUBLISHED


def _countries_of(language):
    return next(countries for code, countries, *_rest in FAMILIES if code == language)


def _names(organization, language, name, english, number):
    texts = [(name, "legal", language, True)]
    if english:
        texts.append((f"{english} {number}", "translation", "en", False))
    letters = "".join(word[0] for word in fold(english or name).split() if word[0].isalpha()).upper()
    if len(letters) >= 3:
        texts.append((letters, "acronym", "", False))
    OrganizationName.objects.bulk_create(
        OrganizationName(
            organization=organization,
            kind=kind,
            text=text,
            folded=fold(text),
            keys=name_keys(text),
            language=code,
            script=script_of(text),
            is_primary=is_primary,
        )
        for text, kind, code, is_primary in texts
    )


def _partnerships(random, organizations, curator):
    """Partnerships in all nine areas and seven roles; some of them in COMPASS, in countries of its first phase."""
    compass = Programme.objects.get(code="compass")
    compass_countries = set(compass.phases.get(number=1).countries.values_list("code", flat=True))
    missions = _missions({organization.hq_country_id for organization in organizations})
    rows = []
    for number, organization in enumerate(organizations):
        country = organization.hq_country_id
        for area in random.sample(range(1, 10), random.choice([0, 1, 1, 2, 2, 3])):
            if area == 1 and country in NO_AREA_ONE:
                continue
            in_compass = country in compass_countries and area <= 3 and number % 2 == 0
            starts_on = date(2021 + random.randrange(5), random.randrange(1, 13), 1)
            ends_on = starts_on + timedelta(days=700) if random.random() < 0.3 else None
            is_verified = random.random() < 0.5
            rows.append(
                Partnership(
                    organization=organization,
                    role_id=ROLES[(number + area) % 7],
                    area_id=str(area),
                    country_id=country,
                    level_id=random.choice(["local", "national", "regional"]),
                    mode_id=random.choice(["equal_footing", "complementary"]),
                    programme=compass if in_compass else None,
                    unit=missions[country],
                    period=period(starts_on, ends_on),
                    state=PartnershipState.VERIFIED if is_verified else PartnershipState.PROPOSED,
                    evidence_note="Invented agreement" if is_verified else "",
                    verified_on=organization.observed_on if is_verified else None,
                    verified_by=curator if is_verified else None,
                    source=SOURCE,
                    observed_on=organization.observed_on,
                )
            )
            if is_verified and not organization.verified_on and number % 2:
                organization.verified_on, organization.verified_by = organization.observed_on, curator
    Partnership.objects.bulk_create(rows)
    Organization.objects.bulk_update(organizations, ["verified_on", "verified_by"])


def _missions(countries):
    names = Country.objects.in_bulk(countries)
    return {
        code: Unit.objects.create(
            code=f"demo-mission-{code.lower()}",
            kind=UnitKind.COUNTRY_OFFICE,
            country=names[code],
            name_en=f"Demo mission, {names[code].name_en}",
            name_fr=f"Mission de démonstration, {names[code].name_fr}",
            name_es=f"Misión de demostración, {names[code].name_es}",
            source=SOURCE,
        )
        for code in sorted(countries)
    }


def _links(organizations):
    """A few branches and members of networks."""
    OrganizationLink.objects.bulk_create(
        OrganizationLink(kind=kind, from_organization=organizations[one], to_organization=organizations[other])
        for kind, one, other in [
            ("branch_of", 3, 1),
            ("member_of", 5, 1),
            ("member_of", 8, 1),
            ("affiliate_of", 104, 101),
        ]
    )
