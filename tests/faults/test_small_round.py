"""A small round of what `make faults` does at length: real processes, really killed."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

# Real services and workers, started and killed: their starting takes seconds each.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.long]

SMALL = ["--rounds", "1", "--rows", "600", "--mails", "20", "--jobs", "10", "--seconds", "1", "--hurry"]


@pytest.mark.parametrize("scenarios", ["imports,flushall,poison", "mails,smtp,campaigns"])
def test_nothing_is_lost_or_doubled_when_workers_and_services_die(scenarios):
    like = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    command = [sys.executable, "-m", "tests.faults", *SMALL, "--like", like, "--only", scenarios]

    played = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)

    last = played.stdout.splitlines()[-1] if played.stdout else played.stderr
    assert played.returncode == 0, played.stdout + played.stderr
    assert ": 0 lost, 0 doubled, resumed in " in last


@pytest.mark.proof  # minutes: a night, a database and a Redis that go away under people who work
def test_nothing_is_lost_when_the_night_and_the_services_die():
    like = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    command = [sys.executable, "-m", "tests.faults", *SMALL, "--like", like, "--only", "night,postgres,redis"]

    played = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)

    assert played.returncode == 0, played.stdout + played.stderr
