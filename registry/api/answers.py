"""Answers that anybody may keep: JSON text with an ETag of its own bytes, and nothing at all for who has it already."""

import hashlib
import json

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

# Never stale-while-revalidate: an organization that must not be found any more is gone from caches within the minute.
KEPT = "public, max-age=60"
# What a key opens is kept by its caller alone, who asks each time whether it is still so.
KEPT_BY_CALLER = "private, no-cache"
VARY = ["Accept", "Accept-Language", "Authorization", "X-API-Key"]


def answer(request, text, *, changed_at=None, headers=None, content_type="application/json"):
    """200 with the text, or 304 when the caller's copy is this one.

    The tag is a hash of the public text alone. The listing's own `etag` also covers what only partners may read, and
    who has such a hash can try guesses against it.
    """
    body = text.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=content_type, headers={"ETag": etag, **(headers or {})})
    response["Cache-Control"] = KEPT_BY_CALLER if request.auth else KEPT
    patch_vary_headers(response, VARY)
    if changed_at:
        response["Last-Modified"] = changed_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return get_conditional_response(
        request._request,
        etag=etag,
        last_modified=int(changed_at.timestamp()) if changed_at else None,
        response=response,
    )


def had_already(request, etag):
    """304 for who has the answer of this tag already, before anything of it is written; otherwise None."""
    response = HttpResponse(headers={"ETag": etag})
    kept = get_conditional_response(request._request, etag=etag, response=response)
    return None if kept is response else kept


def as_json(content):
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
