"""The feed of changes in the OpenAPI document."""

from registry.api import feed_serializers as shapes
from registry.api.changes import LIST
from registry.api.organization_schema import ORGANIZATION
from registry.api.schema import operation

change_list = operation(
    "listChanges",
    "Follow changes",
    shapes.ChangePageSerializer,
    tag="changes",
    asked=LIST,
    description="What came, changed, was merged and went, in the order in which it became visible. `after=0` gives all"
    " that is listed. Whoever applies every entry has what a snapshot has, byte for byte: organizations, observers,"
    " consultations and who took part. Partnerships are a part of their organization. An entry is kept for"
    " 400 days; whoever comes later is told so with 410. A key for named countries is refused with 403"
    " (`all-countries`): follow without it, and read with it from `/organizations?updated_since=…` what partners read.",
    example={
        "changes": [
            {
                "seq": 184221,
                "at": "2026-11-22T09:14:00Z",
                "op": "upsert",
                "type": "organization",
                "id": "CSO-7K2M9XQ4",
                "version": 3,
                "data": ORGANIZATION,
            },
            {
                "seq": 184222,
                "at": "2026-11-22T09:15:00Z",
                "op": "merge",
                "type": "organization",
                "id": "CSO-2P8D0R6T",
                "version": 2,
                "into": "CSO-7K2M9XQ4",
            },
            {
                "seq": 184223,
                "at": "2026-11-22T09:16:00Z",
                "op": "upsert",
                "type": "participation",
                "id": "CNS-5T8QW2M4/CSO-7K2M9XQ4",
                "version": 1,
                "data": {"consultation": "CNS-5T8QW2M4", "organization": "CSO-7K2M9XQ4"},
            },
        ],
        "next_after": 184223,
        "has_more": False,
    },
)
