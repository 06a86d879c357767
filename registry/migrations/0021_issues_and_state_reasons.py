"""Issues: what looks unlikely in a record. Reasons with codes; of records closed before, it says "not recorded"."""

import django.db.models.deletion
import registry.models.issues
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0020_import_undo"),
    ]

    operations = [
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=registry.models.issues.new_issue_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                ("rule", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To look at"), ("muted", "Muted"), ("closed", "Settled")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("facts_sha256", models.CharField(max_length=64)),
                ("found_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("muted_until", models.DateField(blank=True, null=True)),
                ("muted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "issues",
            },
        ),
        migrations.AddField(
            model_name="identifierscheme",
            name="value_pattern",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="organization",
            name="state_code",
            field=models.CharField(
                blank=True,
                choices=[
                    ("checked", "Checked and complete enough"),
                    ("active_again", "Heard of again"),
                    ("to_check", "Something must be checked first"),
                    ("reopened", "Closed by mistake, or come back"),
                    ("silent", "No answer for a long time"),
                    ("inactive", "Not active at the moment"),
                    ("closed_down", "The organization closed down"),
                    ("never_existed", "There twice, or never existed"),
                    ("out_of_scope", "Outside the scope of the inventory"),
                    ("own_request", "At its own request"),
                    ("other", "Another reason"),
                    ("import_undone", "The import that brought it was undone"),
                    ("unrecorded", "Not recorded"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        # The check of listings waits for the end of the transaction, and a table is not altered while it waits.
        migrations.RunSQL(
            [
                "UPDATE registry_organization SET state_code = 'unrecorded' WHERE state = 'archived'",
                "SET CONSTRAINTS ALL IMMEDIATE",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state_code__in",
                        [
                            "",
                            "checked",
                            "active_again",
                            "to_check",
                            "reopened",
                            "silent",
                            "inactive",
                            "closed_down",
                            "never_existed",
                            "out_of_scope",
                            "own_request",
                            "other",
                            "import_undone",
                            "unrecorded",
                        ],
                    )
                ),
                name="state_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "archived"), _negated=True),
                    models.Q(("state_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="organization_archived_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state_code", "other"), _negated=True),
                    models.Q(("state_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="other_state_reason_in_words",
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="muted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="issues", to="registry.organization"
            ),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(fields=["state", "rule", "organization"], name="issue_by_rule"),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "muted", "closed"])), name="issue_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "closed"), _negated=True),
                fields=("organization", "rule", "about"),
                name="issue_told_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                    _connector="OR",
                ),
                name="issue_closed_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("muted_at__isnull", False),
                        ("muted_by__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        ("muted_at__isnull", True),
                        ("muted_by__isnull", True),
                        ("muted_until__isnull", True),
                        ("reason", ""),
                    ),
                    _connector="OR",
                ),
                name="issue_muted_by_somebody_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "muted"), _negated=True), ("muted_at__isnull", False), _connector="OR"
                ),
                name="issue_muted_with_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "open"), _negated=True), ("muted_at__isnull", True), _connector="OR"
                ),
                name="issue_open_without_a_reason",
            ),
        ),
    ]
