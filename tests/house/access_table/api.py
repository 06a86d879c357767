"""The API: published facts, for everybody, whoever is signed in on the site."""

from registry.api.blocks import BLOCKS
from registry.api.codelists import CODE_LISTS
from tests.house.access_table.visitors import (
    EVEN_WITHOUT,
    NOBODY_AT_ALL,
    NOT_THERE,
    WITHOUT_A_KEY,
)

ACCESS = {
    # The API: published facts, for everybody, whoever is signed in on the site
    "api:organization-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:organization-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    **{f"api:organization-{name}": (EVEN_WITHOUT, NOBODY_AT_ALL) for name in BLOCKS},
    "api:organization-history": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:partnership-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    **{f"api:{name}": (EVEN_WITHOUT, NOBODY_AT_ALL) for name in CODE_LISTS},
    "api:programme-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:programme-coverage": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:change-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:statistics": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:consultation-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:consultation-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:consultation-participations": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:consultation-outputs": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:webhook-list": (WITHOUT_A_KEY, WITHOUT_A_KEY),
    "api:webhook-detail": (WITHOUT_A_KEY, NOBODY_AT_ALL),
    "api:webhook-secret": (NOBODY_AT_ALL, WITHOUT_A_KEY),
    "api:webhook-ping": (NOBODY_AT_ALL, WITHOUT_A_KEY),
    "api:webhook-deliveries": (WITHOUT_A_KEY, NOBODY_AT_ALL),
    "api:webhook-replay": (NOBODY_AT_ALL, WITHOUT_A_KEY),
    "api:observer-list": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:match": (NOBODY_AT_ALL, EVEN_WITHOUT),
    "api:match-job-list": (NOBODY_AT_ALL, EVEN_WITHOUT),
    "api:match-job-detail": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:match-job-result": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:reconcile": (EVEN_WITHOUT, EVEN_WITHOUT),
    "api:reconcile-slash": (EVEN_WITHOUT, EVEN_WITHOUT),
    "api:reconcile-suggest": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:reconcile-properties": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:reconcile-preview": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "api:reconcile-flyout": (EVEN_WITHOUT, NOBODY_AT_ALL),
    # For those who show a key
    "api:proposal-list": (WITHOUT_A_KEY, WITHOUT_A_KEY),
    "api:proposal-detail": (WITHOUT_A_KEY, NOBODY_AT_ALL),
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

# Few addresses know another method: {(address, method): answers}.
ALSO = {("api:webhook-detail", method): WITHOUT_A_KEY for method in ("PATCH", "DELETE")}
