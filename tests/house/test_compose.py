"""docker-compose.yml, rehearsed as far as that goes without a container engine."""

import contextlib
import http.client
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.urls import reverse

from iom_partners.local import run
from iom_partners.local.check import production_environment
from iom_partners.local.children import Child
from iom_partners.local.instance import listening_socket, port_of
from iom_partners.local.places import database_account
from iom_partners.local.postgres import CARELESS, LOCALE, Postgres
from iom_partners.local.testing import temporary_folder
from iom_partners.schedule import SCHEDULE
from tests.iom_partners.waiting import patiently

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
WORKERS = ["worker", "clerk", "mailer"]
OURS = ["migrate", "web", *WORKERS, "beat"]
NGINX = COMPOSE["configs"]["nginx"]["content"]
WAITS = ["STATEMENT_TIMEOUT_SECONDS", "LOCK_TIMEOUT_SECONDS", "IDLE_TIMEOUT_SECONDS"]
# Read by settings, but only ever said on one's own machine.
ONLY_LOCAL = {"DEBUG", "DEMO", "MAIL_SINK", "WEBHOOK_TRIAL_HOSTS"}
# Read by Python itself.
OF_PYTHON = {"TMPDIR"}


def settings_names():
    text = (ROOT / "iom_partners" / "settings.py").read_text()
    return set(re.findall(r"""env\.(?:text|flag|number|words|secret)\(\s*["'](\w+)["']""", text))


def body_limit(text):
    number, unit = re.search(r"client_max_body_size (\d+)([km]);", text).groups()
    return int(number) * {"k": 1024, "m": 1024 * 1024}[unit]


@pytest.mark.slow
def test_the_file_is_what_the_compose_specification_says():
    command = ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    checked = subprocess.run([Path(sys.executable).parent / command[0], *command[1:]], cwd=ROOT, capture_output=True)

    assert checked.returncode == 0, checked.stdout.decode()


@pytest.mark.parametrize("name", OURS)
def test_what_compose_says_is_what_settings_read(name):
    assert set(SERVICES[name]["environment"]) - OF_PYTHON == settings_names() - ONLY_LOCAL


@pytest.mark.parametrize("name", ["web", *WORKERS, "beat"])
def test_the_programs_are_installed_in_production(name):
    program = SERVICES[name]["command"][0]

    assert f"\n{program}==" in (ROOT / "requirements" / "base.lock").read_text()


@pytest.mark.parametrize("name", ["web", *WORKERS, "beat"])
def test_the_modules_named_in_commands_exist(name):
    modules = re.findall(r"iom_partners\.\w+", " ".join(SERVICES[name]["command"]))

    assert modules
    assert all(importlib.util.find_spec(module) for module in modules)


def test_the_commands_of_the_one_off_service_and_of_the_image_exist():
    lines = SERVICES["migrate"]["command"][-1] + SERVICES["web"]["build"]["dockerfile_inline"]

    assert set(re.findall(r"python manage\.py (\w+)", lines)) - set(get_commands()) == set()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_a_service_waits_for_can_come_true(name):
    for target, how in SERVICES[name].get("depends_on", {}).items():
        if how["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[target]
        else:
            assert how["condition"] == "service_completed_successfully"
            assert SERVICES[target]["restart"] == "no"


@pytest.mark.parametrize("name", sorted(set(SERVICES) - set(OURS)))
def test_images_are_pinned_to_a_major_version(name):
    assert re.fullmatch(r"[a-z/]+:\d+(\.\d+)*(-\w+)?", SERVICES[name]["image"])


def test_only_the_proxy_can_be_reached_and_the_databases_cannot_reach_out():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["nginx"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == SERVICES["valkey"]["networks"] == ["inside"]


def test_the_queue_refuses_rather_than_forgets():
    command = " ".join(SERVICES["valkey"]["command"])

    assert "--maxmemory-policy noeviction" in command
    assert "--appendonly yes" in command


def test_the_database_is_made_as_the_tests_make_theirs():
    arguments = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()

    assert {*LOCALE, "--locale=C.UTF-8"} <= set(arguments)
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]


def queues_of(name):
    queues = next(part for part in SERVICES[name]["command"] if part.startswith("--queues="))
    return queues.removeprefix("--queues=").split(",")


def test_the_workers_take_from_every_queue_that_tasks_are_sent_to():
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    ticks = {tick["options"]["queue"] for tick in SCHEDULE.values() if "queue" in tick["options"]}

    assert {queue for name in WORKERS for queue in queues_of(name)} == routed | ticks | {
        settings.CELERY_TASK_DEFAULT_QUEUE
    }


def test_mail_and_the_beat_wait_behind_nothing_long():
    assert queues_of("worker") == [settings.CELERY_TASK_DEFAULT_QUEUE]
    assert queues_of("clerk") == ["short"]
    # One thread may wait for the mail server, and the other is free for the beat: see registry/tasks.py.
    assert {"--pool=threads", "--concurrency=2"} <= set(SERVICES["mailer"]["command"])


@pytest.mark.parametrize(
    ("name", "options"), [("worker", run.LONG_WORK), ("clerk", run.SHORT_WORK), ("mailer", run.MAIL_AND_BEAT)]
)
def test_a_worker_on_a_server_takes_what_it_takes_on_ones_own_machine(name, options):
    assert set(options) <= set(SERVICES[name]["command"])


def test_the_image_holds_every_package_of_ours_and_nothing_of_one_machine():
    dockerfile = SERVICES["web"]["build"]["dockerfile_inline"]
    copied = set(re.findall(r"^COPY (\S+) ", dockerfile, re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}

    assert copied == packages | {"manage.py", "templates", "static", "requirements/base.lock"}
    assert "USER registry" in dockerfile
    assert "--require-hashes" in dockerfile


def test_the_proxy_lets_through_what_the_application_takes_and_no_more():
    upload = NGINX[NGINX.index("location ~ ^/((en|fr|es)/staff/import") :]

    assert body_limit(NGINX) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    # The file and the form around it: the application, not the proxy, says what is wrong with one byte too many.
    assert 0 < body_limit(upload) - settings.UPLOAD_MAX_BYTES <= 1024 * 1024
    assert "underscores_in_headers off;" in NGINX
    assert "proxy_request_buffering on;" in NGINX


def test_the_path_with_the_large_limit_is_where_files_are_uploaded():
    pattern = re.search(r"location ~ (\S+) \{\s+client_max_body_size 26m;", NGINX)[1]

    for name in ("registry:import-new", "api:match-job-list"):
        assert re.match(pattern, reverse(name)), name
    assert not re.match(pattern, reverse("api:match"))


def test_the_path_with_the_smaller_limit_is_where_documents_are_filed():
    pattern = re.search(r"location ~ (\S+) \{\s+client_max_body_size 11m;", NGINX)[1]

    for name, row in (("document-new", []), ("document-replace", ["DOC-00000000"])):
        assert re.match(pattern, reverse(f"registry:{name}", args=["CSO-00000000", *row]))
    assert not re.match(pattern, reverse("registry:organization-edit", args=["CSO-00000000"]))


def test_the_proxy_writes_who_is_asking_anew():
    assert "proxy_set_header X-Forwarded-For $$remote_addr;" in NGINX
    assert SERVICES["web"]["environment"]["TRUSTED_PROXY_COUNT"] == "1"
    assert NGINX.count("{") == NGINX.count("}")


@pytest.mark.parametrize("path", ["invitations", "account/confirm-email", "account/password/reset/key"])
def test_a_key_in_an_address_does_not_stand_in_the_log(path):
    pattern = re.search(r'"~(\^\(\?<opened>.*)" "\$\$opened\.\.\."', NGINX)[1]

    assert re.match(pattern.replace("?<", "?P<"), f"/fr/{path}/c2VjcmV0/")["opened"] == f"/fr/{path}/"
    assert "$$uri" not in re.search(r"log_format .*", NGINX)[0]


@pytest.mark.parametrize("path", ["exports/files", "match/jobs"])
def test_an_address_that_opens_a_file_by_itself_does_not_stand_in_the_log(path):
    pattern = re.search(r'"~(\^\(\?<led>.*)" "\$\$led\.\.\."', NGINX)[1]

    assert re.match(pattern.replace("?<", "?P<"), f"/api/v1/{path}/c2VjcmV0")["led"] == f"/api/v1/{path}/"


@pytest.mark.parametrize(
    ("name", "statement", "lock", "idle"),
    [("web", "5", "2", "15"), ("worker", "60", "60", "60"), ("mailer", "60", "60", "60"), ("migrate", "0", "5", "60")],
)
def test_a_page_waits_for_the_database_less_long_than_a_worker(name, statement, lock, idle):
    waits = [SERVICES[name]["environment"][wait] for wait in WAITS]

    assert waits == [statement, lock, idle]


# --- The rehearsal: exactly the environment and the commands of the file, against a PostgreSQL with a password --------


@pytest.fixture
def production(tmp_path):
    """The environment of the web service, its blanks filled in, its places on this machine.

    The database is as compose has it: over TCP, with a password, and for a role that is not a superuser.
    """
    given = production_environment()
    asked = urlsplit(given["DATABASE_URL"])
    with temporary_folder(open_to_account=os.geteuid() == 0) as folder, contextlib.ExitStack() as clean_up:
        rules = folder / "pg_hba.conf"
        rules.write_text("local all app trust\nhost all registry 127.0.0.1/32 scram-sha-256\n")
        rules.chmod(0o644)
        over_tcp = {"listen_addresses": "127.0.0.1", "port": free_port(), "hba_file": str(rules)}
        options = CARELESS | over_tcp
        postgres = Postgres(folder / "postgres", folder / "s", database_account(), folder / "postgres.log", options)
        clean_up.callback(postgres.stop)
        postgres.start(patiently)
        with psycopg.connect(**postgres.as_owner(), dbname="app", autocommit=True) as connection:
            connection.execute(f"create role {asked.username} login password '{asked.password}'")
            connection.execute(f"create database {asked.path[1:]} owner {asked.username}")
        here = f"127.0.0.1:{over_tcp['port']}"
        yield given | {
            "DATABASE_URL": given["DATABASE_URL"].replace("postgres:5432", here),
            "REDIS_URL": settings.REDIS_URL,
            "STATIC_ROOT": str(tmp_path / "static"),
            "MEDIA_ROOT": str(tmp_path / "media"),
            # Of this machine: where programs are, and where Python keeps what it compiled.
            **{name: os.environ[name] for name in ("PATH", "PYTHONPYCACHEPREFIX") if name in os.environ},
            # Said as empty, so that an instance that runs in this folder has no say.
            **dict.fromkeys(ONLY_LOCAL, ""),
        }


def free_port():
    with listening_socket(0, exactly=True) as held:
        return str(port_of(held))


def manage(production, *arguments):
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=production, capture_output=True)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


@pytest.mark.slow
@pytest.mark.long
def test_the_one_off_service_and_the_web_server_do_their_work(production, tmp_path):
    own = {name: SERVICES["migrate"]["environment"][name] for name in WAITS}
    for line in SERVICES["migrate"]["command"][-1].splitlines():
        manage(production | own, *line.split()[2:])
    manage(production, "check", "--deploy", "--fail-level", "WARNING")

    with listening_socket(0, exactly=True) as listening:
        command = [f"--bind=fd://{listening.fileno()}" if "--bind" in part else part for part in web_command()]
        web = Child("web", command, env=production, log=tmp_path / "web.log", pass_fds=[listening.fileno()])
        try:
            status, headers = answer_through_proxy(port_of(listening), "/en/organizations/")
        finally:
            web.stop()

    assert status == 200, (tmp_path / "web.log").read_text()
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def web_command():
    program, *arguments = SERVICES["web"]["command"]
    return [str(Path(sys.executable).parent / program), *arguments]


def answer_through_proxy(port, path):
    """Asks as nginx does; waits while the server is still starting, since the port is already open."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        headers = {"Host": "registry.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers
