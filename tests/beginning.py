"""The rows with which every test begins, and the way back to them from what a transactional test left behind.

Django would empty two hundred tables and have the words of the registry loaded again, which takes longer than most
tests. Here the rows of the beginning stand in a schema beside, and only tables that changed are touched.
"""

from django.db import connection, transaction

_TABLES = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND relname <> 'django_migrations' ORDER BY 1"""
_KEPT = "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('beginning') AND relkind = 'r' ORDER BY 1"
_SAID = "(SELECT md5(string_agg(line::text, ',' ORDER BY line::text)) FROM {} line)"


def keep():
    """What stands in the database now is what every test begins with."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS beginning CASCADE")
        cursor.execute("CREATE SCHEMA beginning")
        for table in _which(cursor, _names(cursor, _TABLES), "EXISTS (SELECT FROM public.{0})"):
            cursor.execute(f"CREATE TABLE beginning.{table} AS TABLE public.{table}")


def restore():
    """Needs a superuser's rights: what was sent or happened cannot be deleted by anybody else, nor in any order."""
    with transaction.atomic(), connection.cursor() as cursor:
        kept = _names(cursor, _KEPT)
        if not kept:
            return  # nothing has begun here yet
        others = [table for table in _names(cursor, _TABLES) if table not in kept]
        differs = f"{_SAID.format('public.{0}')} IS DISTINCT FROM {_SAID.format('beginning.{0}')}"
        changed = _which(cursor, kept, differs)
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in (*_which(cursor, others, "EXISTS (SELECT FROM public.{0})"), *changed):
            cursor.execute(f"DELETE FROM public.{table}")
        for table in changed:
            cursor.execute(f"INSERT INTO public.{table} TABLE beginning.{table}")


def _names(cursor, question):
    cursor.execute(question)
    return [name for (name,) in cursor.fetchall()]


def _which(cursor, tables, condition):
    """Those of the tables of which it is true, by one question for all."""
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE {condition.format(table)}" for table in tables)
    return _names(cursor, asked) if asked else []
