"""Cursors: where a page ended, sealed so that nobody can read or make one, and bound to the list that it belongs to.

A cursor holds a key of ours, and a sequence of keys with gaps would tell how many organizations are not shown: so it
is encrypted, not only signed. The same place in the same list always gives the same cursor, and so the same page has
the same ETag.
"""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from registry.api.problems import Problem
from registry.queries import feed
from registry.queries.walks import Page, Place, Placed

LONGEST = 2_000


def cut_followed(type_, things, place_of, *, since, **where):
    """A page out of a list of what the feed tells of, read for a walk that began with the state `since`; `things` is
    a function, for that state is looked at before them.

    Whoever came or changed since then may have been told already, or come once more: she is left out.
    """
    begun = since or feed.last_moment()
    page = replace(cut(things(), place_of, **where), since=begun)
    if not since:
        return page
    moved = feed.told_since(since, type_, [row.thing.reference for row in page.rows])
    return replace(page, rows=[row for row in page.rows if row.thing.reference not in moved])


def cut(things, place_of, *, beside, backwards, limit, is_counted):
    """A page out of a list that stands in memory, in the order of its places."""
    placed = [Placed(place_of(thing), thing) for thing in things]
    if beside is None:
        rest = placed
    elif backwards:
        rest = [row for row in placed if row.place < beside]
    else:
        rest = [row for row in placed if row.place > beside]
    count = len(things) if is_counted else None
    return Page.of(rest[::-1] if backwards else rest, limit, backwards=backwards, count=count)


def fingerprint(wanted, address):
    """What a list is told from another by: its address, its filters and its order, not the length of its pages."""
    said = [address, wanted.q, sorted(wanted.filters.items()), sorted(wanted.identifiers), wanted.ordering]
    said += [str(wanted.updated_since), str(wanted.verified_since), str(wanted.as_of)]
    said += [sorted((name, codes) for name, (codes, _keys) in wanted.found_elsewhere.items())]
    said += [sorted(wanted.countries)] if wanted.countries else []
    return hashlib.sha256(json.dumps(said, default=list).encode()).hexdigest()[:16]


def seal(place, *, wanted, address, backwards, since):
    """`since`: the state of the registry with which the walk began, where the list needs to know it."""
    value = place.value.isoformat() if isinstance(place.value, datetime) else place.value
    begun = since and since.isoformat()
    said = json.dumps([fingerprint(wanted, address), backwards, value, place.key, begun], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_cipher().encrypt(said, None)).decode().rstrip("=")


def unseal(text, *, wanted, address):
    """(place, whether to read backwards, since when); raises Problem for a cursor of another list, or none of ours."""
    try:
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        said, backwards, value, key, begun = json.loads(_cipher().decrypt(sealed, None))
    except (InvalidTag, ValueError):
        raise Problem(
            "invalid-parameter",
            errors=[
                {
                    "parameter": "cursor",
                    "code": "malformed",
                    "detail": _(
                        "This cursor was not given out by this registry, or it is cut off. Begin again without one."
                    ),
                }
            ],
        ) from None
    if said != fingerprint(wanted, address):
        raise Problem("cursor-mismatch")
    place = Place(datetime.fromisoformat(value) if wanted.ordering.endswith("updated_at") else value, key)
    return place, backwards, begun and datetime.fromisoformat(begun)


def _cipher():
    return _cipher_of(settings.SECRET_KEY)


@lru_cache(maxsize=2)
def _cipher_of(secret):
    return AESSIV(salted_hmac("registry.api.cursor", "", secret=secret, algorithm="sha512").digest())
