"""What Schemathesis checks beside its own: that what the document allows is refused for a reason it cannot express.

Its own check takes every 400, 410 and 422 for such a request as a failure. But no document can say which text is a
cursor that we sealed, how far the feed has come, that a file takes no `limit`, or that at most ten filters work
together. Each reason that it cannot say stands here; any other refusal of what it allows is a fault.
"""

import re

import schemathesis

# Kinds that say it all: the cursor of another list, a number that the feed does not hold, a key that was used.
_KINDS = {"cursor-mismatch", "cursor-expired", "idempotency-key-reused"}
# Place (a parameter, or a pointer into a body): the codes with which it may be refused although it looks right.
_REASONS = {
    "cursor": {"malformed", "not-allowed"},  # sealed here, and not beside a file
    "organization": {"malformed"},  # the last character of a reference checks the others
    "programme|office|mode|version|phase": {"not-allowed"},  # which there are is known to the data
    "as_of|on": {"not-allowed"},  # no day to come
    "ordering": {"not-allowed"},  # relevance is the order of a search
    "q|external_id": {"not-allowed"},  # the past is not searched
    "limit|count|fields|expand|hxl": {"not-allowed"},  # a file holds every row, whole
    "/changes/types/.*|/changes/hq_country|/changes/identifiers/.*/scheme": {"not-allowed"},  # code lists grow
    "/(queries|extend)?": {"malformed", "empty"},  # a form of a protocol that is not ours
    # At most ten filters work together; text is more than blanks, and holds no half characters.
    ".*": {"too-many", "empty", "unreadable"},
}


def _is_explained(error):
    place = error.get("parameter") or error.get("pointer", "")
    return any(re.fullmatch(known, place) and error["code"] in codes for known, codes in _REASONS.items())


@schemathesis.check
def what_the_document_allows_is_refused_for_a_reason(ctx, response, case):
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code not in (400, 410, 422):
        return
    told = response.json()
    if told["type"].rpartition("/")[2] in _KINDS:
        return
    assert told["errors"], told
    unexplained = [error for error in told["errors"] if not _is_explained(error)]
    assert not unexplained, f"Refused although the document allows it: {unexplained}"
