"""The API: published facts, for everybody, whoever is signed in on the site."""

from registry.api.codelists import CODE_LISTS
from tests.house.access_table.visitors import (
    EVEN_WITHOUT,
    KEY_NEEDED,
    NOBODY_AT_ALL,
    NOT_THERE,
)

ACCESS = {
    # The API: published facts, for everybody, whoever is signed in on the site
    "api:organization-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:organization-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    **{f"api:{name}": (EVEN_WITHOUT, NOBODY_AT_ALL) for name in CODE_LISTS},
    "api:programme-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:programme-coverage": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:change-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    # For systems with a key alone
    "api:webhook-list": (KEY_NEEDED, KEY_NEEDED),
    "api:webhook-detail": (KEY_NEEDED, NOBODY_AT_ALL),
    "api:webhook-secret": (NOBODY_AT_ALL, KEY_NEEDED),
    "api:webhook-ping": (NOBODY_AT_ALL, KEY_NEEDED),
    "api:webhook-deliveries": (KEY_NEEDED, NOBODY_AT_ALL),
    "api:webhook-replay": (NOBODY_AT_ALL, KEY_NEEDED),
    "api:observer-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:problem-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:problem-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:openapi-json": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:openapi-yaml": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:nowhere": (NOT_THERE, NOT_THERE),
}

# Few addresses know another method: {(address, method): answers}.
ALSO = {("api:webhook-detail", method): KEY_NEEDED for method in ("PATCH", "DELETE")}
