"""A new database, made in one step, is as one that took every step on the way."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

STEP_BY_STEP = """
import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
executor = MigrationExecutor(connection)
executor.loader = MigrationLoader(connection, replace_migrations=False)
executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if "_squashed_" not in leaf[1]])
"""
IN_ONE_STEP = "import django; django.setup(); from django.core.management import call_command; call_command('migrate')"
CATALOG = {
    "columns": """SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
        pg_get_expr(adbin, adrelid) FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
        AND attnum > 0 AND NOT attisdropped ORDER BY 1, attnum""",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "functions": """SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c') ORDER BY 1""",
}


def test_every_step_that_is_replaced_is_there_and_the_new_one_comes_first():
    loader = MigrationLoader(None)

    for app in ("registry", "observers", "consultations"):
        [squashed] = [
            migration for (label, _), migration in loader.disk_migrations.items() if label == app and migration.replaces
        ]
        steps = sorted(name for label, name in loader.disk_migrations if label == app and name != squashed.name)

        assert [name for _, name in squashed.replaces] == steps[: len(squashed.replaces)]
        assert (app, squashed.name) in loader.graph.nodes


@pytest.mark.proof  # a minute: five hundred operations
@pytest.mark.django_db(transaction=True)
def test_both_ways_to_a_database_lead_to_the_same(empty_database):
    one, other = (_made(empty_database(name), how) for name, how in (("steps", STEP_BY_STEP), ("step", IN_ONE_STEP)))

    for kind in CATALOG:
        assert one[kind] == other[kind]
        assert one[kind]


@pytest.fixture
def empty_database():
    made = []

    def make(suffix):
        name = f"{connection.settings_dict['NAME']}_{suffix}"
        made.append(name)
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

    yield make
    with connection.cursor() as cursor:
        for name in made:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _made(url, how):
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "iom_partners.settings_test"}
    subprocess.run([sys.executable, "-c", how], env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True)
    with psycopg.connect(url) as database:
        return {kind: database.execute(question).fetchall() for kind, question in CATALOG.items()}
