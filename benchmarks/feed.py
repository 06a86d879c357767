"""W7: following the change feed, against one SQL statement that makes the same JSON, and against everything anew."""

import json

from benchmarks.counters import database_pages, python_calls, statements
from benchmarks.exports import Nowhere
from benchmarks.lists import RAW, raw
from benchmarks.ratios import p95, ratio, take_turns
from benchmarks.web import Site
from registry.actions.export_files import pour
from registry.exporters import inventory
from registry.exporters.forms import JSONL
from registry.queries import exports, feed

LIMIT = 500
API = "/api/v1/changes"
# What a page of the usual list holds.
USUAL = 50
_CHANGED = """o.reference IN (SELECT entry.reference FROM registry_feedentry entry WHERE entry.seq > %s
    ORDER BY entry.seq LIMIT %s)"""


def run(bench):
    site, bases = Site.of_product(), Site.of_bases()
    last = feed.last_seq()
    # The last page that is full.
    after = max(0, last - LIMIT)
    _page(bench, site, bases, after)
    _changes(bench, site, last)
    _replayed(bench.report, site)


def _page(bench, site, bases, after):
    report, address = bench.report, f"{API}?after={after}&limit={LIMIT}"
    etag = site.ask(address).headers["ETag"]
    number = len(json.loads(site.get(address))["changes"])
    cases = {
        "ours": lambda: site.get(address),
        "SQL": lambda: raw(RAW.format(conditions=_CHANGED), [after, LIMIT, LIMIT]),
        "304": lambda: site.ask(address, if_none_match=etag),
    }
    times = take_turns(cases, seconds=bench.seconds)
    value, details = ratio(times, "ours", "SQL")
    report.add("W7", f"a page of {number}", value, "one SQL statement", "<= 1.43", **details)
    value, details = ratio(times, "304", "ours")
    report.add("W7", f"a page of {number}, 304", value, "own 200", "<= 0.5", **details)
    usual = {
        "ours": cases["ours"],
        "DRF": lambda: [bases.get(f"/api/organizations/?page={page}") for page in range(1, number // USUAL + 1)],
    }
    value, details = ratio(take_turns(usual, seconds=bench.seconds, rounds=5), "ours", "DRF")
    report.add("W7", f"a page of {number}", value, f"usual DRF, {USUAL} a page", "<= 0.1", **details)
    told = statements(cases["ours"])
    report.counter("W7", "a page: statements", len(told), "SQL statements", "<= 3")
    report.counter("W7", "a page: pages", database_pages(told), "database pages")
    report.counter("W7", "a page: calls", python_calls(cases["ours"]), "Python calls")
    report.counter("W7", "a page, 304: statements", len(statements(cases["304"])), "SQL statements", "<= 1")
    report.add("W7", f"a page of {number}: p95", p95(cases["ours"]), "ms, alone on the machine", "<= 150")


def _changes(bench, site, last):
    """A hundredth changed: what its pages cost, to a copy of everything."""
    after = max(0, last - max(1, bench.report.scale // 100))
    cases = {
        "changes": lambda: list(_pages(site, after)),
        "everything": lambda: pour(inventory.ORGANIZATIONS, exports.organization_lines(), JSONL, Nowhere()),
    }
    value, details = ratio(take_turns(cases, seconds=bench.seconds, rounds=5), "changes", "everything")
    bench.report.add("W7", "a hundredth changed", value, "everything as JSONL", "<= 0.1", **details)


def _pages(site, after):
    while True:
        page = json.loads(site.get(f"{API}?after={after}&limit=1000"))
        yield page["changes"]
        after = page["next_after"]
        if not page["has_more"]:
            return


def _replayed(report, site):
    """Who follows from nought holds what the copy of a night says, byte for byte."""
    held = {}
    for changes in _pages(site, 0):
        for change in changes:
            if change.get("data"):
                held[change["id"]] = change["data"]
            else:
                held.pop(change["id"], None)
    differing = 0
    for line in exports.organization_lines():
        told = held.pop(json.loads(line)["id"], None)
        differing += json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" != line
    report.counter("W7", "replayed from nought: unlike a copy", differing + len(held), "organizations", "== 0")
