"""Appending many rows by COPY, in a fifth of the time of bulk_create. For rows of which every value is given."""

from operator import attrgetter

from django.db import connection
from django.db.backends.postgresql.psycopg_any import Jsonb
from django.db.models import JSONField
from django.utils import timezone


def copy_into(model, names, rows):
    """Append tuples of values, in the order of the fields' names."""
    columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in names)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row(row)


def copy_all(instances):
    """Append unsaved instances of one model, all fields as they are. Gives no keys back; a key that is set is kept."""
    if not instances:
        return
    model, now = type(instances[0]), timezone.now()
    has_key = instances[0].pk is not None
    fields = [field for field in model._meta.concrete_fields if has_key or not field.primary_key]
    for instance in instances:
        for field in fields:
            if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
                setattr(instance, field.attname, now)
    are_json = [isinstance(field, JSONField) for field in fields]
    values = attrgetter(*(field.attname for field in fields))
    copy_into(
        model,
        [field.name for field in fields],
        (
            [Jsonb(value) if is_json else value for value, is_json in zip(values(one), are_json, strict=True)]
            for one in instances
        ),
    )


def next_keys(model, n):
    """Keys that the database gives out, for rows whose children are written before anybody reads them back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [model._meta.db_table, n]
        )
        return [key for (key,) in cursor.fetchall()]
