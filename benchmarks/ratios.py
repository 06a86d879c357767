"""Measuring: cases take turns in one process, and a ratio is the median of the ratios of each round."""

import gc
import operator
import statistics
import time
from dataclasses import asdict, dataclass, field

ROUNDS = 15


@dataclass
class Line:
    """One ratio, or one counter that has no noise."""

    work: str
    case: str
    scale: int
    value: float
    base: str
    target: str = ""
    # None where nothing is promised, only told.
    passed: bool | None = None
    # Whether the value is the same on every machine and in every run: such lines are gates in CI.
    is_counter: bool = False
    details: dict = field(default_factory=dict)

    def __str__(self):
        verdict = {True: "pass", False: "FAIL", None: "-"}[self.passed]
        told = ", ".join(f"{name} {_short(value)}" for name, value in self.details.items())
        columns = f"{self.work:<3} {self.case:<38} {self.scale:>7} {_short(self.value):>8}  {self.base:<34}"
        return f"{columns} {self.target:<9} {verdict:<5} {told}".rstrip()


class Report:
    def __init__(self, scale, say=print):
        self.scale = scale
        self.say = say
        self.lines = []

    def add(self, work, case, value, base, target="", *, is_counter=False, **details):
        """`target` is such as "<= 1.5"; empty when the value is only told."""
        line = Line(work, case, self.scale, value, base, target, _meets(value, target), is_counter, details)
        self.lines.append(line)
        self.say(str(line))
        return line

    def counter(self, work, case, value, what, target=""):
        return self.add(work, case, value, what, target, is_counter=True)

    def as_json(self):
        return [asdict(line) for line in self.lines]


_COMPARED = {"<=": operator.le, ">=": operator.ge, "==": operator.eq}


def _meets(value, target):
    if not target:
        return None
    sign, number = target.split()
    return _COMPARED[sign](value, float(number))


def _short(value):
    if not isinstance(value, float):
        return str(value)
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"


def take_turns(cases, *, rounds=ROUNDS, seconds=60.0):
    """{name: seconds of each round}. A case that takes little runs several times a round; the order turns each round.

    Beyond `seconds` the rounds end early, but not before three, and the number is told with the ratio.
    """
    repeats = {name: max(1, min(20, int(0.02 / max(_timed(run, 1), 1e-6)))) for name, run in cases.items()}
    times = {name: [] for name in cases}
    began = time.monotonic()
    names = list(cases)
    gc.collect()
    # What lives now lives to the end: the collector need not look at it in the middle of a case.
    gc.freeze()
    for number in range(rounds):
        if number >= 3 and time.monotonic() - began > seconds:
            break
        turned = names[number % len(names) :] + names[: number % len(names)]
        for name in turned:
            times[name].append(_timed(cases[name], repeats[name]))
    return times


def p95(run, times=60):
    """Milliseconds that 95 of 100 calls do not exceed; the first is not counted, for it warms up."""
    each = [1000 * _timed(run, 1) for _ in range(times + 1)][1:]
    return statistics.quantiles(each, n=20)[18]


def _timed(run, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        run()
    return (time.perf_counter() - start) / repeats


def ratio(times, case, base):
    """Median ratio of the rounds and its quartiles, with both medians in milliseconds."""
    each = [mine / theirs for mine, theirs in zip(times[case], times[base], strict=True)]
    low, middle, high = statistics.quantiles(each, n=4)
    return middle, {
        "quartiles": f"{_short(low)}-{_short(high)}",
        "ms": 1000 * statistics.median(times[case]),
        "base ms": 1000 * statistics.median(times[base]),
        "rounds": len(each),
    }
