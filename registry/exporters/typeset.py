"""PDF by Typst, in a process of its own. It reads our templates and nothing else; what people wrote is data."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "templates" / "files"
# Nothing of ours: no database address, no key, no proxy.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "2"}
WAIT_SECONDS = 90


class NotSet(Exception):
    """The file could not be set: a fault of a template, or more text than the process may hold."""


def pdf(template: str, view: Mapping[str, object]) -> bytes:
    """Equal bytes for an equal view: no clock, no system fonts, no network.

    The file promises PDF/UA-1 (tagged, readable aloud) unless a letter is in no font: that is drawn as a box.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", HERE / "typesetter.py", TEMPLATES / f"{template}.typ"],
            input=json.dumps(view).encode(),
            capture_output=True,
            env=ENVIRONMENT,
            cwd="/",
            timeout=WAIT_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotSet(f"{template}: more than {WAIT_SECONDS} seconds") from error
    if done.returncode:
        raise NotSet(f"{template}: {done.stderr.decode(errors='replace').strip()[-500:] or done.returncode}")
    return done.stdout
