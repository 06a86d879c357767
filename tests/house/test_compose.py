"""docker-compose.yml, rehearsed as far as that goes without a container engine."""

import importlib.util
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.urls import reverse

from iom_partners.local.children import Child
from iom_partners.local.instance import listening_socket, port_of
from iom_partners.local.places import database_account
from iom_partners.local.postgres import CARELESS, LOCALE, Postgres
from iom_partners.local.testing import temporary_folder
from tests.iom_partners.waiting import patiently

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "beat"]
NGINX = COMPOSE["configs"]["nginx"]["content"]
# Read by settings, but only ever said on one's own machine.
ONLY_LOCAL = {"DEBUG", "DEMO", "MAIL_SINK"}


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
    assert set(SERVICES[name]["environment"]) == settings_names() - ONLY_LOCAL


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_the_programs_are_installed_in_production(name):
    program = SERVICES[name]["command"][0]

    assert f"\n{program}==" in (ROOT / "requirements" / "base.lock").read_text()


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
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


def test_the_worker_takes_from_every_queue_that_tasks_are_sent_to():
    queues = next(part for part in SERVICES["worker"]["command"] if part.startswith("--queues="))
    sent_to = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} | {"celery"}

    assert set(queues.removeprefix("--queues=").split(",")) == sent_to


def test_the_image_holds_every_package_of_ours_and_nothing_of_one_machine():
    dockerfile = SERVICES["web"]["build"]["dockerfile_inline"]
    copied = set(re.findall(r"^COPY (\S+) ", dockerfile, re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}

    assert copied == packages | {"manage.py", "templates", "static", "requirements/base.lock"}
    assert "USER registry" in dockerfile
    assert "--require-hashes" in dockerfile


def test_the_proxy_lets_through_what_the_application_takes_and_no_more():
    upload = NGINX[NGINX.index("location ~ ^/(en|fr|es)/staff/imports") :]

    assert body_limit(NGINX) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert body_limit(upload) == settings.UPLOAD_MAX_BYTES
    assert "underscores_in_headers off;" in NGINX
    assert "proxy_request_buffering on;" in NGINX


def test_the_path_with_the_large_limit_is_where_files_are_uploaded():
    pattern = re.search(r"location ~ (\S+) \{\s+client_max_body_size 25m;", NGINX)[1]

    assert re.match(pattern, reverse("registry:import-new"))


def test_the_path_with_the_smaller_limit_is_where_documents_are_filed():
    pattern = re.search(r"location ~ (\S+) \{\s+client_max_body_size 11m;", NGINX)[1]

    for name, row in (("document-new", []), ("document-replace", ["DOC-00000000"])):
        assert re.match(pattern, reverse(f"registry:{name}", args=["CSO-00000000", *row]))
    assert not re.match(pattern, reverse("registry:organization-edit", args=["CSO-00000000"]))


def test_the_proxy_writes_who_is_asking_anew():
    assert "proxy_set_header X-Forwarded-For $$remote_addr;" in NGINX
    assert SERVICES["web"]["environment"]["TRUSTED_PROXY_COUNT"] == "1"
    assert NGINX.count("{") == NGINX.count("}")


# --- The rehearsal: exactly the environment and the commands of the file, against a PostgreSQL with a password --------


@pytest.fixture(scope="module")
def production_database():
    """A PostgreSQL as compose has it: over TCP, with a password, for a role that is not a superuser."""
    with temporary_folder(open_to_account=os.geteuid() == 0) as folder, listening_socket(0, exactly=True) as held:
        port = port_of(held)
        held.close()
        rules = folder / "pg_hba.conf"
        rules.write_text("local all app trust\nhost all registry 127.0.0.1/32 scram-sha-256\n")
        rules.chmod(0o644)
        over_tcp = {"listen_addresses": "127.0.0.1", "port": str(port), "hba_file": str(rules)}
        yield from _started(folder, CARELESS | over_tcp, port)


def _started(folder, options, port):
    postgres = Postgres(folder / "postgres", folder / "s", database_account(), folder / "postgres.log", options)
    try:
        postgres.start(patiently)
        with psycopg.connect(
            host=str(folder / "s"), port=port, user="app", dbname="app", autocommit=True
        ) as connection:
            connection.execute("create role registry login password 'example'")
            connection.execute("create database registry owner registry")
        yield port
    finally:
        postgres.stop()


@pytest.fixture(scope="module")
def production(production_database, tmp_path_factory):
    """The environment of the web service, its blanks filled in, its places on this machine."""
    operator = {"SITE_HOST": "registry.example.org", "SECRET_KEY": os.urandom(24).hex(), "POSTGRES_PASSWORD": "example"}
    folder = tmp_path_factory.mktemp("production")

    def fill(value):
        blank = re.compile(r"\$\{(\w+)(?::[-?]([^}]*))?\}")
        return blank.sub(lambda found: operator.get(found[1], "587" if "PORT" in found[1] else "example"), value)

    given = {name: fill(value) for name, value in SERVICES["web"]["environment"].items()}
    given["DATABASE_URL"] = given["DATABASE_URL"].replace("@postgres:5432", f"@127.0.0.1:{production_database}")
    given |= {
        "REDIS_URL": settings.REDIS_URL,
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
    }
    # Said as empty, so that an instance that runs in this folder has no say.
    return given | dict.fromkeys(ONLY_LOCAL, "") | {"PATH": os.environ["PATH"]}


def manage(production, *arguments):
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=production, capture_output=True)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


@pytest.mark.slow
def test_the_one_off_service_and_the_web_server_do_their_work(production):
    for line in SERVICES["migrate"]["command"][-1].splitlines():
        manage(production | {"STATEMENT_TIMEOUT_SECONDS": "0"}, *line.split()[2:])
    manage(production, "check", "--deploy", "--fail-level", "WARNING")

    with listening_socket(0, exactly=True) as listening:
        address = f"http://127.0.0.1:{port_of(listening)}"
        command = [f"--bind=fd://{listening.fileno()}" if "--bind" in part else part for part in web_command()]
        web = Child("web", command, env=production, pass_fds=[listening.fileno()])
        try:
            status, headers = first_answer(f"{address}/health")
        finally:
            web.stop()

    assert status == 200
    assert "strict-transport-security" not in headers  # only ever sent over https


def web_command():
    program, *arguments = SERVICES["web"]["command"]
    return [Path(sys.executable).parent / program, *arguments]


def first_answer(address):
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                return answer.status, {name.lower() for name in answer.headers}
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The web server did not answer.")
