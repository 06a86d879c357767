"""The workers as `make run` starts them: what is long never keeps a mail or the beat waiting."""

import contextlib
import os
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings as test_settings
from django.db import connection
from django.utils import timezone

from iom_partners.celery import app
from iom_partners.local import instance, run
from iom_partners.local.valkey import Valkey
from iom_partners.settings import CACHES
from registry import actions
from registry.models import Job, Lane, Message, Routine
from registry.states import JobState, MessageState
from tests import make
from tests.iom_partners.waiting import patiently

# Real workers against the test's own database: starting them takes seconds.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def valkey(folder, settings):
    """The broker of these workers, and the cache through which the page hears their beat."""
    valkey = Valkey(folder / "valkey", folder, folder / "valkey.log", lasting=False)
    valkey.start(patiently)
    settings.CACHES = {alias: told | {"LOCATION": f"{valkey.url}?db=1"} for alias, told in CACHES.items()}
    yield valkey
    valkey.stop()


@pytest.fixture
def start(valkey):
    """Start a worker as the supervisor does, and wait until it takes tasks."""
    with contextlib.ExitStack() as clean_up:

        def start(name, options, mail_port):
            worker = run.worker(name, options, environment(valkey, mail_port))
            clean_up.callback(worker.stop)
            assert patiently(lambda: (worker.lines() and not worker.ready_words) or worker.ended, 60)
            assert not worker.ended

        yield start


def environment(valkey, mail_port):
    return instance.without_instance(dict(os.environ)) | {
        "DJANGO_SETTINGS_MODULE": "iom_partners.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": valkey.url,
        "SECRET_KEY": test_settings.SECRET_KEY,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_port),
        "EMAIL_USE_SSL": "0",
        "PYTHONUNBUFFERED": "1",
    }


def database_url():
    """That of the database which pytest made, which other processes see as well."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def tick(valkey, *tasks, **options):
    """What beat does, at once."""
    with app.connection_for_write(url=valkey.url.replace("unix://", "redis+socket://")) as broker:
        for task in tasks:
            app.send_task(f"registry.tasks.{task}", connection=broker, **options)


def waiting_for(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [table],
        )
        return cursor.fetchone()[0]


def test_mail_leaves_and_the_beat_is_heard_while_all_long_work_stands(client, valkey, start, sink, tmp_path):
    start("worker", run.LONG_WORK, sink)
    start("mailer", run.MAIL_AND_BEAT, sink)
    assert client.get("/health/ready").status_code == 503
    with psycopg.connect(database_url()) as holder:
        holder.execute(f"LOCK TABLE {Job._meta.db_table}")
        tick(valkey, "take_up_jobs", "take_up_jobs", "take_up_jobs")
        assert patiently(lambda: waiting_for(Job._meta.db_table) == 2)
        message = actions.post("account.told", address="a@example.org", title="Hello", body="You are told.")

        tick(valkey, "deliver_messages", "beat")

        assert patiently(lambda: Message.objects.get(pk=message.pk).state == MessageState.SENT, 10)
        assert patiently(lambda: client.get("/health/ready").status_code == 200, 10)
        assert waiting_for(Job._meta.db_table) == 2
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


def test_the_beat_is_heard_while_the_mail_server_says_nothing(client, valkey, start):
    with instance.listening_socket(0, exactly=True) as silent:
        start("mailer", run.MAIL_AND_BEAT, instance.port_of(silent))
        actions.post("account.told", address="a@example.org", title="Hello", body="You are told.")
        tick(valkey, "deliver_messages", "deliver_messages", "deliver_messages")

        tick(valkey, "beat")

        assert patiently(lambda: client.get("/health/ready").status_code == 200, 10)
        assert Message.objects.get().state == MessageState.WAITING


def test_short_work_is_asked_for_and_done_while_long_work_waits(valkey, start, sink):
    start("clerk", run.SHORT_WORK, sink)
    long = make.job("import.check")
    Routine.objects.create(key="expire-claims", next_due_at=timezone.now())

    tick(valkey, "ask_for_work", queue="short")
    assert patiently(lambda: Job.objects.filter(routine__key="expire-claims").exists(), 10)
    tick(valkey, "take_up_jobs", queue="short", kwargs={"lane": Lane.SHORT})

    assert patiently(lambda: Job.objects.get(routine__key="expire-claims").state == JobState.DONE, 10)
    long.refresh_from_db()
    assert long.state == JobState.WAITING
