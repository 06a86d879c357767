"""Partnerships in the OpenAPI document."""

from registry.api import block_serializers
from registry.api.partnerships import LIST
from registry.api.schema import AS_FILES, LONG_LIST, operation

partnership_list = operation(
    "listPartnerships",
    "List partnerships",
    block_serializers.PartnershipPageSerializer,
    tag="partnerships",
    asked=LIST,
    description="What organizations do with IOM: role, area, place, level and period, a row each, in the order of the"
    " organizations' names. Each row meets all the filters itself.",
    also=AS_FILES,
    more=LONG_LIST,
    example={
        "results": [
            {
                "organization": "CSO-7K2M9XQ4",
                "organization_name": "Riverbend Migrant Aid Network",
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
                "freshness": "fresh",
            }
        ],
        "next": None,
        "previous": None,
        "next_cursor": None,
        "count": None,
    },
)
