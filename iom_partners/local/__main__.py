"""python -m iom_partners.local run | test [pytest's arguments] | check [names] | bench | faults | lock"""

import sys
from importlib import import_module

MODULES = {"run": "run", "test": "testing", "check": "check", "bench": "bench", "faults": "faults", "lock": "lock"}


def main() -> int:
    word, *rest = sys.argv[1:] or ["run"]
    if word not in MODULES:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        # Only what this word needs, and here, where a Ctrl-C that comes at once is not yet anybody's business.
        module = import_module(f"iom_partners.local.{MODULES[word]}")
    except KeyboardInterrupt:
        return 130
    return int(module.main(rest))


if __name__ == "__main__":
    sys.exit(main())
