"""How a test knows that another connection has come to a lock that it does not get."""

from django.db import connection


def until_somebody_waits(locktype):
    with connection.cursor() as cursor:
        for _attempt in range(1000):
            # Who is connected is otherwise told as it was when this transaction first asked.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT pg_sleep(0.01), count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE locktype = %s AND NOT granted AND datname = current_database()",
                [locktype],
            )
            if cursor.fetchone()[1]:
                return
    raise AssertionError(f"Nobody ever waited for a lock of the type {locktype}.")
