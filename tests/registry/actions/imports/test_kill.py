"""A worker that dies in the middle of an import, or of its undo: nothing lost, nothing doubled, whatever the moment."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from registry import actions
from registry.actions.imports import judge
from registry.models import Change, ImportRow, ImportTrace, Job, Listing, Organization, OrganizationName, Presence
from registry.states import ImportState, JobState, OrganizationState
from tests.registry.actions.imports.sheets import checked, run_jobs, sheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WORKER = "import django; django.setup(); from registry.tasks import take_up_jobs; take_up_jobs()"


def _approved(curator, rows):
    words = ["Paix", "Lac", "Femmes", "Jeunes", "Sahel", "Rivière", "Espoir", "Route", "Soleil", "Source"]
    lines = [
        f"Q{n};Union {words[n % 10]} {words[n // 10 % 10]} du village {n};ONG Nationale;Tchad;Lac;Santé;;"
        for n in range(rows)
    ]
    batch = checked(sheet(*lines), by=curator)
    # Numbered villages look alike to a careful reader, who here says that they are not.
    batch.rows.filter(verdict="possible").update(decision="add", decided_by=curator)
    return actions.approve_import(batch, by=curator)


def _kill_after(seconds):
    """Start a real worker, let it work, and kill it as the kernel does when memory runs out."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=os.environ | {"DATABASE_URL": address.geturl()})
    try:
        while not Job.objects.filter(state=JobState.RUNNING).exists() and worker.poll() is None:
            time.sleep(0.01)
        time.sleep(seconds)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    # Forty seconds later its lease has run out.
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))


def _assert_whole(batch, rows):
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert batch.counts["outcomes"] == {"new": rows}
    assert Organization.objects.count() == OrganizationName.objects.filter(is_primary=True).count() == rows
    assert Presence.objects.count() == Listing.objects.count() == ImportTrace.objects.count() == rows
    assert Change.objects.filter(verb="organization.imported").count() == rows
    assert len(set(OrganizationName.objects.filter(is_primary=True).values_list("text", flat=True))) == rows
    assert not ImportRow.objects.filter(applied_at=None).exists()
    assert actions.first_broken() is None


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(curator):
    rows = 2 * judge.CHUNK + 200
    batch = _approved(curator, rows)
    for seconds in (0.3, 0.8):
        _kill_after(seconds)

    run_jobs()

    _assert_whole(batch, rows)


def test_a_worker_killed_in_the_middle_of_an_undo_takes_everything_back_once(curator):
    rows = 2 * judge.CHUNK + 200
    batch = _approved(curator, rows)
    run_jobs()
    actions.undo_import(batch, reason="A mistake.", by=curator)
    for seconds in (0.3, 0.8):
        _kill_after(seconds)

    run_jobs()

    batch.refresh_from_db()
    assert (batch.state, batch.counts["undone"]) == (ImportState.UNDONE, {"archived": rows})
    assert Change.objects.filter(verb="organization.import_undone").count() == rows
    assert set(Organization.objects.values_list("state", "version")) == {(OrganizationState.ARCHIVED, 2)}
    assert not Listing.objects.exists()
    assert actions.first_broken() is None


@pytest.mark.proof  # minutes: thirty deaths of real workers
def test_thirty_deaths_at_random_moments_lose_and_double_nothing(curator):
    rows = 10 * judge.CHUNK
    batch = _approved(curator, rows)
    moments = random.Random(7)
    deaths = 0
    while deaths < 30 and not Job.objects.filter(kind="import.apply", state=JobState.DONE).exists():
        _kill_after(moments.uniform(0, 1.2))
        deaths += 1

    run_jobs()

    _assert_whole(batch, rows)
