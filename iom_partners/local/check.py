"""`make check`: what can be known without running a test. Two at a time; each failure is shown, and named at the end.

make check ARGS="lint types" runs only those.
"""

import os
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

from iom_partners.local.children import Child, Signals, Stopped, say
from iom_partners.local.places import ROOT, Trouble
from iom_partners.local.testing import temporary_services

PROGRAMS = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
AT_ONCE = 2
# The longest first, so that the two that run side by side end together.
CHECKS: dict[str, list[str]] = {
    "types": ["mypy"],
    "schema": [*MANAGE, "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "production": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    "django": [*MANAGE, "check", "--fail-level", "WARNING"],
    "translations": [*MANAGE, "check_translations"],
    "imports": ["lint-imports"],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
    "compose": ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
    "lint": ["ruff", "check", "--quiet", "--output-format", "concise"],
    "format": ["ruff", "format", "--check", "--quiet", "--output-format", "concise"],
}


@dataclass
class Running:
    name: str
    child: Child
    log: Path
    began: float


def main(names: list[str]) -> int:
    if unknown := set(names) - set(CHECKS):
        say(f"There is no check called {', '.join(sorted(unknown))}. There are: {', '.join(CHECKS)}.")
        return 2
    signals = Signals()
    wanted = [name for name in CHECKS if not names or name in names]
    try:
        with temporary_services(signals) as environment, tempfile.TemporaryDirectory() as folder:
            failed = run_side_by_side(wanted, environment, Path(folder), signals)
    except Stopped as stopped:
        say(f"({stopped})")
        return 130
    except Trouble as trouble:
        say(f"\n{trouble}")
        return 1
    say(f"\nFailed: {', '.join(failed)}." if failed else f"\nAll {len(wanted)} checks are fine.")
    return 1 if failed else 0


def run_side_by_side(names: list[str], environment: dict[str, str], folder: Path, signals: Signals) -> list[str]:
    waiting, running, failed = list(names), list[Running](), list[str]()
    try:
        while waiting or running:
            signals.check()
            while waiting and len(running) < AT_ONCE:
                running.append(start(waiting.pop(0), environment, folder))
            for one in [one for one in running if one.child.ended]:
                running.remove(one)
                if report(one):
                    failed.append(one.name)
            time.sleep(0.03)
    finally:
        for one in running:
            one.child.stop()
    return sorted(failed, key=names.index)


def start(name: str, environment: dict[str, str], folder: Path) -> Running:
    program, *arguments = CHECKS[name]
    log = folder / name
    if name == "production":
        # Nothing is connected to here, so the addresses of this machine's services do as well as production's.
        here = {name: environment[name] for name in ("DATABASE_URL", "REDIS_URL")}
        environment = environment | production_environment() | here
    child = Child(name, [PROGRAMS / program, *arguments], env=environment, log=log)
    return Running(name, child, log, time.monotonic())


def report(one: Running) -> bool:
    """Says how it went; True if it failed."""
    failed = one.child.process.returncode != 0
    say(f"{'FAILED' if failed else 'ok':7}{one.name:13}{time.monotonic() - one.began:5.1f} s")
    if failed:
        said = one.log.read_text(errors="replace").strip()
        say("\n".join(f"       {line}" for line in said.splitlines()))
    return failed


def production_environment() -> dict[str, str]:
    """What docker-compose.yml gives the web server, with the blanks filled in as an operator would."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    operator = {"SECRET_KEY": os.urandom(32).hex(), "SITE_HOST": "registry.example.org"}

    def fill(blank: re.Match[str]) -> str:
        return operator.get(blank["name"]) or blank["default"] or "example"

    blanks = re.compile(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*)|:\?[^}]*)?\}")
    return {name: blanks.sub(fill, str(value)) for name, value in services["web"]["environment"].items()}
