import consultations.models.agenda
import consultations.models.consultations
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0025_figures_by_mission"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("name_en", models.CharField(max_length=200)),
                ("name_fr", models.CharField(blank=True, max_length=200)),
                ("name_es", models.CharField(blank=True, max_length=200)),
                ("code", models.SlugField(max_length=60, unique=True)),
                ("source", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name_plural": "series of consultations",
            },
        ),
        migrations.CreateModel(
            name="Consultation",
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
                        default=consultations.models.consultations.new_reference,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("annual", "Annual consultation"),
                                ("regional", "Regional consultation"),
                                ("thematic", "Thematic or humanitarian consultation"),
                                ("information", "Information session"),
                                ("idm", "Workshop of the International Dialogue on Migration"),
                                ("other", "Another forum"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("claimed_number", models.CharField(blank=True, max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("description_en", models.TextField(blank=True)),
                ("description_fr", models.TextField(blank=True)),
                ("description_es", models.TextField(blank=True)),
                (
                    "format",
                    models.CharField(
                        choices=[("in_person", "In person"), ("online", "Online"), ("hybrid", "In person and online")],
                        default="in_person",
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200)),
                ("zone", models.CharField(default="Europe/Zurich", max_length=60)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                    ),
                ),
                (
                    "interpretation",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                    ),
                ),
                ("seats", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("planned", "Planned"),
                            ("inviting", "Inviting"),
                            ("registration_closed", "Registration closed"),
                            ("running", "Running"),
                            ("reporting", "Report being written"),
                            ("follow_up", "Follow-up"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="idea",
                        max_length=20,
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_reason", models.CharField(blank=True, max_length=500)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("is_demo", models.BooleanField(default=False)),
                ("areas", models.ManyToManyField(blank=True, related_name="consultations", to="registry.area")),
                (
                    "co_organizers",
                    models.ManyToManyField(
                        blank=True, related_name="consultations_co_organized", to="registry.organization"
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="consultations.consultation",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="registry.country",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="registry.region",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="consultations.series",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "consultations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "idea",
                                    "planned",
                                    "inviting",
                                    "registration_closed",
                                    "running",
                                    "reporting",
                                    "follow_up",
                                    "closed",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="consultation_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["in_person", "online", "hybrid"])),
                        name="consultation_format_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kinds__contained_by", ["annual", "regional", "thematic", "information", "idm", "other"]),
                            ("kinds__len__gte", 1),
                        ),
                        name="consultation_kinds_known",
                        violation_error_message="Say of what kind it is: choose one or more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_es", ""), ("name_fr", ""), _negated=True),
                        name="consultation_has_a_title",
                        violation_error_message="Write the title in one language at least.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_on__isnull", True), ("starts_on__isnull", True)),
                            models.Q(
                                ("ends_on__gte", models.F("starts_on")),
                                ("ends_on__isnull", False),
                                ("starts_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="consultation_ends_after_it_begins",
                        violation_error_message="Write both days; the last must not come before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["idea", "cancelled"]), ("starts_on__isnull", False), _connector="OR"
                        ),
                        name="public_consultation_has_days",
                        violation_error_message="Everybody reads what is planned, so it needs its days. Write them first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["idea", "cancelled"]),
                            ("format", "online"),
                            models.Q(("place", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="public_consultation_has_a_place",
                        violation_error_message="Everybody reads what is planned, so it needs a place. Write it first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "cancelled"),
                            models.Q(("published_at__isnull", True), ("state", "idea")),
                            models.Q(models.Q(("state", "idea"), _negated=True), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_an_idea_is_not_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_reason__gt", ""), ("state", "cancelled")),
                            models.Q(models.Q(("state", "cancelled"), _negated=True), ("cancelled_reason", "")),
                            _connector="OR",
                        ),
                        name="cancelled_with_a_reason",
                        violation_error_message="Say why it does not take place. Everybody who knew of it reads the reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__isnull", True), ("seats__gte", 1), _connector="OR"),
                        name="consultation_has_a_seat",
                        violation_error_message="A room has one seat at least. Leave the field empty when it is not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_fr", models.CharField(blank=True, max_length=200)),
                ("name_es", models.CharField(blank=True, max_length=200)),
                (
                    "reference",
                    models.CharField(
                        default=consultations.models.agenda.new_reference, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("plenary", "Plenary"), ("breakout", "Break-out group"), ("other", "Other")],
                        default="plenary",
                        max_length=10,
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("room", models.CharField(blank=True, max_length=120)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breakouts",
                        to="consultations.agendaitem",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="consultations.consultation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "sessions of consultations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["plenary", "breakout", "other"])), name="agenda_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_es", ""), ("name_fr", ""), _negated=True),
                        name="agenda_item_has_a_title",
                        violation_error_message="Write the title in one language at least.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="agenda_item_ends_after_it_begins",
                        violation_error_message="It ends before it begins. Check both times.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent__isnull", True), ("kind", "breakout"), _connector="OR"),
                        name="only_break_outs_belong_to_a_session",
                        violation_error_message="Only a break-out group belongs to another session.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Speaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("has_consented", models.BooleanField(default=False)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speakers",
                        to="consultations.agendaitem",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "speakers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "name"),
                        name="speaker_named_once",
                        violation_error_message="A speaker is named once. Take the name out of one of the two lists.",
                    )
                ],
            },
        ),
    ]
