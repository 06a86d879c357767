"""What a page costs, in numbers that are the same on every machine."""

import cProfile
import pstats

from django.db import connection


class Statements:
    """Collects the statements that run inside a `with`."""

    def __init__(self):
        self.told = []

    def __call__(self, execute, sql, parameters, many, context):
        self.told.append((sql, parameters))
        return execute(sql, parameters, many, context)

    def __enter__(self):
        self._wrapper = connection.execute_wrapper(self)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *exception):
        self._wrapper.__exit__(*exception)


def statements(run):
    """The statements of the second run: what a worker reads once, it has read."""
    run()
    with Statements() as collected:
        run()
    return collected.told


def database_pages(told):
    """How many 8 kB pages the statements touch, in memory or not."""
    return sum(_pages(_reading(sql), parameters) for sql, parameters in told if _reading(sql))


def _reading(sql):
    """The part of a statement that reads: a search wraps it in settings."""
    parts = (part.strip() for part in sql.split("; "))
    return next((part for part in parts if part.upper().startswith(("SELECT", "WITH"))), "")


def _pages(sql, parameters):
    with connection.cursor() as cursor:
        # The second time: functions are planned once for a connection, and production keeps its own.
        for _ in range(2):
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", parameters)
        plan = cursor.fetchone()[0][0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def python_calls(run):
    """Calls of functions, built-in ones too, in the second run."""
    run()
    profile = cProfile.Profile()
    profile.enable()
    run()
    profile.disable()
    return pstats.Stats(profile).total_calls
