"""The supervisor of a local instance: nothing lost, nobody left behind, and a sentence for whatever goes wrong."""

import contextlib
import os
import shutil
import signal
import smtplib
import socket
import stat
import subprocess
import sys
import urllib.request
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
import redis

from iom_partners.local import bootstrap, browser, instance
from iom_partners.local.check import production_environment
from iom_partners.local.children import Child, Herd, Stopped
from iom_partners.local.mail_sink import Folder
from iom_partners.local.places import ROOT, Trouble, database_account
from iom_partners.local.postgres import Postgres, command_line
from iom_partners.local.run import fresh
from iom_partners.local.testing import temporary_folder
from iom_partners.local.valkey import Valkey
from tests.iom_partners.waiting import patiently

IS_LINUX = sys.platform == "linux"


class Quiet:
    """Nobody asks us to stop, until a test says so."""

    caught = ""

    def check(self):
        if self.caught:
            raise Stopped(self.caught)


@pytest.fixture
def herd():
    herd = Herd(Quiet())
    yield herd
    herd.stop()


def python(code, **how):
    return Child("child", [sys.executable, "-u", "-c", code], **how)


# --- Children -----------------------------------------------------------------------------------------------------


def test_the_lines_of_a_child_are_passed_on_whole(herd, capsys):
    child = herd.add(python("import time; print('one', end=''); time.sleep(0.2); print(' line'); time.sleep(60)"))

    herd.wait(lambda: "child  | one line\n" in capsys.readouterr().out, 10)
    herd.stop()

    assert child.ended


def test_a_child_that_ends_by_itself_is_told_with_its_last_words(herd, capsys):
    herd.add(python("import sys; print('no room'); sys.exit(3)"))

    with pytest.raises(Trouble, match="child ended by itself with status 3"):
        herd.wait(lambda: False, 20)

    assert "no room" in capsys.readouterr().out


def test_being_asked_to_stop_leaves_every_wait(herd):
    herd.signals.caught = "SIGTERM"

    with pytest.raises(Stopped, match="SIGTERM"):
        herd.wait(lambda: False, 20)


def test_a_command_gives_its_status_and_is_ended_when_it_takes_too_long(herd):
    assert herd.finish(python("raise SystemExit(4)"), 20) == 4

    slow = python("import time; time.sleep(60)")
    with pytest.raises(Trouble, match="longer than 0 s"):
        herd.finish(slow, 0.3)
    assert slow.ended


def test_a_child_that_will_not_hear_is_killed_after_its_grace():
    child = python(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(60)", grace=0.3
    )
    assert patiently(lambda: child.lines() == ["deaf"])

    child.stop()

    assert child.process.returncode == -signal.SIGKILL


def test_a_child_that_still_starts_is_killed_at_once():
    child = python("import time; time.sleep(60)", ready_words="ready.", grace=30)

    child.stop()

    assert child.process.returncode == -signal.SIGKILL


def test_children_of_a_child_go_with_it():
    spawn = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    child = python(f"import subprocess, sys; print({spawn}.pid); sys.exit()")
    child.process.wait(20)
    said = []
    assert patiently(lambda: said.extend(child.lines()) or bool(said))

    child.stop()

    assert patiently(lambda: "time.sleep" not in command_line(int(said[0])))


@pytest.mark.skipif(not IS_LINUX, reason="only Linux tells a child that its parent is gone")
def test_no_child_outlives_a_supervisor_that_is_killed(tmp_path):
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from iom_partners.local.children import Child;"
            "print(Child('x', [sys.executable, '-c', 'import time; time.sleep(60)']).process.pid, flush=True);"
            "time.sleep(60)",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    pid = int(parent.stdout.readline())

    parent.kill()
    parent.communicate()

    assert patiently(lambda: "time.sleep" not in command_line(pid))


# --- What an instance holds ---------------------------------------------------------------------------------------


def test_a_second_instance_in_the_same_folder_is_told_where_the_first_is(tmp_path):
    first = instance.Lock(tmp_path / "lock")
    first.write("process 7, http://127.0.0.1:8000/")

    with pytest.raises(Trouble, match=r"already running in this folder \(process 7, http://127.0.0.1:8000/\)"):
        instance.Lock(tmp_path / "lock")

    first.file.close()
    instance.Lock(tmp_path / "lock").file.close()


def test_a_port_in_use_is_stepped_over_unless_it_was_asked_for():
    with instance.listening_socket(0, exactly=True) as taken:
        port = instance.port_of(taken)

        with instance.listening_socket(port, exactly=False) as other:
            assert instance.port_of(other) > port
        with pytest.raises(Trouble, match=f"Port {port} is in use"):
            instance.listening_socket(port, exactly=True)


def test_a_port_that_does_not_exist_is_refused_in_words():
    with pytest.raises(Trouble, match="70000"):
        instance.listening_socket(70000, exactly=True)


def test_the_key_is_made_once_and_read_by_nobody_else(tmp_path, monkeypatch):
    monkeypatch.setattr(instance, "KEY_FILE", tmp_path / "secret-key")

    key = instance.secret_key()

    assert instance.secret_key() == key
    assert len(key) >= 32
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_key_file_that_was_cut_off_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(instance, "KEY_FILE", tmp_path / "secret-key")
    (tmp_path / "secret-key").write_text("half")

    assert len(instance.secret_key()) >= 32


def test_tests_and_checks_start_from_nothing_that_a_running_instance_says():
    theirs = {"MAIL_SINK": "/somewhere", "EMAIL_HOST": "127.0.0.1", "HOME": "/home/a"}

    assert instance.without_instance(theirs) == {"HOME": "/home/a"} | dict.fromkeys(instance.NAMES, "")


def test_a_large_log_is_started_anew(tmp_path):
    log = tmp_path / "postgres.log"
    log.write_bytes(b"x" * 5_000_001)

    assert fresh(log) == log
    assert not log.exists()
    assert (tmp_path / "postgres.log.1").stat().st_size == 5_000_001


def test_the_folder_of_a_killed_run_is_swept_up_by_the_next():
    with temporary_folder(open_to_account=False) as in_use:
        left = in_use.with_name(in_use.name + "-left")
        left.mkdir()
        (left / "lock").touch()

        with temporary_folder(open_to_account=False):
            assert not left.exists()
            assert in_use.exists()

    assert not in_use.exists()


def test_production_is_checked_with_every_blank_of_compose_filled_in():
    environment = production_environment()

    assert environment["SITE_ORIGIN"] == "https://registry.example.org"
    assert not any("${" in value for value in environment.values())


# --- Services -----------------------------------------------------------------------------------------------------


@pytest.fixture
def postgres(folder):
    return Postgres(folder / "postgres", folder / "s", database_account(), folder / "postgres.log", {"fsync": "off"})


@pytest.mark.slow
def test_rows_survive_a_killed_server_a_stale_pid_and_a_stale_socket(postgres):
    with contextlib.ExitStack() as clean_up:
        clean_up.callback(postgres.stop)
        postgres.start(patiently)
        with psycopg.connect(postgres.url) as connection:
            connection.execute("create table kept as select generate_series(1, 1000) as number")
        postgres.child.process.kill()
        postgres.child.process.wait()
        # The number in the file is now somebody else's process.
        pid_file = postgres.data / "postmaster.pid"
        pid_file.write_text(f"{os.getpid()}\n{pid_file.read_text().partition(chr(10))[2]}")

        postgres.start(patiently)

        with psycopg.connect(postgres.url) as connection:
            assert connection.execute("select count(*) from kept").fetchone() == (1000,)


@pytest.mark.slow
def test_a_server_that_outlived_its_supervisor_is_shut_down_first(postgres):
    with contextlib.ExitStack() as clean_up:
        postgres.start(patiently)
        orphan = postgres.child
        clean_up.callback(orphan.stop)

        postgres.start(patiently)
        clean_up.callback(postgres.stop)

        assert orphan.ended
        assert not postgres.child.ended


@pytest.mark.slow
def test_a_data_folder_that_was_half_made_is_made_anew(postgres):
    half = postgres.data.with_name("postgres.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    postgres.start(patiently)
    postgres.stop()

    assert (postgres.data / "PG_VERSION").exists()
    assert not half.exists()


def test_a_data_folder_of_another_version_is_left_alone(postgres):
    postgres.data.mkdir()
    (postgres.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(Trouble, match="was made by PostgreSQL 17, and this is PostgreSQL 18"):
        postgres.start(patiently)


@pytest.mark.slow
def test_letters_of_every_script_count_in_searches(postgres):
    with contextlib.ExitStack() as clean_up:
        clean_up.callback(postgres.stop)
        postgres.start(patiently)
        with psycopg.connect(postgres.url) as connection:
            connection.execute("create extension pg_trgm")
            trigrams = "select cardinality(show_trgm('الشراكات')) > 0, cardinality(show_trgm('été'))"

            assert connection.execute(trigrams).fetchone() == (True, 4)
            assert connection.execute("select upper('é'), 'É' ilike 'é'").fetchone() == ("É", True)


def test_what_is_queued_survives_a_killed_valkey(folder):
    valkey = Valkey(folder / "valkey", folder, folder / "valkey.log")
    with contextlib.ExitStack() as clean_up:
        clean_up.callback(valkey.stop)
        valkey.start(patiently)
        with redis.Redis(unix_socket_path=str(valkey.socket)) as client:
            client.rpush("celery", "one", "two")
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        valkey.child.process.kill()
        valkey.child.process.wait()

        valkey.start(patiently)

        with redis.Redis(unix_socket_path=str(valkey.socket)) as client:
            assert client.lrange("celery", 0, -1) == [b"one", b"two"]


# --- Mail ---------------------------------------------------------------------------------------------------------


def test_a_mail_is_kept_as_it_was_sent_with_whom_it_was_for(sink, tmp_path):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "registry@example.org", "a@example.org", "Été – الشراكات"
    message.set_content("Bonjour à tous\n")

    with smtplib.SMTP("127.0.0.1", sink, timeout=20) as server:
        server.send_message(message, to_addrs=["a@example.org", "b@example.org"])

    [kept] = (tmp_path / "mail").glob("*.eml")
    text = kept.read_bytes()
    assert b"X-Envelope-To: a@example.org, b@example.org" in text
    assert message.as_bytes().split(b"\n\n")[1].strip() in text
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_only_the_newest_mails_are_kept(tmp_path):
    folder = Folder(tmp_path, kept=3)
    envelope = type("Envelope", (), {"mail_from": "a@example.org", "rcpt_tos": ["b@example.org"], "content": b"Hello"})

    written = [folder.keep(envelope) for _ in range(5)]

    assert sorted(tmp_path.glob("*.eml")) == written[2:]


# --- A browser ----------------------------------------------------------------------------------------------------


def test_a_browser_that_is_named_but_does_not_work_is_not_taken(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/bin/false")

    assert browser.find() == ""


def test_a_browser_that_nobody_can_have_is_missed_loudly(monkeypatch, capsys):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert browser.find_or_fetch() == ""
    assert "apt-get install chromium" in capsys.readouterr().out


# --- The whole ----------------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(folder):
    """A copy of what is in the tree, as a folder of its own; its instance has its own services and port."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / "copy" / name)
    return folder / "copy"


def start(checkout, **environment):
    inherited = {name: value for name, value in os.environ.items() if name not in (*instance.NAMES, "PORT")}
    return subprocess.Popen(
        [sys.executable, "-m", "iom_partners.local", "run"],
        cwd=checkout,
        env=inherited | {"DEMO": "0", "DJANGO_SETTINGS_MODULE": "iom_partners.settings"} | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until(process, words):
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"It never said {words!r}:\n{said}")


def processes_of(checkout):
    """Every process that has this folder, or its sockets, in its command line."""
    return [pid for pid in os.listdir("/proc") if pid.isdigit() and str(checkout) in command_line(int(pid))]


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(not IS_LINUX, reason="asks /proc who is still there")
def test_an_instance_starts_refuses_a_second_one_stops_and_keeps_its_data(checkout):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = str(held.getsockname()[1])

    first = start(checkout, PORT=port)
    try:
        read_until(first, f"http://127.0.0.1:{port}/ after")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
            assert answer.status == 200
        assert stat.S_IMODE((checkout / ".local" / "env").stat().st_mode) == 0o600
        manage = [sys.executable, "manage.py", "shell", "--no-imports", "-c", "from django.db import connection as c\n"]
        beside = {name: value for name, value in os.environ.items() if name not in instance.NAMES}
        beside["DJANGO_SETTINGS_MODULE"] = "iom_partners.settings"
        manage[-1] += "with c.cursor() as x: x.execute('create table kept as select 1 as one')"
        subprocess.run(manage, cwd=checkout, env=beside, check=True)

        second = start(checkout)
        said, _ = second.communicate(timeout=60)
        assert f"already running in this folder (process {first.pid}, http://127.0.0.1:{port}/)" in said
        assert second.returncode == 1
    finally:
        first.send_signal(signal.SIGTERM)
        rest, _ = first.communicate(timeout=60)

    assert first.returncode == 0, rest
    assert processes_of(checkout) == []
    assert not (checkout / ".local" / "env").exists()

    again = start(checkout, PORT=port)
    try:
        read_until(again, "The registry is on")
        text = (checkout / ".local" / "env").read_text()
        url = dict(line.partition("=")[::2] for line in text.splitlines())["DATABASE_URL"]
        with psycopg.connect(url) as connection:
            assert connection.execute("select one from kept").fetchone() == (1,)
    finally:
        again.kill()  # without any goodbye
        again.communicate(timeout=60)
    assert patiently(lambda: processes_of(checkout) == [], 20)


@pytest.mark.slow
def test_a_failed_preparation_is_a_sentence_and_leaves_nothing_running(checkout):
    (checkout / "iom_partners" / "settings.py").write_text("raise ValueError('broken on purpose')\n")

    process = start(checkout)
    said, _ = process.communicate(timeout=120)

    assert process.returncode == 1
    assert "broken on purpose" in said
    assert "could not be made ready; the reason stands above" in said
    assert processes_of(checkout) == []


def test_the_bootstrap_needs_nothing_but_the_standard_library():
    alone = [sys.executable, "-I", "-S", "-c", "import runpy, sys; runpy.run_path(sys.argv[1])"]

    read = subprocess.run([*alone, ROOT / "iom_partners" / "local" / "bootstrap.py"], capture_output=True, text=True)

    assert read.returncode == 0, read.stderr


def test_the_bootstrap_says_which_python_is_needed():
    code = "import runpy, sys; sys.version_info = (3, 9); runpy.run_path(sys.argv[1], run_name='__main__')"
    script = Path(ROOT) / "iom_partners" / "local" / "bootstrap.py"

    asked = subprocess.run([sys.executable, "-I", "-c", code, script], capture_output=True, text=True)

    assert asked.returncode == 1
    assert "Python 3.11 or newer is needed" in asked.stderr


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"PYTHONDONTWRITEBYTECODE": "1"}, {"PYTHONPYCACHEPREFIX": str(bootstrap.VENV / "bytecode")}),
        ({"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/var/cache"}, {"PYTHONPYCACHEPREFIX": "/var/cache"}),
        ({}, {}),
    ],
)
def test_who_wants_nothing_compiled_beside_the_sources_gets_it_elsewhere(given, left, monkeypatch):
    monkeypatch.setattr(bootstrap.os, "environ", dict(given))

    bootstrap.keep_bytecode()

    assert bootstrap.os.environ == left
