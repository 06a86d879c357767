"""Fill an empty registry with invented organizations: facts by COPY, listings as the product publishes them.

A registry that has the first N organizations of the generator already is filled up to the scale that is asked for.
"""

import itertools
import random
from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max
from django.utils import timezone
from psycopg.types.json import Jsonb

from benchmarks.names import organizations
from registry import actions, references
from registry.matching import fold, name_keys, script_of
from registry.models import Contact, Country, Organization, OrganizationName, Partnership, Presence, Unit
from registry.states import OrganizationState, PartnershipState

SEED = 7
SOURCE = "Invented for the benchmark"
IMPORTED = "Benchmark import"
TODAY = timezone.localdate()
# Organizations to a transaction of the loader. Larger than an import's, for nobody waits for the history here.
CHUNK = 2_000
SENTENCE = {
    "en": "Accompanies families, gives advice on their rights and trains volunteers in the communities that it serves.",
    "fr": "Accompagne les familles, les conseille sur leurs droits et forme des bénévoles dans les communautés.",
    "es": "Acompaña a las familias, las asesora sobre sus derechos y forma a voluntarios en las comunidades.",
}


class NotEmpty(Exception):
    """The database holds what the benchmark did not make, and must not touch."""


def prepare():
    """Tables and vocabularies, in an empty database or in one that an earlier run has filled."""
    call_command("migrate", verbosity=0)
    actions.load_vocabularies(by="benchmark")
    if Organization.objects.exclude(source=SOURCE).exclude(source__startswith=IMPORTED).exists():
        raise NotEmpty("This database holds organizations that are not the benchmark's: give it one of its own.")


def fill(scale):
    """The invented organizations 0 … scale - 1, loaded where they were not yet; returns them as the generator says."""
    every = list(organizations(scale, SEED))
    present = len(keys_by_number())
    rest = Rest()
    for start in range(present, scale, CHUNK):
        with transaction.atomic():
            keys = write_facts(every[start : min(start + CHUNK, scale)], start, rest)
            actions.publish_listings(Organization.objects.filter(pk__in=keys))
    if present < scale:
        actions.count_name_keys()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return every


def keys_by_number():
    """{number: key} of the invented organizations. An import names another source for some of them; a contact stays."""
    first = Contact.objects.filter(source=SOURCE, name="Person 1").values_list("email", "organization")
    return {int(email.split("@csr")[1].split(".")[0]): key for email, key in first.iterator(chunk_size=10_000)}


class Rest:
    """What the generator of names leaves open: codes that the vocabularies allow, and who verified."""

    def __init__(self):
        self.unit = Unit.objects.values_list("pk", flat=True).order_by("pk").first()
        self.person = actions.command_line_user().pk
        self.countries = list(Country.objects.order_by("code").values_list("code", flat=True))
        # The n-th country has 1/n of the weight of the first, as inventories are.
        self.weights = list(itertools.accumulate(1 / n for n in range(1, len(self.countries) + 1)))


def write_facts(chunk, start, rest):
    """COPY the facts of some organizations into the tables of the product; returns their keys."""
    first = (Organization.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    rows = {model: [] for model in (Organization, OrganizationName, Presence, Partnership, Contact)}
    types, levels = [], []
    for pk, (number, said) in enumerate(enumerate(chunk, start), first):
        chance = random.Random(f"{SEED} {number}")
        rows[Organization].append(_organization(pk, said, chance, rest))
        rows[OrganizationName] += [_name(pk, at, name) for at, name in enumerate(said["names"])]
        countries = countries_of(said, chance, rest)
        rows[Presence] += [
            {"organization_id": pk, "country_id": country, "source": SOURCE, "observed_on": TODAY}
            for country in countries
        ]
        rows[Partnership] += _partnerships(pk, said, countries, chance, rest)
        rows[Contact] += [_contact(pk, number, at) for at in range(chance.choice((1, 1, 2)))]
        types.append((pk, said["type"]))
        levels.append((pk, said["level"]))
    for model, told in rows.items():
        copy_rows(model, told)
    _copy_pairs(Organization.types.through, types)
    _copy_pairs(Organization.levels.through, levels)
    return range(first, first + len(chunk))


def countries_of(said, chance, rest):
    """Where it works; one of twelve also in a country far from its own, and some countries have few."""
    codes = list(said["countries"])
    if chance.random() < 0.08:
        codes += chance.choices(rest.countries, cum_weights=rest.weights)
    return list(dict.fromkeys(codes))


def _organization(pk, said, chance, rest):
    seen = TODAY - timedelta(days=chance.choice((20, 90, 200, 300, 500, 900, 1500)))
    row = {
        "id": pk,
        "reference": _reference(pk),
        "state": OrganizationState.PUBLISHED if chance.random() < 0.95 else OrganizationState.DORMANT,
        "hq_country_id": said["hq_country"],
        "source": SOURCE,
        "observed_on": seen,
        "founded": chance.choice((None, 1974, 1988, 1999, 2007, 2015)),
        "website": f"https://csr{pk}.example.org/" if chance.random() < 0.6 else "",
        "languages": [name["language"] for name in said["names"][:1] if name["language"]],
    }
    if chance.random() < 0.7:
        language = chance.choice(list(SENTENCE))
        row[f"description_{language}"] = SENTENCE[language]
    if chance.random() < 0.3:
        row["confirmed_on"] = seen + timedelta(days=5)
        if chance.random() < 0.5:
            row |= {"verified_on": seen + timedelta(days=10), "verified_by_id": rest.person}
    return row


def _reference(pk):
    """Looks as random as the product's, and never meets another: an odd factor permutes the numbers of seven places."""
    number = pk * 20_110_601_357 % 32**7
    body = "".join(references.ALPHABET[number >> 5 * place & 31] for place in range(7))
    return f"CSO-{body}{references.check_character(body)}"


def _name(pk, at, name):
    return {
        "organization_id": pk,
        "kind": name["kind"],
        "text": name["text"],
        "language": name["language"],
        "folded": fold(name["text"])[:300],
        "keys": name_keys(name["text"]),
        "script": script_of(name["text"]),
        "is_primary": at == 0,
    }


def _partnerships(pk, said, countries, chance, rest):
    """1.9 for each organization, each in another area, role and country."""
    told = {}
    for _ in range(chance.choice((1, 1, 1, 2, 2, 2, 2, 2, 3, 3))):
        key = (chance.choice(said["roles"]), str(chance.choice(said["areas"])), chance.choice(countries))
        told[key] = _partnership(pk, *key, chance, rest)
    return told.values()


def _partnership(pk, role, area, country, chance, rest):
    row = {
        "organization_id": pk,
        "role_id": role,
        "area_id": area,
        "country_id": country,
        "level_id": chance.choice(("global", "regional", "national", "local")),
        "period": DateRange(date(chance.randint(2012, 2025), 1, 1), None),
        "state": PartnershipState.PROPOSED,
        "source": SOURCE,
    }
    if chance.random() < 0.3:
        row |= {
            "state": PartnershipState.VERIFIED,
            "unit_id": rest.unit,
            "verified_on": TODAY,
            "verified_by_id": rest.person,
            "evidence_note": "Invented",
        }
    return row


def _contact(pk, number, at):
    return {
        "organization_id": pk,
        "name": f"Person {at + 1}",
        "email": f"person{at + 1}@csr{number}.example.org",
        "source": SOURCE,
    }


def copy_rows(model, rows):
    """COPY dictionaries into a model's table; fields that no row names get the model's default."""
    if not rows:
        return
    fields = [f for f in model._meta.concrete_fields if not f.primary_key or any(f.attname in row for row in rows)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row([_value(row, field) for field in fields])
        if any(field.primary_key for field in fields):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'),"
                f" (SELECT max(id) FROM {model._meta.db_table}))"
            )


def _value(row, field):
    if field.attname in row:
        value = row[field.attname]
    elif getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        value = timezone.now()
    else:
        value = field.get_default()
    return Jsonb(value) if isinstance(value, dict) else value


def _copy_pairs(through, pairs):
    columns = ", ".join(f'"{field.column}"' for field in through._meta.concrete_fields if not field.primary_key)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{through._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for pair in pairs:
            copy.write_row(pair)
