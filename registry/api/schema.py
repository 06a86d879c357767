"""The OpenAPI document: one Problem for every failure, real examples, stable names."""

from functools import cache

from django.conf import settings
from django.utils import translation
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from registry.api import parameters, programme_serializers, programmes
from registry.api import serializers as shapes
from registry.api.answers import JSON
from registry.api.bodies import Strict
from registry.api.permissions import NEEDS_KEY
from registry.api.problems import CONTENT_TYPE, KINDS
from registry.exporters.forms import LIST_FORMS, PARQUET, XLSX
from registry.models import Scope

# Of these rows, and of what stands in them, `fields` may leave out any field; without it, each is there.
_PICKED = {"Organization", "PartnershipRow", "Observer", "Consultation"}
# As the generator calls the shape of a null beside codes.
_NULL = "NullEnum"
_SENT = ("ETag", "Cache-Control", "RateLimit", "RateLimit-Policy", "X-Request-Id")


class Schema(AutoSchema):
    """What every operation has: who may ask, and every failure is a problem."""

    def _is_list_view(self, serializer=None):
        # Every shape says itself what is a list.
        return False

    def get_auth(self):
        """Nobody, where that is enough; else a key, in either header, or a token that one was changed for."""
        scope = getattr(self.view, "scope", Scope.READ)
        nobody = [] if scope in NEEDS_KEY else [{}]
        return [*nobody, {"bearerKey": []}, {"headerKey": []}, {"oauth2": [scope.value] if scope else []}]

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        if operation is None:  # left out on purpose
            return None
        if method == "POST" and "requestBody" in operation:
            # Nothing comes of one that could have a body and has none; a PATCH without any changes nothing.
            operation["requestBody"]["required"] = True
        responses = operation["responses"]
        for status in self._refusals(path, method):
            responses[status] = {"$ref": "#/components/responses/Problem"}
        responses["default"] = {"$ref": "#/components/responses/Problem"}
        done = next(told for status, told in responses.items() if status.startswith("2"))
        done["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in _SENT if _is_sent(name, method)}
        if method == "GET":
            responses["304"] = {"description": "The caller has it already: the ETag or the date is the same."}
        return operation

    def _refusals(self, path, method):
        missing = ["404"] if "{" in path else []
        expired = ["410"] if path.endswith("/changes") else []
        sent = ["409", "413", "415", "422"] if method != "GET" else []
        return ["400", "401", "403", *missing, "406", *expired, *sent, "429"]


class StrictExtension(OpenApiSerializerExtension):
    """What `Strict` refuses, the document says: unknown fields, none at all, lists that are too short or too long."""

    target_class = Strict
    match_subclasses = True

    def map_serializer(self, auto_schema, direction):
        told = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        told["additionalProperties"] = False
        if self.target.fewest:
            told["minProperties"] = self.target.fewest
        for name, field in self.target.fields.items():
            if isinstance(field, serializers.ListSerializer):
                limits = {"minItems": None if field.allow_empty else 1, "maxItems": field.max_length}
                told["properties"][name] |= {limit: size for limit, size in limits.items() if size is not None}
        return told


def _is_sent(name, method):
    return method == "GET" or name != "ETag"


def add_shared_parts(result, generator, request, public):
    """Postprocessing hook: the components that operations refer to."""
    components = result["components"]
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    if components["schemas"].pop(_NULL, None):
        _tell_null_in_place(result)
    components["securitySchemes"] = _security_schemes()
    picked = _PICKED & components["schemas"].keys()
    for name in picked | {part for row in picked for part in _parts(components["schemas"][row])}:
        components["schemas"][name].pop("required", None)
    components["responses"] = {
        "Problem": {
            "description": "RFC 9457 problem details.",
            "headers": {
                "Retry-After": {"description": "Seconds to wait; with 429 and 503.", "schema": {"type": "integer"}},
                "X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"},
            },
            "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": _example()}},
        }
    }
    text = {"type": "string"}
    components["headers"] = {
        "ETag": {"description": "Send it back in If-None-Match.", "schema": text},
        "Cache-Control": {"description": "How long the answer may be kept.", "schema": text},
        "RateLimit": {"description": "What is left of the limit, by draft 11 of the IETF.", "schema": text},
        "RateLimit-Policy": {"description": "The limit: `q` requests in `w` seconds.", "schema": text},
        "X-Request-Id": {"description": "Quote it when you write to us.", "schema": text},
    }
    return result


def _tell_null_in_place(told):
    """A shape called null makes poor names in the clients that are written from the document."""
    if isinstance(told, dict):
        if told.get("$ref") == f"#/components/schemas/{_NULL}":
            told.clear()
            told["type"] = "null"
        told = list(told.values())
    for one in told if isinstance(told, list) else ():
        _tell_null_in_place(one)


def _parts(told):
    """The names of the shapes that stand in a shape, of which `fields=names.text` takes one field alone."""
    if isinstance(told, list):
        return {name for one in told for name in _parts(one)}
    if not isinstance(told, dict):
        return set()
    own = {told["$ref"].rpartition("/")[2]} if "$ref" in told else set()
    return own | _parts(list(told.values()))


_PROBLEM = {
    "type": "object",
    "description": "What went wrong. `type` leads to a page about this kind of problem.",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "successor": {"type": "string", "description": "With `merged`: the reference to use from now on."},
        "manifest": {"type": "string", "description": "With `cursor-expired`: where the exports are listed."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "parameter": {"type": "string", "description": "In an address, the name of a parameter …"},
                    "pointer": {"type": "string", "description": "… in a body, the place (RFC 6901)."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "allowed": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["code", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance", "request_id", "errors"],
}


def _security_schemes():
    return {
        "bearerKey": {
            "type": "http",
            "scheme": "bearer",
            "description": "`Authorization: Bearer <key>`. Never in an address: there it is refused.",
        },
        "headerKey": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key."},
        "oauth2": {
            "type": "oauth2",
            "description": "The first part of a key is the id of the OAuth2 client, the whole key its secret.",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": f"{settings.SITE_ORIGIN}/identity/o/api/token",
                    "scopes": {scope.value: str(scope.label) for scope in Scope},
                }
            },
        },
    }


def _example():
    return {
        "type": f"{settings.SITE_ORIGIN}/api/v1/problems/invalid-parameter",
        "title": "A parameter is not valid",
        "status": 400,
        "detail": "Each entry of `errors` names a parameter, says what is wrong with it, and lists what is allowed.",
        "instance": "/api/v1/organizations",
        "request_id": "4f9d1c9e-6a53-4f5e-9d0e-4f1f7c1c2b3a",
        "errors": [
            {
                "parameter": "trust",
                "code": "not-allowed",
                "detail": "`sure` is none of the values that are allowed.",
                "allowed": ["listed", "confirmed", "verified"],
            }
        ],
    }


# What a list is answered with beside JSON: a file, or the way to one.
AS_FILES = {
    form.media_type.partition(";")[0]: OpenApiTypes.BINARY if form in (XLSX, PARQUET) else OpenApiTypes.STR
    for form in LIST_FORMS.values()
}
LONG_LIST = {
    303: OpenApiResponse(description="More than 10,000 rows: `Location` leads to the export that is being written.")
}


def operation(
    operation_id,
    summary,
    shape,
    *,
    tag,
    asked=parameters.COMMON,
    description="",
    example=None,
    path=(),
    also=None,
    more=None,
    body=None,
    sent=None,
    status=200,
):
    """One operation of the document; `also`: {media type: shape} beside JSON, `more`: {status: answer}. With `body`,
    what is sent and in which media type; `sent` is an example of it. Without a shape nothing is answered."""
    examples = [OpenApiExample("Example", value=example, response_only=True, status_codes=[status])] if example else []
    examples += [OpenApiExample("Example", value=sent, request_only=True)] if sent else []
    forms = {JSON: shape, **(also or {})} if shape else {}
    told = {(status, form): OpenApiResponse(said, description=summary) for form, said in forms.items()}
    return extend_schema(
        request=body,
        operation_id=operation_id,
        summary=summary,
        description=description or f"{summary}.",
        tags=[tag],
        parameters=[*path, *(parameter.described() for parameter in asked)],
        responses=(told or {status: OpenApiResponse(None, description=summary)}) | (more or {}),
        examples=examples,
    )


_PATTERN = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$", "example": "compass"}
_CODE = OpenApiParameter("code", _PATTERN, "path", description="Its code; see `/programmes`.")
programme = operation(
    "getProgramme",
    "Read one programme",
    programme_serializers.ProgrammeDetailSerializer,
    tag="programmes",
    description="All names that it has or had, its phases with their dates, budget and countries, its donors, and what"
    " sources claim of its results.",
    path=[_CODE],
)
coverage = operation(
    "getProgrammeCoverage",
    "Find where nobody takes part in a programme",
    programme_serializers.CoverageSerializer,
    tag="programmes",
    asked=programmes.COVERAGE,
    description="Areas by countries of a programme: how many listed organizations have a partnership in it that IOM"
    " verified, that goes on and that is fresh. `without` names the countries where none has.",
    example={
        "programme": "compass",
        "phase": 1,
        "as_of": "2026-11-22",
        "fresh_days": 365,
        "definition": "Listed organizations whose partnership in this programme is verified by IOM, goes on, and is"
        " fresh.",
        "countries": 2,
        "results": [
            {
                "area": "1",
                "without": ["LBY"],
                "cells": [{"country": "LBY", "organizations": 0}, {"country": "TCD", "organizations": 3}],
            }
        ],
    },
    path=[_CODE],
)
problem_list = operation(
    "listProblems",
    "List the kinds of problem",
    inline_serializer("ProblemKindList", {"results": shapes.ProblemKindSerializer(many=True)}),
    tag="about",
)
problem = operation(
    "getProblem",
    "Read about one kind of problem",
    shapes.ProblemKindSerializer,
    tag="about",
    path=[OpenApiParameter("code", {"type": "string", "enum": list(KINDS)}, "path", description="Its code.")],
)


def _document(operation_id, form, media_types):
    shape = OpenApiResponse(OpenApiTypes.OBJECT, description="The OpenAPI document.")
    return extend_schema(
        operation_id=operation_id,
        summary=f"Read this document as {form}",
        description="The description of the API, OpenAPI 3.1.",
        tags=["about"],
        parameters=[parameter.described() for parameter in parameters.COMMON],
        responses={(200, media_type): shape for media_type in media_types},
    )


class _TextYamlRenderer(OpenApiYamlRenderer):
    media_type = "text/yaml"


class _YamlRenderer(OpenApiYamlRenderer):
    media_type = "application/yaml"


# What may stand in `Accept` for each: its own type, and plain JSON, which `format=json` asks for. Generators of clients
# read YAML only as text, so that comes first in the document.
AS_JSON = [OpenApiJsonRenderer, JSONRenderer]
AS_YAML = [_YamlRenderer, _TextYamlRenderer, JSONRenderer]
document_as_json = _document("getOpenapiJson", "JSON", [OpenApiJsonRenderer.media_type])
document_as_yaml = _document("getOpenapiYaml", "YAML", [_TextYamlRenderer.media_type, _YamlRenderer.media_type])


def described(viewset, known):
    """The view of one code list, with a name and a shape of its own in the document."""
    noun = "".join(word.capitalize() for word in known.name.split("-"))
    shape = inline_serializer(
        f"{noun}List",
        {
            "version": serializers.CharField(),
            "published_on": serializers.DateField(allow_null=True),
            "language": serializers.CharField(help_text="Of `name` and `description`."),
            "source": serializers.DictField(help_text="Where the list comes from."),
            "results": known.serializer(many=True),
        },
    )
    view = type(f"{noun}ViewSet", (viewset,), {"__doc__": f"{known.summary}."})
    told = operation(f"list{noun}", known.summary, shape, tag="code lists", asked=known.parameters)
    return extend_schema_view(list=told)(view)


@cache
def document():
    """The whole of it; its language is English, whoever asks first."""
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


@cache
def text(form):
    renderer = OpenApiJsonRenderer() if form == "json" else OpenApiYamlRenderer()
    return renderer.render(document(), renderer_context={}).decode()
