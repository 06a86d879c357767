"""The promise of v1: the document that was released is kept, and nothing in it is taken away."""

import copy
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.api import schema
from registry.api.promises import broken, promised
from registry.management.commands import release_api

RELEASED = json.loads(release_api.KEPT.read_text(encoding="utf-8"))


def test_nothing_that_was_released_is_taken_away():
    assert broken(RELEASED, schema.document()) == []


def test_what_is_new_is_kept_as_well():
    assert promised(schema.document()) == RELEASED, "Run `manage.py release_api`: it keeps what was added."


SMALL = {
    "openapi": "3.1.0",
    "paths": {
        "/things": {
            "get": {
                "operationId": "listThings",
                "security": [{}, {"apiKey": []}],
                "parameters": [
                    {"name": "kind", "in": "query", "schema": {"$ref": "#/components/schemas/Kind"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 500}},
                    {"name": "q", "in": "query", "schema": {"type": "string", "pattern": "^[a-z]+$"}},
                ],
                "responses": {
                    "200": {
                        "headers": {"ETag": {"schema": {"type": "string"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    },
                    "404": {"description": "None."},
                },
            },
            "post": {
                "operationId": "addThing",
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingRequest"}}}
                },
                "responses": {"201": {"description": "Added."}},
            },
        }
    },
    "components": {
        "schemas": {
            "Kind": {"type": "string", "enum": ["a", "b"]},
            "Thing": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "description": {"type": ["string", "null"]},
                    "on": {"type": "string", "format": "date"},
                    "kind": {"oneOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "null"}]},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                },
                "required": ["name"],
            },
            "ThingRequest": {"type": "object", "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}},
        }
    },
}
GET, POST = ("paths", "/things", "get"), ("paths", "/things", "post")
SHAPES = ("components", "schemas")
THING = (*SHAPES, "Thing", "properties")
ANSWER = (*GET, "responses", "200")
GONE = object()


def _changed(*steps):
    """The small document with these places changed: (place, value), GONE for what is taken away."""
    document = copy.deepcopy(SMALL)
    for place, value in steps:
        *way, last = place
        there = document
        for part in way:
            there = there[part]
        if value is GONE:
            del there[last]
        else:
            there[last] = value
    return document


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (GET, GONE, "GET /things: gone"),
        (POST, GONE, "POST /things: gone"),
        ((*GET, "operationId"), "things", "GET /things: is called things, and was listThings"),
        ((*GET, "security"), [{"apiKey": []}], "GET /things: asks for a key"),
        (
            (*GET, "security"),
            [{}, {"apiKey": []}, {"oauth2": ["export"]}],
            "GET /things: asks for a key that is for export",
        ),
        ((*GET, "parameters", 1), GONE, "GET /things, parameter limit: gone"),
        ((*GET, "parameters", 1, "required"), True, "GET /things, parameter limit: must be given"),
        (
            (*GET, "parameters", 1, "schema", "type"),
            "string",
            "GET /things, parameter limit: is string, and was integer",
        ),
        (
            (*GET, "parameters", 1, "schema", "maximum"),
            100,
            "GET /things, parameter limit: maximum is 100, and was 500",
        ),
        ((*GET, "parameters", 2, "schema", "pattern"), "^b$", "GET /things, parameter q: has another pattern"),
        ((*GET, "parameters", 2, "schema", "enum"), ["a"], "GET /things, parameter q: takes only some values"),
        ((*GET, "parameters", 2, "schema", "minItems"), 1, "GET /things, parameter q: minItems is 1, and was none"),
        ((*ANSWER, "headers", "ETag"), GONE, "GET /things, answer 200, header ETag: gone"),
        ((*ANSWER, "content", "application/json"), GONE, "GET /things, answer 200: not as application/json"),
        ((*GET, "responses", "404"), GONE, "GET /things, answer 404: gone"),
        ((*THING, "description"), GONE, "GET /things, answer 200.description: gone"),
        (
            (*THING, "name", "type"),
            ["string", "null"],
            "GET /things, answer 200.name: is null or string, and was string",
        ),
        ((*THING, "name", "type"), GONE, "GET /things, answer 200.name: is anything, and was string"),
        ((*THING, "on", "format"), "date-time", "GET /things, answer 200.on: is date-time, and was date"),
        ((*SHAPES, "Thing", "required"), [], "GET /things, answer 200.name: may be absent"),
        (
            (*SHAPES, "ThingRequest", "required"),
            ["size"],
            "POST /things, body.size: must be given",
        ),
        ((*SHAPES, "ThingRequest", "properties", "size"), GONE, "POST /things, body.size: gone"),
        ((*POST, "requestBody"), GONE, "POST /things: takes no body"),
    ],
)
def test_what_breaks_a_program_of_others_is_named(place, value, fault):
    assert broken(SMALL, _changed((place, value))) == [fault]


def test_a_value_that_disappears_is_named_wherever_it_is_used():
    now = _changed(((*SHAPES, "Kind", "enum"), ["a"]))

    assert broken(SMALL, now) == [
        "GET /things, parameter kind: the value 'b' is gone",
        "GET /things, answer 200.kind: the value 'b' is gone",
    ]


def test_a_parameter_that_is_new_and_must_be_given_is_named():
    known = SMALL["paths"]["/things"]["get"]["parameters"]
    new = {"name": "country", "in": "query", "schema": {"type": "string"}}

    assert broken(SMALL, _changed(((*GET, "parameters"), [*known, new]))) == []
    assert broken(SMALL, _changed(((*GET, "parameters"), [*known, new | {"required": True}]))) == [
        "GET /things, parameter country: new, and must be given"
    ]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("paths", "/others"), {"get": {"operationId": "listOthers", "responses": {}}}),
        ((*GET, "responses", "429"), {"description": "Too many."}),
        ((*THING, "size"), {"type": "integer"}),
        ((*SHAPES, "Kind", "enum"), ["a", "b", "c"]),
        ((*SHAPES, "Thing", "required"), ["name", "on"]),
        ((*GET, "parameters", 1, "schema", "maximum"), 1000),
        ((*THING, "name", "description"), "Said better."),
    ],
)
def test_what_is_added_is_free(place, value):
    assert broken(SMALL, _changed((place, value))) == []


def test_an_alternative_that_says_nothing_allowed_everything_already():
    anything = {"oneOf": [{}, {"type": "null"}]}
    before = _changed(((*THING, "on"), anything))

    assert broken(before, _changed(((*THING, "on"), {"type": "string"}))) == []
    assert broken(before, _changed(((*THING, "on"), {}))) == []


def test_words_are_no_promise_but_a_field_called_description_is():
    kept = promised(SMALL)

    assert "description" in kept["components"]["schemas"]["Thing"]["properties"]
    assert kept["paths"]["/things"]["get"]["responses"]["404"] == {}


def test_what_would_break_the_promise_is_not_released(tmp_path):
    kept = tmp_path / "v1.json"
    kept.write_text(json.dumps(RELEASED | {"paths": {"/old": SMALL["paths"]["/things"]}}))

    with pytest.raises(CommandError, match="GET /old: gone"):
        call_command("release_api", file=str(kept))

    kept.unlink()
    call_command("release_api", file=str(kept), stdout=StringIO())
    assert json.loads(kept.read_text()) == RELEASED
