"""Listings that were written before facts were kept say that nothing is known of theirs, until they are written anew."""

from django.db import migrations

SAY = "UPDATE registry_listing SET {0} = left({0}, -1) || ',\"facts\":[]}}' WHERE strpos({0}, '\"facts\":') = 0"


class Migration(migrations.Migration):
    dependencies = [("registry", "0017_plurals_of_new_nouns")]

    operations = [
        migrations.RunSQL([SAY.format("public"), SAY.format("partner")], migrations.RunSQL.noop),
    ]
