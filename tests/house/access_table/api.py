"""The API: published facts, for everybody, whoever is signed in on the site."""

from registry.api.codelists import CODE_LISTS
from tests.house.access_table.visitors import (
    EVEN_WITHOUT,
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
    "api:observer-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    # Exports of what is published: nobody needs a key, and what leads to a file works for a quarter of an hour.
    "api:export-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:export-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:export-file": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:export-job": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:export-link": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:problem-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:problem-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:openapi-json": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:openapi-yaml": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:nowhere": (NOT_THERE, NOT_THERE),
}
