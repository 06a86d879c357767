"""W4: a list of names reconciled in batches of ten, against trigrams in one statement a batch; and how well.

The half of the lists by which nothing was tuned is counted (benchmarks/asked.py).
"""

import itertools
import json
import statistics
import time

from django.db import connection

from benchmarks.asked import BATCH, measure, rows
from benchmarks.counters import database_pages, python_calls, statements
from benchmarks.load import keys_by_number
from benchmarks.ratios import p95
from benchmarks.search import make_trigrams
from benchmarks.web import Site
from registry.matching import fold
from registry.queries import matches

SEED = 31
LINES = 1_000
TIMED = 30
FIRST = 5
AT_PRECISION = 0.95
WRONG_TOLD = 10


def run(bench):
    report = bench.report
    asked = rows(bench.organizations, LINES, SEED, held_out=True)
    batches = [[matches.Row(name=one.name) for one in asked[at : at + BATCH]] for at in range(0, LINES, BATCH)]
    _tell_quality(report, measure(asked, keys_by_number(), matches.matches))
    _tell_times(report, batches[:TIMED])
    _through_http(report, batches[:TIMED])
    ten, one = batches[0], batches[0][:1]
    told = statements(lambda: matches.matches(ten))
    more = len(told) - len(statements(lambda: matches.matches(one)))
    report.counter("W4R", "statements of ten names, beyond one", more, "of one", "== 0")
    report.counter("W4R", "pages of ten names", database_pages(told), "database pages")
    report.counter("W4R", "calls of ten names", python_calls(lambda: matches.matches(ten)), "Python calls")


def _tell_quality(report, measured):
    present = f"of {measured.present} lines"
    report.counter("W4R", "recall at 3", measured.recall_at_3, present, ">= 0.95")
    report.counter("W4R", "wrong automatic matches", measured.wrong_matches, "of those matched", "<= 0.01")
    report.counter("W4R", "matched without a person", measured.matched, present)
    best, recall = _curve(measured)
    least_f1, least_recall = (0.86, 0.62) if report.scale >= 1_000_000 else (0.92, 0.86)
    report.counter("W4R", "F1 at the best threshold", best, present, f">= {least_f1}")
    report.counter("W4R", "recall at precision 0.95", recall, "at its own threshold", f">= {least_recall}")
    for line, name in measured.wrong[:WRONG_TOLD]:
        report.say(f"   mistaken ({line.kind}): {line.name} [{line.country}]  |  {name}")


def _curve(measured):
    """The best F1 of all thresholds, and the recall where precision is high enough."""
    best = recall = right = 0
    ordered = sorted(measured.scored, key=lambda one: -one[0])
    for place, (score, is_meant) in enumerate(ordered, 1):
        right += is_meant
        if place < len(ordered) and ordered[place][0] == score:
            continue  # equal scores come together
        best = max(best, 2 * right / (place + measured.present))
        if right >= AT_PRECISION * place:
            recall = right / measured.present
    return float(best), float(recall)


def _tell_times(report, batches):
    """The finders take turns, batch by batch."""
    make_trigrams()
    finders = {"ours": matches.matches, "trigrams": trigrams}
    times = {name: [] for name in finders}
    for number, batch in enumerate([batches[0], *batches]):
        for name in list(finders) if number % 2 else reversed(finders):
            start = time.perf_counter()
            finders[name](batch)
            # The first batch warms up.
            times[name] += [time.perf_counter() - start] if number else []
    ours, base = (statistics.fmean(times[name]) for name in ("ours", "trigrams"))
    least = 5 if report.scale >= 1_000_000 else 4 if report.scale >= 100_000 else None
    report.add("W4R", "names a second", base / ours, "pg_trgm lateral, one statement a batch",
               f">= {least}" if least else "", **{"a second": BATCH / ours, "base a second": BATCH / base})  # fmt: skip
    p95 = 1000 * statistics.quantiles(times["ours"], n=20)[18]
    report.add("W4R", "a batch of ten, p95", p95, "ms, alone on the machine", "<= 400", mean=1000 * ours)


def _through_http(report, batches):
    """As OpenRefine sends them: ten queries in a form, one form after the other."""
    site = Site.of_product()
    forms = itertools.cycle(
        {"queries": json.dumps({f"q{at}": {"query": row.name, "limit": FIRST} for at, row in enumerate(batch)})}
        for batch in batches
    )

    def reconcile():
        return site.post("/api/v1/reconcile", next(forms))

    report.counter("W4R", "queries of ten not answered", BATCH - len(json.loads(reconcile())), "queries", "== 0")
    report.add("W4R", "ten queries through HTTP, p95", p95(reconcile, 2 * len(batches)), "ms, alone on the machine",
               "<= 400")  # fmt: skip


def trigrams(batch):
    names = [fold(row.name) for row in batch]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked, found.* FROM unnest(%s::text[]) AS asked CROSS JOIN LATERAL ("
            " SELECT listing_id, max(similarity(folded, asked)) AS score FROM benchmark_trigram WHERE folded %% asked"
            " GROUP BY listing_id ORDER BY score DESC LIMIT %s) found",
            [names, FIRST],
        )
        return cursor.fetchall()
