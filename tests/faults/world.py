"""A registry of its own to break: durable PostgreSQL, Valkey, a mail server that counts, processes to be killed."""

import asyncio
import contextlib
import email
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from aiosmtpd.controller import Controller

from iom_partners.local import instance, run
from iom_partners.local.places import database_account
from iom_partners.local.postgres import Postgres
from iom_partners.local.valkey import Valkey
from tests.iom_partners.waiting import patiently

# What a person was told to be kept must be kept: nothing of the carelessness of other tests.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "128MB"}


class Mailbox:
    """A mail server on loopback: counts what it said yes to by Message-ID, as slowly as it is told."""

    def __init__(self):
        self.received = Counter()
        self.pause = 0.0
        self.controller = None
        with instance.listening_socket(0, exactly=True) as free:
            self.port = instance.port_of(free)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        # Slow before the mail, not after it: between our yes and the sender's commit lies as little as in real life.
        await asyncio.sleep(self.pause)
        envelope.rcpt_tos.append(address)
        return "250 Go on"

    async def handle_DATA(self, _server, _session, envelope):
        self.received[email.message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 Kept"

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None


class World:
    def __init__(self, folder: Path):
        self.folder = folder
        self.postgres = Postgres(
            folder / "postgres", folder / "s", database_account(), folder / "postgres.log", DURABLE
        )
        self.valkey = Valkey(folder / "valkey", folder, folder / "valkey.log")
        self.mailbox = Mailbox()
        self.tally = folder / "tally"
        self.children = []
        self.listening = instance.listening_socket(0, exactly=True)
        self.origin = f"http://127.0.0.1:{instance.port_of(self.listening)}"

    def start(self, like=""):
        """Everything up and the database made: by migrations, or quicker as a copy of one that has them."""
        self.postgres.start(patiently)
        self.valkey.start(patiently)
        self.mailbox.start()
        os.environ.update(self.environment())
        if like:
            self._copy(like)
        else:
            for command in (["migrate", "--no-input"], ["load_vocabularies"]):
                subprocess.run([sys.executable, "manage.py", *command], check=True, stdout=subprocess.DEVNULL)

    def stop(self):
        for child in self.children:
            child.kill_group()
            child.process.wait()
        self.mailbox.stop()
        self.valkey.stop()
        self.postgres.stop()
        self.listening.close()

    def environment(self):
        return instance.without_instance(dict(os.environ)) | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "SECRET_KEY": "only-for-an-hour-of-breaking-things-0123456789",
            "SITE_ORIGIN": self.origin,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.mailbox.port),
            "EMAIL_USE_SSL": "0",
            "DEBUG": "0",
            "DEMO": "0",
            "STATIC_ROOT": str(self.folder / "static"),
            "MEDIA_ROOT": str(self.folder / "media"),
            "FAULTS_TALLY": str(self.tally),
            "PYTHONUNBUFFERED": "1",
        }

    # --- Processes ------------------------------------------------------------------------------------------------

    def worker(self, name, options):
        """A worker as production runs it, ready to take what is due."""
        child = self._mind(run.worker(name, options, os.environ))
        assert patiently(lambda: not child.ready_words or child.ended, 120), f"The {name} did not start."
        assert not child.ended, f"The {name} ended by itself."
        return child

    def beat(self):
        return self._mind(run.beat(os.environ, self.folder))

    def web(self):
        child = self._mind(run.web(self.listening, os.environ | {"DEBUG": "0"}))
        assert patiently(lambda: run.answers(self.origin), 120), "The web server did not start."
        return child

    def kill(self, child):
        """As the kernel does when memory runs out: the whole process group, at once."""
        child.kill_group()
        child.process.wait()

    def _mind(self, child):
        """Take what it prints, so that it never waits for a reader."""

        def listen():
            while not child.said_all:
                with contextlib.suppress(ValueError):
                    child.lines()
                time.sleep(0.05)

        threading.Thread(target=listen, daemon=True).start()
        self.children.append(child)
        return child

    # --- Services -------------------------------------------------------------------------------------------------

    def crash_postgres(self):
        """`pg_ctl restart -m immediate`: no checkpoint, no goodbye. Returns when it answers again."""
        self.postgres.child.process.send_signal(signal.SIGQUIT)
        self.postgres.child.process.wait()
        self.postgres.start(patiently)

    def _copy(self, url):
        dump = self.folder / "like.dump"
        program = self.postgres.programs
        subprocess.run([program / "pg_dump", "--format=custom", f"--file={dump}", url], check=True)
        subprocess.run([program / "pg_restore", "--no-owner", f"--dbname={self.postgres.url}", dump], check=True)
