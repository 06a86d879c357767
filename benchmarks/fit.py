"""python -m benchmarks.fit: weights for registry/matching/pairs/weights.py, by the tuning half of labelled registries.

Logistic regression by Newton's method, a little drawn towards nothing. What agrees may not count against a pair, what
conflicts may not count for it: a weight of the wrong sign becomes 0 and the others are fitted again.
"""

from collections.abc import Iterable, Sequence
from math import exp
from operator import mul

from benchmarks.labelled import Labelled, labelled
from registry.matching.pairs.crowd import Crowd
from registry.matching.pairs.weights import Circumstances, Look, deserves_comparison, is_uncorroborated

REGISTRIES = ((20_000, 11), (20_000, 12), (20_000, 14), (100_000, 21))
# Of the candidates that are none, one of so many is enough to fit the quick look by, and counts for all of them.
OF_STRANGERS = 20
RIDGE = 1.0

Example = tuple[Sequence[float], bool, float]
"""What was told, whether it was a pair, how many it stands for."""

SIGNS = {"same": 1, "alike": 1, "very": 1, "keys": 1, "held": 1, "contact": 1, "apart": -1, "branch": -1, "other": -1}
_FREE = {"same_name_abroad", "nameless"}


def main() -> None:
    looks: list[Example] = []
    told: list[Example] = []
    for size, seed in REGISTRIES:
        with Crowd() as crowd:
            _learn(labelled(size, seed), crowd, looks, told)
    _tell("LOOK", Look._fields, looks)
    _tell("LIKELIHOOD", Circumstances._fields, told)


def _learn(made: Labelled, crowd: Crowd, looks: list[Example], told: list[Example]) -> None:
    true = made.true_pairs()
    crowd.read(made.records)
    for number, (one, other, look) in enumerate(crowd.looks()):
        if made.is_held_out((one, other)):
            continue
        is_one = (one, other) in true
        if is_one or number % OF_STRANGERS == 0:
            looks.append((look, is_one, 1.0 if is_one else float(OF_STRANGERS)))
        if deserves_comparison(look):
            _comparison, circumstances = crowd.compare(one, other)
            if not (circumstances.same_identifier or is_uncorroborated(circumstances)):
                told.append((circumstances, is_one, 1.0))


def _tell(name: str, fields: Sequence[str], examples: list[Example]) -> None:
    weights = fit(examples, [0 if field in _FREE else SIGNS[field.split("_")[0]] for field in fields])
    print(name, f"({len(examples)} examples)\n    {weights[0]:.2f}")
    for field, weight in zip(fields, weights[1:], strict=True):
        print(f"    {field}={weight:.2f}")


def fit(examples: Iterable[Example], signs: Sequence[int]) -> list[float]:
    """The weight before anything is known and one for each value, whose sign is given or free (0)."""
    rows = [((1.0, *map(float, values)), float(is_one), stands_for) for values, is_one, stands_for in examples]
    free = list(range(len(signs) + 1))
    while True:
        fitted = dict(zip(free, _newton([([row[at] for at in free], *rest) for row, *rest in rows]), strict=True))
        wrong = [at for at in free if at and fitted[at] * signs[at - 1] < 0]
        if not wrong:
            return [fitted.get(at, 0.0) for at in range(len(signs) + 1)]
        free.remove(max(wrong, key=lambda at: abs(fitted[at])))


def _newton(rows: list, rounds: int = 30) -> list[float]:
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(rounds):
        slope = [-RIDGE * weight for weight in weights]
        bend = [[RIDGE if one == other else 0.0 for other in range(size)] for one in range(size)]
        for values, is_one, stands_for in rows:
            likely = 1 / (1 + exp(-max(-50.0, sum(map(mul, weights, values)))))
            wrong, curve = stands_for * (is_one - likely), stands_for * likely * (1 - likely)
            there = [at for at, value in enumerate(values) if value]
            for one in there:
                slope[one] += wrong * values[one]
                line, part = bend[one], curve * values[one]
                for other in there:
                    line[other] += part * values[other]
        step = _solve(bend, slope)
        weights = [weight + by for weight, by in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    return weights


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """By elimination; the matrix is symmetric and positive, so no row is in the way."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at, pivot in enumerate(rows):
        for other in rows[at + 1 :]:
            share = other[at] / pivot[at]
            other[at:] = [mine - share * theirs for mine, theirs in zip(other[at:], pivot[at:], strict=True)]
    found = [0.0] * len(rows)
    for at in reversed(range(len(rows))):
        known = sum(map(mul, rows[at][at + 1 : -1], found[at + 1 :]))
        found[at] = (rows[at][-1] - known) / rows[at][at]
    return found


if __name__ == "__main__":
    main()
