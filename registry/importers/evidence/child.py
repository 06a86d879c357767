"""The process that opens the document: takes its limits on, reads it from its input, writes it anew to its output."""

import json
import resource
import sys
from typing import Any

from .cleaning import clean
from .refusal import Refusal

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 20

FORBIDDEN_EVENTS = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.remove",
    "os.rename",
)


def main() -> None:
    _take_limits()
    sys.addaudithook(_forbid)
    try:
        media_type, kept = clean(sys.argv[-1], sys.stdin.buffer.read())
        _tell(["clean", media_type])
        sys.stdout.buffer.write(kept)
    except Refusal as refusal:
        _tell(["refused", refusal.code, refusal.params])
    except MemoryError:
        _tell(["refused", "too_heavy", {}])
    sys.stdout.buffer.flush()


def _take_limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _forbid(event: str, args: tuple[Any, ...]) -> None:
    """No network, no other program, no file but to read it."""
    if event.startswith(FORBIDDEN_EVENTS):
        raise PermissionError(event)
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise PermissionError(event)


def _tell(words: list[Any]) -> None:
    sys.stdout.buffer.write(json.dumps(words).encode() + b"\n")
