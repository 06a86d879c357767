"""W3 without a database: how well the keys and the ranking of registry.matching find the right organization.

python -m benchmarks.recall [--scale 1600 20000 100000] [--queries 3000] [--seed 7]
"""

import argparse
import math
import sys
import time
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.names import Organization, organizations, queries
from registry.matching import name_keys, query_keys, rank, rarest, rarity, word_key, words

LOOKED_AT = 4_000


class Index:
    """The keys of all names in memory, as the database holds them."""

    def __init__(self, orgs: Sequence[Organization]) -> None:
        self.names: list[tuple[int, str]] = []
        self.holders: dict[int, array] = defaultdict(lambda: array("I"))
        for index, org in enumerate(orgs):
            for name in org["names"]:
                for key in name_keys(name["text"]):
                    self.holders[key].append(len(self.names))
                self.names.append((index, name["text"]))
        # In a small registry the same budget would be all of it.
        self.budget = min(LOOKED_AT, max(400, len(self.names) // 4))

    def candidates(self, query: str) -> set[int]:
        counts = {key: len(self.holders[key]) for key in query_keys(query) if key in self.holders}
        return set().union(*(self.holders[key] for key in rarest(counts, counts, budget=self.budget)))

    def weights(self, query: str) -> dict[str, float]:
        counts = {word: len(self.holders.get(word_key(word), ())) for word in words(query)}
        return rarity(counts, len(self.names))


@dataclass
class Result:
    """What came of the queries of one kind: the place of the right organization, and whether it was looked at."""

    places: list[float] = field(default_factory=list)
    reached: list[bool] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return sum(place <= 10 for place in self.places) / len(self.places)

    @property
    def mrr(self) -> float:
        return sum(1 / place for place in self.places) / len(self.places)

    def line(self, kind: str) -> str:
        reached = sum(self.reached) / len(self.reached)
        asked = len(self.places)
        return f"  {kind:16} recall@10 {self.recall:.4f}  MRR {self.mrr:.4f}  looked at {reached:.4f}  of {asked}"


def measure(n: int, asked: int, seed: int) -> tuple[dict[str, Result], list[float], list[int]]:
    """Results by kind and of "all", the milliseconds that each query took, and how many names it looked at."""
    orgs = list(organizations(n, seed))
    index = Index(orgs)
    results: dict[str, Result] = defaultdict(Result)
    times, sizes = [], []
    for query, right, kind in queries(orgs, asked, seed + 1):
        start = time.process_time()
        candidates = index.candidates(query)
        best = rank(query, [index.names[place] for place in candidates], weights=index.weights(query))
        times.append(1000 * (time.process_time() - start))
        sizes.append(len(candidates))
        place = next((place for place, (owner, _) in enumerate(best, 1) if owner == right), math.inf)
        reached = any(index.names[name][0] == right for name in candidates)
        for result in (results[kind], results["all"]):
            result.places.append(place)
            result.reached.append(reached)
    return results, sorted(times), sizes


def main() -> int:
    parser = argparse.ArgumentParser(description="How well the registry finds organizations by their names.")
    parser.add_argument("--scale", type=int, nargs="+", default=[1_600, 20_000, 100_000])
    parser.add_argument("--queries", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    failed = False
    for scale in options.scale:
        results, times, sizes = measure(scale, options.queries, options.seed)
        every = results["all"]
        print(f"{scale} organizations, seed {options.seed}")
        for kind in sorted(results, key=lambda kind: (kind == "all", kind)):
            print(results[kind].line(kind))
        p50, p95 = times[len(times) // 2], times[len(times) * 19 // 20]
        print(
            f"  CPU ms p50 {p50:.1f}, p95 {p95:.1f}; names looked at {sum(sizes) / len(sizes):.0f}, most {max(sizes)}"
        )
        enough = every.recall >= (0.995 if scale <= 20_000 else 0.99) and every.mrr >= 0.96
        enough = enough and all(result.recall >= 0.8 for result in results.values())
        print("  pass" if enough else "  FAIL", flush=True)
        failed = failed or not enough
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
