import django.core.serializers.json
import django.db.models.deletion
import registry.models.bulk_edits
import registry.models.saved_views
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0021_issues_and_state_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="unsubscribe_url",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.CreateModel(
            name="BulkEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=registry.models.bulk_edits.new_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("add_language", "Add a working language"),
                            ("remove_language", "Remove a working language"),
                            ("add_type", "Add a type of organization"),
                            ("set_unit", "Hand the partnerships to a unit or mission"),
                            ("review", "Send to review"),
                            ("make_dormant", "Mark as dormant"),
                            ("archive", "Archive"),
                        ],
                        max_length=20,
                    ),
                ),
                ("argument", models.CharField(blank=True, max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Preview, nothing done yet"),
                            ("approved", "Being done"),
                            ("applied", "Done"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulk_edits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["prepared", "approved", "applied", "undoing", "undone"])),
                        name="bulk_edit_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "change__in",
                                [
                                    "add_language",
                                    "remove_language",
                                    "add_type",
                                    "set_unit",
                                    "review",
                                    "make_dormant",
                                    "archive",
                                ],
                            )
                        ),
                        name="bulk_change_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("state", "prepared")),
                            models.Q(
                                models.Q(("state", "prepared"), _negated=True),
                                ("approved_at__isnull", False),
                                models.Q(("name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bulk_edit_done_under_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Will be changed"),
                            ("left", "Left as it is"),
                            ("done", "Changed"),
                            ("undone", "Put back"),
                            ("kept", "Not put back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same", "It is so already"),
                            ("scope", "Not in your scope: ask the mission that keeps it"),
                            ("merged", "Merged into another record"),
                            ("state", "Its present state does not allow it"),
                            ("none", "It has no partnership that goes on"),
                            ("care", "It is marked as at risk: change it by hand"),
                            ("changed", "Somebody changed it meanwhile"),
                            ("refused", "The record does not allow it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("version_after", models.PositiveIntegerField(blank=True, null=True)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("said_before", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                (
                    "edit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="registry.bulkedit"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulk_rows",
                        to="registry.organization",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bulk edits",
                "constraints": [
                    models.UniqueConstraint(fields=("edit", "organization"), name="bulk_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "left", "done", "undone", "kept"])),
                        name="bulk_row_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("why", ""),
                            ("why__in", ["same", "scope", "merged", "state", "none", "care", "changed", "refused"]),
                            _connector="OR",
                        ),
                        name="bulk_why_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=registry.models.saved_views.new_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "list_name",
                    models.CharField(
                        choices=[("directory", "Directory"), ("inventory", "Inventory"), ("gaps", "Gaps")],
                        max_length=10,
                    ),
                ),
                ("filters", models.JSONField(default=dict)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_views",
                        to="registry.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "name"),
                        name="one_view_of_a_name",
                        violation_error_message="You have a view with this name already. Choose another name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("list_name__in", ["directory", "inventory", "gaps"])),
                        name="viewed_list_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="view_has_a_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("entered", models.PositiveIntegerField()),
                ("left", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.message"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="digests", to="registry.savedview"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "view", "day"), name="one_digest_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("rhythm", models.CharField(choices=[("daily", "Every day"), ("weekly", "Every week")], max_length=6)),
                ("seen", models.JSONField(default=dict)),
                ("seen_on", models.DateField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="registry.savedview",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("view", "person"), name="one_subscription_a_view"),
                    models.CheckConstraint(
                        condition=models.Q(("rhythm__in", ["daily", "weekly"])), name="rhythm_known"
                    ),
                ],
            },
        ),
    ]
