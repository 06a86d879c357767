import consultations.models.audiences
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0004_reports_and_contributions"),
        ("registry", "0025_figures_by_mission"),
    ]

    operations = [
        migrations.CreateModel(
            name="BalanceTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("region", "Region of the head office"),
                            ("type", "Type of organization"),
                            ("reach", "Local or international"),
                            ("first_time", "First time"),
                            ("gender", "Gender"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(max_length=60)),
                ("percent", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name_plural": "balance targets",
            },
        ),
        migrations.CreateModel(
            name="InvitationToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_sha256", models.CharField(max_length=64)),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "links of invitations",
            },
        ),
        migrations.AddField(
            model_name="consultationinvitation",
            name="asked_to_send_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="consultationinvitation",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="consultationinvitation",
            name="reminders",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="consultationinvitation",
            name="told_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.CreateModel(
            name="Audience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=consultations.models.audiences.new_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "list_name",
                    models.CharField(
                        choices=[("directory", "Directory"), ("inventory", "Inventory"), ("gaps", "Gaps")],
                        max_length=10,
                    ),
                ),
                ("filters", models.JSONField(default=dict)),
                ("quota", models.PositiveSmallIntegerField()),
                ("found", models.PositiveIntegerField()),
                ("invited", models.PositiveIntegerField()),
                ("frozen_at", models.DateTimeField()),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audiences",
                        to="consultations.consultation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "saved_view",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.savedview",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "audiences of consultations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("list_name__in", ["directory", "inventory"])), name="audience_list_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("invited__lte", models.F("found"))), name="audience_invites_whom_it_found"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="consultationinvitation",
            name="audience",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="consultations.audience",
            ),
        ),
        migrations.AddIndex(
            model_name="consultationinvitation",
            index=models.Index(
                condition=models.Q(("asked_to_send_at__isnull", False)),
                fields=["consultation", "id"],
                name="invitations_to_send",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reminders__lte", 3)), name="reminded_three_times_at_most"
            ),
        ),
        migrations.AddField(
            model_name="balancetarget",
            name="consultation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="consultations.consultation"
            ),
        ),
        migrations.AddField(
            model_name="invitationtoken",
            name="invitation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tokens",
                to="consultations.consultationinvitation",
            ),
        ),
        migrations.AddField(
            model_name="invitationtoken",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="balancetarget",
            constraint=models.UniqueConstraint(
                fields=("consultation", "dimension", "value"),
                name="one_target_for_a_share",
                violation_error_message="There is a target for this already. Take it away first, then add it anew.",
            ),
        ),
        migrations.AddConstraint(
            model_name="balancetarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("dimension__in", ["region", "type", "reach", "first_time", "gender"])),
                name="balance_dimension_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="balancetarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gte", 1), ("percent__lte", 100)),
                name="target_is_a_share",
                violation_error_message="Write a share between 1 and 100 per cent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitationtoken",
            constraint=models.UniqueConstraint(
                fields=("invitation", "address_sha256", "number"), name="one_link_a_mail"
            ),
        ),
    ]
