from django.db import migrations

# What is absent is null (docs/decisions/0048-absent-is-null.md). In compact JSON a colon with two quotation marks behind
# it is an empty text and nothing else, for those inside of a text have a backslash before them. The first night publishes all of
# them anew; the past is put right here, so that it tells no change that nobody made.
NULL = """
UPDATE registry_listing SET public = replace(public, ':""', ':null'), partner = replace(partner, ':""', ':null')
    WHERE public LIKE '%:""%' OR partner LIKE '%:""%';
UPDATE registry_listingversion SET public = replace(public, ':""', ':null') WHERE public LIKE '%:""%';
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0045_lines_of_csv_wait_ready")]

    operations = [migrations.RunSQL(NULL, migrations.RunSQL.noop)]
