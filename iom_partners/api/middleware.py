"""What holds for all of /api/: no cookies, the caller's language, open to every site, problems in one form."""

import re

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from registry.api.problems import CONTENT_TYPE, OF_STATUS, problem_response

# The API, and beside it what programs find by themselves.
_IS_API = re.compile(r"/api(?:/|$)|/contexts/|/catalog$|/\.well-known/api-catalog$")

_METHODS = ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS")
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
# A POST here writes nothing of ours: it is a question that is too long for an address.
_IS_ASKED = re.compile(r"/api/v1/(?:match|reconcile)(?:/|$)")

EXPOSED = (
    "Accept-Ranges, Content-Disposition, Content-Range, Deprecation, ETag, Last-Modified, Link, Location, RateLimit,"
    " RateLimit-Policy, Retry-After, Sunset, X-Request-Id"
)
ALLOWED = (
    "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-Modified-Since, If-None-Match,"
    " If-Range, Range, X-API-Key, X-Request-Id"
)


def door(get_response):
    """Stands outside of sessions and locales, so that one answer is the same for everybody who asks in one language."""

    def middleware(request):
        if not _IS_API.match(request.path_info):
            return get_response(request)
        # Who is signed in on the site is nobody here: no session is read, and the answer may be kept by anyone.
        request.META.pop("HTTP_COOKIE", None)
        _prefer_named_parameters(request)
        with translation.override(translation.get_language_from_request(request)):
            response = _preflight(request) if request.method == "OPTIONS" else get_response(request)
            if response.status_code >= 400 and response["Content-Type"] != CONTENT_TYPE:
                response = _in_words(request, response)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        for name, value in getattr(request, "limit_headers", {}).items():
            response[name] = value
        return response

    return middleware


def _prefer_named_parameters(request):
    """`lang` and `format` say more than headers; wrong ones are refused later, where parameters are read."""
    try:
        language, form = request.GET.get("lang", ""), request.GET.get("format", "")
    except SuspiciousOperation:
        return
    if translation.check_for_language(language):
        request.META["HTTP_ACCEPT_LANGUAGE"] = language
    if form or not request.META.get("HTTP_ACCEPT"):
        request.META["HTTP_ACCEPT"] = "application/json"
    # Somebody may have read the headers already, and they are read only once.
    vars(request).pop("headers", None)


def _preflight(request):
    """What the address can do, and what of it the page of another site may: read, and ask whom a list means. What is
    done with a key is done by servers, for a key in a page is the key of everybody who opens it."""
    here = _methods(request.path_info)
    for_pages = _READS | {"POST"} if _IS_ASKED.match(request.path_info) else _READS
    return HttpResponse(
        status=204,
        headers={
            "Allow": ", ".join(here),
            "Access-Control-Allow-Methods": ", ".join(method for method in here if method in for_pages),
            "Access-Control-Allow-Headers": ALLOWED,
            "Access-Control-Max-Age": "86400",
        },
    )


def _methods(path):
    try:
        # What is no view of the API's own reads.
        actions = getattr(resolve(path).func, "actions", {"get": ""})
    except Resolver404:
        actions = {}
    known = {name.upper() for name in actions} | {"OPTIONS"} | ({"HEAD"} if "get" in actions else set())
    return [method for method in _METHODS if method in known]


def _in_words(request, response):
    """What Django refused before or after a view had its say: a bad host, an unknown address, a broken page."""
    code = OF_STATUS.get(response.status_code, "bad-request" if response.status_code < 500 else "internal-error")
    replaced = {"Content-Type", "Content-Length", "Cache-Control"}
    kept = {name: value for name, value in response.items() if name not in replaced}
    return problem_response(request, code, headers=kept)
