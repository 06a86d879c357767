"""The list of observers in the OpenAPI document."""

from observers.api import serializers as shapes
from observers.api.parameters import LIST
from registry.api.schema import AS_FILES, operation

_EXAMPLE = {
    "as_of": "2026-11-22",
    "kind": "cso",
    "count": 1,
    "counts": "Observers of this kind with the status on that day, suspended ones included",
    "statements": [],
    "results": [
        {
            "id": "STA-4D7N2WQ6",
            "name": "Riverbend Migrant Aid Network",
            "kind": "cso",
            "status": "active",
            "since": "2026-11-20",
            "since_precision": "day",
            "session": "Council, session 117 (2026)",
            "resolution": "1441",
            "source": "Resolution 1441, Council, session 117 (2026)",
            "organization": "CSO-7K2M9XQ4",
            "is_demo": True,
        }
    ],
    "next": None,
    "previous": None,
    "next_cursor": None,
}

observer_list = operation(
    "listObservers",
    "List observers",
    shapes.ObserverPageSerializer,
    tag="observers",
    asked=LIST,
    description="Who has observer status at the IOM Council on a day, with the act by which it began. Kinds of observer"
    " are never counted together. Applications, confirmations and notices are told to nobody.",
    also=AS_FILES,
    example=_EXAMPLE,
)
