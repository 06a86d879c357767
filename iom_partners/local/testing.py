"""`make test`: every test against a PostgreSQL and a Valkey of its own, which are gone afterwards."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from iom_partners.local import browser
from iom_partners.local.children import Herd, Signals, Stopped, die_with_parent, say
from iom_partners.local.instance import without_instance
from iom_partners.local.places import APP, ROOT, Trouble, database_account, temporary_root
from iom_partners.local.postgres import CARELESS, Postgres
from iom_partners.local.valkey import Valkey

PREFIX = f"{APP}-temporary-{os.geteuid()}-"


def main(arguments: list[str]) -> int:
    signals = Signals()
    try:
        found = browser.find_or_fetch()
        if not found and os.environ.get("REQUIRE_BROWSER") == "1":
            raise Trouble("Here no test may be left out, so a browser is required.")
        with temporary_services(signals) as environment:
            environment |= {"DJANGO_SETTINGS_MODULE": "iom_partners.settings_test"}
            if found:
                environment["CHROMIUM"] = found
            status = run_command([sys.executable, "-m", "iom_partners.local.translations"], environment, signals)
            # Each begins with its part, in order: what a file builds is built once. Who is done first helps. As many as
            # our machines have processors: databases and browsers work while tests wait, and a third one is no faster.
            pytest = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments]
            status = status or run_command(pytest, environment, signals)
        if not found:
            browser.say_missed()  # once more: the first time has scrolled away
        return status
    except Stopped as stopped:
        say(f"({stopped})")
        return 130
    except Trouble as trouble:
        say(f"\n{trouble}")
        return 1


@contextlib.contextmanager
def temporary_services(signals: Signals, settings: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    """A fresh PostgreSQL and Valkey; gives the environment that leads to them and to nothing else of this machine."""
    herd = Herd(signals)
    account = database_account()
    with temporary_folder(open_to_account=bool(account)) as folder, contextlib.ExitStack() as clean_up:
        postgres = Postgres(
            folder / "postgres", folder / "s", account, folder / "postgres.log", CARELESS | (settings or {})
        )
        clean_up.callback(postgres.stop)
        postgres.start(herd.wait)
        valkey = Valkey(folder / "valkey", folder, folder / "valkey.log", lasting=False)
        clean_up.callback(valkey.stop)
        valkey.start(herd.wait)
        yield without_instance(dict(os.environ)) | {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            "SECRET_KEY": os.urandom(32).hex(),
        }


@contextlib.contextmanager
def temporary_folder(*, open_to_account: bool) -> Iterator[Path]:
    """Gone at the end, whatever happens: what a killed run left is swept up by the next."""
    root = temporary_root()
    for left in root.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError), (left / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Root's PostgreSQL runs under another account, which must be able to pass through.
        folder.chmod(0o711 if open_to_account else 0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def run_command(command: list[str], environment: dict[str, str], signals: Signals) -> int:
    """A command that owns the terminal (pytest with a debugger), until it ends or we are asked to stop."""
    process = subprocess.Popen(command, env=environment, cwd=ROOT, preexec_fn=die_with_parent(signal.SIGTERM))
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(0.2)
        if signals.caught:
            # Ctrl-C has reached it already; pytest reports what it has and ends. It gets some seconds for that.
            if signals.caught != "SIGINT":
                process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()
            process.wait()
            raise Stopped(signals.caught)
