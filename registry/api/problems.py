"""What can go wrong in the API, as RFC 9457 problem details: lasting codes, words in the caller's language."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import JsonResponse
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry import keys

CONTENT_TYPE = "application/problem+json"
BASE = "/api/v1"


@dataclass(frozen=True)
class Kind:
    """One kind of problem: the page that its `type` leads to says these words."""

    status: int
    title: Promise
    advice: Promise


KINDS = {
    "merged": Kind(
        308,
        _("The organization was merged into another"),
        _("Follow the Location header, and keep the reference that it leads to. The old one stays valid."),
    ),
    "bad-request": Kind(
        400,
        _("The request could not be read"),
        _("Check the address, the headers and the body of the request. Only text in UTF-8 is understood."),
    ),
    "invalid-parameter": Kind(
        400,
        _("A parameter is not valid"),
        _("Each entry of `errors` names a parameter, says what is wrong with it, and lists what is allowed."),
    ),
    "idempotency-key-missing": Kind(
        400,
        _("The header Idempotency-Key is missing"),
        _("Give each sending a name of 1 to 100 visible characters, and send the same one when you try again."),
    ),
    "key-in-address": Kind(
        400,
        _("A key stands in the address"),
        _(
            "Send it in a header, `Authorization: Bearer` or `X-API-Key`. Addresses are kept in logs and histories:"
            " revoke this key and make another."
        ),
    ),
    "cursor-mismatch": Kind(
        400,
        _("The cursor belongs to another list"),
        _("Use a cursor only with the filters and the order with which you received it, or begin again without one."),
    ),
    "invalid-key": Kind(
        401,
        _("The key does not open anything"),
        _("Check that it is whole, and look on the page of your client whether it ended or was revoked."),
    ),
    "key-needed": Kind(
        401,
        _("This needs a key"),
        _("Register your system at `/my/clients/`, and send its key as `Authorization: Bearer`."),
    ),
    "scope-missing": Kind(
        403, _("The key is not for this"), _("See on the page of your client what its keys are for, and ask for more.")
    ),
    "out-of-country": Kind(
        403,
        _("The key is for other countries"),
        _("Ask for the countries of the key, or without a key for what is public everywhere."),
    ),
    "all-countries": Kind(
        403,
        _("This address cannot keep to the countries of a key"),
        _(
            "Ask it without the key: what is public is the same for everybody. With the key, ask for organizations:"
            " `updated_since` gives what changed in its countries."
        ),
    ),
    "forbidden": Kind(403, _("This may not be done"), _("Nothing that you can change in the request will help.")),
    "not-found": Kind(
        404,
        _("There is nothing at this address"),
        _("Check the reference. What is not published, or no longer, is not told apart from what never was."),
    ),
    "cursor-expired": Kind(
        410,
        _("The feed does not hold this number"),
        _("Read the exports named by `manifest`, then go on from their `seq`, or begin again with `after=0`."),
    ),
    "method-not-allowed": Kind(
        405, _("This address does not take this method"), _("Use one of the methods that the Allow header names.")
    ),
    "not-acceptable": Kind(
        406,
        _("The answer does not exist in this form"),
        _("Send `Accept: application/json`, or no Accept header. Lists exist as files, too: see `format`."),
    ),
    "refused": Kind(409, _("This cannot be done now"), _("`detail` says what happened, why, and what to do about it.")),
    "stale": Kind(
        409,
        _("Somebody else changed the record"),
        _("Read the record again, then repeat your change if it still fits."),
    ),
    "unpublishable": Kind(409, _("The record cannot be published as it is"), _("`detail` says what is missing.")),
    "precondition-failed": Kind(
        412, _("The record is not the one that you know"), _("Read it again without If-Match.")
    ),
    "too-large": Kind(413, _("The request is too large"), _("Send less at once.")),
    "unsupported-media-type": Kind(
        415, _("The body is in a format that is not understood"), _("Send `Content-Type: application/json`.")
    ),
    "range-not-satisfiable": Kind(
        416, _("The file has no such part"), _("The Content-Range header says how long it is. Ask for a part of that.")
    ),
    "idempotency-key-reused": Kind(
        422,
        _("The Idempotency-Key stands for something else already"),
        _("Send what is new under a new key. What is the same, byte by byte, keeps its key."),
    ),
    "invalid-body": Kind(
        422,
        _("The body is not valid"),
        _("Each entry of `errors` names a place in the body, and says what is wrong there."),
    ),
    "too-many-requests": Kind(
        429,
        _("Too many requests"),
        _("Wait for as many seconds as the Retry-After header says. RateLimit-Policy says how many you have."),
    ),
    "internal-error": Kind(
        500, _("Something broke on our side"), _("Try again later. If you write to us, quote `request_id`.")
    ),
    "unavailable": Kind(
        503,
        _("The registry cannot answer at the moment"),
        _("Wait for as many seconds as the Retry-After header says."),
    ),
}

# The kind to answer with when all that is known is a status.
OF_STATUS = {kind.status: code for code, kind in KINDS.items()} | {
    400: "bad-request",
    401: "invalid-key",
    403: "forbidden",
    409: "refused",
}


@dataclass
class Problem(Exception):
    """Raised by a view of the API; `iom_partners.api.errors.problem` turns it into the answer."""

    code: str
    detail: str = ""
    errors: list = field(default_factory=list)
    headers: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)


def problem_response(request, code, detail="", *, errors=(), headers=None, extra=None):
    """The answer for one problem, by a request of Django's."""
    kind = KINDS[code]
    body = {
        "type": f"{settings.SITE_ORIGIN}{BASE}/problems/{code}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(detail or kind.advice),
        "instance": escape_uri_path(keys.hide_in(request.path)),
        "request_id": request.id,
        "errors": list(errors),
        **(extra or {}),
    }
    response = JsonResponse(
        body, status=kind.status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    for name, value in ({"Cache-Control": "no-store"} | (headers or {})).items():
        response[name] = value
    return response
