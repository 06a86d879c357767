"""What Schemathesis is told of the registry before it asks, so that all that it takes for right must be accepted.

Its check `positive_data_acceptance` takes each 400, 410 and 422 as a failure when the document allows a request. But no
document can say which text is a cursor that we sealed, which programmes there are, how far the feed has come, or that
a file takes no `limit`. To expect 400 anywhere would make the check blind for every other refusal. So these few things
are made true in what it is about to ask, each for the reason that stands beside it. What is wrong stays wrong.
"""

import json
import os
import uuid
from datetime import UTC, datetime

import schemathesis

# {parameter: what there is in the registry that is asked}; of `version`, {path: version}.
_REAL = json.loads(os.environ.get("REAL_VALUES", "{}"))
_OF_PAGES = ("limit", "count", "fields", "expand")
_NO_FILTERS = {*_OF_PAGES, "format", "hxl", "lang", "ordering", "as_of"}
# Texts that may be empty. Of all others more than blanks is wanted, and of each no NUL: both were released without a
# pattern.
_MAY_BE_EMPTY = {"website", "type_explained", "language"}


@schemathesis.hook
def map_case(context, case):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return case
    query = _sensible(case.path, dict(case.query or {}))
    # What is written anew is looked at anew, and of a file it is not known then whether it is right.
    if query != case.query:
        case.query = query
    if isinstance(case.body, dict) and "file" not in case.body and (body := _known(case.path, case.body)) != case.body:
        case.body = body
    if "Idempotency-Key" in case.headers:
        # One that was used stands for what was sent with it.
        case.headers["Idempotency-Key"] = uuid.uuid4().hex
    return case


def _sensible(path, query):
    # Cursors are sealed and hold for one list with its filters; test_walks and the clients of others follow them.
    query.pop("cursor", None)
    # Which of them there are is known to the data alone.
    query = {name: _like(value, _real(path, name, value)) for name, value in query.items()}
    # No day to come; and nothing is known of the past of a registry that began today.
    if "as_of" in query:
        query["as_of"] = datetime.now(UTC).date().isoformat()
        # It is not searched either.
        query.pop("q", None)
        query.pop("external_id", None)
    if query.get("ordering") == "relevance" and "q" not in query:
        # The order of a search.
        del query["ordering"]
    form = query.get("format", "json")
    if form != "json":
        # A file holds every row, whole; JSON-LD has no place for parts.
        query = {name: value for name, value in query.items() if name not in _OF_PAGES}
    if form not in ("csv", "xlsx"):
        query.pop("hxl", None)
    if path.startswith("/match/jobs/") and "lang" in query:
        # It was released as any text.
        query["lang"] = "en"
    # At most ten filters work together.
    filters = [name for name in query if name not in _NO_FILTERS]
    return {name: value for name, value in query.items() if name not in filters[10:]}


def _known(path, body):
    """Codes of our lists, which grow, in the place of words that look like them; and text that says something."""
    if path.startswith("/reconcile"):
        # The protocol of others: what its texts hold stands in their description.
        return {"queries": _REAL["queries"]}
    return {name: _known_value(name, value) for name, value in body.items()}


def _known_value(name, value):
    if isinstance(value, dict):
        return {inner: _known_value(inner, said) for inner, said in value.items()}
    if isinstance(value, list):
        return [_known_value(name, said) for said in value]
    if name in ("hq_country", "types", "scheme") and value is not None:
        return _REAL[name]
    if name == "website" and value:
        # A URI that is no address of the web, such as one whose last part has one letter.
        return "https://river.example"
    if isinstance(value, str) and ("\0" in value or not (value.strip() or name in _MAY_BE_EMPTY)):
        return "River"
    return value


def _real(path, name, value):
    known = _REAL.get(name, value)
    return known.get(path, value) if isinstance(known, dict) else known


def _like(value, known):
    return [known] if isinstance(value, list) and not isinstance(known, list) else known
