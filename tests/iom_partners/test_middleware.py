"""What a page answers when the database made it wait too long, and when its address cannot be."""

import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.urls import reverse

from registry import actions
from registry.models import Job
from registry.states import JobState
from tests import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_save_that_waits_too_long_says_when_to_come_back(client, curator):
    organization = make.organization("Invented Aid")
    client.force_login(curator)
    other = connections.create_connection("default")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM registry_organization WHERE id = %s FOR UPDATE", [organization.pk])

    address = reverse("registry:organization-at-risk", args=[organization.reference])
    answer = client.post(address, {"reason": "Threats."})

    other.rollback()
    other.close()
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Nothing was changed." in answer.content.decode()


def test_who_pauses_a_job_waits_for_its_chunk(curator):
    job, held = actions.start_job("test", subject="TEST", by=curator), threading.Event()

    def write_a_chunk():
        with transaction.atomic():
            Job.objects.select_for_update().get(pk=job.pk)
            held.set()
            time.sleep(0.6)
        connection.close()

    worker = threading.Thread(target=write_a_chunk)
    worker.start()
    held.wait()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")

    paused = actions.pause_job(job, by=curator)

    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")
    worker.join()
    assert paused.state == JobState.PAUSED


@pytest.mark.parametrize("address", ["/en/organizations/%00/", "/en/observers/%00/", "/en/staff/organizations/%00/"])
def test_an_address_that_cannot_be_leads_nowhere(client, curator, address):
    client.force_login(curator)

    assert client.get(address).status_code == 404
