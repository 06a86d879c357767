import django.db.models.functions.text
from django.db import migrations, models

# What everybody reads today, everybody reads tomorrow.
PUBLISHED_WITH_ITS_EDITION = """
UPDATE consultations_recommendation AS r SET published_at = c.recommendations_published_at
FROM consultations_consultation AS c WHERE c.id = r.consultation_id AND c.recommendations_published_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    """Two organizations may name the same person, a place each; what is recommended later is published by itself.

    Backwards it is refused while somebody is named by two organizations.
    """

    dependencies = [("consultations", "0004_contact_of_an_edition")]

    operations = [
        migrations.RemoveConstraint(model_name="registration", name="person_registered_once"),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                models.F("consultation"),
                models.F("organization"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(
                    ("email__gt", ""), ("state__in", ["nominated", "confirmed", "waitlisted", "attended"])
                ),
                name="person_registered_once",
                nulls_distinct=False,
                violation_error_message="Somebody with this e-mail address comes for the same organization already.",
            ),
        ),
        migrations.AddField(
            model_name="recommendation", name="published_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunSQL(PUBLISHED_WITH_ITS_EDITION, migrations.RunSQL.noop),
    ]
