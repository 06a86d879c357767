from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0043_versions_found_by_facets")]

    operations = [
        migrations.AddIndex(
            model_name="listedpartnership",
            index=models.Index(
                fields=["state", "level", "sort_name", "listing", "reference"], name="listed_partnership_by_state"
            ),
        )
    ]
