"""Where a local instance keeps its things, and as whom its PostgreSQL runs."""

import contextlib
import hashlib
import os
import pwd
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = "iom-partners"
# Beside the installed system, for root only: see `state_folder`.
SYSTEM_FOLDER = Path(f"/var/lib/{APP}-local")
# Arguments for subprocess that change to another account; empty for "as ourselves".
Account = dict[str, int | list[int]]


class Trouble(Exception):
    """Something a person can mend: what happened and what to do, as one or two sentences."""


def database_account() -> Account:
    """PostgreSQL refuses to run as root: then its processes run as `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Trouble(
        "PostgreSQL cannot run as root, and this machine has no account `postgres` or `nobody` to run it as. "
        "Start as an ordinary user, or give DATABASE_URL."
    )


def can_enter(path: Path, account: Account) -> bool:
    """Whether that account may enter the folder or run the program: asked by trying, since every parent counts."""
    if not account:
        return os.access(path, os.X_OK)
    # In its own group: a Ctrl-C that ended it would read as "no".
    asked = subprocess.run(  # type: ignore[call-overload]
        ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)], cwd="/", process_group=0, **account
    )
    return bool(asked.returncode == 0)


def private_folder(path: Path, account: Account, mode: int = 0o700) -> Path:
    path.mkdir(parents=True, exist_ok=True, mode=mode)
    if account:
        os.chown(path, account["user"], account["group"])  # type: ignore[arg-type]
    path.chmod(mode)
    return path


def local_folder() -> Path:
    """.local in the checkout: what a person may want to look at (env, mail, logs), whoever runs the services."""
    folder = ROOT / ".local"
    folder.mkdir(exist_ok=True)
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        with contextlib.suppress(KeyError):
            owner_name = pwd.getpwuid(owner).pw_name
            raise Trouble(
                f"{folder} belongs to {owner_name}: run this as {owner_name}, or remove that folder to start anew."
            )
        raise Trouble(f"{folder} belongs to somebody else (uid {owner}): run this as its owner, or remove it.")
    # Uploads and mails lie here. Root's PostgreSQL, under its own account, must be able to pass through.
    folder.chmod(0o711 if owner == 0 else 0o700)
    return folder


def state_folder(account: Account) -> Path:
    """Where the databases lie: .local, unless PostgreSQL's account cannot get there (root's home is closed)."""
    local = local_folder()
    if can_enter(local, account):
        return local
    folder = SYSTEM_FOLDER / _short_hash(ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def temporary_root() -> Path:
    """Short on purpose: the path of a unix socket is limited to 107 bytes, on macOS to 103."""
    folder = tempfile.gettempdir()
    return Path(folder if len(folder) < 50 else "/tmp")  # noqa: S108 - what is made below it is checked for its owner


def socket_folder(account: Account, state: Path) -> Path:
    folder = temporary_root() / f"{APP}-{os.geteuid()}-{_short_hash(state)}"
    # Root's PostgreSQL, under its own account, must pass through; the folder below it is closed to others.
    mode = 0o711 if account else 0o700
    folder.mkdir(mode=mode, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise Trouble(
            f"{folder} belongs to somebody else, and the sockets must lie there. Set TMPDIR to a folder of your own."
        )
    folder.chmod(mode)
    return folder


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]
