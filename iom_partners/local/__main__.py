"""python -m iom_partners.local run | test [pytest's arguments] | check | bench | lock"""

import sys

from iom_partners.local import bench, check, lock, run, testing

WORDS = {
    "run": lambda rest: run.run(),
    "test": testing.run_tests,
    "check": check.run_checks,
    "bench": bench.run_benchmarks,
    "lock": lambda rest: lock.lock_requirements(),
}


def main() -> int:
    word, *rest = sys.argv[1:] or ["run"]
    if word not in WORDS:
        print(__doc__, file=sys.stderr)
        return 2
    return WORDS[word](rest)


if __name__ == "__main__":
    sys.exit(main())
