"""W4: the pairs of a registry that are one organization, against the truth; the time against Splink where it is there.

Only the half of the labels by which nothing was tuned is counted (benchmarks/labelled.py).
"""

import time
from collections import Counter

from benchmarks import peers
from benchmarks.imports import Memory
from benchmarks.labelled import labelled
from registry.matching.pairs import LIKELY_PAIR, POSSIBLE_PAIR, find_pairs

# Not a seed that the weights were fitted by.
SEED = 47
AT_PRECISION = 0.95
CURVE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 0.95)
# One record in so many has changed since the night before.
CHANGED = 100
FAILURES_TOLD = 10


def run(bench):
    report = bench.report
    made = labelled(report.scale, SEED)
    memory = Memory()
    seconds, work, pairs = _timed(lambda: list(find_pairs(made.records, least=0.0)))
    peak = memory.peak_above_start()
    found = {(pair.first, pair.second): pair.score for pair in pairs}
    measure = Measure(made)
    _tell_quality(report, measure, found)
    _tell_by_hand(report, made, found)
    report.add("W4", "all pairs", seconds, f"seconds for {len(made.records)} records", cpu=work)
    if peak is not None:
        report.add("W4", "memory above the start", peak / 1024, "MB", "<= 1000")
    _tell_changed(report, made, pairs, seconds)
    same = measure.of(peers.plainly_same(made.records))
    report.add("W4", "equal contacts, or name and country", same.best[0], "F1 of a base", recall=same.recall_at)
    _tell_splink(report, made, measure, seconds, work)
    for line in _failures(made, found):
        report.say(line)


class Measure:
    """Precision and recall of scored pairs on the held-out half of the labels."""

    def __init__(self, made):
        self.made = made
        self.true = {pair for pair in made.true_pairs() if made.is_held_out(pair)}

    def of(self, found):
        held_out = {pair: score for pair, score in found.items() if self.made.is_held_out(pair)}
        return Curve(self.true, held_out)


class Curve:
    """F1 with its threshold at the best, and the recall where precision is high enough, of every possible threshold."""

    def __init__(self, true, found):
        self.true, self.found = true, found
        self.best, self.recall_at = (0.0, 1.0), 0.0
        right = told = 0
        ordered = sorted(found.items(), key=lambda entry: -entry[1])
        for place, (pair, score) in enumerate(ordered):
            told += 1
            right += pair in true
            # Equal scores come together: no threshold parts them.
            if place + 1 < len(ordered) and ordered[place + 1][1] == score:
                continue
            self.best = max(self.best, (2 * right / (told + len(true)), score))
            if right >= AT_PRECISION * told:
                self.recall_at = right / len(true)

    def at(self, threshold):
        """(precision, recall)"""
        told = [pair for pair, score in self.found.items() if score >= threshold]
        right = sum(pair in self.true for pair in told)
        return right / len(told) if told else 1.0, right / len(self.true)


def _timed(run):
    """(seconds, seconds of all cores, what came of it); where others work on the machine the second says more"""
    start, worked = time.perf_counter(), time.process_time()
    result = run()
    return time.perf_counter() - start, time.process_time() - worked, result


def _tell_quality(report, measure, found):
    curve = measure.of(found)
    best, threshold = curve.best
    report.add("W4", "F1 at the best threshold", best, f"of {len(curve.true)} pairs", ">= 0.88", is_counter=True,
               threshold=threshold)  # fmt: skip
    report.counter("W4", "recall at precision 0.95", curve.recall_at, "at its own threshold", ">= 0.82")
    for name, threshold in (("likely", LIKELY_PAIR), ("possible", POSSIBLE_PAIR)):
        precision, recall = curve.at(threshold)
        report.add("W4", f"{name} pairs: recall", recall, f"at {threshold}", is_counter=True, precision=precision)
    reached = len(curve.true & curve.found.keys()) / len(curve.true)
    report.counter("W4", "pairs that were compared at all", reached, "recall of the first two steps")
    for threshold in CURVE:
        precision, recall = curve.at(threshold)
        report.say(f"   score >= {threshold:<4}  precision {precision:.3f}  recall {recall:.3f}")


def _tell_by_hand(report, made, found):
    true = made.true_pairs()
    wrong = Counter()
    every = [pair for pair in made.by_hand if made.is_held_out(pair)]
    for pair in every:
        if (found.get(pair, 0.0) >= LIKELY_PAIR) != (pair in true):
            wrong["missed" if pair in true else "mistaken"] += 1
    right = 1 - wrong.total() / len(every)
    report.add("W4", "written by hand: right", right, f"of {len(every)} pairs", ">= 0.85", is_counter=True, **wrong)


def _tell_changed(report, made, pairs, seconds):
    changed = {record.key for record in made.records[::CHANGED]}
    again, _work, found = _timed(lambda: list(find_pairs(made.records, changed=changed, least=0.0)))
    expected = {(pair.first, pair.second, pair.score) for pair in pairs if {pair.first, pair.second} & changed}
    unlike = expected ^ {(pair.first, pair.second, pair.score) for pair in found}
    report.counter("W4", "the next night: pairs unlike", len(unlike), "the whole", "== 0")
    report.add("W4", "the next night, a hundredth changed", again / seconds, "time of the whole", "<= 0.6")


def _tell_splink(report, made, measure, seconds, work):
    if not peers.has_splink():
        report.say("   Splink is not installed here (pip install splink duckdb pyarrow): no ratio to it.")
        return
    theirs, their_work, found = _timed(lambda: peers.splink(made.records))
    curve = measure.of(found)
    report.add("W4", "time", seconds / theirs, "Splink, same records", "<= 0.5", s=seconds, **{"base s": theirs})
    report.add("W4", "time of all cores", work / their_work, "Splink, same records", s=work, **{"base s": their_work})
    report.add("W4", "Splink: F1 at its best threshold", curve.best[0], "without labels", recall=curve.recall_at)


def _failures(made, found):
    """Ten of the held-out half: told and wrong with the highest scores, then some of those that were missed."""
    true = {pair for pair in made.true_pairs() if made.is_held_out(pair)}
    wrong = [p for p, score in found.items() if score >= LIKELY_PAIR and p not in true and made.is_held_out(p)]
    missed = [pair for pair in true if found.get(pair, 0.0) < LIKELY_PAIR]
    wrong.sort(key=lambda pair: (-found[pair], pair))
    # Of the missed some from all over the registry: those with the lowest scores are all of one kind.
    half = FAILURES_TOLD // 2
    chosen = wrong[:half] + sorted(missed)[:: max(1, len(missed) // half)][:half]
    for pair in chosen:
        kind = made.kinds[pair[1]]
        verdict = "missed" if pair in true else "mistaken"
        yield f"   {verdict} {found.get(pair, 0.0):.2f} ({kind}): {_told(made, pair[0])}  |  {_told(made, pair[1])}"


def _told(made, number):
    identity = made.records[number].identity
    names = " / ".join(text for _kind, text, _language in identity.names)
    return f"{names} [{' '.join(sorted(identity.countries)) or 'no country'}]"
