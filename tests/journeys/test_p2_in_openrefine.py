"""P2, reconcile a list, in OpenRefine itself: a table comes in, and goes out with the references of whom it names."""

import json

import pytest

from benchmarks.asked import LANGUAGES, rows
from registry.models import Listing
from tests import make
from tests.journeys.conftest import SEED

# OpenRefine starts for some seconds, and asks a live server for three hundred lines.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LINES = 300
NAMED_BY_COLUMNS = {"country": "country", "acronym": "acronym"}


@pytest.fixture
def service(served):
    return f"{served}/api/v1/reconcile"


@pytest.fixture
def manifest(system, service):
    return added(system, service)


def added(system, service):
    """What its pages keep of a service; they read it from another origin than ours."""
    answer = system().get(service, Origin="http://127.0.0.1:3333", Accept="application/json, */*; q=0.01")
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    return answer.json()


def shares(found, meant):
    """(share of the right ones among the first three candidates, share of wrong matches, share of matches)"""
    there = [(one, told) for one, told in zip(meant, found, strict=True) if one]
    of_three = [one for one, told in there if one in ids_of(told)[:3]]
    matched = [(one, told["m"]["id"]) for one, told in zip(meant, found, strict=True) if told["j"] == "matched"]
    wrong = [pair for pair in matched if pair[0] != pair[1]]
    return len(of_three) / len(there), len(wrong) / len(matched), len(matched) / len(there)


def ids_of(told):
    # Whom it matched by itself stands before the candidates that it keeps.
    best = [told["m"]["id"]] if told["j"] == "matched" else []
    return best + [candidate["id"] for candidate in told.get("c", []) if candidate["id"] not in best]


def test_a_list_in_four_languages_goes_out_with_references(refine, service, manifest, invented):
    organizations, references = invented
    lines = rows(organizations, LINES, SEED, held_out=True)
    meant = [references.get(line.meant) for line in lines]
    project = refine.open([{"name": line.name, "country": line.country, "acronym": line.acronym} for line in lines])

    guessed = project.guess("name", service)
    project.reconcile("name", manifest, service=service, type_=guessed[0], properties=NAMED_BY_COLUMNS)

    assert {line.language for line in lines} == set(LANGUAGES)
    assert guessed[0] == "organization"
    cells = project.cells("name")
    assert [cell["v"] for cell in cells] == [line.name for line in lines]
    found = [cell["recon"] for cell in cells]
    of_three, wrong, matched = shares(found, meant)
    assert of_three >= 0.95
    assert wrong <= 0.01
    assert matched >= 0.5
    candidates = [candidate for told in found for candidate in [*told.get("c", []), *filter(None, [told.get("m")])]]
    assert all(0 < candidate["score"] <= 100 for candidate in candidates)
    assert all(candidate["types"][0] == "organization" for candidate in candidates)

    # What is not certain a person looks at, and chooses for all cells that say the same; then columns are fetched.
    unsure = next(place for place, told in enumerate(found) if told["j"] == "none" and meant[place] in ids_of(told)[:3])
    chosen = next(one for one in found[unsure]["c"] if one["id"] == meant[unsure])
    project.match("name", cells[unsure]["v"], chosen, manifest)
    taken = {cell["v"]: cell["recon"]["m"]["id"] for cell in project.cells("name") if cell["recon"]["j"] == "matched"}
    project.add_identifiers("name", "reference")
    project.extend("name", manifest, service, ["country", "type", "updated_at"])
    exported = [row for row in project.export() if row["reference"]]

    assert taken[cells[unsure]["v"]] == meant[unsure]
    assert sorted({row["reference"] for row in exported}) == sorted(set(taken.values()))
    listed = {public["id"]: public for public in map(json.loads, Listing.objects.values_list("public", flat=True))}
    assert {row["name"] for row in exported} <= {
        name["text"] for one in taken.values() for name in listed[one]["names"]
    }
    assert all(row["Country of the head office"] and row["Type of organization"] for row in exported)
    assert {row["Last change"] for row in exported} <= {public["updated_at"] for public in listed.values()}


def test_references_in_a_column_are_enough_to_fetch_what_we_know(refine, service, manifest):
    known = make.organization("Riverbend Network", acronym="RBN", types=["ngo", "media"])
    make.partnership(known, area=8)
    addresses = [known.reference, f"{manifest['identifierSpace']}{known.reference}"]
    project = refine.open([{"who": address, "note": "kept"} for address in addresses])

    project.take_as_identifiers("who", manifest, service)
    told = project.preview("who", [0, 1], ["country", "type"])
    project.extend("who", manifest, service, ["acronym", "country", "areas", "names_ar"])

    # Values are text: an object would be a link to an organization, and a card of it.
    assert [column["name"] for column in told["columns"]] == ["Country of the head office", "Type of organization"]
    assert [row[1:] for row in told["rows"]] == [
        ["Kenya", "Media organization"],
        [None, "Non-governmental organization"],
    ] * 2
    for row in project.export():
        assert row["note"] == "kept"
        assert (row["Acronym"], row["Country of the head office"]) == ("RBN", "Kenya")
        assert (row["Areas of cooperation"], row["Names in Arabic"]) == ("Migration and health", "")
    assert [cell["recon"] for cell in project.cells("Country of the head office")] == [None, None]


def test_words_are_fetched_by_code_where_a_column_is_configured_so(refine, service, manifest):
    known = make.organization("Riverbend Network")
    project = refine.open([{"who": known.reference, "note": "kept"}])
    (setting,) = manifest["extend"]["property_settings"]

    project.take_as_identifiers("who", manifest, service)
    project.extend("who", manifest, service, ["country", "type"], settings={setting["name"]: "code"})

    (row,) = project.export()
    assert (row["Country of the head office"], row["Type of organization"]) == ("KEN", "ngo")


def test_a_service_added_in_french_answers_in_french(refine, system, service):
    known = make.organization(
        "Riverbend Network", names=[{"kind": "translation", "text": "Réseau de Riverbend", "language": "fr"}]
    )
    french = f"{service}?lang=fr"
    manifest = added(system, french)
    project = refine.open([{"name": "Riverbend Network", "note": "kept"}])

    project.reconcile("name", manifest, service=french, type_="organization", properties={})
    project.extend("name", manifest, french, ["type"])

    (cell,) = project.cells("name")
    assert cell["recon"]["m"] | {"types": []} == {
        "id": known.reference,
        "name": "Réseau de Riverbend",
        "types": [],
        "score": 100,
    }
    (row,) = project.export()
    assert row["Type d’organisation"] == "Organisation non gouvernementale (ONG)"


def test_a_table_is_whole_though_it_asked_too_fast(refine, service, manifest, settings):
    """It waits as long as Retry-After says, and sends the batch again."""
    known = make.organization("Riverbend Network")
    settings.API_LIMITS = settings.API_LIMITS | {"match": (3, 2)}
    project = refine.open([{"name": f"{number}. Riverbend Network", "note": "kept"} for number in range(60)])

    project.reconcile("name", manifest, service=service, type_="organization", properties={})

    assert {tuple(ids_of(cell["recon"])) for cell in project.cells("name")} == {(known.reference,)}
