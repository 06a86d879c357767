"""Matching and reconciliation in the OpenAPI document."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from registry.api import match
from registry.api.schema import operation
from registry.api.serializers import JOB_STATES, REFERENCE, Shape
from registry.matching import Evidence
from registry.queries.match_lines import LONGEST, MOST_VALUES

EVIDENCE = [code.value for code in Evidence]
MATCH_STATUS = ["matched", "ambiguous", "none", "invalid"]


class FeatureSerializer(Shape):
    id = serializers.CharField()
    value = serializers.JSONField(help_text="A number from 0 to 100 for the name, true or false for the others.")


class ReasonSerializer(Shape):
    code = serializers.ChoiceField(choices=EVIDENCE)
    agrees = serializers.BooleanField(help_text="Whether it speaks for the candidate, or against it.")
    detail = serializers.CharField(help_text="A sentence in the language of the caller.")


class CandidateSerializer(Shape):
    id = serializers.RegexField(REFERENCE)
    name = serializers.CharField(help_text="In the language of the caller, where it has a name in it.")
    score = serializers.FloatField(min_value=0, max_value=100)
    match = serializers.BooleanField(help_text="It is certain; at most one candidate is.")
    features = FeatureSerializer(many=True)
    reasons = ReasonSerializer(many=True)


class LineErrorSerializer(Shape):
    pointer = serializers.CharField(help_text="The part of the body, by RFC 6901.")
    code = serializers.CharField()
    detail = serializers.CharField()


class MatchResultSerializer(Shape):
    ref = serializers.JSONField(help_text="As it was sent; null when it was not.")
    status = serializers.ChoiceField(choices=MATCH_STATUS)
    candidates = CandidateSerializer(many=True, help_text="The best first.")
    errors = LineErrorSerializer(many=True, help_text="What is not understood of an `invalid` line.")


class MatchAnswerSerializer(Shape):
    results = MatchResultSerializer(many=True, help_text="One for each line, in their order.")


class MatchJobSerializer(Shape):
    id = serializers.UUIDField(help_text="Whoever knows it may read the answers: keep it to yourself.")
    state = serializers.ChoiceField(choices=JOB_STATES)
    done = serializers.IntegerField()
    total = serializers.IntegerField(help_text="Lines, as far as they are counted.")
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="How many lines have which status.")
    problem = serializers.CharField(allow_null=True, help_text="Why it failed.")
    kept_until = serializers.DateTimeField()
    result = serializers.URLField(allow_null=True, help_text="The answers as CSV, once they are there.")


class MatchFileSerializer(Shape):
    file = serializers.FileField(help_text="CSV, XLSX, XLS or ODS with a line of headings; at most 50,000 lines.")


_TEXT = {"type": "string", "maxLength": LONGEST}
_SEVERAL = {"oneOf": [_TEXT, {"type": "array", "items": _TEXT, "maxItems": MOST_VALUES}]}
_LINE = {
    "type": "object",
    "properties": {
        "ref": {"oneOf": [_TEXT, {"type": "integer"}], "description": "Yours; it comes back with the answer."},
        "name": _TEXT | {"description": "As it stands in your list, with acronym or country beside it if need be."},
        "acronym": _TEXT,
        "country": _SEVERAL | {"description": "Name in one of seven languages, ISO 3166-1 code or M49 number."},
        "external_id": _SEVERAL | {"description": "`GB-CHC-1234567`, `GB-CHC:1234567`, or the number alone."},
        "website": _TEXT,
        "type": _SEVERAL | {"description": "See `/types`; code or label."},
        "area": _SEVERAL | {"description": "See `/areas`; code or label."},
        "role": _SEVERAL | {"description": "See `/roles`; code or label."},
    },
    "additionalProperties": False,
    "anyOf": [{"required": [name]} for name in ("name", "acronym", "external_id", "website")],
}
_LINES = {"type": "array", "items": _LINE, "minItems": 1, "maxItems": match.MOST_ROWS}
_SENT = [{"ref": "row 1", "name": "Riverbend Migrant Aid Network (RMAN)", "country": "Kenya"}]
_CANDIDATE = {
    "id": "CSO-7K2M9XQ4",
    "name": "Riverbend Migrant Aid Network",
    "score": 100.0,
    "match": True,
    "features": [{"id": "name", "value": 100.0}, {"id": "country", "value": True}],
    "reasons": [
        {"code": "name", "agrees": True, "detail": "Same name: Riverbend Migrant Aid Network"},
        {"code": "country", "agrees": True, "detail": "Country in common: Kenya"},
    ],
}

match = operation(
    "matchLines",
    "Match up to 100 lines of a list",
    MatchAnswerSerializer,
    tag="matching",
    asked=match.PARAMETERS,
    description="Which listed organization each line means. `matched`: one candidate is certain. `ambiguous`: somebody"
    " may be meant, and a person must look. `none`: nobody comes near. `invalid`: the line is not understood.",
    body={"application/json": _LINES},
    sent=_SENT,
    example={"results": [{"ref": "row 1", "status": "matched", "candidates": [_CANDIDATE], "errors": []}]},
)
match_job_create = operation(
    "createMatchJob",
    "Match a file of up to 50,000 lines",
    MatchJobSerializer,
    tag="matching",
    description="A worker answers it line by line. Columns are known by the names of the fields of `/match`, or by"
    " usual headings in English, French, Spanish and Arabic.",
    body={"multipart/form-data": MatchFileSerializer},
    status=202,
)
_ID = OpenApiParameter(
    "id", {"type": "string", "format": "uuid"}, "path", description="As the answer to the file says."
)
match_job = operation(
    "getMatchJob",
    "Read how far a file is matched",
    MatchJobSerializer,
    tag="matching",
    path=[_ID],
)


def _protocol(
    operation_id, summary, *, description, asked=(), request=None, media_type="application/json", path=(), missing=""
):
    """`missing` says what the same kind of body tells with 404, where no problem is told."""
    answers = {200: summary} | ({404: missing} if missing else {})
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        description=description,
        tags=["matching"],
        request=request,
        parameters=[*path, *(OpenApiParameter(name, str, description=said) for name, said in asked)],
        responses={
            (status, media_type): OpenApiResponse(
                OpenApiTypes.OBJECT if "json" in media_type else OpenApiTypes.STR, description=said
            )
            for status, said in answers.items()
        },
    )


match_result = _protocol(
    "getMatchResult",
    "Read the answers to a file",
    description="One line of CSV for each line of the file, with up to three candidates. Whoever left the"
    " registry since is not named.",
    media_type="text/csv",
    path=[_ID],
    asked=[("lang", "Language of the reasons: en, fr or es.")],
)
_SPECIFICATION = "Part of the Reconciliation Service API 0.2, which OpenRefine speaks. "
_ID_ASKED = ("id", "Reference of the organization.")
reconcile_manifest = _protocol(
    "getReconciliationManifest",
    "Read what the reconciliation service offers",
    description=f"{_SPECIFICATION}With `queries` or `extend` it answers them, as a POST does.",
    asked=[("queries", "A batch as JSON."), ("extend", "What to read as JSON."), ("lang", "en, fr or es.")],
)
reconcile_queries = _protocol(
    "reconcile",
    "Answer a batch of queries, or read properties of organizations",
    description=f"{_SPECIFICATION}A batch has at most 50 queries; its keys come back as they were sent.",
    request={
        "application/x-www-form-urlencoded": {
            "type": "object",
            "properties": {
                "queries": {
                    "type": "string",
                    "description": "A batch as JSON.",
                    "example": '{"q0": {"query": "RMAN"}}',
                },
                "extend": {"type": "string", "description": "`ids` and `properties` as JSON."},
            },
        }
    },
)
reconcile_suggest = _protocol(
    "suggestForReconciliation",
    "Complete what is being typed",
    description=f"{_SPECIFICATION}`kind` is `entity`, `type` or `property`.",
    asked=[("prefix", "What was typed so far.")],
    path=[
        OpenApiParameter(
            "kind",
            {"type": "string", "enum": ["entity", "type", "property"]},
            "path",
            description="What is looked for.",
        )
    ],
)
reconcile_properties = _protocol(
    "proposeReconciliationProperties",
    "List the properties that can be read",
    description=_SPECIFICATION,
    asked=[("type", "Type of the records."), ("limit", "At most so many.")],
)
reconcile_preview = _protocol(
    "previewForReconciliation",
    "Show a card of an organization",
    description=f"{_SPECIFICATION}HTML that any page may show in a frame; it knows no cookies.",
    media_type="text/html",
    asked=[_ID_ASKED],
    missing="A card that says that there is no such organization",
)
reconcile_flyout = _protocol(
    "flyoutForReconciliation",
    "Read a short card of an organization",
    description=f"{_SPECIFICATION}With `kind`, `type` or `property`, a card of one of these.",
    asked=[_ID_ASKED, ("kind", "`entity`, which need not be said, `type` or `property`.")],
)
