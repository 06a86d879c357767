"""In which state everything is that listings are told from. While it is the same, so is every answer made of them.

Whatever changes a listing tells the feed of it in the same transaction, and the last entry of the feed is never let
go. The moment stands beside its number, for a registry that was brought back from a copy counts on from an older one.
Words and ages come from vocabularies and policies.
"""

from django.db import connection

# One text, of some five pages; null while nothing was ever told. In another order the words are taken for others, which
# costs a little work and no truth. A function (migration 0047), for PostgreSQL took longer to plan it than to answer;
# in a statement of its own, so that it is asked once and not for each row.
STATE = "(SELECT registry_state())"


def state():
    """Read it before what is told of it: then a change in between is taken for one that came after."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {STATE}")
        return cursor.fetchone()[0]
