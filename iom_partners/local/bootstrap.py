"""Make .venv from the hash-locked requirements, then hand over to `python -m iom_partners.local`.

Run as a plain file by any Python from 3.11 on: nothing is installed yet, so this uses the standard library alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".complete"
LOCKS = ROOT / "requirements"
PIP = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--only-binary", ":all:", "--require-hashes", "-r"]


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python gets to see
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Name another: make run PYTHON=…")
    follow_make()
    for number in (signal.SIGTERM, signal.SIGHUP):
        # As an exception, so that the installer we are waiting for is ended too.
        signal.signal(number, lambda number, frame: sys.exit(128 + number))
    try:
        make_environment()
    except KeyboardInterrupt:
        sys.exit("\nStopped while installing. The next start begins this step again.")
    os.chdir(ROOT)
    keep_bytecode()
    os.execv(PYTHON, [str(PYTHON), "-m", "iom_partners.local", *sys.argv[1:]])  # noqa: S606


def follow_make() -> None:
    """Ask Linux to end us when `make` is killed: an orphan would keep the port and the database."""
    if sys.platform == "linux" and "MAKELEVEL" in os.environ:
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM, 0, 0, 0)


def keep_bytecode() -> None:
    """Who wants none beside the sources gets it elsewhere: to compile it all at each start costs three seconds."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "bytecode"))


def make_environment() -> None:
    wanted = fingerprint()
    try:
        lock = (ROOT / ".venv.lock").open("w")
    except PermissionError:
        sys.exit(
            f"This folder cannot be written by you: {ROOT}. Run this as its owner, or clone it to a folder of your own."
        )
    with lock:
        wait_for_turn(lock)
        if STAMP.is_file() and STAMP.read_text() == wanted and os.access(PYTHON, os.X_OK):
            return
        began = time.monotonic()
        print(
            "Installing what the registry needs into .venv (about 100 MB to fetch, only when the list changed) …",
            flush=True,
        )
        STAMP.unlink(missing_ok=True)
        # Whatever we start inherits the lock: if we are killed and it lives on, nobody installs beside it.
        make_venv(lock)
        if not (install_with_uv(lock) or install_with_pip(lock)):
            sys.exit("Some packages could not be installed: the reason stands above. Start again when it is mended.")
        STAMP.write_text(wanted)
        print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def fingerprint() -> str:
    """What makes an environment the right one: the lock, the Python, and the place (scripts in it hold its path)."""
    digest = hashlib.sha256((LOCKS / "dev.lock").read_bytes())
    digest.update(f"{sys.version}\n{VENV}".encode())
    return digest.hexdigest()


def wait_for_turn(lock) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another start is installing here; waiting for it …", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def make_venv(lock) -> None:
    # Emptied first: what a killed installer left behind cannot be told from what is whole.
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(VENV)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, pass_fds=[lock.fileno()]
    )
    if made.returncode:
        sys.exit(
            f"{made.stdout}{made.stderr}\nPython could not make a virtual environment. "
            "On Debian and Ubuntu the missing piece comes with: apt-get install python3-venv"
        )


def install_with_uv(lock) -> bool:
    """The quick way: uv, itself from a lock, installs the rest in a quarter of pip's time."""
    fetched = subprocess.run([PYTHON, *PIP, LOCKS / "bootstrap.lock"], pass_fds=[lock.fileno()])
    if fetched.returncode:
        return False
    sync = [
        "pip",
        "sync",
        "-q",
        "--no-config",
        "--system-certs",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--python",
        str(PYTHON),
    ]
    # Copied, not linked: root's cache lies in a folder that the account of PostgreSQL may not enter.
    synced = subprocess.run(
        [VENV / "bin" / "uv", *sync, LOCKS / "dev.lock"],
        env=os.environ | {"UV_LINK_MODE": "copy"},
        pass_fds=[lock.fileno()],
    )
    return synced.returncode == 0


def install_with_pip(lock) -> bool:
    """The sure way: a machine may have its package index set up for pip alone, which uv does not read."""
    print("uv could not do it; installing with pip, which takes a few minutes …", flush=True)
    return subprocess.run([PYTHON, *PIP, LOCKS / "dev.lock"], pass_fds=[lock.fileno()]).returncode == 0


if __name__ == "__main__":
    main()
