"""What one local instance holds: its lock, its key, its port, and the file that tells manage.py about it."""

import fcntl
import os
import secrets
import socket
from pathlib import Path
from typing import IO

from iom_partners.local.places import ROOT, Trouble

ENV_FILE = ROOT / ".local" / "env"
KEY_FILE = ROOT / ".local" / "secret-key"
# What settings read, and a running instance writes. Tests and checks start from none of it.
NAMES = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "SITE_ORIGIN",
    "DEBUG",
    "DEMO",
    "EMAIL_HOST",
    "EMAIL_PORT",
    "EMAIL_USE_SSL",
    "MAIL_SINK",
    "STATIC_ROOT",
)
PORTS_TO_TRY = 50


class Lock:
    """Held while an instance runs in this folder. The kernel lets go of it however we end, so it is never stale."""

    def __init__(self, path: Path):
        self.file: IO[str] = path.open("a+")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.file.seek(0)
            who = self.file.read().strip() or "still starting"
            self.file.close()
            raise Trouble(f"The registry is already running in this folder ({who}). Stop that one first.") from None

    def write(self, text: str) -> None:
        self.file.seek(0)
        self.file.truncate()
        self.file.write(text)
        self.file.flush()


def secret_key() -> str:
    """Made once for each instance and kept: a new one would sign everybody out."""
    if KEY_FILE.is_file() and len(kept := KEY_FILE.read_text().strip()) >= 32:
        return kept
    key = secrets.token_urlsafe(48)
    write_private(KEY_FILE, key + "\n")
    return key


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, and readable by nobody else."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(path)


def listening_socket(first: int, *, exactly: bool) -> socket.socket:
    """The port itself, not a promise that it is free: the web server inherits it, so nobody can come in between."""
    for port in range(first, first + (1 if exactly else PORTS_TO_TRY)):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
            listening.listen(256)
            return listening
        except PermissionError:
            listening.close()
            raise Trouble(
                f"Port {port} needs more rights than you have. Take one from 1024 on: make run PORT=8001"
            ) from None
        except (OSError, OverflowError):
            listening.close()
    if exactly:
        raise Trouble(
            f"Port {first} is in use. Set another one (make run PORT={first + 1}), or none to have one found."
        )
    raise Trouble(f"The ports {first} to {first + PORTS_TO_TRY - 1} are all in use. Set PORT to a free one.")


def port_of(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


def without_instance(environment: dict[str, str]) -> dict[str, str]:
    """An environment in which a running instance's file says nothing: an empty value counts as set, but not given."""
    return environment | dict.fromkeys(NAMES, "")
