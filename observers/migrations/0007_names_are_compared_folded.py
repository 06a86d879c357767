"""Observers are known by their folded names, so that one in danger is not found by another spelling."""

from django.db import migrations, models

from observers.models.statuses import folded_name


def fold_names(apps, schema_editor):
    Observer = apps.get_model("observers", "Observer")
    for observer in Observer.objects.only("pk", "name"):
        Observer.objects.filter(pk=observer.pk).update(folded=folded_name(observer.name))


class Migration(migrations.Migration):
    dependencies = [("observers", "0006_reasons_that_both_sides_read")]
    operations = [
        migrations.AddField("observer", "folded", models.CharField(max_length=300, default="", editable=False)),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
        migrations.AlterField("observer", "folded", models.CharField(max_length=300, editable=False)),
        migrations.AlterConstraint(
            "statusevent",
            "event_told_once",
            models.UniqueConstraint(
                fields=["observer", "kind", "on"],
                name="event_told_once",
                violation_error_message="The same was recorded for this day already.",
            ),
        ),
    ]
