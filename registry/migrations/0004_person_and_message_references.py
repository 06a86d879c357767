"""People, invitations and messages get references, and the outbox the index by which it counts mails to an address."""

import django.db.models.functions.text
from django.db import migrations, models

import registry.models.messages
import registry.models.people
from registry import references

PREFIXES = {"user": "PER", "invitation": "INV", "message": "MSG"}


def give_references(apps, schema_editor):
    for name, prefix in PREFIXES.items():
        for pk in apps.get_model("registry", name).objects.values_list("pk", flat=True).iterator(chunk_size=2000):
            apps.get_model("registry", name).objects.filter(pk=pk).update(reference=references.new(prefix))


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_name_keys")]

    operations = [
        migrations.AddField("user", "reference", models.CharField(max_length=12, null=True, editable=False)),
        migrations.AddField("invitation", "reference", models.CharField(max_length=12, null=True, editable=False)),
        migrations.AddField("message", "reference", models.CharField(max_length=12, null=True, editable=False)),
        migrations.RunPython(give_references, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "user",
            "reference",
            models.CharField(
                max_length=12, unique=True, default=registry.models.people.new_person_reference, editable=False
            ),
        ),
        migrations.AlterField(
            "invitation",
            "reference",
            models.CharField(
                max_length=12, unique=True, default=registry.models.people.new_invitation_reference, editable=False
            ),
        ),
        migrations.AlterField(
            "message",
            "reference",
            models.CharField(
                max_length=12, unique=True, default=registry.models.messages.new_reference, editable=False
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                models.F("function"),
                condition=models.Q(state="sent", organization__isnull=True),
                name="one_open_invitation_a_function",
                violation_error_message="This person has been invited already. Withdraw that invitation first.",
            ),
        ),
        migrations.AddIndex(
            "message",
            models.Index(
                django.db.models.functions.text.Upper("address"),
                models.F("sent_at"),
                name="message_by_address",
                condition=models.Q(state="sent"),
            ),
        ),
        migrations.AddIndex("message", models.Index(fields=["-created_at"], name="message_newest_first")),
    ]
