"""Appending many rows by COPY, in a fifth of the time of bulk_create. For rows of which every value is given."""

from django.db import connection


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
    model = type(instances[0])
    has_key = instances[0].pk is not None
    fields = [field for field in model._meta.concrete_fields if has_key or not field.primary_key]
    copy_into(
        model,
        [field.name for field in fields],
        ([field.get_db_prep_save(field.pre_save(one, True), connection) for field in fields] for one in instances),
    )


def next_keys(model, n):
    """Keys that the database gives out, for rows whose children are written before anybody reads them back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [model._meta.db_table, n]
        )
        return [key for (key,) in cursor.fetchall()]
