"""Two humanitarian who-does-what-where files that others wrote; each number was counted by hand from the cells."""

from collections import Counter
from pathlib import Path

import pytest

from registry.importers import Defaults, Vocabularies, fold, open_table
from tests.registry.importers.countries import COUNTRIES

# Each case reads a whole file through the child process.
pytestmark = pytest.mark.slow

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CHAD = DATA / "3w_chad_2021-10_fr.xlsx"
HONDURAS = DATA / "345w_honduras_2021_es.csv"
VOCABULARIES = Vocabularies(countries=COUNTRIES)

needs_chad = pytest.mark.skipif(not CHAD.exists(), reason="no shared data: Chad 3W")
needs_honduras = pytest.mark.skipif(not HONDURAS.exists(), reason="no shared data: Honduras 3W")


def folded(path, **defaults):
    table = open_table(path, vocabularies=VOCABULARIES)
    return fold(table.lines(), table.header, table.column_map, defaults=Defaults(**defaults), vocabularies=VOCABULARIES)


@needs_chad
def test_chad_header_and_columns_are_found():
    table = open_table(CHAD)

    assert (table.header.line_number, table.header.hxl_line) == (1, 2)
    assert [(column.heading, column.field) for column in table.column_map.columns] == [
        ("Pcode1", "admin1_code"),
        ("Province", "admin1"),
        ("Cluster", "sector"),
        ("Acronyme", "acronym"),
        ("Nom de l'organisation", "name"),
        ("Type d'organisation", "type"),
    ]


@needs_chad
def test_chad_705_rows_are_132_organizations():
    result = folded(CHAD)

    counts = result.counts
    # 240 rows of UN agencies and 8 of a government body are set aside; 167 + 251 of NGOs and 39 of the Red Cross stay.
    assert (counts.read, counts.folded, counts.set_aside, counts.errors) == (705, 457, 248, 0)
    assert (counts.organizations, counts.organizations_set_aside, counts.to_decide) == (120, 12, 3)
    assert Counter(row.set_aside for row in result.rows) == {None: 120, "un": 10, "iom": 1, "government": 1}
    assert Counter(row.level for row in result.rows if row.type_code == "ngo") == {"national": 69, "global": 48}
    assert {row.acronym for row in result.rows if row.decide == "red_cross"} == {"CICR", "CRF", "CRT"}


@needs_chad
def test_chad_country_comes_from_the_codes_of_its_provinces():
    result = folded(CHAD)

    assert {row.countries for row in result.rows} == {("TCD",)}
    acf = next(row for row in result.rows if row.acronym == "ACF")
    assert (acf.name, len(acf.lines), len(acf.places)) == ("Action Contre la Faim", 27, 27)


@needs_honduras
def test_honduras_implementing_organization_is_taken_not_the_donor():
    table = open_table(HONDURAS, vocabularies=VOCABULARIES)

    fields = {column.heading: column.field for column in table.column_map.columns if column.field}
    assert fields == {
        "ID": "source_id",
        "ORGANIZACIÓN IMPLEMENTADORA": "name",
        "TIPO DE ORGANIZACIÓN IMPLEMENTADORA": "type",
        "PAÍS": "country",
        "Country code": "country",
        "PCODE1": "admin1_code",
        "ADMIN 1": "admin1",
        "ADMIN 2": "admin2",
        "SECTOR / CLUSTER": "sector",
        "FECHA DE INICIO": "start",
        "FECHA DE FINALIZACIÓN": "end",
        "ESTADO": "status",
    }


@needs_honduras
def test_honduras_2730_rows_are_43_organizations():
    result = folded(HONDURAS)

    counts = result.counts
    # Set aside: 690 UN, 58 donor, 1 government. Errors: 16 rows end before they start, 13 of them set aside anyway.
    assert (counts.read, counts.folded, counts.set_aside, counts.errors) == (2730, 1978, 749, 3)
    assert (counts.organizations, counts.organizations_set_aside, counts.to_decide) == (29, 14, 1)
    assert Counter(row.set_aside for row in result.rows) == {None: 29, "un": 11, "iom": 1, "donor": 1, "government": 1}
    assert [(error.number, error.problems[0].code) for error in result.errors] == [
        (1820, "end_before_start"),
        (1821, "end_before_start"),
        (1822, "end_before_start"),
    ]


@needs_honduras
def test_honduras_names_religious_bodies_and_pseudo_departments():
    rows = {row.name: row for row in folded(HONDURAS).rows}

    assert (rows["WVI"].acronym, rows["Misiones del Agua Int'l"].acronym) == ("WVI", "")
    assert [(name, rows[name].type_code, rows[name].set_aside) for name in ("CASM", "Cáritas", "LWR")] == [
        ("CASM", "other", None),
        ("Cáritas", "other", None),
        ("LWR", "other", None),
    ]
    assert rows["OIM"].set_aside == "iom"
    assert rows["CRH"].decide == "red_cross"
    assert not any(place.admin1 == "Cobertura Nacional" for row in rows.values() for place in row.places)


@needs_chad
def test_the_same_file_twice_gives_the_same_keys():
    assert [row.key for row in folded(CHAD).rows] == [row.key for row in folded(CHAD).rows]
