"""What registry/vocabularies/*.json must be, whoever edits them: complete in three languages, joined up, honest."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from registry.management.translation_rules import faults_of_typing
from registry.matching import fold

FOLDER = Path(__file__).resolve().parents[2] / "registry" / "vocabularies"
FILES = sorted(path.stem for path in FOLDER.glob("*.json"))
REGISTERS = Path(__file__).resolve().parents[3] / "shared" / "data" / "org_id_register_lists.json"


def read(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def terms(name):
    return {term["code"]: term for term in read(name)["terms"]}


def test_every_vocabulary_is_there():
    assert FILES == [
        "activities",
        "areas",
        "countries",
        "end_reasons",
        "freshness",
        "identifier_schemes",
        "levels",
        "m49_regions",
        "modes",
        "programmes",
        "regions",
        "roles",
        "sector_map",
        "types",
        "units",
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_its_name_version_day_and_source(name):
    content = read(name)

    assert content["vocabulary"] == name
    assert content["version"]
    assert date.fromisoformat(content["published_on"])
    assert content["source"]["title"]


@pytest.mark.parametrize("name", FILES)
def test_every_term_is_complete(name):
    content = read(name)["terms"]

    assert len({term["code"] for term in content}) == len(content)
    for term in content:
        assert all(term[f"name_{language}"].strip() for language in ("en", "fr", "es")), term["code"]
        assert term["provenance"] in {"attested", "analogy", "local"}
        assert term["source"]
        assert term["position"] > 0
        assert max(len(term[f"name_{language}"]) for language in ("en", "fr", "es")) <= 200
        assert len(term["code"]) <= 60
        assert len(term["source"]) <= 300
        assert all(date.fromisoformat(term[day]) for day in ("valid_from", "valid_until") if term[day])


@pytest.mark.parametrize("name", FILES)
def test_descriptions_come_in_all_three_languages_or_in_none(name):
    for term in read(name)["terms"]:
        assert len({bool(term.get(f"description_{language}")) for language in ("en", "fr", "es")}) == 1, term["code"]


@pytest.mark.parametrize("name", FILES)
def test_a_parent_is_there_and_stands_before_its_parts(name):
    seen = {None}
    for term in read(name)["terms"]:
        assert term["parent"] in seen, term["code"]
        seen.add(term["code"])


@pytest.mark.parametrize("name", FILES)
def test_texts_are_typed_as_the_language_wants_it(name):
    def texts(value, key=""):
        if isinstance(value, dict):
            for inner, part in value.items():
                yield from texts(part, inner)
        elif isinstance(value, list):
            for part in value:
                yield from texts(part, key)
        elif isinstance(value, str) and re.search(r"_(en|fr|es)$", key):
            yield key[-2:], value

    found = [(language, text) for language, text in texts(read(name)["terms"]) if [*faults_of_typing(text, language)]]

    assert found == []
    assert not [text for _, text in texts(read(name)["terms"]) if re.search(r"\d \d{3}|  |\s$|^\s", text)]


def test_there_are_the_seven_types_of_the_leaflet_and_other():
    assert list(terms("types")) == [
        "ngo",
        "advocacy_group",
        "migrants_organization",
        "union_or_professional_association",
        "media",
        "research_or_university",
        "foundation",
        "other",
    ]
    assert [code for code, term in terms("types").items() if term["provenance"] != "attested"] == ["other"]


def test_there_are_seven_roles_with_a_direction():
    assert {code: term["direction"] for code, term in terms("roles").items()} == {
        "collaborator": "mutual",
        "service_provider": "to_iom",
        "project_implementer": "to_iom",
        "donor": "to_iom",
        "technical_cooperation_beneficiary": "from_iom",
        "grant_recipient": "from_iom",
        "service_recipient": "from_iom",
    }


def test_there_are_the_two_modes_the_four_levels_and_the_six_kinds_of_activity():
    assert list(terms("modes")) == ["equal_footing", "complementary"]
    assert list(terms("levels")) == ["global", "regional", "national", "local"]
    assert len(terms("activities")) == 6


def test_the_nine_areas_bear_the_names_of_the_french_source():
    areas = {code: term["name_fr"] for code, term in terms("areas").items() if term["parent"] is None}

    assert areas == {
        "1": "Lutte contre la traite",
        "2": "Retours volontaires assistés",
        "3": "Droits humains des migrants",
        "4": "Situations d’urgence et d’après conflit",
        "5": "Gestion des mouvements",
        "6": "Migration de main-d’œuvre",
        "7": "Information de masse",
        "8": "Migration et santé",
        "9": "Coopération technique en matière de migration",
    }


def test_every_area_has_its_activities_and_returns_have_their_three_stages():
    areas = terms("areas")

    stages = [code for code, term in areas.items() if term["kind"] == "stage"]
    assert stages == ["2.pre_departure", "2.transport", "2.post_arrival"]
    assert {term["parent"] for term in areas.values() if term["kind"] == "activity"} == set("123456789")
    assert all(code.startswith(f"{term['parent']}.") for code, term in areas.items() if term["parent"])


def test_country_codes_are_whole():
    countries = terms("countries")

    assert len(countries) == 251
    assert len({term["iso2"] for term in countries.values()}) == len(countries)
    assert all(re.fullmatch("[A-Z]{3}", term["iso3"]) and code == term["iso3"] for code, term in countries.items())
    assert all(re.fullmatch(r"\d{3}", term["m49"]) for term in countries.values() if term["m49"])
    assert [code for code, term in countries.items() if not term["m49"]] == ["XKX", "ANT", "TWN"]
    assert [code for code, term in countries.items() if term["is_deprecated"]] == ["ANT"]
    assert (countries["NAM"]["iso2"], countries["AFG"]["m49"]) == ("NA", "004")


def test_countries_have_the_names_of_the_united_nations():
    countries = terms("countries")

    assert all(re.search("[\u0600-\u06ff]", term["name_ar"]) for term in countries.values())
    assert countries["CIV"]["name_en"] == "Côte d’Ivoire"
    assert countries["TZA"]["name_en"] == "United Republic of Tanzania"
    assert countries["VEN"]["name_es"] == "Venezuela (República Bolivariana de)"
    assert countries["TCD"]["name_fr"] == "Tchad"
    assert {"Syria", "Syrie", "Siria"} <= set(countries["SYR"]["other_names"])


def test_no_written_form_stands_for_two_countries():
    seen = {}
    for code, term in terms("countries").items():
        names = [term[f"name_{language}"] for language in ("en", "fr", "es", "ar")] + [term["iso2"], term["iso3"]]
        for name in {*names, *term["other_names"]}:
            assert seen.setdefault(fold(name), code) == code, name


def test_countries_lie_in_regions_of_the_united_nations_and_on_the_map():
    regions = terms("m49_regions")

    for code, term in terms("countries").items():
        assert {term["region"], term["sub_region"], term["intermediate_region"]} <= {None, *regions}, code
        assert term["region"] or code == "ATA"
        assert (term["map_x"] is None) == (term["map_y"] is None)
        assert term["map_x"] is None or (95 <= term["map_x"] <= 645 and 0 <= term["map_y"] <= 272)


@pytest.mark.parametrize(
    ("country", "x", "y"),
    [
        ("KEN", 410, 163.7),
        ("ETH", 412.9, 143.5),
        ("NGA", 354.6, 141),
        ("BGD", 501.3, 106),
        ("THA", 524.7, 127.4),
        ("COL", 203.9, 155.2),
        ("UKR", 391.6, 50.5),
        ("PHL", 566.1, 135.5),
        ("ARG", 230.9, 250.7),
    ],
)
def test_a_country_stands_where_the_drawn_land_is(country, x, y):
    term = terms("countries")[country]

    assert abs(term["map_x"] - x) < 2
    assert abs(term["map_y"] - y) < 2


def test_every_country_lies_in_one_region_of_2012_and_the_two_american_ones_became_one():
    regions = terms("regions")
    of_2012 = [country for code, term in regions.items() if code != "americas" for country in term["countries"]]

    assert sorted(of_2012) == sorted(set(terms("countries")) - {"ATA"})
    merged = [term for term in regions.values() if term["successor"] == "americas"]
    assert sorted(country for term in merged for country in term["countries"]) == regions["americas"]["countries"]
    assert all(term["countries_provenance"] == "local" for term in regions.values())


def test_units_name_only_what_exists_and_successions_end():
    units, countries, regions = terms("units"), terms("countries"), terms("regions")

    for unit in units.values():
        assert {unit["successor"]} <= {None, *units}
        assert {unit["country"]} <= {None, *countries}
        assert {unit["region"]} <= {None, *regions}
        assert len(unit["valid_note"]) <= 200
        walked = set()
        while unit := units.get(unit["successor"]):
            assert unit["code"] not in walked
            walked.add(unit["code"])


def test_the_entry_point_of_2012_leads_to_todays():
    units = terms("units")

    assert units["ipd"]["name_fr"] == "Division des partenariats internationaux (IPD)"
    assert (units["ipd"]["parent"], units["ipd"]["successor"]) == ("icp", "partnerships")
    assert {units[code]["kind"] for code in ("icp", "dmm", "doe")} == {"department"}


def test_each_region_of_2012_has_its_office():
    offices = [unit["region"] for unit in terms("units").values() if unit["kind"] == "regional_office"]

    assert sorted(offices) == sorted(terms("regions"))


def test_no_day_is_given_that_no_source_gives():
    assert [code for code, unit in terms("units").items() if unit["valid_from"] or unit["valid_until"]] == []


@pytest.mark.skipif(not REGISTERS.exists(), reason="no shared data: the register of organization identifier lists")
def test_identifier_codes_are_those_of_the_register():
    known = {
        entry["code"] for entry in json.loads(REGISTERS.read_text(encoding="utf-8")) if not entry.get("deprecated")
    }

    assert set(terms("identifier_schemes")) - known == {"unpp", "icso", "none"}


def test_an_identifier_leads_to_an_address_only_where_that_is_certain():
    patterns = {code: term["url_pattern"] for code, term in terms("identifier_schemes").items() if term["url_pattern"]}

    assert sorted(patterns) == ["GB-COH", "XI-LEI", "XI-ROR", "XI-WIKIDATA"]
    assert all(pattern.startswith("https://") and pattern.count("{value}") == 1 for pattern in patterns.values())


def test_registers_belong_to_countries_that_exist():
    countries = terms("countries")

    assert all(term["country"] in {None, *countries} for term in terms("identifier_schemes").values())


def test_compass_has_its_phases_and_countries():
    compass = terms("programmes")["compass"]
    first, second = compass["phases"]

    assert (first["starts_on"], first["ends_on"], first["budget"], first["currency"]) == (
        "2021-01-01",
        "2023-12-31",
        "55000000.00",
        "EUR",
    )
    assert first["countries"] == ["AFG", "EGY", "ETH", "IRQ", "LBN", "LBY", "MAR", "MLI", "NER", "NGA", "TCD", "TUN"]
    assert sorted(set(second["countries"]) - set(first["countries"])) == ["DZA", "SDN"]
    assert second["budget"] is None
    assert [(donor["kind"], donor["country"]) for donor in compass["donors"]] == [("government", "NLD")]
    assert set(compass["areas"]) <= set(terms("areas"))
    assert all(statement["as_of"] and statement["source"] for statement in compass["statements"])


def test_clusters_suggest_only_areas_that_exist():
    areas = {code for code, term in terms("areas").items() if term["parent"] is None}

    assert all(set(term["areas"]) <= areas for term in terms("sector_map").values())
    assert {term["provenance"] for term in terms("sector_map").values()} == {"local"}
