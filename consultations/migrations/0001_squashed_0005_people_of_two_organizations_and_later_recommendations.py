"""The consultations of a new database in one step: what 0001 to 0005 make of an empty one, without the way there.

A database that took those steps has taken this one. Columns stand in the order in which they came, and so as in those.
"""

import consultations.models.agenda
import consultations.models.audiences
import consultations.models.consultations
import consultations.models.contributions
import consultations.models.documents
import consultations.models.invitations
import consultations.models.needs
import consultations.models.notes
import consultations.models.recommendations
import consultations.models.registrations
import consultations.models.responses
import consultations.models.topics
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models

from registry.migrations._together import CreateModels

# No constraint can look at what a row was before.
PUBLISHED_FOR_GOOD = """
CREATE FUNCTION consultations_refuse_published_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published report stays as it is. Begin a new version.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'published_report_stays';
END $$;
CREATE TRIGGER published_report_stays BEFORE UPDATE OR DELETE ON consultations_report
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION consultations_refuse_published_report();
"""
PUBLISHED_FOR_GOOD_UNDONE = """
DROP TRIGGER published_report_stays ON consultations_report;
DROP FUNCTION consultations_refuse_published_report();
"""

# Decision 0025. A place is taken by who is confirmed or attended, and kept for who was offered one.
PLACES = """
CREATE FUNCTION consultations_has_place(r consultations_registration) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT r.state IN ('confirmed', 'attended') OR r.offered_until IS NOT NULL
$$;
CREATE FUNCTION consultations_keep_seats(consultation bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
    -- Who takes a seat waits here for who takes one at the same moment, whatever the program locked before.
    SELECT seats INTO most FROM consultations_consultation WHERE id = consultation FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM consultations_registration r
        WHERE r.consultation_id = consultation AND r.attends = 'in_person' AND consultations_has_place(r)) > most THEN
        RAISE EXCEPTION 'More people than the % seats in the room.', most
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seats_are_never_exceeded';
    END IF;
END $$;
CREATE FUNCTION consultations_keep_quota(invitation bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
    SELECT quota INTO most FROM consultations_consultationinvitation WHERE id = invitation FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM consultations_registration r
        WHERE r.invitation_id = invitation AND consultations_has_place(r)) > most THEN
        RAISE EXCEPTION 'More people than the % of the invitation.', most
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quotas_are_never_exceeded';
    END IF;
END $$;
CREATE FUNCTION consultations_place_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.attends = 'in_person' THEN
        PERFORM consultations_keep_seats(NEW.consultation_id);
    END IF;
    IF NEW.invitation_id IS NOT NULL THEN
        PERFORM consultations_keep_quota(NEW.invitation_id);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION consultations_seats_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM consultations_keep_seats(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION consultations_quota_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM consultations_keep_quota(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER place_is_free_for_the_new AFTER INSERT ON consultations_registration
    FOR EACH ROW WHEN (consultations_has_place(NEW)) EXECUTE FUNCTION consultations_place_taken();
-- Who has her place and is only checked in takes none, so the door of the room waits for nobody.
CREATE TRIGGER place_is_free AFTER UPDATE ON consultations_registration
    FOR EACH ROW WHEN (consultations_has_place(NEW) AND (
        NOT consultations_has_place(OLD)
        OR (NEW.consultation_id, NEW.attends, NEW.invitation_id)
            IS DISTINCT FROM (OLD.consultation_id, OLD.attends, OLD.invitation_id)
    )) EXECUTE FUNCTION consultations_place_taken();
CREATE TRIGGER seats_cover_the_people AFTER UPDATE ON consultations_consultation
    FOR EACH ROW WHEN (NEW.seats IS DISTINCT FROM OLD.seats) EXECUTE FUNCTION consultations_seats_changed();
CREATE TRIGGER quota_covers_the_people AFTER UPDATE ON consultations_consultationinvitation
    FOR EACH ROW WHEN (NEW.quota IS DISTINCT FROM OLD.quota) EXECUTE FUNCTION consultations_quota_changed();
"""
PLACES_UNDONE = """
DROP TRIGGER quota_covers_the_people ON consultations_consultationinvitation;
DROP TRIGGER seats_cover_the_people ON consultations_consultation;
DROP TRIGGER place_is_free ON consultations_registration;
DROP TRIGGER place_is_free_for_the_new ON consultations_registration;
DROP FUNCTION consultations_quota_changed();
DROP FUNCTION consultations_seats_changed();
DROP FUNCTION consultations_place_taken();
DROP FUNCTION consultations_keep_quota(bigint);
DROP FUNCTION consultations_keep_seats(bigint);
DROP FUNCTION consultations_has_place(consultations_registration);
"""


class Migration(migrations.Migration):
    replaces = [
        ("consultations", "0001_a_consultation_and_its_agenda"),
        ("consultations", "0002_from_invitations_to_answers"),
        ("consultations", "0003_promises"),
        ("consultations", "0004_contact_of_an_edition"),
        ("consultations", "0005_people_of_two_organizations_and_later_recommendations"),
    ]

    initial = True

    dependencies = [("registry", "0025_figures_by_mission")]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Series",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                choices=[
                                    ("in_person", "In person"),
                                    ("online", "Online"),
                                    ("hybrid", "In person and online"),
                                ],
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
                        ("answers_until", models.DateField(blank=True, null=True)),
                        ("contributions_until", models.DateField(blank=True, null=True)),
                        ("recommendations_published_at", models.DateTimeField(blank=True, null=True)),
                        ("registration_until", models.DateField(blank=True, null=True)),
                        ("topics_until", models.DateField(blank=True, null=True)),
                        ("cancelled_reason_language", models.CharField(blank=True, max_length=2)),
                        ("contact_email", models.EmailField(blank=True, max_length=254)),
                        ("areas", models.ManyToManyField(blank=True, related_name="consultations", to="registry.area")),
                        (
                            "co_organizers",
                            models.ManyToManyField(
                                blank=True, related_name="consultations_co_organized", to="registry.organization"
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
                                    (
                                        "kinds__contained_by",
                                        ["annual", "regional", "thematic", "information", "idm", "other"],
                                    ),
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
                                    models.Q(
                                        models.Q(("state", "idea"), _negated=True), ("published_at__isnull", False)
                                    ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        (
                            "reference",
                            models.CharField(
                                default=consultations.models.agenda.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
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
                                condition=models.Q(("kind__in", ["plenary", "breakout", "other"])),
                                name="agenda_kind_known",
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                migrations.CreateModel(
                    name="ActionUpdate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                default=consultations.models.responses.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "claims",
                            models.CharField(choices=[("in_progress", "In progress"), ("done", "Done")], max_length=12),
                        ),
                        ("text", models.TextField()),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")],
                                default="en",
                                max_length=2,
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
                migrations.CreateModel(
                    name="Audience",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                default=consultations.models.audiences.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
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
                                condition=models.Q(("list_name__in", ["directory", "inventory"])),
                                name="audience_list_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("invited__lte", models.F("found"))),
                                name="audience_invites_whom_it_found",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BalanceTarget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="consultations.consultation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "balance targets",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("consultation", "dimension", "value"),
                                name="one_target_for_a_share",
                                violation_error_message="There is a target for this already. Take it away first, then add it anew.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("dimension__in", ["region", "type", "reach", "first_time", "gender"])
                                ),
                                name="balance_dimension_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("percent__gte", 1), ("percent__lte", 100)),
                                name="target_is_a_share",
                                violation_error_message="Write a share between 1 and 100 per cent.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BreakoutNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "reference",
                            models.CharField(
                                default=consultations.models.notes.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")],
                                default="en",
                                max_length=2,
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="consultations.agendaitem",
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
                                condition=models.Q(("state__in", ["draft", "handed_in"])),
                                name="breakout_note_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("language__in", ["en", "fr", "es"])), name="note_language_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"), models.Q(("text", ""), _negated=True), _connector="OR"
                                ),
                                name="notes_handed_in_say_something",
                                violation_error_message="Nothing is written yet. Write your notes first, then hand them in.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsultationDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        (
                            "reference",
                            models.CharField(
                                default=consultations.models.documents.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
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
                    name="ConsultationInvitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        ("told_by", models.CharField(blank=True, max_length=200)),
                        ("asked_to_send_at", models.DateTimeField(blank=True, null=True)),
                        ("reminders", models.PositiveSmallIntegerField(default=0)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
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
                            "audience",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="consultations.audience",
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
                        "indexes": [
                            models.Index(
                                condition=models.Q(("asked_to_send_at__isnull", False)),
                                fields=["consultation", "id"],
                                name="invitations_to_send",
                            )
                        ],
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
                            models.CheckConstraint(
                                condition=models.Q(("reminders__lte", 3)), name="reminded_three_times_at_most"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    name="InvitationToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address_sha256", models.CharField(max_length=64)),
                        ("number", models.PositiveSmallIntegerField(default=0)),
                        ("token_sha256", models.CharField(max_length=64, unique=True)),
                        ("sent_at", models.DateTimeField()),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "invitation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tokens",
                                to="consultations.consultationinvitation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "links of invitations",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("invitation", "address_sha256", "number"), name="one_link_a_mail"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("number", models.PositiveSmallIntegerField()),
                        ("text_en", models.TextField(blank=True)),
                        ("text_fr", models.TextField(blank=True)),
                        ("text_es", models.TextField(blank=True)),
                        ("words_limit", models.PositiveIntegerField(default=500)),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="consultations.consultation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "open questions of consultations",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("consultation", "number"),
                                name="question_numbered_once",
                                violation_error_message="There is a question with this number already. Choose another number.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text_en", ""), ("text_es", ""), ("text_fr", ""), _negated=True),
                                name="question_has_a_text",
                                violation_error_message="Write the question in one language at least.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="question_numbered_from_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words_limit__gte", 1)), name="question_leaves_a_word"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contribution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "reference",
                            models.CharField(
                                default=consultations.models.contributions.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("language", models.CharField(max_length=10)),
                        ("may_be_published", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("sent", "Sent"), ("set_aside", "Set aside")],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contributions",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contributions",
                                to="consultations.openquestion",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "written contributions",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "set_aside"), _negated=True),
                                fields=("question", "organization"),
                                name="organization_contributes_once",
                                violation_error_message="Your organization has a text for this question already. Go on with it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "sent", "set_aside"])),
                                name="contribution_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "draft"), ("sent_at__isnull", True), ("sent_by__isnull", True)),
                                    models.Q(
                                        ("state", "sent"),
                                        models.Q(("text", ""), _negated=True),
                                        ("sent_at__isnull", False),
                                        ("sent_by__isnull", False),
                                    ),
                                    ("state", "set_aside"),
                                    _connector="OR",
                                ),
                                name="contribution_is_sent_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ParticipationFigures",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("people", models.PositiveIntegerField()),
                        ("civil_society", models.PositiveIntegerField()),
                        ("organizations", models.PositiveIntegerField()),
                        ("local_or_national", models.PositiveIntegerField()),
                        ("countries", models.PositiveIntegerField()),
                        ("genders", models.JSONField(default=dict)),
                        ("needs", models.JSONField(default=dict)),
                        ("are_expected", models.BooleanField(default=False)),
                        ("frozen_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "consultation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="consultations.consultation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "figures of participation",
                    },
                ),
                migrations.CreateModel(
                    name="PurgeProof",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("rows", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="purge_proofs",
                                to="consultations.consultation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "proofs that personal data were emptied",
                    },
                ),
                migrations.CreateModel(
                    name="Recommendation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                choices=[("iom", "IOM"), ("csos", "Civil society organizations")],
                                default="iom",
                                max_length=10,
                            ),
                        ),
                        ("note_line", models.PositiveSmallIntegerField(blank=True, null=True)),
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
                        ("dropped_reason", models.CharField(blank=True, max_length=500)),
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
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="consultations.actionupdate",
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recommendations",
                                to="consultations.breakoutnote",
                            ),
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
                        ("dropped_reason_language", models.CharField(blank=True, max_length=2)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "leads",
                            models.ManyToManyField(
                                blank=True, related_name="recommendations_led", to="registry.organization"
                            ),
                        ),
                        (
                            "proposers",
                            models.ManyToManyField(
                                blank=True, related_name="recommendations", to="registry.organization"
                            ),
                        ),
                        (
                            "similar_to",
                            models.ManyToManyField(
                                blank=True, related_name="taken_up_by", to="consultations.recommendation"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "recommendations",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("consultation", "number"), name="recommendation_numbered_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["recorded", "assigned", "answered", "in_progress", "done", "dropped"],
                                    )
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["recorded", "dropped"]),
                                    ("unit__isnull", False),
                                    ("addressee", "csos"),
                                    _connector="OR",
                                ),
                                name="recommendation_assigned_to_somebody",
                                violation_error_message="Say which unit of IOM is to answer, or that organizations are to act.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("dropped_reason__gt", ""), ("state", "dropped")),
                                    models.Q(models.Q(("state", "dropped"), _negated=True), ("dropped_reason", "")),
                                    _connector="OR",
                                ),
                                name="dropped_with_a_reason",
                                violation_error_message="Say why it is dropped. Everybody reads the reason.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_by__isnull", False), ("state", "done")),
                                    models.Q(models.Q(("state", "done"), _negated=True), ("done_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="done_with_evidence",
                                violation_error_message="What is done needs evidence: a link, or a document. Add one.",
                            ),
                            models.UniqueConstraint(
                                fields=("note", "note_line"),
                                name="line_recommended_once",
                                violation_error_message="Somebody made a recommendation of one of these lines already. Look again.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ManagementResponse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            "recommendation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="response",
                                to="consultations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "answers to recommendations",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("verdict__in", ["accept", "part", "not"])), name="verdict_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict", "accept"),
                                    models.Q(("reason_en", ""), ("reason_es", ""), ("reason_fr", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="response_says_why",
                                violation_error_message="Say why it is not accepted, or only in part. Everybody reads the reason.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("due_on__isnull", True), ("verdict", "not")),
                                    models.Q(
                                        ("due_on__isnull", False),
                                        ("verdict__in", ["accept", "part"]),
                                        models.Q(
                                            ("action_en", ""), ("action_es", ""), ("action_fr", ""), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="response_says_what_is_done",
                                violation_error_message="What is accepted needs an action and the day by which it is done; what is not accepted has no day.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "about",
                            models.CharField(choices=[("answer", "Answer"), ("action", "Action")], max_length=10),
                        ),
                        ("due_on", models.DateField()),
                        (
                            "step",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Whoever is to answer or to act"), (2, "The organizers")]
                            ),
                        ),
                        ("told_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="escalations",
                                to="consultations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "reminders of what is overdue",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("recommendation", "about", "due_on", "step"), name="overdue_told_once_a_step"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("about__in", ["answer", "action"]), ("step__in", [1, 2])),
                                name="escalation_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecommendationSubscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField(auto_now_add=True)),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recommendation_subscriptions",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subscriptions",
                                to="consultations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "recommendations followed",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("recommendation", "organization"),
                                name="recommendation_followed_once",
                                violation_error_message="Your organization follows this recommendation already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Registration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                choices=[("in_person", "In person"), ("online", "Online")],
                                default="in_person",
                                max_length=10,
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
                            "exception",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("quota", "More people than the invitation is for"),
                                    ("late", "Named after registration closed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("waiting_since", models.DateTimeField(blank=True, null=True)),
                        ("offered_until", models.DateTimeField(blank=True, null=True)),
                        (
                            "offered_for",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                            ),
                        ),
                        ("on_participants_list", models.BooleanField(default=False)),
                        ("on_public_list", models.BooleanField(default=False)),
                        ("in_photos", models.BooleanField(default=False)),
                        ("edits", models.JSONField(blank=True, default=list)),
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
                        "indexes": [models.Index(fields=["consultation", "state"], name="registration_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "nominated",
                                            "confirmed",
                                            "waitlisted",
                                            "refused",
                                            "withdrawn",
                                            "attended",
                                            "no_show",
                                        ],
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
                            models.CheckConstraint(
                                condition=models.Q(("exception__in", ["", "quota", "late"])),
                                name="registration_exception_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("offered_until__isnull", True), ("state", "waitlisted"), _connector="OR"
                                ),
                                name="offered_to_who_waits",
                            ),
                            models.UniqueConstraint(
                                models.F("consultation"),
                                models.F("organization"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(
                                    ("email__gt", ""),
                                    ("state__in", ["nominated", "confirmed", "waitlisted", "attended"]),
                                ),
                                name="person_registered_once",
                                nulls_distinct=False,
                                violation_error_message="Somebody with this e-mail address comes for the same organization already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "reference",
                            models.CharField(
                                default=consultations.models.needs.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("visa_letter", "Letter for the visa"),
                                    ("travel", "Travel support"),
                                    ("interpretation", "Interpretation"),
                                    ("accessibility", "Accessibility"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("language", models.CharField(blank=True, max_length=10)),
                        ("text", models.CharField(blank=True, max_length=500)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked for"),
                                    ("granted", "Granted"),
                                    ("refused", "Refused"),
                                    ("done", "Done"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        (
                            "registration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needs",
                                to="consultations.registration",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "needs of participants",
                        "constraints": [
                            models.UniqueConstraint(fields=("registration", "kind"), name="need_asked_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["asked", "granted", "refused", "done"])),
                                name="need_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["visa_letter", "travel", "interpretation", "accessibility"])
                                ),
                                name="need_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "interpretation"), models.Q(("language", ""), _negated=True)),
                                    models.Q(models.Q(("kind", "interpretation"), _negated=True), ("language", "")),
                                    _connector="OR",
                                ),
                                name="interpretation_into_a_language",
                                violation_error_message="Say into which language you need interpretation.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="need_refused_with_a_reason",
                                violation_error_message="Say why this is refused. The organization reads the reason.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                        ("taken_at", models.DateTimeField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
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
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="consultations.agendaitem",
                            ),
                        ),
                        (
                            "registration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="consultations.registration",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "attendances",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at", None)),
                                fields=("registration", "session"),
                                name="present_once",
                                nulls_distinct=False,
                                violation_error_message="This person is checked in already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("in_review", "In review"), ("published", "Published")],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("introduction_en", models.TextField(blank=True)),
                        ("introduction_fr", models.TextField(blank=True)),
                        ("introduction_es", models.TextField(blank=True)),
                        ("next_steps_en", models.TextField(blank=True)),
                        ("next_steps_fr", models.TextField(blank=True)),
                        ("next_steps_es", models.TextField(blank=True)),
                        ("content", models.JSONField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("returned_reason", models.CharField(blank=True, max_length=500)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "consultation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="consultations.consultation",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "reports of consultations",
                        "constraints": [
                            models.UniqueConstraint(fields=("consultation", "number"), name="report_numbered_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published"), _negated=True),
                                fields=("consultation",),
                                name="one_report_is_written",
                                violation_error_message="A version of this report is being written already. Go on with that one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "in_review", "published"])),
                                name="report_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("content__isnull", True),
                                        ("sent_at__isnull", True),
                                        ("sent_by__isnull", True),
                                        ("state", "draft"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "draft"), _negated=True),
                                        ("content__isnull", False),
                                        ("sent_at__isnull", False),
                                        ("sent_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_is_frozen_when_it_is_sent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published_at__isnull", False),
                                        ("published_by__isnull", False),
                                        ("state", "published"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "published"), _negated=True),
                                        ("published_at__isnull", True),
                                        ("published_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_is_published_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_by__isnull", True),
                                    models.Q(("published_by", models.F("sent_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="report_is_read_by_a_second_person",
                                violation_error_message="You sent this report to review, so somebody else publishes it.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Topic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "reference",
                            models.CharField(
                                default=consultations.models.topics.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="topics",
                                to="registry.organization",
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
                                        ("decided_at__isnull", False),
                                        ("reason__gt", ""),
                                        ("state__in", ["kept", "not_kept"]),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("reason", ""),
                                        ("state__in", ["proposed", "withdrawn"]),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="supports",
                                to="consultations.topic",
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
            ],
        ),
        migrations.RunSQL(PUBLISHED_FOR_GOOD, PUBLISHED_FOR_GOOD_UNDONE),
        migrations.RunSQL(PLACES, PLACES_UNDONE),
    ]
