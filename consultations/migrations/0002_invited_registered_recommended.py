import consultations.models.invitations
import consultations.models.recommendations
import consultations.models.registrations
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0001_a_consultation_and_its_agenda"),
        ("registry", "0025_figures_by_mission"),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="answers_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="consultation",
            name="contributions_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="consultation",
            name="registration_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="consultation",
            name="topics_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="ConsultationInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=consultations.models.invitations.new_reference,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("quota", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared"),
                            ("sent", "Sent"),
                            ("opened", "Opened"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("expired", "Expired"),
                        ],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("online", "On the site"),
                            ("link", "By the link of the invitation"),
                            ("staff", "By other means, recorded by staff"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="consultations.consultation",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultation_invitations",
                        to="registry.organization",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "invitations to consultations",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "expired"), _negated=True),
                        fields=("consultation", "organization"),
                        name="organization_invited_once",
                        violation_error_message="This organization is invited already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["prepared", "sent", "opened", "accepted", "declined", "expired"])
                        ),
                        name="consultation_invitation_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quota__gte", 1)),
                        name="invited_with_one_person_at_least",
                        violation_error_message="An invitation is for one person at least.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=consultations.models.recommendations.new_reference,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text_en", models.TextField(blank=True)),
                ("text_fr", models.TextField(blank=True)),
                ("text_es", models.TextField(blank=True)),
                (
                    "level",
                    models.CharField(
                        choices=[("global", "Global"), ("regional", "Regional"), ("national", "National")],
                        default="global",
                        max_length=10,
                    ),
                ),
                (
                    "addressee",
                    models.CharField(
                        choices=[("iom", "IOM"), ("csos", "Civil society organizations")], default="iom", max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded"),
                            ("assigned", "Assigned"),
                            ("answered", "Answered"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="recorded",
                        max_length=12,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="registry.area",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="consultations.consultation",
                    ),
                ),
                (
                    "proposers",
                    models.ManyToManyField(blank=True, related_name="recommendations", to="registry.organization"),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="consultations.agendaitem",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="registry.unit",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "recommendations",
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "number"), name="recommendation_numbered_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["recorded", "assigned", "answered", "in_progress", "done", "dropped"])
                        ),
                        name="recommendation_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text_en", ""), ("text_es", ""), ("text_fr", ""), _negated=True),
                        name="recommendation_has_a_text",
                        violation_error_message="Write the recommendation in one language at least.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("addressee", "iom"),
                            models.Q(("addressee", "csos"), ("unit__isnull", True)),
                            _connector="OR",
                        ),
                        name="only_iom_answers_by_a_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=consultations.models.registrations.new_reference,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("cso", "Civil society organization"),
                            ("iom", "IOM"),
                            ("other", "Government, donor or other"),
                        ],
                        default="cso",
                        max_length=10,
                    ),
                ),
                ("affiliation", models.CharField(blank=True, max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("function", models.CharField(blank=True, max_length=200)),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("woman", "Woman"), ("man", "Man"), ("other", "Another answer")],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10)),
                (
                    "attends",
                    models.CharField(
                        choices=[("in_person", "In person"), ("online", "Online")], default="in_person", max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nominated", "Named"),
                            ("confirmed", "Confirmed"),
                            ("waitlisted", "On the waiting list"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("attended", "Attended"),
                            ("no_show", "Did not come"),
                        ],
                        default="nominated",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="consultations.consultation",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.country",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="consultations.consultationinvitation",
                    ),
                ),
                (
                    "named_by",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultation_registrations",
                        to="registry.organization",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "registrations for consultations",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("consultation"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("state__in", ["nominated", "confirmed", "waitlisted", "attended"])),
                        name="person_registered_once",
                        violation_error_message="Somebody with this e-mail address is named for this consultation already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["nominated", "confirmed", "waitlisted", "refused", "withdrawn", "attended", "no_show"],
                            )
                        ),
                        name="registration_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attends__in", ["in_person", "online"])), name="attends_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["cso", "iom", "other"])), name="participant_part_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organization__isnull", False), ("part", "cso")),
                            models.Q(("part", "cso"), _negated=True),
                            _connector="OR",
                        ),
                        name="civil_society_comes_for_an_organization",
                        violation_error_message="Say for which organization of the registry this person comes.",
                    ),
                ],
            },
        ),
    ]
