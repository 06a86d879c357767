"""What an update may do to a record: it adds, fills what is empty, and overwrites nobody."""

import pytest

from registry import actions
from registry.models import Organization, OrganizationIdentifier, Partnership, Programme
from tests import make
from tests.registry.actions.imports.sheets import applied, checked, sheet

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HEADER = "Nom;Type;Pays;Site web;Année de création\n"


def site(address, *, year="2001", name="liste_2026-01.csv", type_="ONG Nationale"):
    return sheet(f"Maison des jeunes de Mao;{type_};Tchad;{address};{year}", header=HEADER, name=name)


def record():
    return Organization.objects.get()


def test_what_is_empty_is_filled(curator):
    make.organization("Maison des jeunes de Mao", hq_country_id="TCD")

    applied(site("https://mao.example.org"), by=curator)

    assert (record().website, record().founded) == ("https://mao.example.org", 2001)


def test_what_differs_stays_and_is_shown(curator):
    make.organization("Maison des jeunes de Mao", hq_country_id="TCD", website="https://own.example.org")

    batch = applied(site("https://mao.example.org"), by=curator)

    assert record().website == "https://own.example.org"
    assert {
        "code": "differs", "field": "website", "ours": "https://own.example.org", "theirs": "https://mao.example.org",
    } in batch.rows.get().reasons  # fmt: skip


def test_a_source_corrects_its_own_older_word(curator):
    applied(site("https://old.example.org"), by=curator)

    applied(site("https://new.example.org", name="liste_2026-02.csv"), by=curator)

    assert record().website == "https://new.example.org"


def test_but_not_with_an_older_file(curator):
    applied(site("https://old.example.org"), by=curator)

    applied(site("https://older.example.org", name="liste_2025-01.csv"), by=curator)

    assert record().website == "https://old.example.org"


def test_nor_what_a_person_wrote_since(curator):
    applied(site("https://old.example.org"), by=curator)
    actions.edit_organization(record(), changes={"website": "https://person.example.org"}, by=curator)

    batch = applied(site("https://new.example.org", name="liste_2026-02.csv"), by=curator)

    assert record().website == "https://person.example.org"
    assert "differs" in [reason["code"] for reason in batch.rows.get().reasons]


def test_nor_what_the_organization_confirmed_since(curator):
    applied(site("https://old.example.org"), by=curator)
    actions.edit_organization(record(), changes={"confirmed_on": make.TODAY}, by=curator)

    applied(site("https://new.example.org", name="liste_2026-02.csv"), by=curator)

    assert record().website == "https://old.example.org"


def test_what_a_person_took_away_does_not_come_back(curator):
    lines = "Maison des jeunes de Mao (MJM);ONG Nationale;Tchad;;"
    applied(sheet(lines, header=HEADER, name="liste_2026-01.csv"), by=curator)
    names = [{"kind": "legal", "text": "Maison des jeunes de Mao", "is_primary": True}]
    actions.edit_organization(record(), changes={"names": names}, by=curator)

    applied(sheet(lines.replace(";;", ";;1999"), header=HEADER, name="liste_2026-02.csv"), by=curator)

    assert [name.text for name in record().names.all()] == ["Maison des jeunes de Mao"]


def test_a_type_is_filled_but_not_added_to_another(curator):
    make.organization("Maison des jeunes de Mao", hq_country_id="TCD", types=["media"])

    batch = checked(site("", type_="Fondation"), by=curator)

    row = batch.rows.get()
    assert "types" not in row.diff
    assert ["media"] in [reason.get("ours") for reason in row.reasons]


def test_an_identifier_that_another_record_holds_leads_to_that_record(curator):
    header = "Nom;Type;Pays;Registre;Numéro d'enregistrement\n"
    holder = make.organization("The Holder", hq_country_id="KEN")
    OrganizationIdentifier.objects.create(organization=holder, scheme_id="KE-NCB", value="OP.218/051")

    batch = checked(
        sheet("Un tout autre nom;ONG Nationale;Kenya;KE-NCB;OP.218/051", header=header, name="k_2026.csv"), by=curator
    )

    assert batch.rows.get().organization == holder


def test_a_newer_file_that_says_the_same_makes_the_record_fresher(curator):
    applied(site("https://old.example.org"), by=curator)

    batch = applied(site("https://old.example.org", name="liste_2026-02.csv"), by=curator)

    assert batch.rows.get().diff == {"observed_on": ["2026-01-31", "2026-02-28"]}
    assert record().observed_on.isoformat() == "2026-02-28"


def test_a_partnership_outside_the_countries_of_its_programme_is_told_without_it(curator):
    programme = Programme.objects.create(code="invented", name_en="Invented Programme")
    programme.phases.create(number=1).countries.set(["TCD"])
    header = "Nom;Type;Pays;Role;Area of cooperation;Programme\n"
    lines = [
        f"{name};ONG Nationale;{country};donor;1;invented" for name, country in (("Un", "Tchad"), ("Deux", "Mali"))
    ]

    applied(sheet(*lines, header=header, name="liste_2026-01.csv"), by=curator)

    told = Partnership.objects.order_by("pk").values_list("country", "programme__code")
    assert dict(told) == {"TCD": "invented", "MLI": None}
