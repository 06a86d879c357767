"""The observers of a new database in one step: what 0001 to 0011 make of an empty one, without the way there.

A database that took those steps has taken this one. Columns stand in the order in which they came, and so as in those.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import observers.models.applications
import observers.models.criteria
import observers.models.reviews
import observers.models.sessions
import observers.models.statuses
from django.conf import settings
from django.db import migrations, models

from registry.migrations._together import CreateModels

# Published criteria are what applications are judged by: they never change. Retiring a set is the one way on.
CRITERIA = """
CREATE FUNCTION observers_refuse_changing_published_criteria() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owners bigint[];
BEGIN
    IF TG_TABLE_NAME = 'observers_criteriaset' THEN
        IF OLD.state = 'draft' THEN
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.state IN (OLD.state, 'retired')
           AND to_jsonb(NEW) - ARRAY['state', 'version', 'updated_at'] = to_jsonb(OLD) - ARRAY['state', 'version', 'updated_at'] THEN
            RETURN NEW;
        END IF;
    ELSE
        -- Whoever moves a criterion to another set changes both.
        owners := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.criteria_set_id] WHEN 'DELETE' THEN ARRAY[OLD.criteria_set_id]
                             ELSE ARRAY[OLD.criteria_set_id, NEW.criteria_set_id] END;
        IF NOT EXISTS (SELECT FROM observers_criteriaset WHERE id = ANY (owners) AND state <> 'draft') THEN
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
    END IF;
    RAISE EXCEPTION 'Published criteria never change: make a new version.'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_criteria_never_change';
END $$;
CREATE TRIGGER published_criteria_never_change BEFORE UPDATE OR DELETE ON observers_criteriaset
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_changing_published_criteria();
CREATE TRIGGER published_criteria_never_change BEFORE INSERT OR UPDATE OR DELETE ON observers_criterion
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_changing_published_criteria();
"""
CRITERIA_UNDONE = """
DROP TRIGGER published_criteria_never_change ON observers_criterion;
DROP TRIGGER published_criteria_never_change ON observers_criteriaset;
DROP FUNCTION observers_refuse_changing_published_criteria();
"""

# What was sent, what the Council decided and what happened to a status are kept as they were written.
FROZEN = """
CREATE FUNCTION observers_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was recorded stays as it is: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recorded_once';
END $$;
CREATE TRIGGER submission_is_frozen BEFORE UPDATE OR DELETE ON observers_submission
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_rewriting();
CREATE TRIGGER decision_is_frozen BEFORE UPDATE OR DELETE ON observers_decision
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_rewriting();
CREATE TRIGGER status_event_is_frozen BEFORE UPDATE OR DELETE ON observers_statusevent
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_rewriting();
"""
FROZEN_UNDONE = """
DROP TRIGGER status_event_is_frozen ON observers_statusevent;
DROP TRIGGER decision_is_frozen ON observers_decision;
DROP TRIGGER submission_is_frozen ON observers_submission;
DROP FUNCTION observers_refuse_rewriting();
"""

# Whatever the code forgets: nothing is decided before its session, nor by who recommended it.
DECISIONS = """
CREATE FUNCTION observers_refuse_unlawful_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decided_on < (SELECT starts_on FROM observers_councilsession WHERE id = NEW.session_id)
       OR NEW.decided_on > (now() AT TIME ZONE (SELECT zone FROM observers_councilsession WHERE id = NEW.session_id))::date THEN
        RAISE EXCEPTION 'A decision bears a day of its session or later, and not one that has not come yet.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_not_before_its_session';
    END IF;
    IF EXISTS (
        SELECT FROM observers_recommendation
        WHERE application_id = NEW.application_id AND NEW.recorded_by_id IN (signed_by_id, agreed_by_id)
          AND returned_at IS NULL
    ) THEN
        RAISE EXCEPTION 'Who recommended does not record the decision.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_recorded_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_is_lawful BEFORE INSERT ON observers_decision
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_unlawful_decision();
"""
DECISIONS_UNDONE = """
DROP TRIGGER decision_is_lawful ON observers_decision;
DROP FUNCTION observers_refuse_unlawful_decision();
"""

# The column was called otherwise when it was made.
NAMES = """
ALTER TABLE observers_criterion
    RENAME CONSTRAINT observers_criterion_source_en_not_null TO observers_criterion_source_not_null;
"""


class Migration(migrations.Migration):
    replaces = [
        ("observers", "0001_initial"),
        ("observers", "0002_promises"),
        ("observers", "0003_what_is_missing"),
        ("observers", "0004_a_ledger_of_reminders"),
        ("observers", "0005_papers_become_final"),
        ("observers", "0006_reasons_that_both_sides_read"),
        ("observers", "0007_names_are_compared_folded"),
        ("observers", "0008_reason_of_the_council"),
        ("observers", "0009_corrections_name_their_criterion"),
        ("observers", "0010_criterion_sources"),
        ("observers", "0011_nouns_have_plurals"),
    ]

    initial = True

    dependencies = [("registry", "0008_originals_kept_apart")]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="CouncilSession",
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
                                default=observers.models.sessions.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("regular", "Regular session of the Council"),
                                    ("special", "Special session of the Council"),
                                    ("idm", "International Dialogue on Migration"),
                                ],
                                default="regular",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number")),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                        ("zone", models.CharField(default="Europe/Zurich", max_length=60, verbose_name="time zone")),
                        ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="applications open")),
                        ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="applications close")),
                        ("papers_at", models.DateTimeField(blank=True, null=True, verbose_name="papers must be ready")),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                        ("is_demo", models.BooleanField(default=False)),
                        ("papers_closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "final_agenda",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["regular", "special", "idm"])),
                                name="session_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="session_ends_after_it_begins",
                                violation_error_message="The last day comes before the first. Check both dates.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind", "idm"), ("number__isnull", False), _connector="OR"),
                                name="council_session_has_a_number",
                                violation_error_message="A session of the Council has a number. Write it.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "idm"), _negated=True),
                                fields=("number",),
                                name="council_session_numbered_once",
                                violation_error_message="There is a session with this number already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opens_at__isnull", True),
                                    ("closes_at__isnull", True),
                                    ("closes_at__gt", models.F("opens_at")),
                                    _connector="OR",
                                ),
                                name="session_closes_after_it_opens",
                                violation_error_message="Applications close before they open. Check both times.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CriteriaSet",
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
                                default=observers.models.criteria.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("code", models.SlugField(max_length=60, verbose_name="code")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("published", "Published"), ("retired", "Retired")],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                        ("name_fr", models.CharField(blank=True, max_length=200, verbose_name="name in French")),
                        ("name_es", models.CharField(blank=True, max_length=200, verbose_name="name in Spanish")),
                        ("citation", models.CharField(max_length=300, verbose_name="citation")),
                        (
                            "is_to_be_confirmed",
                            models.BooleanField(default=True, verbose_name="to be confirmed by IOM"),
                        ),
                        ("note_en", models.TextField(blank=True, verbose_name="note in English")),
                        ("note_fr", models.TextField(blank=True, verbose_name="note in French")),
                        ("note_es", models.TextField(blank=True, verbose_name="note in Spanish")),
                        (
                            "screening_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="working days for the completeness check"
                            ),
                        ),
                        (
                            "review_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="working days for the review"
                            ),
                        ),
                        (
                            "answer_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="days to answer questions or send what is missing"
                            ),
                        ),
                        (
                            "opinion_days",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="days for an opinion"),
                        ),
                        ("rounds", models.PositiveSmallIntegerField(default=2, verbose_name="rounds of questions")),
                        (
                            "reapply_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="months until a new application"
                            ),
                        ),
                        (
                            "confirmation_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="months between confirmations"
                            ),
                        ),
                        (
                            "lapse_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="days to confirm before the status lapses"
                            ),
                        ),
                        (
                            "reply_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="days to reply to a notice of suspension"
                            ),
                        ),
                        (
                            "most_representatives",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="most representatives at a time"
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("code", "number"), name="criteria_version_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "published", "retired"])),
                                name="criteria_set_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at__isnull", True), ("state", "draft")),
                                    models.Q(("state", "draft"), _negated=True),
                                    _connector="OR",
                                ),
                                name="criteria_published_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Application",
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
                                default=observers.models.applications.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Sent"),
                                    ("screening", "Completeness check"),
                                    ("incomplete", "Incomplete"),
                                    ("in_review", "Under review"),
                                    ("clarification", "Waiting for answers"),
                                    ("ready", "Ready for a recommendation"),
                                    ("recommended", "Recommended"),
                                    ("with_council", "On the Council’s agenda"),
                                    ("deferred", "Deferred"),
                                    ("admitted", "Admitted"),
                                    ("not_admitted", "Not admitted"),
                                    ("withdrawn", "Withdrawn"),
                                    ("closed", "Closed without prejudice"),
                                ],
                                default="draft",
                                max_length=14,
                            ),
                        ),
                        ("cycle", models.PositiveSmallIntegerField(default=1)),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")],
                                default="en",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "copied_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="observers.application",
                            ),
                        ),
                        (
                            "correspondent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lead",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="observers.councilsession",
                            ),
                        ),
                        (
                            "criteria_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="observers.criteriaset",
                            ),
                        ),
                        ("missing", models.TextField(blank=True)),
                        ("record_checked_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "submitted_at"], name="application_by_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "submitted",
                                            "screening",
                                            "incomplete",
                                            "in_review",
                                            "clarification",
                                            "ready",
                                            "recommended",
                                            "with_council",
                                            "deferred",
                                        ],
                                    )
                                ),
                                fields=("organization",),
                                name="one_open_application",
                                violation_error_message="This organization already has an open application. Go on with that one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "submitted",
                                            "screening",
                                            "incomplete",
                                            "in_review",
                                            "clarification",
                                            "ready",
                                            "recommended",
                                            "with_council",
                                            "deferred",
                                            "admitted",
                                            "not_admitted",
                                            "withdrawn",
                                            "closed",
                                        ],
                                    )
                                ),
                                name="application_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="application_sent_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True),
                                        (
                                            "state__in",
                                            [
                                                "draft",
                                                "submitted",
                                                "screening",
                                                "incomplete",
                                                "in_review",
                                                "clarification",
                                                "ready",
                                                "recommended",
                                                "with_council",
                                                "deferred",
                                            ],
                                        ),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "state__in",
                                                [
                                                    "draft",
                                                    "submitted",
                                                    "screening",
                                                    "incomplete",
                                                    "in_review",
                                                    "clarification",
                                                    "ready",
                                                    "recommended",
                                                    "with_council",
                                                    "deferred",
                                                ],
                                            ),
                                            _negated=True,
                                        ),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_closed_at_a_time",
                            ),
                        ],
                        "verbose_name_plural": "applications for observer status",
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, verbose_name="code")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("automatic", "Compared with the registry"),
                                    ("declaration", "Declared by the organization"),
                                    ("document", "Shown by a document"),
                                    ("judgement", "Assessed by reviewers"),
                                ],
                                max_length=12,
                                verbose_name="kind of check",
                            ),
                        ),
                        (
                            "comparison",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "None"),
                                    ("years", "Years of existence"),
                                    ("countries", "Countries of work"),
                                    ("registration", "Registration document in date"),
                                    ("areas", "Areas of work"),
                                    ("partnerships", "Partnerships with IOM"),
                                    ("type", "Type of organization"),
                                    ("screening", "Screening done"),
                                    ("signature", "Letter signed by the head"),
                                ],
                                max_length=20,
                                verbose_name="compared with the registry",
                            ),
                        ),
                        ("least", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at least")),
                        ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                        ("name_fr", models.CharField(blank=True, max_length=200, verbose_name="name in French")),
                        ("name_es", models.CharField(blank=True, max_length=200, verbose_name="name in Spanish")),
                        ("text_en", models.TextField(verbose_name="text in English")),
                        ("text_fr", models.TextField(blank=True, verbose_name="text in French")),
                        ("text_es", models.TextField(blank=True, verbose_name="text in Spanish")),
                        ("guidance_en", models.TextField(blank=True, verbose_name="guidance in English")),
                        ("guidance_fr", models.TextField(blank=True, verbose_name="guidance in French")),
                        ("guidance_es", models.TextField(blank=True, verbose_name="guidance in Spanish")),
                        (
                            "evidence_en",
                            models.CharField(blank=True, max_length=300, verbose_name="evidence in English"),
                        ),
                        (
                            "evidence_fr",
                            models.CharField(blank=True, max_length=300, verbose_name="evidence in French"),
                        ),
                        (
                            "evidence_es",
                            models.CharField(blank=True, max_length=300, verbose_name="evidence in Spanish"),
                        ),
                        (
                            "document_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("registration", "Registration certificate"),
                                    ("statutes", "Statutes"),
                                    ("accounts", "Accounts"),
                                    ("report", "Activity report"),
                                    ("letter", "Letter"),
                                    ("agreement", "Agreement with IOM"),
                                    ("other", "Other document"),
                                ],
                                max_length=20,
                                verbose_name="kind of document",
                            ),
                        ),
                        ("needs_document", models.BooleanField(default=False, verbose_name="a document is needed")),
                        (
                            "validity_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="issued at most so many months ago"
                            ),
                        ),
                        (
                            "word_limit",
                            models.PositiveSmallIntegerField(default=300, verbose_name="words of the answer, at most"),
                        ),
                        ("in_self_check", models.BooleanField(default=True, verbose_name="asked in the self-check")),
                        (
                            "provenance",
                            models.CharField(
                                choices=[
                                    ("attested", "Attested by its source"),
                                    ("analogy", "By analogy with another body"),
                                    ("local", "Local, to be confirmed by IOM"),
                                ],
                                default="local",
                                max_length=10,
                                verbose_name="provenance",
                            ),
                        ),
                        ("source_en", models.CharField(max_length=400, verbose_name="source in English")),
                        ("source_url", models.URLField(blank=True, verbose_name="address of the source")),
                        (
                            "criteria_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="observers.criteriaset",
                            ),
                        ),
                        ("source_fr", models.CharField(blank=True, max_length=400, verbose_name="source in French")),
                        ("source_es", models.CharField(blank=True, max_length=400, verbose_name="source in Spanish")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("criteria_set", "code"),
                                name="criterion_once_a_set",
                                violation_error_message="There is a criterion with this code already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["automatic", "declaration", "document", "judgement"])),
                                name="criterion_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("provenance__in", ["attested", "analogy", "local"])),
                                name="criterion_provenance_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
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
                            "self_check",
                            models.CharField(
                                blank=True, choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")], max_length=6
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("language", models.CharField(blank=True, max_length=10)),
                        ("is_declared", models.BooleanField(default=False)),
                        ("translation", models.TextField(blank=True)),
                        ("translation_language", models.CharField(blank=True, max_length=10)),
                        (
                            "translated_by",
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
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="observers.application",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="observers.criterion"
                            ),
                        ),
                        ("documents", models.ManyToManyField(blank=True, related_name="+", to="registry.document")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "criterion"), name="one_answer_a_criterion")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("cycle", models.PositiveSmallIntegerField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("admitted", "Admitted"),
                                    ("not_admitted", "Not admitted"),
                                    ("deferred", "Deferred"),
                                    ("withdrawn", "Withdrawn"),
                                    ("closed", "Closed without prejudice"),
                                ],
                                max_length=14,
                                verbose_name="outcome",
                            ),
                        ),
                        ("decided_on", models.DateField(verbose_name="decided on")),
                        ("resolution", models.CharField(blank=True, max_length=40, verbose_name="resolution number")),
                        (
                            "deferral",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("information", "Information from the organization is missing"),
                                    ("time", "The session had no time for it"),
                                    ("members", "Members of the Council asked for more time"),
                                    ("other", "Another reason"),
                                ],
                                max_length=12,
                                verbose_name="why deferred",
                            ),
                        ),
                        ("missing", models.TextField(blank=True, verbose_name="what is missing")),
                        (
                            "reapply_on",
                            models.DateField(blank=True, null=True, verbose_name="new application possible from"),
                        ),
                        ("reasons", models.JSONField(default=list)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="observers.application",
                            ),
                        ),
                        (
                            "next_session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="observers.councilsession",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="observers.councilsession",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason of the Council")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "cycle"), name="one_decision_a_cycle"),
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "deferred"), _negated=True),
                                fields=("application",),
                                name="one_effective_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["admitted", "not_admitted", "deferred", "withdrawn", "closed"])
                                ),
                                name="decision_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome__in", ["admitted", "not_admitted", "deferred"]), _negated=True),
                                    models.Q(("resolution", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="decision_has_a_resolution",
                                violation_error_message="A decision of the Council has a resolution number. Write it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("next_session__isnull", False),
                                        ("outcome", "deferred"),
                                        models.Q(("deferral", ""), _negated=True),
                                        models.Q(("missing", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", "deferred"), _negated=True),
                                        ("deferral", ""),
                                        ("missing", ""),
                                        ("next_session__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="deferral_says_what_is_missing",
                                violation_error_message="A deferral needs its reason, what exactly is missing, and the session that it is deferred to.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
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
                                choices=[
                                    ("met", "Met"),
                                    ("partly", "Partly met"),
                                    ("not_met", "Not met"),
                                    ("cannot_assess", "Cannot assess"),
                                    ("not_applicable", "Not applicable"),
                                ],
                                max_length=14,
                                verbose_name="finding",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("note", models.TextField(blank=True, verbose_name="note for staff")),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="observers.criterion"
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="observers.review",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("review", "criterion"), name="one_finding_a_criterion"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict__in", ["met", "partly", "not_met", "cannot_assess", "not_applicable"])
                                ),
                                name="finding_verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict", "met"), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="finding_has_a_reason",
                                violation_error_message="Write the reason. The organization reads it when the finding is not “Met”.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Observer",
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
                                default=observers.models.statuses.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("cso", "Civil society organization"),
                                    ("igo", "Intergovernmental organization"),
                                    ("state", "State"),
                                ],
                                default="cso",
                                max_length=6,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=300, verbose_name="name")),
                        ("is_demo", models.BooleanField(default=False)),
                        (
                            "organization",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observer",
                                to="registry.organization",
                                verbose_name="organization",
                            ),
                        ),
                        ("folded", models.CharField(editable=False, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["cso", "igo", "state"])), name="observer_kind_known"
                            ),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                models.F("kind"),
                                condition=models.Q(("organization__isnull", True)),
                                name="observer_named_once",
                                violation_error_message="There is an observer with this name already.",
                            ),
                        ],
                        "verbose_name_plural": "observer status",
                    },
                ),
                migrations.CreateModel(
                    name="Designation",
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
                                default=observers.models.statuses.new_designation_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("name", models.CharField(max_length=150, verbose_name="name")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("title", models.CharField(blank=True, max_length=150, verbose_name="title or function")),
                        ("designated_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "designated_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "observer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="designations",
                                to="observers.observer",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                models.F("observer"),
                                condition=models.Q(("ended_at__isnull", True)),
                                name="designated_once",
                                violation_error_message="This person is designated already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Confirmation",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Not yet sent"),
                                    ("sent", "Sent, with changes to look at"),
                                    ("accepted", "Accepted"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("asked_on", models.DateField()),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("is_record_right", models.BooleanField(blank=True, null=True)),
                        ("changes", models.TextField(blank=True, verbose_name="what has changed")),
                        ("activities", models.JSONField(default=list)),
                        ("activities_note", models.TextField(blank=True, verbose_name="other activities with IOM")),
                        ("is_interested", models.BooleanField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "accepted_by",
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
                        (
                            "observer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmations",
                                to="observers.observer",
                            ),
                        ),
                        ("return_reason", models.TextField(blank=True)),
                        ("are_activities_answered", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "sent", "accepted"])),
                                name="confirmation_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["open", "sent"])),
                                fields=("observer",),
                                name="one_open_confirmation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChangeNotice",
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
                                default=observers.models.statuses.new_notice_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("name", "Change of name"),
                                    ("head", "Change of head"),
                                    ("statutes", "Change of statutes"),
                                    ("address", "Change of address"),
                                    ("merger", "Merger"),
                                ],
                                max_length=10,
                                verbose_name="kind of change",
                            ),
                        ),
                        ("value", models.CharField(max_length=300)),
                        ("words", models.TextField(blank=True, verbose_name="in your own words")),
                        ("effective_on", models.DateField(verbose_name="since")),
                        ("sent_at", models.DateTimeField()),
                        (
                            "effect",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "No effect on the status"),
                                    ("review", "The status must be looked at"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("effect_note", models.CharField(blank=True, max_length=500)),
                        ("assessed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "assessed_by",
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
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "observer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="observers.observer",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("assessed_at__isnull", True), ("assessed_by__isnull", True), ("effect", "")
                                    ),
                                    models.Q(
                                        models.Q(("effect", ""), _negated=True),
                                        ("assessed_at__isnull", False),
                                        ("assessed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="notice_assessed_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObserverCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("cso", "Civil society organization"),
                                    ("igo", "Intergovernmental organization"),
                                    ("state", "State"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("on", models.DateField(null=True)),
                        ("count", models.PositiveIntegerField()),
                        ("is_at_least", models.BooleanField(default=False)),
                        ("counts_en", models.CharField(max_length=200)),
                        ("counts_fr", models.CharField(max_length=200)),
                        ("counts_es", models.CharField(max_length=200)),
                        ("source", models.CharField(max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "on", "count", "source"), name="count_told_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpinionRequest",
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
                                default=observers.models.reviews.new_opinion_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("question", models.TextField(verbose_name="question")),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("asked_at", models.DateTimeField()),
                        ("answer", models.TextField(blank=True, verbose_name="opinion")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("silent_at", models.DateTimeField(blank=True, null=True)),
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
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinions",
                                to="observers.application",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                                verbose_name="unit or mission",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="opinion_answered_by_somebody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at__isnull", True), ("silent_at__isnull", True)),
                                fields=("application", "unit"),
                                name="one_open_opinion_a_unit",
                                violation_error_message="This unit has been asked already. Wait for its answer.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Participation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("nominated_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("attended", models.BooleanField(blank=True, null=True)),
                        (
                            "designation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participations",
                                to="observers.designation",
                            ),
                        ),
                        (
                            "nominated_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participations",
                                to="observers.councilsession",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("session", "designation"),
                                name="nominated_once",
                                violation_error_message="This person is nominated for the session already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("page", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="page")),
                        ("row", models.CharField(blank=True, max_length=60)),
                        ("words", models.CharField(blank=True, max_length=300)),
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
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="pins", to="observers.finding"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("document__isnull", False), ("row", "")),
                                    models.Q(("document__isnull", True), models.Q(("row", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="pin_to_a_document_or_a_row",
                            )
                        ],
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
                        ("cycle", models.PositiveSmallIntegerField()),
                        (
                            "advice",
                            models.CharField(
                                choices=[("admit", "Admit"), ("not_admit", "Do not admit"), ("defer", "Defer")],
                                max_length=10,
                                verbose_name="recommendation",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("signed_at", models.DateTimeField()),
                        ("agreed_at", models.DateTimeField(blank=True, null=True)),
                        ("returned_at", models.DateTimeField(blank=True, null=True)),
                        ("returned_reason", models.TextField(blank=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recommendations",
                                to="observers.application",
                            ),
                        ),
                        (
                            "returned_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("returned_at__isnull", True)),
                                fields=("application", "cycle"),
                                name="one_recommendation_a_cycle",
                                violation_error_message="There is a recommendation already. Agree with it, or return it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreed_by__isnull", True),
                                    models.Q(("agreed_by", models.F("signed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="recommendation_signed_by_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreed_at__isnull", True), ("returned_at__isnull", True), _connector="OR"
                                ),
                                name="recommendation_agreed_or_returned",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="recommendation_has_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                        ("cycle", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("assigned", "Waiting for the declaration"),
                                    ("open", "In work"),
                                    ("handed_in", "Handed in"),
                                    ("ended", "Ended without findings"),
                                ],
                                default="assigned",
                                max_length=10,
                            ),
                        ),
                        ("assigned_at", models.DateTimeField()),
                        ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="observers.application",
                            ),
                        ),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("application", "cycle", "reviewer"),
                                name="one_review_a_person",
                                violation_error_message="This person reviews the application already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["assigned", "open", "handed_in", "ended"])),
                                name="review_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("handed_in_at__isnull", False), ("state", "handed_in")),
                                    models.Q(
                                        models.Q(("state", "handed_in"), _negated=True), ("handed_in_at__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="review_handed_in_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("extra_reason", models.CharField(blank=True, max_length=500)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_reason", models.CharField(blank=True, max_length=500)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="observers.application",
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
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "number"), name="round_numbered_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at__isnull", True), ("closed_at__isnull", True)),
                                fields=("application",),
                                name="one_open_round",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
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
                                default=observers.models.reviews.new_question_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("text", models.TextField(verbose_name="question")),
                        ("repeat_reason", models.CharField(blank=True, max_length=500)),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="observers.criterion"
                            ),
                        ),
                        (
                            "similar_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="observers.question",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="observers.round",
                            ),
                        ),
                        ("documents", models.ManyToManyField(blank=True, related_name="+", to="registry.document")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("similar_to__isnull", True),
                                    models.Q(("repeat_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="repeated_question_has_a_reason",
                                violation_error_message="This was asked before. Say why it must be asked again.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Settlement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("cycle", models.PositiveSmallIntegerField()),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("met", "Met"),
                                    ("partly", "Partly met"),
                                    ("not_met", "Not met"),
                                    ("cannot_assess", "Cannot assess"),
                                    ("not_applicable", "Not applicable"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("settled_at", models.DateTimeField()),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="settlements",
                                to="observers.application",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="observers.criterion"
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "cycle", "criterion"), name="settled_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict__in", ["met", "partly", "not_met", "cannot_assess", "not_applicable"])
                                ),
                                name="settlement_verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="settlement_has_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=150, verbose_name="name")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")],
                                default="en",
                                max_length=2,
                            ),
                        ),
                        ("token_sha256", models.CharField(max_length=64, unique=True)),
                        ("expires_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField()),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("signed_as", models.CharField(blank=True, max_length=150, verbose_name="signed as")),
                        ("content_sha256", models.CharField(blank=True, max_length=64)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signatures",
                                to="observers.application",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("application",),
                                name="one_signature_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("content_sha256", ""), ("signed_as", ""), ("signed_at__isnull", True)),
                                    models.Q(
                                        ("signed_at__isnull", False),
                                        models.Q(("signed_as", ""), _negated=True),
                                        models.Q(("content_sha256", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="signed_with_name_and_hash",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="note")),
                        ("at", models.DateTimeField()),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staff_notes",
                                to="observers.application",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="StatusEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("admitted", "Admitted"),
                                    ("confirmation_due", "Confirmation asked for"),
                                    ("confirmed", "Confirmed"),
                                    ("lapsing", "Lapsing: not confirmed in time"),
                                    ("suspended", "Suspended"),
                                    ("withdrawn", "Withdrawn"),
                                    ("resigned", "Resigned"),
                                    ("reinstated", "Reinstated"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("on", models.DateField(verbose_name="date")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "Day"), ("year", "Year only")], default="day", max_length=4
                            ),
                        ),
                        ("session_name", models.CharField(blank=True, max_length=100, verbose_name="session")),
                        ("resolution", models.CharField(blank=True, max_length=40, verbose_name="resolution")),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="event",
                                to="observers.decision",
                            ),
                        ),
                        (
                            "observer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="observers.observer",
                            ),
                        ),
                        (
                            "recorded_by",
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
                                related_name="+",
                                to="observers.councilsession",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["observer", "on", "id"], name="event_in_order")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("observer", "kind", "on"),
                                name="event_told_once",
                                violation_error_message="The same was recorded for this day already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "admitted",
                                            "confirmation_due",
                                            "confirmed",
                                            "lapsing",
                                            "suspended",
                                            "withdrawn",
                                            "resigned",
                                            "reinstated",
                                        ],
                                    )
                                ),
                                name="event_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True), name="event_cites_its_act"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("sent_at", models.DateTimeField()),
                        ("content", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="observers.application",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "number"), name="submission_numbered_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Suspension",
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
                        ("grounds", models.TextField(verbose_name="reasons")),
                        ("notified_at", models.DateTimeField()),
                        ("reply_until", models.DateField(blank=True, null=True)),
                        ("reply", models.TextField(blank=True, verbose_name="reply")),
                        ("replied_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ending",
                            models.CharField(
                                blank=True, choices=[("suspended", "Suspended"), ("dropped", "Dropped")], max_length=10
                            ),
                        ),
                        ("ending_reason", models.TextField(blank=True)),
                        ("effective_on", models.DateField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "notified_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "observer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suspensions",
                                to="observers.observer",
                            ),
                        ),
                        (
                            "replied_by",
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
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("observer",),
                                name="one_open_suspension",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_by__isnull", True),
                                    models.Q(("ended_by", models.F("notified_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="suspension_decided_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("ending", "")),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(("ending", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="suspension_ended_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Turn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Sent"),
                                    ("screening", "Completeness check"),
                                    ("incomplete", "Incomplete"),
                                    ("in_review", "Under review"),
                                    ("clarification", "Waiting for answers"),
                                    ("ready", "Ready for a recommendation"),
                                    ("recommended", "Recommended"),
                                    ("with_council", "On the Council’s agenda"),
                                    ("deferred", "Deferred"),
                                    ("admitted", "Admitted"),
                                    ("not_admitted", "Not admitted"),
                                    ("withdrawn", "Withdrawn"),
                                    ("closed", "Closed without prejudice"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("applicant", "The organization"), ("iom", "IOM"), ("council", "The Council")],
                                max_length=10,
                            ),
                        ),
                        ("began_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="turns",
                                to="observers.application",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)), fields=["due_at"], name="turn_due"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("application",),
                                name="one_turn_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["applicant", "iom", "council"])),
                                name="turn_side_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True), ("ended_at__gte", models.F("began_at")), _connector="OR"
                                ),
                                name="turn_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Slip",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_before", models.DateTimeField(null=True)),
                        ("due_after", models.DateTimeField()),
                        ("reason", models.CharField(max_length=500)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "turn",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="slips", to="observers.turn"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="slip_has_a_reason"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Upload",
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
                                default=observers.models.applications.new_upload_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("name", models.CharField(max_length=255)),
                        ("size", models.PositiveIntegerField()),
                        ("received", models.PositiveIntegerField(default=0)),
                        ("path", models.CharField(max_length=100)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uploads",
                                to="observers.application",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="observers.criterion"
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="registry.document",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("received__lte", models.F("size"))),
                                name="upload_not_longer_than_told",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conflict",
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
                            "says",
                            models.CharField(
                                blank=True,
                                choices=[("none", "No conflict of interest"), ("conflict", "Conflict of interest")],
                                max_length=10,
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("member", "Is or was a member of the organization"),
                                    ("network", "Belongs to an organization that is linked to it"),
                                    ("programme", "Answers for a programme in which it takes part"),
                                    ("family", "Family or friendship"),
                                    ("money", "Money or other interest"),
                                    ("other", "Another reason"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("declared_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conflicts",
                                to="observers.application",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("cleared_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cleared_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("cleared_reason", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "user"), name="one_declaration_a_person"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("says", "conflict"), _negated=True),
                                    models.Q(("ground", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="conflict_has_a_ground",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cleared_at__isnull", True),
                                        ("cleared_by__isnull", True),
                                        ("cleared_reason", ""),
                                    ),
                                    models.Q(
                                        ("cleared_at__isnull", False),
                                        ("cleared_by__isnull", False),
                                        models.Q(("cleared_reason", ""), _negated=True),
                                        models.Q(("user", models.F("cleared_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="conflict_cleared_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("declared_at__isnull", True), ("says", "")),
                                    models.Q(models.Q(("says", ""), _negated=True), ("declared_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="conflict_declared_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
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
                        ("text", models.TextField(verbose_name="what is wrong")),
                        ("asked_at", models.DateTimeField()),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        ("is_accepted", models.BooleanField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="observers.application",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="observers.criterion",
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at__isnull", True)),
                                fields=("application",),
                                name="one_open_correction",
                                violation_error_message="A correction has been asked for already. Wait for the answer.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at__isnull", True),
                                        ("answered_by__isnull", True),
                                        ("is_accepted__isnull", True),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("is_accepted__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="correction_answered_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("subject", models.CharField(max_length=60)),
                        ("due_on", models.DateField()),
                        ("days_before", models.PositiveSmallIntegerField()),
                        ("sent_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subject", "kind", "due_on", "days_before"), name="reminded_once"
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(CRITERIA, CRITERIA_UNDONE),
        migrations.RunSQL(FROZEN, FROZEN_UNDONE),
        migrations.RunSQL(DECISIONS, DECISIONS_UNDONE),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
    ]
