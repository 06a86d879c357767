"""What programs find by themselves: the catalogue of APIs, the catalogue of data, the words of our JSON."""

from urllib.parse import urlsplit

import pytest

from registry.api import schema, turtle
from tests import make

CATALOG = "/catalog"


@pytest.mark.django_db
def test_the_catalogue_of_apis_leads_to_what_is_there(client, settings):
    response = client.get("/.well-known/api-catalog")

    assert response["Content-Type"].startswith(
        'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    )
    assert client.head("/.well-known/api-catalog")["Link"].endswith('/.well-known/api-catalog>; rel="api-catalog"')
    (links,) = response.json()["linkset"]
    assert links.pop("anchor") == f"{settings.SITE_ORIGIN}/api/v1"
    assert set(links) == {"service-desc", "service-doc", "service-meta", "status"}
    for there in (link for several in links.values() for link in several):
        found = client.get(urlsplit(there["href"]).path, headers={"accept": there["type"]})
        assert (found.status_code, found["Content-Type"].split(";")[0]) == (200, there["type"])


def test_the_catalogue_of_data_has_every_list_of_the_api(client, settings):
    told = client.get(CATALOG).json()

    lists = {f"{settings.SITE_ORIGIN}/catalog#{name}" for name in ("listOrganizations", "listObservers", "listAreas")}
    names = {dataset["@id"] for dataset in told["dcat:dataset"]}
    assert lists <= names
    assert names == {one["@id"] for one in told["dcat:service"]["dcat:servesDataset"]}
    assert {title["@language"] for title in told["dct:title"]} == {"en", "fr", "es"}
    # What DCAT-AP asks of each: a title, a description, and of each form of it where to get it.
    for dataset in told["dcat:dataset"]:
        assert dataset["dct:title"]["@value"]
        assert dataset["dct:description"]["@value"]
        assert all(form["dcat:accessURL"]["@id"] for form in dataset["dcat:distribution"])


def test_every_thing_of_ours_in_the_catalogue_says_what_it_is(client, settings):
    """What checks a catalogue by the shapes of DCAT-AP looks nothing up: a licence without its class is none."""
    told = client.get(CATALOG).json()
    typed, pointed_at, nodes = set(), {}, [("", told)]
    while nodes:
        name, node = nodes.pop()
        if isinstance(node, list):
            nodes += [(name, one) for one in node]
        elif isinstance(node, dict):
            nodes += [(below, value) for below, value in node.items() if below != "@context"]
            if "@type" in node:
                typed.add(node.get("@id"))
            if node.get("@id", "").startswith(settings.SITE_ORIGIN):
                pointed_at.setdefault(node["@id"], set()).add(name)

    untyped = set().union(*(names for address, names in pointed_at.items() if address not in typed))
    assert untyped <= {"dcat:accessURL", "dcat:downloadURL", "dcat:endpointURL", "dcat:endpointDescription"}
    assert {"dct:license", "dcat:landingPage", "foaf:homepage"} <= set().union(*pointed_at.values())


@pytest.mark.django_db
def test_the_catalogue_of_data_offers_what_anybody_may_read_and_names_what_is_in_it(client):
    make.export()
    datasets = client.get(CATALOG).json()["dcat:dataset"]
    addresses = {
        form["dcat:accessURL"]["@id"].partition("8000")[2] for one in datasets for form in one["dcat:distribution"]
    }

    for address in addresses:
        response = client.get(address, headers={"accept": "*/*"})
        if response.status_code == 307:
            response = client.get(urlsplit(response["Location"]).path)
        # A file keeps what it reads from until it was read.
        response.getvalue()
        assert response.status_code == 200, address
    assert "Organizations" in {one["dct:title"]["@value"] for one in datasets}


@pytest.mark.django_db
def test_the_catalogue_of_data_offers_every_file_of_the_night(client):
    export = make.export()

    (files,) = [one for one in client.get(CATALOG).json()["dcat:dataset"] if one["dct:identifier"] == "getExports"]

    addresses = {form["dcat:downloadURL"]["@id"].partition("8000")[2] for form in files["dcat:distribution"]}
    assert addresses == {f"/api/v1/exports/latest/{file['name']}" for file in export.files}
    assert {client.get(address).status_code for address in addresses} == {307}


def test_every_dataset_says_where_it_comes_from_how_often_and_of_which_part_of_the_world(client):
    datasets = client.get(CATALOG).json()["dcat:dataset"]

    assert all({"dct:provenance", "dct:spatial", "dct:accrualPeriodicity"} <= one.keys() for one in datasets)
    provenance = {text["@language"]: text["@value"] for text in datasets[0]["dct:provenance"]["rdfs:label"]}
    assert provenance["es"].startswith("Lo que organizaciones")


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        ("application/ld+json", 200, "application/ld+json"),
        ("text/turtle", 200, "text/turtle"),
        ("text/turtle;q=0.5, application/ld+json", 200, "application/ld+json"),
        ("*/*", 200, "application/ld+json"),
        ("text/html", 406, "application/problem+json"),
    ],
)
def test_the_catalogue_comes_in_the_form_that_is_asked_for(client, accept, status, media_type):
    response = client.get(CATALOG, headers={"accept": accept})

    assert (response.status_code, response["Content-Type"].split(";")[0]) == (status, media_type)
    assert "Accept" in response["Vary"]


@pytest.mark.parametrize("address", [CATALOG, "/.well-known/api-catalog", "/contexts/v1.jsonld"])
def test_any_website_may_read_it_and_nobody_writes(client, address):
    assert client.get(address)["Access-Control-Allow-Origin"] == "*"
    assert client.options(address).status_code == 204
    refused = client.post(address)
    assert (refused.status_code, refused["Content-Type"]) == (405, "application/problem+json")


def test_turtle_tells_each_thing_once_and_keeps_every_text_in_its_quotes():
    maker = {"@id": "urn:m", "@type": "foaf:Agent", "foaf:name": {"@value": 'The "best"\n', "@language": "en"}}
    document = {
        "@context": {"dct": "http://purl.org/dc/terms/"},
        "@id": "urn:a",
        "@type": "dcat:Catalog",
        "dct:publisher": maker,
        "dct:creator": maker,
        "dct:identifier": "a",
        "dct:issued": {"@value": "2026-11-23", "@type": "xsd:date"},
        "dcat:contactPoint": {"@type": "vcard:Kind", "vcard:fn": "We"},
        "dcat:keyword": [],
    }

    assert turtle.written(document) == (
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        "\n"
        "<urn:a>\n"
        "  a dcat:Catalog ;\n"
        "  dct:publisher <urn:m> ;\n"
        "  dct:creator <urn:m> ;\n"
        '  dct:identifier "a" ;\n'
        '  dct:issued "2026-11-23"^^xsd:date ;\n'
        '  dcat:contactPoint [ a vcard:Kind ; vcard:fn "We" ] .\n'
        "\n"
        "<urn:m>\n"
        "  a foaf:Agent ;\n"
        '  foaf:name "The \\"best\\"\\n"@en .\n'
    )


def test_the_context_names_fields_that_are_there_and_asks_nobody_else(client):
    words = client.get("/contexts/v1.jsonld").json()["@context"]
    fields = set(schema.document()["components"]["schemas"]["Organization"]["properties"])

    own = {name for name, word in words.items() if "_" in name or str(word).startswith("registry:")}
    assert own - fields == set()
    assert (words["id"], words["@vocab"]) == ("@id", "https://schema.org/")
    # A word that is the address of another context would send the reader to another host.
    assert not [word for word in words.values() if str(word).endswith(".jsonld")]
