"""All that is published, as one file would say it: what replaying the feed of changes from zero comes to."""

from django.db import connection

# A server that sends this many rows at a time keeps memory flat, however many there are.
AT_ONCE = 2_000


def organization_lines():
    """The public text of each listing without its line break, in the order of the references' bytes.

    The first thing given is the number of the last entry of the feed that the lines know of: one statement reads both,
    so that whoever goes on from there in the feed misses nothing and gets nothing twice.
    """
    with connection.chunked_cursor() as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(
            "SELECT (SELECT coalesce(max(seq), 0) FROM registry_feedentry), NULL AS public, '' AS reference"
            ' UNION ALL SELECT NULL, public, reference COLLATE "C" FROM registry_listing ORDER BY 3'
        )
        yield cursor.fetchone()[0]
        for _seq, text, _reference in cursor:
            yield text
