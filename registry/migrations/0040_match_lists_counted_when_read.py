from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0039_exports"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="matchlist",
            name="counts",
        ),
    ]
