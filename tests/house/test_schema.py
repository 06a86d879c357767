"""The OpenAPI document: valid, complete, and true of what the API answers."""

import json

import pytest
import yaml
from django.conf import settings
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from rest_framework.test import APIClient

from registry import actions
from registry.api import schema
from registry.models import Listing, Organization, Programme, Scope
from tests import make
from tests.consultations import outcomes

# What would tell how it is stored, or that something is not shown.
INTERNAL = {
    "is_at_risk",
    "organization_id",
    "position",
    "sort_name",
    "published_at",
    "partner",
    "pk",
}

# Addresses for whoever has a key; there is more than reading.
KEYED = ("/webhooks", "/proposals")


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
    routes = {route.removeprefix("api/v1").replace("<str:", "{").replace(">", "}") for route in api}

    # The whole API, and reconciliation as some clients write its address.
    assert routes - {"/", "/reconcile/"} == set(document["paths"])
    assert document["servers"] == [{"url": f"{settings.SITE_ORIGIN}/api/v1"}]


def test_every_operation_is_named_open_to_all_and_fails_in_one_form(document):
    operations = [operation for path in document["paths"].values() for operation in path.values()]

    known = {"get", "post", "patch", "delete"}
    assert all(set(path) <= known for path in document["paths"].values())
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    keyed = [one for name, path in document["paths"].items() if name.startswith(KEYED) for one in path.values()]
    assert all(({} in operation["security"]) != (operation in keyed) for operation in operations)
    schemes = {name for operation in operations for way in operation["security"] for name in way}
    assert schemes == set(document["components"]["securitySchemes"]) == {"bearerKey", "headerKey", "oauth2"}
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
    return {**content["application/json"]["schema"], "components": document["components"]}


def test_answers_are_as_the_document_says(document, curator):
    Programme.objects.get_or_create(code="compass", defaults={"name_en": "COMPASS"})
    organization = make.organization(
        "Riverbend", acronym="RB", levels=["national"], identifiers=[{"scheme": "GB-CHC", "value": "1"}]
    )
    make.partnership(organization)
    actions.publish_listings(Organization.objects.all())
    make.export()
    consultation = outcomes.held()
    outcomes.published_report(consultation)
    partner = make.client(scopes=list(Scope))
    proposal = actions.send_proposal(
        organization, changes={"founded": 1997}, source="A page", idempotency_key="1", asked_sha256="0", client=partner
    )
    webhook, _secret = make.webhook(partner)
    actions.ping_webhook(webhook, by=partner.owner)
    client = APIClient(headers={"Authorization": f"Bearer {make.api_key(partner)}"})

    for path in document["paths"]:
        # What speaks another protocol than ours, or answers what was sent, is tried where it is tested.
        if path.startswith(("/openapi", "/match", "/reconcile")) or "get" not in document["paths"][path]:
            continue
        # Files, whose content no document describes; and exports that somebody asked for, which have a test of theirs.
        if path.startswith(("/exports/files", "/exports/jobs", "/exports/{day}/{name}")):
            continue
        code = "compass" if path.startswith("/programmes") else "not-found"
        things = {"consultations": consultation, "proposals": proposal, "webhooks": webhook}
        thing = things.get(path.split("/")[1], organization)
        filled = path.replace("{id}", thing.reference).replace("{code}", code)
        filled = filled.replace("{day}", timezone.localdate().isoformat())
        answer = client.get(f"/api/v1{filled}")
        assert answer.status_code == 200, path
        Draft202012Validator(_answer_of(document, path)).validate(answer.json())


def test_the_stored_text_has_exactly_the_fields_of_the_document(document, db):
    organization = make.organization("Riverbend")
    make.partnership(organization)
    listing = Listing.objects.get(pk=organization.pk)
    public, partner = json.loads(listing.public), json.loads(listing.partner)
    shapes = document["components"]["schemas"]

    assert set(partner) == set(shapes["Organization"]["properties"]) - {"expanded"}
    assert set(public["partnerships"][0]) == set(shapes["Partnership"]["properties"])
    assert set(public["names"][0]) == set(shapes["Name"]["properties"])


def test_examples_are_examples_of_what_they_stand_for(document):
    told = [
        content["application/json"]
        for path in document["paths"].values()
        for operation in path.values()
        for part in (*operation["responses"].values(), operation.get("requestBody", {}))
        if "application/json" in (content := part.get("content", {}))
    ]

    for content in told:
        shape = content["schema"] | {"components": document["components"]}
        for example in content.get("examples", {}).values():
            Draft202012Validator(shape).validate(example["value"])
    assert len([content for content in told if "examples" in content]) > 20
