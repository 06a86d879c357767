from django.db import migrations, models

# What writes the text and does not know of the line - an older release until the web is replaced, a migration - leaves
# no line that says what the text said before. A line that did not change with the text may be right and goes too: the
# night makes it anew.
EMPTY_WHAT_IS_OLD = """
CREATE FUNCTION empty_old_csv_line() RETURNS trigger AS $$
BEGIN
    NEW.csv_line := '';
    NEW.csv_columns := '';
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER no_old_csv_line BEFORE UPDATE OF public ON registry_listing FOR EACH ROW
    WHEN (NEW.public IS DISTINCT FROM OLD.public AND NEW.csv_line = OLD.csv_line)
    EXECUTE FUNCTION empty_old_csv_line();
"""
LET_IT_STAND = """
DROP TRIGGER no_old_csv_line ON registry_listing;
DROP FUNCTION empty_old_csv_line();
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0044_partnerships_by_state")]

    operations = [
        migrations.AddField("listing", "csv_line", models.TextField(blank=True, db_default="")),
        migrations.AddField("listing", "csv_columns", models.CharField(blank=True, db_default="", max_length=8)),
        migrations.RunSQL(EMPTY_WHAT_IS_OLD, LET_IT_STAND),
    ]
