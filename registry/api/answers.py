"""Answers that anybody may keep: text with an ETag, and nothing at all for who has it already.

The tag of a record or of a page of them is made of the versions that it shows and of what was asked, so that it is
known before a text is read. It is keyed: who has it learns nothing, and can try no guess against it.

A tag may have a second half: a seal on the state of the registry in which the answer was told to nobody in particular.
While that state lasts, one small statement says that the copy is right, whatever it is of; after it, the first half
alone decides, as for everybody (docs/decisions/0045-the-state-of-a-copy.md).
"""

import hashlib
import json
import re
from functools import cache

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import http_date
from django.utils.translation import get_language

from registry.queries.state import state as state_now

# Never stale-while-revalidate: an organization that must not be found any more is gone from caches within the minute.
KEPT = "public, max-age=60"
# What a key opens is kept by its caller alone, who asks each time whether it is still so.
KEPT_BY_CALLER = "private, no-cache"
VARY = ("Accept", "Accept-Language", "Authorization", "X-API-Key", "Origin")
JSON = "application/json"
# To be raised when the same version of a thing is written in another way: nobody keeps the old text then.
FORM = 2
# A tag with both halves; and of how many in a request it is asked whether they are right.
_SEALED = re.compile(r'"([0-9a-f]{32})\.([0-9a-f]{32})"')
_MOST_SEALED = 4
# One for all: `json.dumps` would make one for each row of a list.
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CONDITIONS = frozenset(f"HTTP_IF_{name}" for name in ("NONE_MATCH", "MATCH", "MODIFIED_SINCE", "UNMODIFIED_SINCE"))
_READS = frozenset({"GET", "HEAD"})
# What a program is written in, and its words in other languages.
_OF_PROGRAM = frozenset({".py", ".json", ".mo"})
# By these a caller is somebody, or asks for more than whether her copy is right.
_NOT_OF_NOBODY = frozenset(
    {"HTTP_AUTHORIZATION", "HTTP_X_API_KEY", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE"}
)
# Where it is told what is promised, and for how long.
PROMISE = "/en/about/"


def answer(request, text, *, version=None, changed_at=None, headers=None, content_type=JSON, kept=KEPT, state=None):
    """200 with the text, or 304 when the caller's copy is this one. Without a version the text is its own; `state` is
    given where the text follows from it, from the address and from the day."""
    body = text.encode()
    response = HttpResponse(body, content_type=content_type, headers=headers)
    version = version or hashlib.sha256(body).hexdigest()
    return or_nothing(request, response, version, changed_at=changed_at, kept=kept, state=state)


def known_at_once(request, kept=KEPT):
    """304 for a request of Django's by nobody in particular whose copy is of the state in which all still is, or None.
    Before the request is read any further: whoever was given such a tag has asked for the same in the same way."""
    sealed = _SEALED.findall(request.META.get("HTTP_IF_NONE_MATCH", ""))[:_MOST_SEALED]
    if not sealed or request.method not in _READS or not _NOT_OF_NOBODY.isdisjoint(request.META):
        return None
    if not (state := state_now()):
        return None
    for version, seal in sealed:
        if constant_time_compare(seal, _seal(request, version, state, day=timezone.localdate())):
            response = HttpResponseNotModified(headers={"ETag": f'"{version}.{seal}"', "Cache-Control": kept})
            patch_vary_headers(response, VARY)
            return response
    return None


def known_already(request, version, *, changed_at=None, kept=KEPT):
    """304 (or 412) when the caller's copy is of this version; None when a text is wanted. To be asked before reading
    one: `is_conditional` says whether there is anything to compare."""
    response = HttpResponse()
    found = or_nothing(request, response, version, changed_at=changed_at, kept=kept)
    return None if found is response else found


def is_conditional(request):
    return not _CONDITIONS.isdisjoint(request._request.META)


def as_json(content):
    return _AS_JSON.encode(content)


def deprecated(*, since, until, successor):
    """Headers of what is still answered and will not be for ever: RFC 9745 and RFC 8594."""
    return {
        "Deprecation": f"@{int(since.timestamp())}",
        "Sunset": http_date(until.timestamp()),
        "Link": f'<{successor}>; rel="successor-version", <{settings.SITE_ORIGIN}{PROMISE}>; rel="deprecation"',
    }


def _version(request, version):
    """One version has as many tags as there are ways to tell it: the address, what was asked, the language, and whom
    it is told."""
    asked = sorted((name, value) for name, values in request.query_params.lists() for value in values)
    whom = request.auth and [request.auth.profile, sorted(request.auth.countries)]
    way = [request.path, asked, get_language(), whom]
    said = as_json([FORM, version, way])
    return salted_hmac("registry.api.etag", said, algorithm="sha256").hexdigest()[:32]


def _seal(request, version, state, *, day):
    """On the state, for the copy of this version by a request of Django's. Ages are told by the day."""
    way = [request.path, request.META.get("QUERY_STRING", ""), request.META.get("HTTP_ACCEPT", ""), get_language()]
    written_by = [_program(), settings.SITE_ORIGIN]
    said = as_json([FORM, version, state, day.isoformat(), way, written_by])
    return salted_hmac("registry.api.state", said, algorithm="sha256").hexdigest()[:32]


@cache
def _program():
    return fingerprint(
        settings.BASE_DIR / package for package in ("iom_partners", "registry", "observers", "consultations")
    )


def fingerprint(folders):
    """Of a program and its words: another release may write the same rows in another way, or tell less of them."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in _OF_PROGRAM):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder)} {len(content)} ".encode() + content)
    return digest.hexdigest()


def _given(request, version):
    """The tag of this version that the caller holds, of whichever state it is; None when she holds none."""
    headers = f"{request.META.get('HTTP_IF_NONE_MATCH', '')},{request.META.get('HTTP_IF_MATCH', '')}"
    found = re.search(rf'"{version}(\.[0-9a-f]{{32}})?"', headers)
    return found and found[0]


def or_nothing(request, response, version, *, changed_at=None, kept=KEPT, state=None):
    """The response, which is of this version; or 304 (412) when the caller has it (lacks it)."""
    version = _version(request, version)
    # The day was looked at before all that is told by it: one that ends meanwhile breaks the seal, and no more.
    seal = _seal(request._request, version, state, day=request._request.day) if state and not request.auth else ""
    response["ETag"] = f'"{version}.{seal}"' if seal else f'"{version}"'
    response["Cache-Control"] = kept_by(request, kept)
    patch_vary_headers(response, VARY)
    # A key may open more today, or less, of what did not change since.
    changed_at = None if request.auth else changed_at
    if changed_at:
        response["Last-Modified"] = changed_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    if not is_conditional(request):
        return response
    held = _given(request, version) or response["ETag"]
    found = get_conditional_response(
        request._request,
        etag=held,
        last_modified=int(changed_at.timestamp()) if changed_at else None,
        response=response,
    )
    if found.status_code == 304:
        found["ETag"] = held
        # Of nothing, and caches would write it to what they keep.
        del found["Content-Type"]
    return found


def kept_by(request, kept=KEPT):
    """Who may keep the answer, and for how long."""
    return KEPT_BY_CALLER if request.auth else kept


def fresh(content, *, status=200, headers=None):
    """The answer to what somebody sent: for this caller and this moment, and kept by nobody. It may hold a secret."""
    text = "" if content is None else as_json(content)
    response = HttpResponse(text, status=status, content_type=JSON, headers=headers)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language"])
    return response
