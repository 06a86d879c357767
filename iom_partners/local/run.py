"""`make run`: the whole registry on this machine, until Ctrl-C."""

import contextlib
import http.client
import os
import signal
import socket
import sys
import time
from pathlib import Path

from iom_partners.local import instance
from iom_partners.local.children import Child, Herd, Signals, Stopped, say
from iom_partners.local.places import (
    ROOT,
    Trouble,
    database_account,
    local_folder,
    socket_folder,
    state_folder,
)
from iom_partners.local.postgres import Postgres
from iom_partners.local.valkey import Valkey

LARGEST_LOG = 5_000_000
# Celery warns of root; here root is whoever sits at this machine, and tasks are JSON.
ROOT_IS_MEANT = "ignore:You're running the worker with superuser"
PYTHON = [sys.executable, "-m"]
CELERY = [*PYTHON, "celery", "--app=iom_partners.celery", "--quiet"]
# Django's checks would read the code of every page: seconds, and 30 MB a process. They are asked by `make check`.
UNCHECKED = {"CELERY_SKIP_CHECKS": "1"}
# Imports, matching, what the nights bring.
LONG_WORK = ["--queues=work", "--concurrency=2"]
# What takes seconds, and the tick that asks for what is due: never behind an import. One small process.
SHORT_WORK = ["--queues=short", "--pool=threads", "--concurrency=2"]
# One small process; of its two threads one may wait for the mail server, and the other is free for the beat.
MAIL_AND_BEAT = ["--queues=mail,beat", "--pool=threads", "--concurrency=2"]


def main(arguments: list[str]) -> int:
    signals = Signals()
    began = time.monotonic()
    try:
        with contextlib.ExitStack() as clean_up:
            supervise(signals, clean_up)
    except Stopped as stopped:
        # Nobody is there to read why a pipe that is closed ended; everybody else is told.
        say(f"({stopped}, after {time.monotonic() - began:.0f} s)")
        return 0
    except Trouble as trouble:
        say(f"\n{trouble}")
        return 1
    return 0


def supervise(signals: Signals, clean_up: contextlib.ExitStack) -> None:
    """From nothing to a page that answers, then until somebody asks us to stop. What was begun is on `clean_up`."""
    began = time.monotonic()
    herd = Herd(signals)
    local = local_folder()
    lock = instance.Lock(local / "lock")
    clean_up.callback(lock.file.close)  # last of all: until everything is down, the folder is ours
    listening = web_port()
    clean_up.callback(listening.close)
    origin = f"http://127.0.0.1:{instance.port_of(listening)}"
    lock.write(f"process {os.getpid()}, {origin}/")

    clean_up.callback(lambda: say("Stopped."))
    clean_up.callback(signals.ignore)
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    environment |= start_services(herd, clean_up)
    environment |= start_mail_sink(herd, clean_up, local)
    environment |= defaults(origin)
    tell_manage_py(environment, clean_up)
    prepare(herd, environment)

    clean_up.callback(herd.stop)
    clean_up.callback(lambda: say("Stopping …"))
    herd.add(web(listening, environment))
    workers = [
        herd.add(worker("worker", LONG_WORK, environment)),
        herd.add(worker("clerk", SHORT_WORK, environment)),
        herd.add(worker("mailer", MAIL_AND_BEAT, environment)),
    ]
    herd.add(beat(environment, local))
    if not herd.wait(lambda: not any(one.ready_words for one in workers) and answers(origin), 120):
        raise Trouble("The web server and the workers were not ready within two minutes.")
    if environment["DEMO"] == "1":
        # Without Django's checks, which would read every page's code first: that is seconds.
        sign_ins = [sys.executable, "manage.py", "demo_sign_ins", "--skip-checks"]
        herd.finish(Child("sign-ins", sign_ins, env=environment))
    else:
        say("Without the demonstration: .venv/bin/python manage.py appoint_first_administrator you@example.org")
    say(f"\nThe registry is on {origin}/ after {time.monotonic() - began:.0f} s. Ctrl-C stops it; the data stays.\n")
    herd.wait(lambda: False)


def tell_manage_py(environment: dict[str, str], clean_up: contextlib.ExitStack) -> None:
    """While we run, a file says where everything is, so that manage.py works beside us."""
    clean_up.callback(lambda: instance.ENV_FILE.unlink(missing_ok=True))
    lines = [f"{name}={environment[name]}\n" for name in instance.NAMES if environment.get(name)]
    instance.write_private(instance.ENV_FILE, "".join(lines))


def prepare(herd: Herd, environment: dict[str, str]) -> None:
    unhurried = environment | {"STATEMENT_TIMEOUT_SECONDS": "0"}
    if herd.finish(Child("prepare", [*PYTHON, "iom_partners.local.prepare"], env=unhurried)):
        raise Trouble("The registry could not be made ready; the reason stands above. Start again when it is mended.")


def web_port() -> socket.socket:
    asked = os.environ.get("PORT", "")
    if asked and not asked.isdigit():
        raise Trouble(f"PORT is {asked!r}: write a number, as in make run PORT=8001")
    listening = instance.listening_socket(int(asked or 8000), exactly=bool(asked))
    if not asked and instance.port_of(listening) != 8000:
        say(f"Port 8000 is in use, so this is on {instance.port_of(listening)}.")
    return listening


def start_services(herd: Herd, clean_up: contextlib.ExitStack) -> dict[str, str]:
    """PostgreSQL and Valkey, each only where the environment does not name one; gives their addresses."""
    account = database_account() if not os.environ.get("DATABASE_URL") else {}
    state = state_folder(account)
    log = state / "log"
    log.mkdir(exist_ok=True, mode=0o700)
    sockets = socket_folder(account, state)
    found: dict[str, str] = {}
    if not os.environ.get("DATABASE_URL"):
        say("Starting PostgreSQL …")
        postgres = Postgres(state / "postgres", sockets / "pg", account, fresh(log / "postgres.log"))
        clean_up.callback(postgres.stop)
        herd.watch(postgres.start(herd.wait))
        found["DATABASE_URL"] = postgres.url
    if not os.environ.get("REDIS_URL"):
        say("Starting Valkey …")
        valkey = Valkey(state / "valkey", sockets, fresh(log / "valkey.log"))
        clean_up.callback(valkey.stop)
        herd.watch(valkey.start(herd.wait))
        found["REDIS_URL"] = valkey.url
    return found


def start_mail_sink(herd: Herd, clean_up: contextlib.ExitStack, local: Path) -> dict[str, str]:
    """A real SMTP server that keeps what it gets, unless the environment names a real one."""
    if os.environ.get("EMAIL_HOST"):
        return {}
    with instance.listening_socket(0, exactly=True) as listening:
        folder = local / "mail"
        sink = Child(
            "mail",
            [*PYTHON, "iom_partners.local.mail_sink", folder, listening.fileno()],
            log=fresh(local / "mail.log"),
            pass_fds=[listening.fileno()],
        )
        clean_up.callback(sink.stop)
        herd.watch(sink)
        return {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(instance.port_of(listening)),
            "EMAIL_USE_SSL": "0",
            "MAIL_SINK": str(folder),
        }


def defaults(origin: str) -> dict[str, str]:
    """What an instance settles for itself, where the environment does not say otherwise."""
    own = {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or instance.secret_key(),
        "SITE_ORIGIN": origin,
        # As in production unless asked: real error pages, hashed and compressed static files.
        "DEBUG": "0",
        "DEMO": "1",
        "STATIC_ROOT": str(ROOT / ".local" / "static"),
    }
    return {name: os.environ.get(name) or value for name, value in own.items()}


def web(listening: socket.socket, environment: dict[str, str]) -> Child:
    # A person waits for the page: better a word of when to come back than a wait that others join.
    own = {"LOCK_TIMEOUT_SECONDS": "2", "IDLE_TIMEOUT_SECONDS": "15"}
    command = [*PYTHON, "gunicorn", f"--bind=fd://{listening.fileno()}", "--worker-class=gthread", "--workers=2"]
    command += ["--threads=4", "--timeout=30", "--graceful-timeout=5", "--no-control-socket", "--log-level=warning"]
    # Read once and shared by the workers, unless the code is being worked on.
    command += ["--reload"] if environment["DEBUG"] == "1" else ["--preload"]
    command += ["--logger-class=iom_partners.logs.WebServerLog", "iom_partners.wsgi:application"]
    return Child("web", command, env=environment | own, pass_fds=[listening.fileno()])


def worker(name: str, options: list[str], environment: dict[str, str]) -> Child:
    command = [*CELERY, "worker", "--loglevel=info", f"--hostname={name}@%h", *options]
    command += ["--without-gossip", "--without-mingle"]
    own = {
        "STATEMENT_TIMEOUT_SECONDS": "60",
        "LOCK_TIMEOUT_SECONDS": "60",
        "IDLE_TIMEOUT_SECONDS": "60",
        "LOG_LEVEL": "INFO",  # that of the words by which we know that it is ready
        "PYTHONWARNINGS": ROOT_IS_MEANT,
    }
    return Child(
        name,
        command,
        env=environment | UNCHECKED | own,
        stop_signal=signal.SIGQUIT,  # "soft": the running task goes back to the queue
        orphan_signal=signal.SIGKILL,  # anything gentler is lost on one that is still starting
        ready_words=" ready.",
        grace=15,
    )


def beat(environment: dict[str, str], local: Path) -> Child:
    # No pid file: one left by a crash would keep beat from starting.
    command = [*CELERY, "beat", "--loglevel=warning", "--pidfile=", f"--schedule={local / 'beat-schedule'}"]
    return Child("beat", command, env=environment | UNCHECKED)


def answers(origin: str) -> bool:
    connection = http.client.HTTPConnection(origin.removeprefix("http://"), timeout=1)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def fresh(log: Path) -> Path:
    """The same log, started anew once it is large; the one before stays."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_name(log.name + ".1"))
    return log
