"""Folding lines into organizations: who is taken, set aside, to decide, or sent back."""

import datetime
from collections import Counter

import pytest

from registry.importers import Defaults, Line, Vocabularies, fold, guess
from registry.importers.problems import DECIDE, LINES, SET_ASIDE
from registry.importers.rows import Identifier, Name, Partnership, Place
from registry.importers.tables import Header
from tests.registry.importers.countries import COUNTRIES

VOCABULARIES = Vocabularies(countries=COUNTRIES)


def folded(table, **defaults):
    """A table as text: a header and lines of cells parted by `|`; an empty line is an empty line."""
    rows = [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]
    lines = [Line(number, tuple(row)) for number, row in enumerate(rows, 1) if any(row)]
    header = Header(1, lines[0].cells)
    column_map = guess(header, lines, VOCABULARIES)
    return fold(lines, header, column_map, defaults=Defaults(**defaults), vocabularies=VOCABULARIES)


def one(table, **defaults):
    result = folded(table, **defaults)
    assert result.errors == ()
    (row,) = result.rows
    return row


def errors(table, **defaults):
    return [
        (rejected.number, [(problem.column, problem.value, problem.code) for problem in rejected.problems])
        for rejected in folded(table, **defaults).errors
    ]


def warnings(row):
    return [(problem.column, problem.value, problem.code) for problem in row.problems]


# Folding


def test_repeated_rows_become_one_organization_with_many_places():
    row = one(
        """
        Name | Acronym | Country | Province | Cluster
        Hope for Chad | HFC | Chad | Lac | WASH
        HOPE FOR CHAD | hfc | Tchad | Lac | Santé
        Hope for  Chad | HFC | TD | Sila | WASH
        """
    )

    assert (row.name, row.acronym, row.countries, row.lines) == ("Hope for Chad", "HFC", ("TCD",), (2, 3, 4))
    assert row.places == (
        Place("TCD", "Lac", sector="WASH"),
        Place("TCD", "Lac", sector="Santé"),
        Place("TCD", "Sila", sector="WASH"),
    )


def test_every_line_ends_in_one_count():
    counts = folded(
        """
        Name | Type | Country
        Hope | NGO | Chad

        Name | Type | Country
        UNICEF | UN Agency | Chad
        | NGO | Chad
        Hope | NGO | Chad
        Red Cross of Chad | | Chad
        """
    ).counts

    assert (counts.read, counts.folded, counts.set_aside, counts.errors, counts.empty, counts.repeated) == (
        7,
        3,
        1,
        1,
        1,
        1,
    )
    assert (counts.organizations, counts.to_decide, counts.organizations_set_aside) == (2, 1, 1)
    assert counts.read == counts.folded + counts.set_aside + counts.errors + counts.empty + counts.repeated


def test_keys_are_the_same_in_the_next_upload_and_different_for_each():
    table = """
        Name | Acronym | Country
        Hope | H | Chad
        Peace | P | Kenya
        """
    moved = """
        Country | Name | Acronym
        Kenya | Peace | P
        Tchad | HOPE | h
        """

    keys = {row.name.lower(): row.key for row in folded(table).rows}

    assert {row.name.lower(): row.key for row in folded(moved).rows} == keys
    assert len(set(keys.values())) == 2


def test_one_acronym_for_two_bodies_is_told_and_not_merged():
    rows = folded(
        """
        Name | Acronym | Country
        Action Contre la Faim | ACF | Chad
        Action Of the Future | ACF | Chad
        """
    ).rows

    assert [row.name for row in rows] == ["Action Contre la Faim", "Action Of the Future"]
    assert [warnings(row) for row in rows] == [[("Acronym", "ACF", "acronym_shared")]] * 2
    assert [dict(row.problems[0].params) for row in rows] == [
        {"other": "Action Of the Future", "line": 3},
        {"other": "Action Contre la Faim", "line": 2},
    ]


def test_a_line_without_its_acronym_joins_the_one_that_has_it():
    row = one(
        """
        Name | Acronym | Country
        Hope | | Chad
        Hope | HP | Chad
        """
    )

    assert (row.acronym, row.lines) == ("HP", (2, 3))


def test_namesakes_in_two_countries_are_two_unless_international():
    table = """
        Name | Type | Country
        Caritas | {kind} | Chad
        Caritas | {kind} | Kenya
        """

    assert [row.countries for row in folded(table.format(kind="ONG nationale")).rows] == [("TCD",), ("KEN",)]
    assert [row.countries for row in folded(table.format(kind="INGO")).rows] == [("TCD", "KEN")]


def test_one_identifier_in_several_countries_is_one_organization():
    row = one(
        """
        Name | Registration number | Country
        Oxfam | 202918 | Chad
        OXFAM | 202918 | Kenya
        Oxfam GB | 202918 | Uganda
        """
    )

    assert (row.countries, row.identifiers) == (("TCD", "KEN", "UGA"), (Identifier("", "202918"),))
    assert row.names[1:] == (Name("variant", "Oxfam GB", "", "Latn"),)


def test_two_organizations_under_one_identifier_are_sent_back():
    result = folded(
        """
        Name | Registration number | Country
        Hope for Chad | 17 | Chad
        Women farmers of Sila | 17 | Chad
        """
    )

    assert [row.name for row in result.rows] == ["Hope for Chad"]
    (rejected,) = result.errors
    assert [(problem.column, problem.value, problem.code) for problem in rejected.problems] == [
        ("Registration number", "17", "identifier_shared")
    ]
    assert dict(rejected.problems[0].params) == {"other": "Hope for Chad", "line": 2}


def test_one_name_under_two_numbers_is_two_bodies():
    rows = folded(
        """
        Name | Registration number | Country
        Women's Association | 17 | Chad
        Women's Association | 18 | Chad
        """
    ).rows

    assert [row.identifiers[0].value for row in rows] == ["17", "18"]
    assert len({row.key for row in rows}) == 2


def test_identifiers_know_their_register():
    table = """
        Name | org-id | Registration number | Register | Country
        Hope | GB-CHC-202918 | A-5 | Charities of Chad | Chad
        """

    assert one(table).identifiers == (Identifier("GB-CHC", "202918"), Identifier("Charities of Chad", "A-5"))


def test_a_row_number_of_the_source_is_not_an_identifier():
    row = one(
        """
        ID | Name | Country
        1 | Hope | Chad
        2 | Hope | Chad
        """
    )

    assert (row.lines, row.identifiers, row.source_ids) == ((2, 3), (), ())


# Names


def test_arabic_in_the_latin_column_and_the_reverse_are_put_right():
    row = one(
        """
        Name | Name in Arabic | Country
        جمعية السلام | Peace Association | Tunisia
        """
    )

    assert row.name == "Peace Association"
    assert row.names == (
        Name("official", "Peace Association", "", "Latn"),
        Name("original", "جمعية السلام", "", "Arab"),
    )


def test_names_in_two_languages_and_scripts():
    row = one(
        """
        Name | Name in Arabic | Nom en français | Former name | Country
        Tunisian Red Star | النجم الأحمر التونسي | Étoile rouge tunisienne | Star Club | Tunisia
        """
    )

    assert row.names == (
        Name("official", "Tunisian Red Star", "", "Latn"),
        Name("original", "النجم الأحمر التونسي", "ar", "Arab"),
        Name("translation", "Étoile rouge tunisienne", "fr", "Latn"),
        Name("former", "Star Club", "", "Latn"),
    )


def test_two_scripts_in_one_cell_are_two_names():
    row = one("Name | Country\nPeace Association - جمعية السلام | Tunisia")

    assert [(name.kind, name.text) for name in row.names] == [
        ("official", "Peace Association"),
        ("original", "جمعية السلام"),
    ]


def test_a_name_in_arabic_alone_is_the_official_one():
    row = one("Name | Country\nجمعية السلام | Tunisia")

    assert row.names == (Name("official", "جمعية السلام", "", "Arab"),)


@pytest.mark.parametrize(
    ("name", "acronym", "expected"),
    [
        ("Action Contre la Faim (ACF)", "", ("Action Contre la Faim", "ACF")),
        ("Action Contre la Faim (ACF)", "ACF", ("Action Contre la Faim", "ACF")),
        ("ACF - Action Contre la Faim", "ACF", ("Action Contre la Faim", "ACF")),
        ("Action (Chad)", "", ("Action (Chad)", "")),
        ("WVI", "", ("WVI", "WVI")),
        ("« Espoir »", "", ("Espoir", "")),
    ],
)
def test_acronyms_are_found_in_names(name, acronym, expected):
    row = one(f"Name | Acronym | Country\n{name} | {acronym} | Chad")

    assert (row.name, row.acronym) == expected


# Who is not taken


@pytest.mark.parametrize(
    ("name", "type_text", "reason"),
    [
        ("UNICEF", "Agence UN", "un"),
        ("United Nations Population Fund", "", "un"),
        ("CNARR", "Entité Gouvernementale", "government"),
        ("Ministère de la Santé", "", "government"),
        ("COSUDE", "Donantes", "donor"),
        ("OIM", "Naciones Unidas", "iom"),
        ("International Organization for Migration", "", "iom"),
        ("Acme", "Private sector", "business"),
        ("African Union", "Intergovernmental organization", "intergovernmental"),
    ],
)
def test_bodies_that_are_set_aside_with_a_reason(name, type_text, reason):
    row = one(f"Name | Type | Country\n{name} | {type_text} | Chad")

    assert row.set_aside == reason
    assert reason in SET_ASIDE


@pytest.mark.parametrize(
    ("name", "type_text", "reason"),
    [
        ("Croix-Rouge du Tchad", "", "red_cross"),
        ("CRH", "Movimiento de la Cruz Roja Media Luna Roja", "red_cross"),
        ("Croissant-Rouge", "ONG nationale", "red_cross"),
        ("PAM", "", "looks_public"),
        ("European Union", "", "looks_public"),
    ],
)
def test_bodies_on_which_a_person_decides(name, type_text, reason):
    row = one(f"Name | Type | Country\n{name} | {type_text} | Chad")

    assert (row.decide, row.set_aside) == (reason, None)
    assert reason in DECIDE


def test_a_body_of_two_kinds_is_decided_by_a_person():
    row = one("Name | Type | Country\nAxis | NGO | Chad\nAxis | Government | Chad")

    assert (row.decide, row.set_aside, row.lines) == ("mixed_kinds", None, (2, 3))
    assert ("Type", "NGO; Government", "types_differ") in warnings(row)


def test_a_public_name_called_an_ngo_is_taken_with_a_warning():
    row = one("Name | Type | Country\nUSAID | NGO | Chad")

    assert (row.type_code, row.set_aside, row.decide) == ("ngo", None, None)
    assert warnings(row) == [("Name", "USAID", "may_be_public")]


def test_what_is_set_aside_need_not_be_right():
    row = one("Name | Type | Country | Start | End\nUNICEF | UN | Atlantis | 31/02/2020 | x")

    assert (row.set_aside, row.problems) == ("un", ())


def test_a_united_nations_association_is_civil_society():
    row = one("Name | Country\nUnited Nations Association of Chad | Chad")

    assert (row.set_aside, row.decide) == (None, "looks_public")


def test_an_unknown_type_is_kept_as_it_stands():
    row = one("Name | Type | Country\nHope | Cluster lead | Chad")

    assert (row.type_code, row.type_text) == (None, "Cluster lead")
    assert warnings(row) == [("Type", "Cluster lead", "type_unknown")]


# Countries


def test_na_is_namibia_in_a_country_column_and_nothing_elsewhere():
    row = one("Name | Acronym | Country | Website | Province\nHope | NA | NA | NA | N/A")

    assert (row.countries, row.acronym, row.website, row.places) == (("NAM",), "", "", (Place("NAM"),))


@pytest.mark.parametrize(
    "text", ["Chad", "TCHAD", "تشاد", "td", "TCD", "148", "Côte d’Ivoire; Chad", "Kenya, Uganda et Tchad"]
)
def test_countries_in_any_writing(text):
    assert "TCD" in one(f"Name | Country\nHope | {text}").countries


def test_m49_numbers_come_with_and_without_zeroes():
    assert [one(f"Name | Country\nHope | {number}").countries for number in ("4", "004")] == [("AFG",)] * 2


def test_the_name_or_the_code_of_the_country_is_enough():
    assert one("Name | Country | Country code\nHope | Tchad, République du | TD").countries == ("TCD",)


def test_unknown_country():
    assert errors("Name | Country\nHope | Atlantis\nPeace | Chad; Ugnda") == [
        (2, [("Country", "Atlantis", "country_unknown")]),
        (3, [("Country", "Ugnda", "country_unknown")]),
    ]


def test_a_country_for_the_whole_file():
    assert one("Name | Acronym\nHope | H", country="KEN").countries == ("KEN",)


def test_no_country_at_all():
    assert errors("Name | Acronym\nHope | H") == [(2, [("country", "", "country_missing")])]
    assert one("Name | Acronym\nHope | H", needs_country=False).countries == ()


def test_the_country_of_the_headquarters_is_not_that_of_the_work():
    row = one("Name | Country | Headquarters country\nHope | Chad | France")

    assert (row.countries, row.hq_country) == (("TCD",), "FRA")


# What a line can have wrong


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Name | Country\n | Chad", ("Name", "", "name_missing")),
        ("Name | Country\nNA | Chad", ("Name", "", "name_missing")),
        ("Name | Country\n12 | Chad", ("Name", "12", "name_is_a_number")),
        ("Name | Country | Start\nHope | Chad | 31/02/2020", ("Start", "31/02/2020", "date_unreadable")),
        ("Name | Country | End\nHope | Chad | soon", ("End", "soon", "date_unreadable")),
        ("Name | Country | Start | End\nHope | Chad | 2020 | 2019-06-01", ("End", "2019-06-01", "end_before_start")),
    ],
)
def test_lines_that_are_sent_back(table, expected):
    assert errors(table) == [(2, [expected])]


def test_a_mission_statement_is_no_name():
    text = "We are an association that " + "helps people in need and " * 8
    ((number, [(column, value, code)]),) = errors(f"Name | Country\n{text} | Chad")

    assert (number, column, code, len(value) <= 200) == (2, "Name", "name_is_a_text", True)


def test_one_bad_line_does_not_take_the_good_ones_with_it():
    result = folded("Name | Country | Start\nHope | Chad | 2020\nHope | Chad | never\nHope | Chad | 2021")

    assert [row.lines for row in result.rows] == [(2, 4)]
    assert [rejected.cells for rejected in result.errors] == [("Hope", "Chad", "never")]


def test_small_things_are_left_out_with_a_word():
    row = one(
        """
        Name | Country | E-mail | Website | Founded | Role | Area | Mode | Level
        Hope | Chad | not yet | see Facebook | long ago | Cook | Agriculture | ? | Moon
        """
    )

    assert [(column, code) for column, _, code in warnings(row)] == [
        ("E-mail", "email_unreadable"),
        ("Website", "website_unreadable"),
        ("Founded", "year_unreadable"),
        ("Role", "role_unknown"),
        ("Area", "area_unknown"),
        ("Level", "level_unknown"),
    ]
    assert (row.contacts, row.website, row.founded, row.partnerships) == ((), "", None, ())


def test_every_problem_is_a_sentence():
    assert all(str(sentence).endswith(".") for sentence in (*LINES.values(), *SET_ASIDE.values(), *DECIDE.values()))


# Facts and cooperation


def test_contacts_website_founding_and_languages():
    row = one(
        """
        Name | Country | Contact person | E-mail | Phone | Website | Founded | Languages
        Hope | Chad | A. Person | a@example.org; b@example.org | +235 66 00 00 00 | hope.example | 12/05/1999 | fr, ar
        """
    )

    assert [(contact.name, contact.email, contact.phone) for contact in row.contacts] == [
        ("A. Person", "a@example.org", "+235 66 00 00 00"),
        ("", "b@example.org", ""),
    ]
    assert (row.website, row.founded, row.languages) == ("https://hope.example", 1999, ("fr", "ar"))


def test_partnerships_by_role_area_and_country():
    row = one(
        """
        Name | Country | Role | Area | Level | Mode | Programme | IOM office | Start | End
        Hope | TD; KE | Service provider | Traite; Migration et santé | national | equal | COMPASS | Goz | 2020 | 2021
        """
    )

    assert len(row.partnerships) == 4
    assert row.partnerships[0] == Partnership(
        "service_provider",
        "1",
        "TCD",
        "national",
        "equal_footing",
        "COMPASS",
        "Goz",
        datetime.date(2020, 1, 1),
        datetime.date(2021, 12, 31),
    )
    assert Counter(partnership.area for partnership in row.partnerships) == {"1": 2, "8": 2}


def test_damaged_areas_are_still_understood():
    rows = folded(
        """
        Name | Country | Area
        A | Chad | Retour de bénévolat assisté
        B | Chad | Informations sur les messes
        C | Chad | Transferts Management
        """
    ).rows

    assert [row.partnerships[0].area for row in rows] == ["2", "7", "5"]


def test_a_cluster_in_the_area_column_stays_a_sector():
    row = one("Name | Country | Area\nHope | Chad | Santé; Lutte contre la traite")

    assert [partnership.area for partnership in row.partnerships] == ["1"]
    assert (row.places, row.problems) == ((Place("TCD", sector="Santé"),), ())


def test_a_sector_alone_makes_no_partnership():
    assert one("Name | Country | Cluster | Start\nHope | Chad | WASH | 2020").partnerships == ()


def test_defaults_fill_what_the_file_does_not_say():
    row = one("Name | Country\nHope | Chad", role="collaborator", area="4", programme="compass", unit="TD")

    assert row.partnerships == (Partnership("collaborator", "4", "TCD", programme="compass", unit="TD"),)


def test_titles_of_the_vocabulary_come_before_our_own_words():
    vocabularies = Vocabularies(
        countries=COUNTRIES, areas={"Return of talents": "9"}, programmes={"Compass": "compass"}
    )
    lines = [
        Line(1, ("Name", "Country", "Area", "Programme")),
        Line(2, ("Hope", "Chad", "Return of talents", "COMPASS")),
    ]
    header = Header(1, lines[0].cells)

    (row,) = fold(lines, header, guess(header, lines), vocabularies=vocabularies).rows

    assert [(partnership.area, partnership.programme) for partnership in row.partnerships] == [("9", "compass")]


def test_a_pseudo_province_means_the_whole_country():
    row = one("Name | Country | Pcode1 | Province\nHope | Honduras | HN00 | Cobertura Nacional")

    assert row.places == (Place("HND"),)


def test_a_description_is_taken_when_all_lines_agree():
    table = "Name | Country | Description\nHope | Chad | We help.\nHope | Chad | {}"

    assert one(table.format("We help.")).description == "We help."
    assert one(table.format("Something else.")).description == ""
