"""`make faults [ROUNDS=50]`: workers killed, services stopped, and what must be true afterwards. See tests/faults/."""

import os
import sys

from iom_partners.local.children import Signals, Stopped, say
from iom_partners.local.testing import run_command


def main(arguments: list[str]) -> int:
    signals = Signals()
    try:
        return run_command([sys.executable, "-m", "tests.faults", *arguments], dict(os.environ), signals)
    except Stopped as stopped:
        say(f"({stopped})")
        return 130
