import consultations.models.documents
import consultations.models.topics
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0002_invited_registered_recommended"),
        ("registry", "0025_figures_by_mission"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsultationDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("name_fr", models.CharField(blank=True, max_length=200)),
                ("name_es", models.CharField(blank=True, max_length=200)),
                (
                    "reference",
                    models.CharField(
                        default=consultations.models.documents.new_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=200)),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Everybody"), ("participants", "Participants and IOM staff")],
                        default="participants",
                        max_length=12,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="consultations.consultation",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="documents",
                        to="consultations.agendaitem",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "documents of consultations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["public", "participants"])),
                        name="consultation_document_audience_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_es", ""), ("name_fr", ""), _negated=True),
                        name="consultation_document_has_a_title",
                        violation_error_message="Write the title in one language at least.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=consultations.models.documents.new_file_reference,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("file", models.FileField(upload_to="consultations/")),
                ("media_type", models.CharField(max_length=60)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="consultations.consultationdocument",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "files of documents of consultations",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("document", "language"),
                        name="one_current_file_a_language",
                        violation_error_message="Somebody else added a file in this language meanwhile. Look at it first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=consultations.models.topics.new_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(max_length=2000)),
                ("language", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("kept", "Kept"),
                            ("not_kept", "Not kept"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("reason_language", models.CharField(blank=True, max_length=2)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="consultations.consultation",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="topics", to="registry.organization"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "topics of consultations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "kept", "not_kept", "withdrawn"])),
                        name="topic_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False), ("reason__gt", ""), ("state__in", ["kept", "not_kept"])
                            ),
                            models.Q(
                                ("decided_at__isnull", True), ("reason", ""), ("state__in", ["proposed", "withdrawn"])
                            ),
                            _connector="OR",
                        ),
                        name="topic_decided_with_a_reason",
                        violation_error_message="Say why. The organization that proposed the topic reads the reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicSupport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topic_supports",
                        to="registry.organization",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="supports", to="consultations.topic"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "support for topics",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "organization"),
                        name="topic_supported_once",
                        violation_error_message="Your organization supports this topic already.",
                    )
                ],
            },
        ),
    ]
