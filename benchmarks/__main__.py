"""python -m benchmarks: the product against what else one could have built, in ratios of one run.

SCALE=1600|20k|100k|1m (several with commas, growing)   ONLY=W1,W3
"""

import json
import os
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import django

WORKS = {
    "W1": "lists",
    "W2": "facets",
    "W3": "search",
    "W4": "duplicates",
    "W4R": "reconciliation",
    "W9": "pages",
    "W5": "imports",
    "W6": "exports",
    "W7": "feed",
    "W8": "night",
    "W10": "screening",
    "W11": "invitations",
}
# These make their own records, and none of them are stored.
WITHOUT_DATABASE = {"W4", "W10"}
KEPT_IN = Path(__file__).resolve().parent.parent / ".local" / "bench"


@dataclass
class Bench:
    """What a workload is given."""

    report: object
    organizations: list
    # How long the rounds of one comparison may take.
    seconds: float = 20.0
    notes: dict = field(default_factory=dict)


def scales(text):
    """Numbers of "1600,20k,1m"."""
    sizes = {"k": 1_000, "m": 1_000_000}
    parts = [part.strip().lower() for part in text.split(",") if part.strip()]
    return [int(part[:-1]) * sizes[part[-1]] if part[-1] in sizes else int(part) for part in parts]


def run(wanted, works, say=print, seconds=20.0):
    """Fill, measure, tell; returns the lines of all scales."""
    load, ratios = import_module("benchmarks.load"), import_module("benchmarks.ratios")
    needs_database = bool(set(works) - WITHOUT_DATABASE)
    if needs_database:
        load.prepare()
    lines = []
    for scale in sorted(wanted):
        began = time.monotonic()
        organizations = load.fill(scale) if needs_database else []
        say(f"{scale} organizations, there after {time.monotonic() - began:.0f} s")
        bench = Bench(ratios.Report(scale, say), organizations, seconds)
        for work in works:
            began = time.monotonic()
            import_module(f"benchmarks.{WORKS[work]}").run(bench)
            say(f"{work} at {scale}: {time.monotonic() - began:.0f} s\n")
        lines += bench.report.lines
    return lines


def keep(lines):
    KEPT_IN.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = KEPT_IN / f"{now:%Y%m%d-%H%M%S}.json"
    told = {"at": now.isoformat(timespec="seconds"), "python": sys.version.split()[0], "cores": os.cpu_count()}
    path.write_text(json.dumps(told | {"lines": [vars(line) for line in lines]}, indent=1, ensure_ascii=False))
    return path


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    sys.stdout.reconfigure(line_buffering=True)
    works = [work.strip().upper() for work in os.environ.get("ONLY", "").split(",") if work.strip()] or list(WORKS)
    if unknown := set(works) - WORKS.keys():
        sys.exit(f"There is no workload {', '.join(sorted(unknown))}: choose from {', '.join(WORKS)}.")
    lines = run(scales(os.environ.get("SCALE") or "1600"), works)
    failed = [line for line in lines if line.passed is False]
    print(f"{len(lines)} lines, {sum(line.passed is True for line in lines)} pass, {len(failed)} FAIL: {keep(lines)}")
    for line in failed:
        print(line)
    # Time is noisy on a shared machine: only what has no noise decides.
    return 1 if any(line.is_counter for line in failed) else 0


if __name__ == "__main__":
    sys.exit(main())
