"""The feed of changes: what came, changed, was merged and went, in the order in which it was committed."""

import threading
import time

from django.conf import settings
from django.utils.translation import gettext as _

from registry.api import parameters
from registry.api.answers import answer, as_json, is_conditional, known_already
from registry.api.permissions import profile
from registry.api.problems import BASE, Problem
from registry.models import Change, FeedEntry
from registry.models.feed import PARTNERSHIP
from registry.queries import feed

MOST = 1_000
# Kept, but never handed out again without asking: who follows the feed wants to know now.
KEPT = "public, no-cache"
# Seconds between two looks for something new.
PAUSE = 1
# A request that waits takes a thread, of which a process has few: so many may wait in each. The others are answered.
_places = threading.BoundedSemaphore(2)

LIST = (
    parameters.whole_number("after", 0, 10**15, 0, "`next_after` of the page before, or `seq` of a snapshot."),
    parameters.whole_number("limit", 1, MOST, 500, "Entries of a page."),
    parameters.choice(
        "type",
        [*FeedEntry.Type.values, PARTNERSHIP],
        "What the entries are about; all types without it. `partnership` gives the entries of organizations whose"
        " partnerships are others than before.",
        is_repeatable=True,
    ),
    parameters.choice(
        "data", ["full", "none"], "`full` gives each thing as it is now and is the default; `none` its id alone."
    ),
    parameters.whole_number(
        "wait", 0, 30, 0, "Seconds to wait for something new when there is nothing. When many wait, it is less."
    ),
    *parameters.COMMON,
)


def page(request, asked):
    """The answer to one question about what is new."""
    after, bounds = asked.get("after", 0), feed.bounds()
    if not bounds.reach(after):
        raise _expired(after, bounds)
    if after == bounds.last and asked.get("wait"):
        bounds = _wait(bounds, asked["wait"])
    reads = profile(request)
    if is_conditional(request) and (known := known_already(request, _version(bounds), kept=KEPT)):
        return known
    is_full = asked.get("data") != "none"
    start = max(after, bounds.first_kept - 1)
    found = feed.page(start, limit=asked.get("limit", 500), types=asked.get("type"), with_data=is_full, profile=reads)
    tail = as_json({"next_after": found.next_after, "has_more": found.has_more})
    text = f'{{"changes":[{",".join(line(entry, is_full=is_full) for entry in found.entries)}],{tail[1:]}'
    # More may have come since the look for what the caller has.
    return answer(request, text, version=_version(bounds._replace(last=found.last)), kept=KEPT)


def line(entry, *, is_full):
    """One entry as JSON text; what it tells of is JSON text already."""
    text = as_json(entry.said)
    if is_full and entry.op in (Change.Op.UPSERT, Change.Op.UNMERGE):
        return f'{text[:-1]},"data":{entry.data or "null"}}}'
    return text


def _wait(bounds, seconds):
    """Until there is something new, the time is over, or at once when too many wait already."""
    if not _places.acquire(blocking=False):
        return bounds
    try:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(min(PAUSE, max(0, until - time.monotonic())))
            if feed.last_seq() != bounds.last:
                return feed.bounds()
        return bounds
    finally:
        _places.release()


def _version(bounds):
    """What a page says follows from what was asked and how far the feed is: every change of a thing is in the feed."""
    return f"feed {list(bounds)}"


def _expired(after, bounds):
    detail = (
        _(
            "The feed ends at %(last)s. Your number was not given out by this registry as it is now."
            " Begin again with the exports that `manifest` names, or with `after=0`."
        )
        if after > bounds.last
        else _(
            "Entries before %(first)s are not kept any more."
            " Begin again with the exports that `manifest` names, or with `after=0`."
        )
    )
    return Problem(
        "cursor-expired",
        detail % {"last": bounds.last, "first": bounds.first_kept},
        extra={"manifest": f"{settings.SITE_ORIGIN}{BASE}/exports"},
    )
