"""W3: finding by name, against trigrams at their default threshold; how often the right one is among the first ten."""

import statistics
import time
from collections import defaultdict

from django.db import connection

from benchmarks.counters import database_pages, python_calls, statements
from benchmarks.load import keys_by_number
from benchmarks.names import queries
from benchmarks.ratios import ratio, take_turns
from registry.matching import fold
from registry.queries import directory

SEED = 8
TIMED = 240
FIRST = 10


def run(bench):
    report = bench.report
    asked = queries(bench.organizations, TIMED if report.scale >= 100_000 else 2 * TIMED, SEED)
    keys = keys_by_number()
    make_trigrams()
    finders = {"ours": ours, "trigrams": trigrams}
    for finder in finders.values():
        for query, _, _ in asked[:20]:
            finder(query)
    times, places = _ask(finders, asked, keys)
    _tell_times(report, times)
    _tell_quality(report, places)
    query = next(text for text, _, kind in asked if kind == "typo")
    told = statements(lambda: ours(query))
    report.counter("W3", "statements of one search", len(told), "SQL statements", "<= 3")
    report.counter("W3", "pages of one search", database_pages(told), "database pages")
    report.counter("W3", "calls of one search", python_calls(lambda: ours(query)), "Python calls")
    page = take_turns({"search": lambda: ours(query), "page": lambda: _page(query)}, rounds=5, seconds=bench.seconds)
    value, details = ratio(page, "page", "search")
    report.add("W3", "search, facets and rows of a page", value, "the search alone", **details)


def ours(query):
    return [key for key, _score in directory.search(query)[:FIRST]]


def _page(query):
    selection = directory.Selection(q=query, ordering="relevance")
    return directory.rows(selection, directory.find(selection))


def trigrams(query):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT listing_id, max(similarity(folded, %s)) AS score FROM benchmark_trigram WHERE folded %% %s"
            " GROUP BY listing_id ORDER BY score DESC LIMIT %s",
            [fold(query), fold(query), FIRST],
        )
        return [key for key, _score in cursor.fetchall()]


def make_trigrams():
    """The same names in a table of their own, so that the product's plans stay what they are."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("DROP TABLE IF EXISTS benchmark_trigram")
        cursor.execute("CREATE TABLE benchmark_trigram (listing_id bigint, folded text)")
        names = "SELECT l.organization_id, n.folded FROM registry_listing l"
        cursor.execute(
            f"INSERT INTO benchmark_trigram {names}"
            " JOIN registry_organizationname n ON n.organization_id = l.organization_id"
        )
        cursor.execute("CREATE INDEX ON benchmark_trigram USING gin (folded gin_trgm_ops)")
        cursor.execute("VACUUM ANALYZE benchmark_trigram")


def _ask(finders, asked, keys):
    """{finder: seconds of each query} and {finder: {kind: place of the right one}}; the finders take turns."""
    times = {name: [] for name in finders}
    places = {name: defaultdict(list) for name in finders}
    for number, (query, index, kind) in enumerate(asked):
        for name in list(finders) if number % 2 else reversed(finders):
            start = time.perf_counter()
            answer = finders[name](query)
            times[name].append(time.perf_counter() - start)
            places[name][kind].append(answer.index(keys[index]) + 1 if keys[index] in answer else 0)
    return times, places


def _tell_times(report, times):
    scale = report.scale
    mean = {name: 1000 * statistics.fmean(each) for name, each in times.items()}
    p50 = {name: 1000 * statistics.median(each) for name, each in times.items()}
    p95 = {name: 1000 * statistics.quantiles(each, n=20)[18] for name, each in times.items()}
    limits = (1 / 8, 1 / 15) if scale >= 1_000_000 else (1 / 2, 1 / 4) if scale >= 100_000 else (2.5, 2.5)
    for what, value, limit in (("mean", mean, limits[0]), ("p95", p95, limits[1])):
        report.add("W3", what, value["ours"] / value["trigrams"], "pg_trgm GIN 0.3", f"<= {limit:.4g}",
                   ms=value["ours"], **{"base ms": value["trigrams"]})  # fmt: skip
    report.add("W3", "p95 to p50", p95["ours"] / p50["ours"], "own p50", "<= 3", p50=p50["ours"], p95=p95["ours"])


def _tell_quality(report, places):
    every = {name: [place for kind in kinds.values() for place in kind] for name, kinds in places.items()}
    small, large = report.scale <= 1_600, report.scale >= 1_000_000
    limit = 0.995 if small else 0.95 if large else 0.99
    report.counter(
        "W3", "recall at 10", _recall(every["ours"]), f"trigrams {_recall(every['trigrams']):.3f}", f">= {limit}"
    )
    limit = 0.90 if large else 0.96
    report.counter("W3", "MRR", _mrr(every["ours"]), f"trigrams {_mrr(every['trigrams']):.3f}", f">= {limit}")
    for kind, found in sorted(places["ours"].items()):
        base = f"trigrams {_recall(places['trigrams'][kind]):.3f}, {_mrr(places['trigrams'][kind]):.3f}"
        report.add("W3", f"recall at 10: {kind}", _recall(found), base, ">= 0.8", is_counter=True, MRR=_mrr(found))


def _recall(places):
    return sum(place > 0 for place in places) / len(places)


def _mrr(places):
    return statistics.fmean(1 / place if place else 0 for place in places)
