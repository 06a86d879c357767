"""`make bench SCALE=100k [ONLY=W1]`: the workloads against a PostgreSQL of their own, set as in production."""

import os
import sys

from iom_partners.local.children import Signals, Stopped, say
from iom_partners.local.places import Trouble
from iom_partners.local.testing import run_command, temporary_services

# Durability stays on, so that what an import costs here is what it costs in production; the rest is what one would
# set on a server of this size. Autovacuum stays on too: the benchmark vacuums before it measures.
AS_PRODUCTION = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",
    "effective_cache_size": "3GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "wal_compression": "pglz",
}


def main(arguments: list[str]) -> int:
    signals = Signals()
    say("PostgreSQL for the benchmark: " + ", ".join(f"{name} {value}" for name, value in AS_PRODUCTION.items()))
    try:
        with temporary_services(signals, AS_PRODUCTION) as environment:
            environment |= {
                "DJANGO_SETTINGS_MODULE": "iom_partners.settings",
                # Building a hundred thousand organizations is one long statement after another.
                "STATEMENT_TIMEOUT_SECONDS": os.environ.get("STATEMENT_TIMEOUT_SECONDS", "0"),
            }
            return run_command([sys.executable, "-m", "benchmarks", *arguments], environment, signals)
    except Stopped as stopped:
        say(f"({stopped})")
        return 130
    except Trouble as trouble:
        say(f"\n{trouble}")
        return 1
