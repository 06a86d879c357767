"""An import keeps its sheets, tells a refusal in any language, and remembers what its source said last time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_person_and_message_references")]

    operations = [
        migrations.RemoveField("importbatch", "refusal"),
        migrations.AddField("importbatch", "refusal", models.JSONField(default=dict, blank=True)),
        migrations.AddField("importbatch", "sheets", models.JSONField(default=list)),
        migrations.AddField("importtrace", "said", models.JSONField(default=dict)),
    ]
