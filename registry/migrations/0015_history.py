from django.db import migrations, models


class Migration(migrations.Migration):
    """The auditor asks by what, who, when and in which request."""

    dependencies = [("registry", "0014_proposals")]

    operations = [
        migrations.AddIndex(model_name="change", index=models.Index(fields=["verb", "-id"], name="change_by_verb")),
        migrations.AddIndex(model_name="change", index=models.Index(fields=["by", "-id"], name="change_by_author")),
        migrations.AddIndex(model_name="change", index=models.Index(fields=["at", "id"], name="change_by_moment")),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("request_id", ""), _negated=True),
                fields=["request_id", "id"],
                name="change_by_request",
            ),
        ),
    ]
