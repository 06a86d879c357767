"""Which column holds what."""

import json

import pytest

from registry.importers import ColumnMap, Line, Vocabularies, find_header, guess
from registry.importers.headings import FIELDS, field_of, field_of_tag
from registry.importers.problems import REASONS
from registry.importers.tables import Header
from registry.importers.words import words
from tests.registry.importers.countries import COUNTRIES

VOCABULARIES = Vocabularies(countries=COUNTRIES)


def header_of(*names, tags=()):
    return Header(1, names, 2 if tags else None, tags)


def guessed(names, *rows, tags=()):
    header = header_of(*names, tags=tags)
    lines = [Line(number, tuple(row)) for number, row in enumerate(rows, 3)]
    return [column.field for column in guess(header, lines, VOCABULARIES).columns]


HEADINGS = {
    "name": [
        "Organization name *",
        "NOM DE L’ORGANISATION",
        "Nombre de la organización:",
        "ORGANIZACIÓN IMPLEMENTADORA",
        "Implementing partner",
        "Organisation de mise en œuvre",
        "اسم المنظمة",
    ],
    "acronym": ["Acronym", "Sigle", "Siglas", "Acronyme de l'organisation"],
    "local_name": ["Nom en arabe", "Name (Arabic)"],
    "former_name": ["Ancien nom"],
    "type": ["Type d'organisation", "TIPO DE ORGANIZACIÓN IMPLEMENTADORA", "Org. type"],
    "identifier": ["N° d'enregistrement", "Registration No.", "NIT"],
    "org_id": ["org-id"],
    "website": ["Site web"],
    "email": ["Correo electrónico", "E-mail *"],
    "phone": ["Tél", "Teléfono"],
    "country": ["Pays", "PAÍS", "Country of operation", "البلد"],
    "hq_country": ["Pays du siège"],
    "admin1": ["Province", "Departamento"],
    "admin1_code": ["Pcode1"],
    "admin2": ["ADMIN 2"],
    "sector": ["Cluster", "SECTOR / CLUSTER"],
    "role": ["Role with IOM", "Rôle auprès de l'OIM"],
    "area": ["Domaine de coopération", "Ámbito de cooperación"],
    "level": ["Niveau"],
    "programme": ["Programme"],
    "unit": ["Mission de l'OIM"],
    "start": ["Date de début"],
    "end": ["FECHA DE FINALIZACIÓN"],
    "status": ["Estado"],
    "founded": ["Année de création", "Year established"],
    "languages": ["Langues de travail"],
    "": [
        "ORGANIZACIÓN DONANTE",
        "Donor organization",
        "Bailleur",
        "NOMBRE DEL LUGAR",
        "PROJECT NAME",
        'ACTIVITY UNIT"|trans}}',
        "PCODE2",
        "Lead organisation",
        "",
    ],
}


@pytest.mark.parametrize(
    ("heading", "field"), [(heading, field) for field, headings in HEADINGS.items() for heading in headings]
)
def test_headings(heading, field):
    assert (field_of(heading)[0] or "") == field


TAGS = {
    "name": ["#org+name", "#org +name", "#org", "#org+impl+name"],
    "acronym": ["#org+acronym"],
    "type": ["#org+type"],
    "": ["#org+funder", "#org+prog", "#adm2 +pcode", "#reached +total"],
    "org_id": ["#org+code+v_orgid"],
    "country": ["#adm0 +code", "#country+name"],
    "admin1_code": ["#adm1+code", "#adm1 +pcode"],
    "admin1": ["#adm1+name"],
    "admin2": ["#adm2 +name"],
    "sector": ["#sector +name"],
    "start": ["#date+start"],
    "end": ["#date+end"],
    "email": ["#contact+email"],
    "source_id": ["#meta+id"],
}


@pytest.mark.parametrize(("tag", "field"), [(tag, field) for field, tags in TAGS.items() for tag in tags])
def test_tags(tag, field):
    assert (field_of_tag(tag) or "") == field


def test_every_known_heading_leads_to_a_field_that_exists():
    assert set(words("headings")) <= set(FIELDS)


def test_the_tag_decides_where_heading_and_tag_differ():
    assert guessed(["Name", "Structure"], tags=("#sector", "#org+name")) == ["sector", "name"]


def test_of_two_name_columns_the_implementing_one_is_taken():
    names = ["Organización", "Organización implementadora", "Organización donante"]

    assert guessed(names, tags=("", "#org+impl", "")) == [None, "name", None]
    assert guessed(["Implementing organization", "Donor"]) == ["name", None]


def test_of_two_equal_headings_the_fuller_column_is_taken():
    assert guessed(["Name", "Name"], ["", "Hope"], ["", "Peace"]) == [None, "name"]


def test_values_tell_what_headings_do_not():
    rows = [["a@example.org", "www.example.org", "TD", "NGO"], ["b@example.org", "https://b.org", "KE", "Trade union"]]

    assert guessed(["x1", "x2", "x3", "x4"], *rows) == ["email", "website", "country", "type"]


def test_a_table_without_a_plain_name_takes_the_latin_one():
    names = ["Name (Arabic)", "Name (English)", "Country"]

    assert guessed(names, ["جمعية السلام", "Peace", "TD"]) == ["local_name", "name", "country"]


def test_the_text_of_an_activity_is_not_that_of_its_organization():
    assert guessed(["Nom", "Secteur", "Description"]) == ["name", "sector", None]
    assert guessed(["Nom", "Pays", "Description"]) == ["name", "country", "description"]


def test_each_guess_has_a_reason_and_a_confidence():
    header = header_of("Nom", "Pays d'intervention de l'ONG", "x", tags=("#org+name", "", ""))
    columns = guess(header, [], VOCABULARIES).columns

    assert [(column.field, column.reason) for column in columns] == [
        ("name", "tag"),
        ("country", "words"),
        (None, "none"),
    ]
    assert columns[0].confidence > columns[1].confidence > columns[2].confidence == 0
    assert all(column.reason in REASONS for column in columns)


@pytest.mark.parametrize(
    ("dates", "month_first"), [(["25/12/2020", "01/02/2021"], False), (["12/25/2020", "02/01/2021"], True)]
)
def test_the_order_of_day_and_month_is_seen_in_the_column(dates, month_first):
    lines = [Line(number, ("Hope", date)) for number, date in enumerate(dates, 2)]

    assert guess(header_of("Name", "Start date"), lines).month_first is month_first


# Remembered maps


def test_a_map_survives_being_kept_as_json():
    column_map = guess(header_of("Nom", "Pays", "Nom en arabe"), [])

    kept = ColumnMap.from_json(json.loads(json.dumps(column_map.to_json())))

    assert [(column.heading, column.field) for column in kept.columns] == [
        ("Nom", "name"),
        ("Pays", "country"),
        ("Nom en arabe", "local_name"),
    ]
    assert kept == column_map
    assert {column.reason for column in kept.remembered().columns} == {"remembered"}


@pytest.mark.parametrize("heading", ["Domaines d'activité", "Areas of work", "Ámbitos de actividad"])
def test_what_an_organization_works_on_is_recognised_as_its_areas(heading):
    assert guess(header_of("Nom", heading), []).columns[1].field == "area"


def test_a_map_follows_columns_that_move():
    column_map = guess(header_of("Nom", "Pays", "x"), []).choose({2: "email"})

    positions = column_map.positions(header_of("New", "x", "PAYS *", "Nom"))

    assert positions == {"email": (1,), "country": (2,), "name": (3,)}


def test_a_map_tells_equal_headings_apart():
    column_map = guess(header_of("Name", "Phone", "Name"), []).choose({0: "name", 2: "local_name"})

    assert column_map.positions(header_of("Phone", "Name", "Name")) == {"phone": (0,), "name": (1,), "local_name": (2,)}


def test_a_map_says_what_is_missing():
    column_map = guess(header_of("Nom", "Pays"), [])

    assert [column.heading for column in column_map.missing(header_of("Nom", "Ville"))] == ["Pays"]


def test_a_map_finds_a_column_by_its_tag_when_the_heading_changed():
    column_map = guess(header_of("Nom", tags=("#org+name",)), [])

    assert column_map.positions(header_of("Organisation partenaire X", tags=("#org +name",))) == {"name": (0,)}


def test_a_choice_takes_the_field_from_the_column_that_had_it():
    column_map = guess(header_of("Nom", "Titre"), []).choose({1: "name"})

    assert [(column.field, column.reason) for column in column_map.columns] == [(None, "none"), ("name", "chosen")]


def test_a_choice_of_nothing():
    assert guess(header_of("Nom", "Pays"), []).choose({1: None}).positions(header_of("Nom", "Pays")) == {"name": (0,)}


def test_a_field_that_does_not_exist_cannot_be_chosen():
    with pytest.raises(ValueError, match="no such field"):
        guess(header_of("Nom"), []).choose({0: "password"})


def test_columns_without_a_heading_keep_their_place():
    header = find_header([Line(1, ("Name", "", "Country")), Line(2, ("Hope", "hope@example.org", "Chad"))])
    column_map = guess(header, [Line(2, ("Hope", "a@b.org", "Chad")), Line(3, ("B", "b@b.org", "Chad"))], VOCABULARIES)

    assert column_map.positions(header) == {"name": (0,), "email": (1,), "country": (2,)}
