"""Answers that anybody may keep: JSON text with an ETag of its own bytes, and nothing at all for who has it already."""

import hashlib
import json

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

# Never stale-while-revalidate: an organization that must not be found any more is gone from caches within the minute.
KEPT = "public, max-age=60"


def answer(request, text, *, changed_at=None, headers=None, content_type="application/json"):
    """200 with the text, or 304 when the caller's copy is this one.

    The tag is a hash of the public text alone. The listing's own `etag` also covers what only partners may read, and
    who has such a hash can try guesses against it.
    """
    body = text.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=content_type, headers={"ETag": etag, **(headers or {})})
    response["Cache-Control"] = KEPT
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    if changed_at:
        response["Last-Modified"] = changed_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return get_conditional_response(
        request._request,
        etag=etag,
        last_modified=int(changed_at.timestamp()) if changed_at else None,
        response=response,
    )


def fresh(content, *, status=200, headers=None):
    """The answer to what somebody sent: for this caller and this moment, and kept by nobody."""
    response = HttpResponse(as_json(content), status=status, content_type="application/json", headers=headers)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language"])
    return response


def as_json(content):
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
