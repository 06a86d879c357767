import consultations.models.notes
import consultations.models.responses
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0005_audiences_and_targets"),
        ("registry", "0025_figures_by_mission"),
    ]

    operations = [
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(choices=[("answer", "Answer"), ("action", "Action")], max_length=10)),
                ("due_on", models.DateField()),
                (
                    "step",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Whoever is to answer or to act"), (2, "The organizers")]
                    ),
                ),
                ("told_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name_plural": "reminders of what is overdue",
            },
        ),
        migrations.CreateModel(
            name="ManagementResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accept", "Accepted"), ("part", "Accepted in part"), ("not", "Not accepted")],
                        max_length=10,
                    ),
                ),
                ("reason_en", models.TextField(blank=True)),
                ("reason_fr", models.TextField(blank=True)),
                ("reason_es", models.TextField(blank=True)),
                ("action_en", models.TextField(blank=True)),
                ("action_fr", models.TextField(blank=True)),
                ("action_es", models.TextField(blank=True)),
                ("owner", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "answers to recommendations",
            },
        ),
        migrations.CreateModel(
            name="RecommendationSubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name_plural": "recommendations followed",
            },
        ),
        migrations.AddField(
            model_name="consultation",
            name="recommendations_published_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="dropped_reason",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="leads",
            field=models.ManyToManyField(blank=True, related_name="recommendations_led", to="registry.organization"),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="note_line",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="similar_to",
            field=models.ManyToManyField(blank=True, related_name="taken_up_by", to="consultations.recommendation"),
        ),
        migrations.CreateModel(
            name="ActionUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=consultations.models.responses.new_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                ("claims", models.CharField(choices=[("in_progress", "In progress"), ("done", "Done")], max_length=12)),
                ("text", models.TextField()),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")], default="en", max_length=2
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=500)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.document",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_updates",
                        to="registry.organization",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="consultations.recommendation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "reports on recommendations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("claims__in", ["in_progress", "done"])), name="claim_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "fr", "es"])), name="update_language_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claims", "done"), _negated=True),
                            models.Q(("link", ""), _negated=True),
                            ("document__isnull", False),
                            _connector="OR",
                        ),
                        name="done_needs_evidence",
                        violation_error_message="What is done needs evidence: a link, or a document. Add one.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="recommendation",
            name="done_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consultations.actionupdate",
            ),
        ),
        migrations.CreateModel(
            name="BreakoutNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=consultations.models.notes.new_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")], default="en", max_length=2
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("handed_in", "Handed in")], default="draft", max_length=10
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="consultations.agendaitem"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breakout_notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "notes of break-out groups",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "written_by"),
                        name="rapporteur_named_once",
                        violation_error_message="This person writes the notes of this session already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "handed_in"])), name="breakout_note_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "fr", "es"])), name="note_language_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), models.Q(("text", ""), _negated=True), _connector="OR"),
                        name="notes_handed_in_say_something",
                        violation_error_message="Nothing is written yet. Write your notes first, then hand them in.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="recommendation",
            name="note",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recommendations",
                to="consultations.breakoutnote",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["recorded", "dropped"]),
                    ("unit__isnull", False),
                    ("addressee", "csos"),
                    _connector="OR",
                ),
                name="recommendation_assigned_to_somebody",
                violation_error_message="Say which unit of IOM is to answer, or that organizations are to act.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dropped_reason__gt", ""), ("state", "dropped")),
                    models.Q(models.Q(("state", "dropped"), _negated=True), ("dropped_reason", "")),
                    _connector="OR",
                ),
                name="dropped_with_a_reason",
                violation_error_message="Say why it is dropped. Everybody reads the reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_by__isnull", False), ("state", "done")),
                    models.Q(models.Q(("state", "done"), _negated=True), ("done_by__isnull", True)),
                    _connector="OR",
                ),
                name="done_with_evidence",
                violation_error_message="What is done needs evidence: a link, or a document. Add one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.UniqueConstraint(
                fields=("note", "note_line"),
                name="line_recommended_once",
                violation_error_message="Somebody made a recommendation of one of these lines already. Look again.",
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="recommendation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="escalations",
                to="consultations.recommendation",
            ),
        ),
        migrations.AddField(
            model_name="managementresponse",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="managementresponse",
            name="recommendation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="response", to="consultations.recommendation"
            ),
        ),
        migrations.AddField(
            model_name="recommendationsubscription",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recommendation_subscriptions",
                to="registry.organization",
            ),
        ),
        migrations.AddField(
            model_name="recommendationsubscription",
            name="recommendation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="subscriptions",
                to="consultations.recommendation",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                fields=("recommendation", "about", "due_on", "step"), name="overdue_told_once_a_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["answer", "action"]), ("step__in", [1, 2])), name="escalation_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="managementresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["accept", "part", "not"])), name="verdict_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="managementresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict", "accept"),
                    models.Q(("reason_en", ""), ("reason_es", ""), ("reason_fr", ""), _negated=True),
                    _connector="OR",
                ),
                name="response_says_why",
                violation_error_message="Say why it is not accepted, or only in part. Everybody reads the reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="managementresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__isnull", True), ("verdict", "not")),
                    models.Q(
                        ("due_on__isnull", False),
                        ("verdict__in", ["accept", "part"]),
                        models.Q(("action_en", ""), ("action_es", ""), ("action_fr", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="response_says_what_is_done",
                violation_error_message="What is accepted needs an action and the day by which it is done; what is not accepted has no day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationsubscription",
            constraint=models.UniqueConstraint(
                fields=("recommendation", "organization"),
                name="recommendation_followed_once",
                violation_error_message="Your organization follows this recommendation already.",
            ),
        ),
    ]
