"""Organizations and their parts in the OpenAPI document."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_view

from registry.api import block_serializers, linked_data, organizations
from registry.api import serializers as shapes
from registry.api.schema import AS_FILES, LONG_LIST, operation

_REFERENCE = {"type": "string", "pattern": shapes.REFERENCE, "example": "CSO-7K2M9XQ4"}
ORGANIZATION = {
    "id": "CSO-7K2M9XQ4",
    "name": "Riverbend Migrant Aid Network",
    "acronym": "RMAN",
    "names": [
        {"text": "Riverbend Migrant Aid Network", "kind": "legal", "language": "en", "script": "Latn"},
        {"text": "RMAN", "kind": "acronym", "language": None, "script": "Latn"},
    ],
    "kind": "cso",
    "types": ["ngo"],
    "type_explained": None,
    "levels": ["national"],
    "description": {"en": "Shelter and advice for people on the move.", "fr": None, "es": None},
    "website": "https://riverbend.example",
    "founded": 1998,
    "languages": ["en", "sw"],
    "hq_country": "KEN",
    "countries": ["KEN", "UGA"],
    "areas": ["1"],
    "roles": ["project_implementer"],
    "partnerships": [
        {
            "id": "PAR-8TN2X4QD",
            "role": "project_implementer",
            "area": "1",
            "part": "1.shelter",
            "country": "KEN",
            "level": "national",
            "mode": None,
            "programme": "compass",
            "unit": None,
            "starts_on": "2024-01-01",
            "ends_on": None,
            "state": "verified",
            "verified_on": "2026-10-12",
            "seen_on": "2026-10-12",
        }
    ],
    "identifiers": [{"scheme": "KE-NCB", "value": "OP.218/051/98-0123"}],
    "links": [],
    "status": "published",
    "trust": "verified",
    "freshness": "fresh",
    "source": "IOM Kenya, partner inventory",
    "observed_on": "2026-09-30",
    "confirmed_on": "2026-10-01",
    "verified_on": "2026-10-12",
    "facts": [
        {
            "field": "website",
            "told_by": "cso",
            "source": None,
            "observed_on": "2026-10-01",
            "verified_on": None,
        }
    ],
    "former_ids": [],
    "is_demo": False,
    "updated_at": "2026-10-12T09:14:00Z",
}

ID = OpenApiParameter("id", _REFERENCE, "path", description="The permanent reference.")
_BLOCKS = {
    "names": (
        "All names",
        "Every name that it has or had, with its language, its script, and on what they rest.",
        [{**ORGANIZATION["names"][0], "direction": "ltr"}],
    ),
    "identifiers": (
        "Identifiers in other registers",
        "With the code as IATI writes it, `GB-CHC-1234567`, and the name of the register.",
        [{**ORGANIZATION["identifiers"][0], "code": "KE-NCB-OP.218/051/98-0123", "scheme_name": "NGO Board, Kenya"}],
    ),
    "countries": (
        "Countries of work and of the head office",
        "With all their codes, and their names in the language that was asked for.",
        [{"iso3": "KEN", "iso2": "KE", "m49": "404", "name": "Kenya", "is_head_office": True}],
    ),
    "partnerships": (
        "Partnerships of an organization",
        "What it does with IOM, where and since when, each with how fresh it is. `/partnerships` has those of all.",
        [{**ORGANIZATION["partnerships"][0], "freshness": "fresh"}],
    ),
}
_FACT = {
    "field": "names",
    "told_by": "import",
    "source": "IOM Kenya, partner inventory",
    "observed_on": "2026-09-30",
    "verified_on": None,
    "freshness": "fresh",
}

organization_list = operation(
    "listOrganizations",
    "List organizations",
    block_serializers.OrganizationPageSerializer,
    tag="organizations",
    asked=organizations.LIST,
    description="The published inventory, filtered, in pages. Values of one filter are alternatives, filters work"
    " together. A parameter that is unknown, repeated or makes no sense is refused, never ignored.",
    also=AS_FILES,
    more=LONG_LIST,
    example={"results": [ORGANIZATION], "next": None, "previous": None, "next_cursor": None, "count": 1},
)
organization = operation(
    "getOrganization",
    "Read one organization",
    block_serializers.ExpandedOrganizationSerializer,
    tag="organizations",
    asked=organizations.DETAIL,
    description="A record that was merged into another answers 308 with the address of that one. What is not published"
    " answers 404, whatever the reason.",
    example=ORGANIZATION,
    path=[ID],
    also={linked_data.MEDIA_TYPE: OpenApiTypes.OBJECT},
)
history = operation(
    "getOrganizationHistory",
    "Read when an organization changed",
    block_serializers.HistorySerializer,
    tag="organizations",
    description="When its public text changed, and in which fields; `as_of` with a day between two changes reads the"
    " text of then. It goes back to the first text that is known, and 200 changes at most.",
    example={
        "organization": "CSO-7K2M9XQ4",
        "results": [
            {"at": "2026-10-12T09:14:00Z", "change": "changed", "fields_changed": ["trust", "verified_on"]},
            {"at": "2026-09-30T08:00:00Z", "change": "first", "fields_changed": []},
        ],
    },
    path=[ID],
)


def described(viewset, name):
    """The view of one part of an organization, with a name and a shape of its own in the document."""
    summary, description, results = _BLOCKS[name]
    noun = name.capitalize()
    view = type(f"{noun}ViewSet", (viewset,), {"__doc__": description})
    fact = {**_FACT, "field": {"countries": "hq_country"}.get(name, name)}
    facts = [] if name == "partnerships" else [fact]
    told = operation(
        f"getOrganization{noun}",
        summary,
        block_serializers.ANSWERS[name],
        tag="organizations",
        asked=organizations.BLOCK,
        description=description,
        example={"organization": "CSO-7K2M9XQ4", "as_of": "2026-11-22", "facts": facts, "results": results},
        path=[ID],
    )
    return extend_schema_view(retrieve=told)(view)
