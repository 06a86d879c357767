"""Work that can be counted, and work that kills whoever does it."""

import os
import signal
from pathlib import Path

from iom_partners.schedule import TIMETABLE
from registry.timetable import At, Entry

QUEUED = [f"counted-{n}" for n in range(50)]
POISON = "poison"
# So rarely that only the scenarios ask for it.
NEVER = At(0, (0,))


def count():
    """One line for each time that it was done."""
    with Path(os.environ["FAULTS_TALLY"]).open("a") as tally:
        tally.write("done\n")
    return 1


def die():
    os.kill(os.getpid(), signal.SIGKILL)


TABLE = (
    *TIMETABLE,
    *(Entry(key, key, NEVER, f"{__name__}.count", is_long=True) for key in QUEUED),
    Entry(POISON, POISON, NEVER, f"{__name__}.die", is_long=True),
)
