"""In which state everything is that listings are told from. While it is the same, so is every answer made of them.

Whatever changes a listing tells the feed of it in the same transaction, and the last entry of the feed is never let
go. The moment stands beside its number, for a registry that was brought back from a copy counts on from an older one.
Words and ages come from vocabularies and policies.
"""

from django.db import connection

# One text, of some five pages; null while nothing was ever told. In another order the words are taken for others, which
# costs a little work and no truth.
STATE = """(
    SELECT concat_ws(' ', entry.seq, extract(epoch FROM entry.at),
        (SELECT md5(string_agg(word.sha256, '')) FROM registry_vocabulary word),
        (SELECT string_agg(concat_ws(' ', age.kind, age.due_after_days, age.stale_after_days), ' ')
            FROM registry_freshnesspolicy age))
    FROM registry_feedentry entry ORDER BY entry.seq DESC LIMIT 1
)"""


def state():
    """Read it before what is told of it: then a change in between is taken for one that came after."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {STATE}")
        return cursor.fetchone()[0]
