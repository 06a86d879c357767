"""The top level is as the product's owner set it, and the map in docs/house.md names what is on disk."""

import re
import subprocess

from django.conf import settings

TOP = {
    "manage.py", "iom_partners", "registry", "observers", "consultations", "templates", "static", "tests",
    "pyproject.toml", "docker-compose.yml", "README.md", "docs", "benchmarks", "requirements", "Makefile",
}  # fmt: skip


def _tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    return listed.stdout.split("\n")


def test_nothing_else_stands_on_the_top_level():
    top = {path.split("/")[0] for path in _tracked() if path}

    assert {name for name in top if not name.startswith(".")} <= TOP


def test_the_map_names_every_module_of_the_registry():
    house = (settings.BASE_DIR / "docs" / "house.md").read_text(encoding="utf-8")
    the_map = house.split("## 1. The map")[1].split("## 2.")[0]
    modules = {
        path.split("/")[1].removesuffix(".py")
        for path in _tracked()
        if re.match(r"registry/[a-z_]+(\.py|/)", path) and "__init__" not in path.split("/")[1]
    }

    assert {name for name in modules if name not in the_map} == set()


def test_no_file_outgrows_its_reader():
    # A file of tests is read one test at a time; a module is read as a whole; a list of names is looked up.
    long = {
        path: lines
        for path in _tracked()
        if path.endswith(".py") and "/migrations/" not in path and not path.endswith("/__init__.py")
        if (settings.BASE_DIR / path).exists()
        if (lines := len((settings.BASE_DIR / path).read_text(encoding="utf-8").splitlines()))
        > (600 if path.startswith("tests/") else 400)
    }

    assert long == {}
