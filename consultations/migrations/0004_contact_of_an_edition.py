from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0003_promises"),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="cancelled_reason_language",
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name="consultation",
            name="contact_email",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="dropped_reason_language",
            field=models.CharField(blank=True, max_length=2),
        ),
    ]
