"""The OpenAPI document: valid, complete, and true of what the API answers."""

import json

import pytest
import yaml
from django.conf import settings
from django.urls import URLPattern, get_resolver
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from rest_framework.test import APIClient

from registry import actions
from registry.api import schema
from registry.models import Listing, Organization, Programme
from tests import make

# What would tell how it is stored, or that something is not shown.
INTERNAL = {
    "is_at_risk",
    "organization_id",
    "position",
    "sort_name",
    "published_at",
    "hq_city",
    "places",
    "partner",
    "pk",
}


@pytest.fixture(scope="module")
def document():
    return json.loads(schema.text("json"))


def _routes(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _routes(pattern.url_patterns, route)


def test_it_is_valid_openapi(document):
    validate(document)

    assert document["openapi"].startswith("3.1")
    assert yaml.safe_load(schema.text("yaml")) == document


def test_it_is_built_without_a_warning(capsys):
    schema.document.cache_clear()
    schema.document()

    assert capsys.readouterr().err == ""


def test_every_route_of_the_api_is_in_it(document):
    api = [route for route in _routes(get_resolver().url_patterns) if route.startswith("api/v1/")]
    routes = {route.removeprefix("api/v1").replace("<str:", "{").replace(">", "}") for route in api} - {"/"}

    assert routes == set(document["paths"])
    assert document["servers"] == [{"url": f"{settings.SITE_ORIGIN}/api/v1"}]


def test_every_operation_is_named_open_to_all_and_fails_in_one_form(document):
    operations = [operation for path in document["paths"].values() for operation in path.values()]

    assert all(set(path) == {"get"} for path in document["paths"].values())
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["security"] == [{}] for operation in operations)
    assert "securitySchemes" not in document["components"]
    problem = {"$ref": "#/components/responses/Problem"}
    assert all(operation["responses"]["default"] == problem for operation in operations)


def test_every_tag_says_what_it_gathers(document):
    described = {tag["name"] for tag in document["tags"] if tag["description"]}

    assert described == {tag for path in document["paths"].values() for one in path.values() for tag in one["tags"]}


def _property_names(thing):
    if isinstance(thing, dict):
        yield from thing.get("properties", {})
        for value in thing.values():
            yield from _property_names(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _property_names(value)


def test_no_internal_name_is_in_it(document):
    assert INTERNAL.isdisjoint(_property_names(document))


def test_names_of_enums_are_chosen_and_not_made_up(document):
    assert not [name for name in document["components"]["schemas"] if name.endswith("Enum") or name.startswith("Null")]


def _answer_of(document, path):
    """What the document says of a 200, with its components in reach."""
    content = document["paths"][path]["get"]["responses"]["200"]["content"]
    return {**next(iter(content.values()))["schema"], "components": document["components"]}


def test_answers_are_as_the_document_says(document, curator):
    Programme.objects.get_or_create(code="compass", defaults={"name_en": "COMPASS"})
    organization = make.organization(
        "Riverbend", acronym="RB", levels=["national"], identifiers=[{"scheme": "GB-CHC", "value": "1"}]
    )
    make.partnership(organization)
    actions.publish_listings(Organization.objects.all())
    client = APIClient()

    for path in document["paths"]:
        if path.startswith("/openapi"):
            continue
        code = "compass" if path.startswith("/programmes") else "not-found"
        filled = path.replace("{id}", organization.reference).replace("{code}", code)
        answer = client.get(f"/api/v1{filled}")
        assert answer.status_code == 200, path
        Draft202012Validator(_answer_of(document, path)).validate(answer.json())


def test_the_stored_text_has_exactly_the_fields_of_the_document(document, db):
    organization = make.organization("Riverbend")
    make.partnership(organization)
    stored = json.loads(Listing.objects.get(pk=organization.pk).public)
    shapes = document["components"]["schemas"]

    assert set(stored) == set(shapes["Organization"]["properties"]) == set(shapes["Organization"]["required"])
    assert set(stored["partnerships"][0]) == set(shapes["Partnership"]["properties"])
    assert set(stored["names"][0]) == set(shapes["Name"]["properties"])


def test_examples_are_examples_of_what_they_stand_for(document):
    for path in ("/organizations", "/organizations/{id}"):
        content = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        for example in content["examples"].values():
            Draft202012Validator(_answer_of(document, path)).validate(example["value"])
