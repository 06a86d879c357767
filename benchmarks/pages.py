"""W9: the directory as a page, with facets, counts and map, against the usual ListView."""

from urllib.parse import urlencode

from benchmarks.counters import database_pages, python_calls, statements
from benchmarks.facets import cases as facet_cases
from benchmarks.ratios import ratio, take_turns
from benchmarks.web import Site, packed
from iom_partners.settings import BASE_DIR
from registry.models import Listing
from registry.queries import directory

DIRECTORY = "/en/organizations/"
FIRST_LOAD = 60_000
FRAGMENT = 8_000
# What every first visit fetches with the page.
STATIC = ["css", "js", "vendor"]


def run(bench):
    site, bases = Site.of_product(), Site.of_bases()
    _times(bench, site, bases)
    _weights(bench.report, site)
    _costs(bench.report, site)


def _times(bench, site, bases):
    report = bench.report
    chosen = facet_cases()["area and country"]
    query = urlencode([(facet, codes[0]) for facet, codes in chosen.items()])
    for case, asked in (("all", ""), ("filtered", query)):
        cases = {
            "ours": lambda asked=asked: site.get(f"{DIRECTORY}?{asked}"),
            "fragment": lambda asked=asked: site.get(f"{DIRECTORY}?{asked}", hx_request="true"),
            "list": lambda asked=asked: bases.get(f"/organizations/?{asked}"),
            "counted": lambda asked=asked: bases.get(f"/organizations-counted/?{asked}"),
        }
        times = take_turns(cases, seconds=bench.seconds)
        limit = 0.2 if asked and report.scale >= 1_000_000 else 0.5
        for mine, base, name, target in (
            ("ours", "counted", "usual ListView with counts", f"<= {limit}"),
            ("ours", "list", "usual ListView, no counts", f"<= {limit}"),
            ("fragment", "counted", "usual ListView with counts", ""),
        ):
            label = f"directory, {case}" + (", as htmx asks" if mine == "fragment" else "")
            value, details = ratio(times, mine, base)
            report.add("W9", label, value, name, target, **details)


def _weights(report, site):
    page = site.get(DIRECTORY)
    fragment = site.get(f"{DIRECTORY}?page=2", hx_request="true")
    static = sum(packed(path.read_bytes()) for path in _static_files(page.decode()))
    report.counter("W9", "first load, gzip", packed(page) + static, "bytes with styles and scripts", f"<= {FIRST_LOAD}")
    report.counter("W9", "page, gzip", packed(page), "bytes")
    report.counter("W9", "page", len(page), "bytes")
    report.counter("W9", "fragment, gzip", packed(fragment), "bytes", f"<= {FRAGMENT}")
    report.counter("W9", "fragment", len(fragment), "bytes")


def _static_files(page):
    every = [path for path in (BASE_DIR / "static").rglob("*") if path.is_file()]
    return [path for path in every if f"/static/{path.relative_to(BASE_DIR / 'static')}" in page]


def _costs(report, site):
    for label, address in (("directory", DIRECTORY), ("search", f"{DIRECTORY}?q=association")):
        told = statements(lambda address=address: site.get(address))
        report.counter("W9", f"{label}: statements", len(told), "SQL statements", "<= 11")
        report.counter("W9", f"{label}: pages", database_pages(told), "database pages")
        report.counter("W9", f"{label}: calls", python_calls(lambda address=address: site.get(address)), "Python calls")
    _every_page_once(report)


def _every_page_once(report):
    """The pages of a filter, one after the other, give each of its organizations once."""
    groups = facet_cases()["one area"]
    selection = directory.Selection(filters={facet: tuple(codes) for facet, codes in groups.items()})
    found = directory.find(selection)
    seen = []
    reach = min(found.count, directory.DEEPEST)
    for offset in range(0, reach, 500):
        seen += [key for key, *_rest in directory.rows(selection, found, offset=offset, limit=500)]
    wanted = Listing.objects.filter(facets__contains=[f"area:{groups['area'][0]}"]).order_by("sort_name", "pk")
    expected = list(wanted.values_list("pk", flat=True)[: len(seen)])
    misplaced = sum(one != other for one, other in zip(seen, expected, strict=True))
    report.counter("W9", "pages of a filter: rows out of place", misplaced, f"of {found.count}", "== 0")
