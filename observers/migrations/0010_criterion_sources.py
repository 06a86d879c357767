from django.db import migrations, models


class Migration(migrations.Migration):
    """Sources of criteria in three languages. What was published keeps its English source, marked as such."""

    dependencies = [("observers", "0009_corrections_name_their_criterion")]

    operations = [
        migrations.RenameField("criterion", "source", "source_en"),
        migrations.AlterField(
            "criterion", "source_en", models.CharField(max_length=400, verbose_name="source in English")
        ),
        migrations.AddField(
            "criterion",
            "source_fr",
            models.CharField(blank=True, default="", max_length=400, verbose_name="source in French"),
            preserve_default=False,
        ),
        migrations.AddField(
            "criterion",
            "source_es",
            models.CharField(blank=True, default="", max_length=400, verbose_name="source in Spanish"),
            preserve_default=False,
        ),
    ]
