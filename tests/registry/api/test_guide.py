"""The guide for partner systems is run as it is written."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from registry import actions
from tests import make

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


def _blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def served(live_server, settings):
    settings.SITE_ORIGIN = live_server.url
    return live_server.url


def test_the_python_reads_every_organization(served):
    made = {make.organization(f"Riverbend {number}").reference for number in range(3)}
    program = _blocks("python")[0]
    names = {"B": served}

    exec(program.replace("limit=500", "limit=1"), names)  # noqa: S102

    assert {organization["id"] for organization in names["organizations"]} == made


def test_the_python_follows_the_changes(served):
    kept, closed = make.organization("Kept"), make.organization("Closed")
    actions.archive_organization(closed, by="test", reason="closed")
    names = {"B": served}

    exec(_blocks("python")[1], names)  # noqa: S102

    assert set(names["copy"]) == {("organization", kept.reference)}


def test_the_curl_lines_answer(served):
    reference = make.organization("Riverbend").reference
    lines = "".join(_blocks("sh")).replace("\\\n", " ").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]

    for line in commands:
        command = shlex.split(line.replace("$B", served).replace("CSO-7K2M9XQ4", reference))
        done = subprocess.run([*command, "--fail"], capture_output=True, timeout=20, check=False)
        assert done.returncode == 0, (line, done.stderr)
    assert len(commands) == 5
