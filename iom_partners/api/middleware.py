"""What holds for all of /api/: no cookies, the caller's language, open to every site, problems in one form."""

import re
from functools import lru_cache

from csp.middleware import HEADER as SECURITY_POLICY
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpResponse
from django.urls import Resolver404, get_urlconf, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

from iom_partners.middleware import plain_encodings
from registry.api.problems import BASE, CONTENT_TYPE, OF_STATUS, problem_response

# The API, and beside it what programs find by themselves.
_IS_API = re.compile(r"/api(?:/|$)|/contexts/|/catalog$|/\.well-known/api-catalog$")

_METHODS = ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS")
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_RECONCILE = f"{BASE}/reconcile"
_SECOND_MARK = re.compile(r"^(lang=[A-Za-z-]+)\?")
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
            # A card for frames says in its own words what it cannot show.
            is_card = getattr(response, "xframe_options_exempt", False)
            if response.status_code >= 400 and response["Content-Type"] != CONTENT_TYPE and not is_card:
                response = _in_words(request, response)
            if response.status_code == 301 and request.method not in _READS:
                # From http to https. After 301 clients ask again with GET, and what they sent is lost: OpenRefine then
                # finds nobody for a whole table, and says nothing.
                response.status_code = 308
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        for name, value in getattr(request, "limit_headers", {}).items():
            response[name] = value
        return response

    return middleware


def straight(get_response):
    """Answers /api/ here: sessions, users, messages and forms are for people, and to pass by them all took as long as
    to answer. What they say of every answer is said here: who may frame it, in which language and how long it is.
    """
    policies = CSPMiddleware(get_response)
    usual = HttpResponse()
    # What is raised becomes an answer here, so that refusals carry the same headers.
    see = convert_exception_to_response(plain_encodings(_seen))

    def middleware(request):
        found = _view_of(request)
        if found is None:
            return get_response(request)
        request.resolver_match = found
        response = see(request)
        if SECURITY_POLICY not in usual:
            policies.process_response(request, usual)
        if hasattr(response, "_csp_replace"):
            policies.process_response(request, response)
        else:
            response.headers.setdefault(SECURITY_POLICY, usual[SECURITY_POLICY])
        if not getattr(response, "xframe_options_exempt", False):
            response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response

    return middleware


def _view_of(request):
    """What is no address under /api/ is answered as anywhere: it may only lack the slash at its end."""
    if not request.path_info.startswith("/api/"):
        return None
    try:
        return _found(request.path_info, get_urlconf())
    except Resolver404:
        return None


# Nothing but the path decides, and most callers ask for the same few.
_found = lru_cache(maxsize=256)(resolve)


def _seen(request):
    """What the view says, as Django's own handler would ask it."""
    # Raises for a name that is not ours.
    request.get_host()
    found = request.resolver_match
    if any("\0" in str(part) for part in found.kwargs.values()):
        # PostgreSQL would not even look for it.
        raise Http404
    response = found.func(request, *found.args, **found.kwargs)
    return response.render() if hasattr(response, "render") else response


def _prefer_named_parameters(request):
    """`lang` and `format` say more than headers; wrong ones are refused later, where parameters are read."""
    if request.path_info.startswith(_RECONCILE):
        # OpenRefine writes ?type= after the address of its service, which may say ?lang= already.
        request.META["QUERY_STRING"] = _SECOND_MARK.sub(r"\1&", request.META.get("QUERY_STRING", ""))
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
