import django.db.models.deletion
import registry.models.screening
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0028_editions_and_reminders"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScreenedRecord",
            fields=[
                ("organization_key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name_plural": "screened records",
            },
        ),
        migrations.CreateModel(
            name="WatchList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=registry.models.screening.new_list_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("un", "Consolidated list of the United Nations Security Council"),
                            ("demo", "Invented list of the demonstration"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("file_name", models.CharField(max_length=200)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("counts", models.JSONField(default=dict)),
                (
                    "loaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "previous",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next",
                        to="registry.watchlist",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "watch lists",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("key__in", ["un", "demo"])), name="watch_list_known"),
                    models.UniqueConstraint(fields=("key", "made_at"), name="watch_list_once_a_moment"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WatchListEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("un", "Consolidated list of the United Nations Security Council"),
                            ("demo", "Invented list of the demonstration"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("kind", models.CharField(choices=[("entity", "Entity"), ("individual", "Person")], max_length=10)),
                ("name", models.TextField()),
                ("names", models.JSONField(default=list)),
                ("countries", models.JSONField(default=list)),
                ("countries_said", models.JSONField(default=list)),
                ("programme", models.CharField(blank=True, max_length=60)),
                ("listed_on", models.DateField()),
                ("updated_on", models.DateField(blank=True, null=True)),
                ("remarks", models.TextField(blank=True)),
                ("sha256", models.CharField(max_length=64)),
                ("screened_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "delisted_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delisted",
                        to="registry.watchlist",
                    ),
                ),
                (
                    "first_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.watchlist"
                    ),
                ),
                (
                    "last_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="registry.watchlist"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries of watch lists",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "number"), name="watch_list_entry_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["entity", "individual"])), name="watch_list_entry_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScreeningMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=registry.models.screening.new_match_reference,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To judge"),
                            ("proposed", "The same, says one person"),
                            ("cleared", "Not the same"),
                            ("confirmed", "Confirmed"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("score", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                ("identity_sha256", models.CharField(max_length=64)),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("delisted", "The entry is no longer in the list"),
                            ("unlike", "The names are no longer alike"),
                            ("gone", "The record has left the inventory"),
                            ("joined", "Told twice after two records were merged"),
                        ],
                        max_length=10,
                    ),
                ),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="screening_matches",
                        to="registry.organization",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "watch_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="registry.watchlist"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="registry.watchlistentry",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "matches with watch lists",
                "indexes": [models.Index(fields=["state", "-score", "id"], name="match_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "proposed", "cleared", "confirmed", "closed"])),
                        name="match_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)), name="match_score_is_a_share"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("organization", "entry"),
                        name="match_told_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), models.Q(("closed_because", ""), _negated=True)),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_because", "")),
                            _connector="OR",
                        ),
                        name="match_closed_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["cleared", "confirmed"]), _negated=True),
                            models.Q(("judged_at__isnull", False), ("judged_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="match_judged_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["proposed", "confirmed"]), _negated=True),
                            ("proposed_by__isnull", False),
                            _connector="OR",
                        ),
                        name="match_proposed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("judged_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="match_confirmed_by_a_second_person",
                        violation_error_message="Two people must agree that it is the same. Ask a colleague.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("open", "To judge"),
                            ("proposed", "The same, says one person"),
                            ("cleared", "Not the same"),
                            ("confirmed", "Confirmed"),
                            ("closed", "Closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="registry.screeningmatch",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "answers about matches",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="verdict_has_a_reason"
                    )
                ],
            },
        ),
    ]
