"""What Schemathesis checks beside its own: that what the document allows is refused for a reason it cannot express.

Its own check takes every 400 for such a request as a failure. But no document can say which text is a cursor that we
sealed, that a programme has no third phase, or that at most ten filters work together. The codes of the answer do.
"""

import schemathesis

# What a value may be refused for although it looks right: it is none of those that are there, or it is one too many.
# `malformed` only for a cursor: whatever else is malformed, the document must say so.
_REASONS = {"not-allowed", "too-many"}


@schemathesis.check
def what_the_document_allows_is_refused_for_a_reason(ctx, response, case):
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 400:
        return
    told = response.json()
    if told["type"].endswith("/cursor-mismatch"):
        return
    unexplained = [
        error
        for error in told["errors"]
        if error["code"] not in _REASONS and (error["parameter"], error["code"]) != ("cursor", "malformed")
    ]
    assert told["errors"], told
    assert not unexplained, f"Refused although the document allows it: {told}"
