"""The registry of a new database in one step: what 0001 to 0043 make of an empty one, without the way there.

A database that took those steps has taken this one. Columns stand in the order in which they came, and so as in those.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import registry.models.bounces
import registry.models.bulk_edits
import registry.models.claims
import registry.models.clients
import registry.models.disputes
import registry.models.documents
import registry.models.duplicates
import registry.models.exports
import registry.models.imports
import registry.models.issues
import registry.models.jobs
import registry.models.lessons
import registry.models.listings
import registry.models.match_lists
import registry.models.messages
import registry.models.notes
import registry.models.organizations
import registry.models.partnerships
import registry.models.people
import registry.models.proposals
import registry.models.refreshes
import registry.models.saved_views
import registry.models.screening
import registry.models.webhooks
import uuid
from django.conf import settings
from django.db import migrations, models
from django.contrib.postgres.operations import BtreeGistExtension

from registry.migrations._together import CreateModels

# The application itself has no way to rewrite what happened.
APPEND_ONLY = """
CREATE FUNCTION registry_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history is append-only: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE ON registry_change
    FOR EACH STATEMENT EXECUTE FUNCTION registry_refuse_rewriting();
CREATE TRIGGER history_is_never_emptied BEFORE TRUNCATE ON registry_change
    FOR EACH STATEMENT EXECUTE FUNCTION registry_refuse_rewriting();
"""
APPEND_ONLY_UNDONE = """
DROP TRIGGER history_is_never_emptied ON registry_change;
DROP TRIGGER history_is_append_only ON registry_change;
DROP FUNCTION registry_refuse_rewriting();
"""

# Do no harm: whatever the code forgets, no transaction that leaves an organization at risk, or one that was never
# published, with a listing can commit.
NO_LISTING_AT_RISK = """
CREATE FUNCTION registry_refuse_unsafe_listing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject bigint;
BEGIN
    IF TG_TABLE_NAME = 'registry_listing' THEN
        subject := NEW.organization_id;
    ELSE
        subject := NEW.id;
    END IF;
    IF EXISTS (
        SELECT FROM registry_listing listing JOIN registry_organization organization
            ON organization.id = listing.organization_id
        WHERE organization.id = subject
          AND (organization.is_at_risk OR organization.state NOT IN ('published', 'dormant'))
    ) THEN
        RAISE EXCEPTION 'An organization that is at risk or not published must not have a listing.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'no_listing_at_risk';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER no_listing_at_risk AFTER INSERT OR UPDATE ON registry_listing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION registry_refuse_unsafe_listing();
CREATE CONSTRAINT TRIGGER no_listing_at_risk AFTER UPDATE OF is_at_risk, state ON registry_organization
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION registry_refuse_unsafe_listing();
"""
NO_LISTING_AT_RISK_UNDONE = """
DROP TRIGGER no_listing_at_risk ON registry_organization;
DROP TRIGGER no_listing_at_risk ON registry_listing;
DROP FUNCTION registry_refuse_unsafe_listing();
"""

# What somebody has seen as evidence is what the next one sees, and who could not read it before cannot read it later.
DOCUMENTS_KEEP = """
CREATE FUNCTION registry_refuse_changed_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.file, NEW.sha256, NEW.size, NEW.media_type) IS DISTINCT FROM
       (OLD.file, OLD.sha256, OLD.size, OLD.media_type) THEN
        RAISE EXCEPTION 'The file of a document never changes.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'document_file_never_changes';
    END IF;
    IF OLD.visibility = 'staff' AND NEW.visibility <> 'staff' THEN
        RAISE EXCEPTION 'Who may read a document can only become fewer.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'document_only_narrows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER document_keeps BEFORE UPDATE ON registry_document
    FOR EACH ROW EXECUTE FUNCTION registry_refuse_changed_document();
"""
DOCUMENTS_KEEP_UNDONE = """
DROP TRIGGER document_keeps ON registry_document;
DROP FUNCTION registry_refuse_changed_document();
"""

# A programme takes place in the countries of its phases. One whose countries nobody has written down yet may be anywhere.
# Only what is written is looked at: that a phase changed later makes no history untrue.
IN_ITS_COUNTRIES = """
CREATE FUNCTION registry_refuse_programme_elsewhere() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.programme_id IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.programme_id = OLD.programme_id AND NEW.country_id = OLD.country_id THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT FROM registry_programmephase phase JOIN registry_programmephase_countries there
            ON there.programmephase_id = phase.id
        WHERE phase.programme_id = NEW.programme_id
        HAVING count(*) > 0 AND NOT bool_or(there.country_id = NEW.country_id)
    ) THEN
        RAISE EXCEPTION 'This programme does not take place in %.', NEW.country_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partnership_where_its_programme_is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partnership_where_its_programme_is BEFORE INSERT OR UPDATE ON registry_partnership
    FOR EACH ROW EXECUTE FUNCTION registry_refuse_programme_elsewhere();
"""
IN_ITS_COUNTRIES_UNDONE = """
DROP TRIGGER partnership_where_its_programme_is ON registry_partnership;
DROP FUNCTION registry_refuse_programme_elsewhere();
"""

# Nobody rewrites what was told; what is older than the feed keeps is taken out whole.
NEVER_REWRITTEN = """
CREATE TRIGGER feed_is_never_rewritten BEFORE UPDATE ON registry_feedentry
    FOR EACH STATEMENT EXECUTE FUNCTION registry_refuse_rewriting();
"""

# A constraint of its own, added to a column that was there, has a name of its own.
NAMES = """
ALTER TABLE registry_user RENAME CONSTRAINT registry_user_reference_key TO registry_user_reference_1618ca67_uniq;
ALTER TABLE registry_invitation
    RENAME CONSTRAINT registry_invitation_reference_key TO registry_invitation_reference_555afb67_uniq;
ALTER TABLE registry_message RENAME CONSTRAINT registry_message_reference_key TO registry_message_reference_04069d35_uniq;
ALTER TABLE registry_organizationlink
    RENAME CONSTRAINT registry_organizationlink_reference_key TO registry_organizationlink_reference_4f4dc9f7_uniq;
"""


class Migration(migrations.Migration):
    replaces = [
        ("registry", "0001_initial"),
        ("registry", "0002_promises"),
        ("registry", "0003_name_keys"),
        ("registry", "0004_person_and_message_references"),
        ("registry", "0005_what_a_source_said"),
        ("registry", "0006_rows_have_references"),
        ("registry", "0007_listings_for_partner_systems"),
        ("registry", "0008_originals_kept_apart"),
        ("registry", "0009_duplicates_and_merges"),
        ("registry", "0010_facts"),
        ("registry", "0011_notes"),
        ("registry", "0012_pairs"),
        ("registry", "0013_merges"),
        ("registry", "0014_proposals"),
        ("registry", "0015_history"),
        ("registry", "0016_claims"),
        ("registry", "0017_plurals_of_new_nouns"),
        ("registry", "0018_listings_tell_facts"),
        ("registry", "0019_item_assignments"),
        ("registry", "0020_import_undo"),
        ("registry", "0021_issues_and_state_reasons"),
        ("registry", "0022_saved_views_and_bulk_edits"),
        ("registry", "0023_disputes_and_ends"),
        ("registry", "0024_programmes_units_and_lessons"),
        ("registry", "0025_figures_by_mission"),
        ("registry", "0026_sources"),
        ("registry", "0027_mail_grows_up"),
        ("registry", "0028_editions_and_reminders"),
        ("registry", "0029_screening"),
        ("registry", "0030_routines"),
        ("registry", "0031_refresh_campaigns"),
        ("registry", "0032_campaigns_being_prepared"),
        ("registry", "0033_refusals_by_mail_program"),
        ("registry", "0034_clients"),
        ("registry", "0035_feed"),
        ("registry", "0036_webhooks"),
        ("registry", "0037_resources"),
        ("registry", "0038_match_jobs"),
        ("registry", "0039_exports"),
        ("registry", "0040_match_lists_counted_when_read"),
        ("registry", "0041_listed_partnerships"),
        ("registry", "0042_the_feed_tells_more"),
        ("registry", "0043_versions_found_by_facets"),
    ]

    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        ("name_en", models.CharField(max_length=200)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("description_en", models.TextField(blank=True)),
                        ("description_fr", models.TextField(blank=True)),
                        ("description_es", models.TextField(blank=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("source", models.CharField(blank=True, max_length=300)),
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
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Country",
                    fields=[
                        ("name_en", models.CharField(max_length=200)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        ("code", models.CharField(max_length=3, primary_key=True, serialize=False)),
                        ("iso2", models.CharField(blank=True, max_length=2)),
                        ("m49", models.CharField(blank=True, max_length=3)),
                        ("name_ar", models.CharField(blank=True, max_length=200)),
                        ("m49_region", models.CharField(blank=True, max_length=60)),
                        ("m49_sub_region", models.CharField(blank=True, max_length=60)),
                        ("map_x", models.FloatField(blank=True, null=True)),
                        ("map_y", models.FloatField(blank=True, null=True)),
                        (
                            "spellings",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                            ),
                        ),
                        ("is_deprecated", models.BooleanField(default=False)),
                        ("regions", models.ManyToManyField(blank=True, related_name="countries", to="registry.region")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="IdentifierScheme",
                    fields=[
                        ("name_en", models.CharField(max_length=200)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("description_en", models.TextField(blank=True)),
                        ("description_fr", models.TextField(blank=True)),
                        ("description_es", models.TextField(blank=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("source", models.CharField(blank=True, max_length=300)),
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
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        ("url_pattern", models.CharField(blank=True, max_length=200)),
                        ("value_pattern", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ImportProfile",
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
                        ("name", models.CharField(max_length=100, unique=True, verbose_name="source")),
                        ("columns", models.JSONField(default=dict)),
                        ("settings", models.JSONField(default=dict)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Level",
                    fields=[
                        ("name_en", models.CharField(max_length=200)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("description_en", models.TextField(blank=True)),
                        ("description_fr", models.TextField(blank=True)),
                        ("description_es", models.TextField(blank=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("source", models.CharField(blank=True, max_length=300)),
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
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Organization",
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
                                default=registry.models.organizations.new_reference,
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
                                    ("government", "Government"),
                                    ("igo", "Intergovernmental organization"),
                                    ("un", "United Nations body"),
                                    ("other", "Other"),
                                ],
                                default="cso",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("published", "Published"),
                                    ("dormant", "Dormant"),
                                    ("archived", "Archived"),
                                    ("merged", "Merged"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("state_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "type_explained",
                            models.CharField(blank=True, max_length=200, verbose_name="other type, explained"),
                        ),
                        (
                            "hq_city",
                            models.CharField(blank=True, max_length=100, verbose_name="town of the head office"),
                        ),
                        (
                            "founded",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of foundation"),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="working languages",
                            ),
                        ),
                        (
                            "description_en",
                            models.CharField(blank=True, max_length=500, verbose_name="description in English"),
                        ),
                        (
                            "description_fr",
                            models.CharField(blank=True, max_length=500, verbose_name="description in French"),
                        ),
                        (
                            "description_es",
                            models.CharField(blank=True, max_length=500, verbose_name="description in Spanish"),
                        ),
                        ("is_at_risk", models.BooleanField(default=False)),
                        ("is_demo", models.BooleanField(default=False)),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        ("observed_on", models.DateField(blank=True, null=True, verbose_name="as of")),
                        ("confirmed_on", models.DateField(blank=True, null=True)),
                        ("verified_on", models.DateField(blank=True, null=True)),
                        (
                            "hq_country",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.country",
                                verbose_name="country of the head office",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_from",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state_code",
                            models.CharField(
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
                        (
                            "levels",
                            models.ManyToManyField(
                                blank=True, related_name="organizations", to="registry.level", verbose_name="level"
                            ),
                        ),
                        (
                            "types",
                            models.ManyToManyField(
                                blank=True,
                                related_name="organizations",
                                to="registry.organizationtype",
                                verbose_name="type",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "reference"], name="organization_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "in_review", "published", "dormant", "archived", "merged"])
                                ),
                                name="organization_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["cso", "government", "igo", "un", "other"])),
                                name="organization_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                                    models.Q(
                                        models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="merged_into_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                                name="not_merged_into_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("verified_by__isnull", True), ("verified_on__isnull", True)),
                                    models.Q(("verified_by__isnull", False), ("verified_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="organization_verified_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("founded__isnull", True),
                                    models.Q(("founded__gte", 1000), ("founded__lte", 2200)),
                                    _connector="OR",
                                ),
                                name="organization_founded_in_a_year",
                                violation_error_message="Write the year with four digits, such as 1998.",
                            ),
                            models.CheckConstraint(
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "archived"), _negated=True),
                                    models.Q(("state_code", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="organization_archived_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state_code", "other"), _negated=True),
                                    models.Q(("state_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="other_state_reason_in_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListingFacet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.CharField(max_length=80)),
                        ("sort_name", models.CharField(max_length=300)),
                        ("recent_on", models.DateField(null=True)),
                        (
                            "listing",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="registry.listing",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.F("value"),
                                models.OrderBy(models.F("recent_on"), descending=True, nulls_last=True),
                                models.F("listing"),
                                name="facet_in_recency_order",
                            ),
                            models.Index(fields=["listing"], name="facet_of_listing"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("value", "sort_name", "listing"), name="facet_in_name_order"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListingName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=300)),
                        (
                            "keys",
                            django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                        ),
                        (
                            "listing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="names", to="registry.listing"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["keys"], name="listing_name_keys"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mode",
                    fields=[
                        ("name_en", models.CharField(max_length=200)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("description_en", models.TextField(blank=True)),
                        ("description_fr", models.TextField(blank=True)),
                        ("description_es", models.TextField(blank=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("source", models.CharField(blank=True, max_length=300)),
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
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NameKey",
                    fields=[
                        ("key", models.IntegerField(primary_key=True, serialize=False)),
                        ("names", models.IntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="OrganizationType",
                    fields=[
                        ("name_en", models.CharField(max_length=200)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("description_en", models.TextField(blank=True)),
                        ("description_fr", models.TextField(blank=True)),
                        ("description_es", models.TextField(blank=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("source", models.CharField(blank=True, max_length=300)),
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
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Role",
                    fields=[
                        ("name_en", models.CharField(max_length=200)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("description_en", models.TextField(blank=True)),
                        ("description_fr", models.TextField(blank=True)),
                        ("description_es", models.TextField(blank=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("source", models.CharField(blank=True, max_length=300)),
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
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Vocabulary",
                    fields=[
                        ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                        ("version", models.CharField(max_length=20)),
                        ("published_on", models.DateField()),
                        ("source", models.JSONField(default=dict)),
                        ("sha256", models.CharField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")],
                                default="en",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        ("time_zone", models.CharField(default="UTC", max_length=60, verbose_name="time zone")),
                        ("is_active", models.BooleanField(default=True)),
                        ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "reference",
                            models.CharField(
                                default=registry.models.people.new_person_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("quiet_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("quiet_until", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                name="one_account_for_an_address",
                                violation_error_message="There is already an account with this e-mail address.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from", None), ("quiet_until", None)),
                                    models.Q(
                                        ("quiet_from__lte", 23),
                                        ("quiet_until__lte", 23),
                                        models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="quiet_between_two_hours",
                                violation_error_message="Give two different hours, or none.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Area",
                    fields=[
                        ("name_en", models.CharField(max_length=200)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("description_en", models.TextField(blank=True)),
                        ("description_fr", models.TextField(blank=True)),
                        ("description_es", models.TextField(blank=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("source", models.CharField(blank=True, max_length=300)),
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
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="registry.area",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Change",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_id", models.BigIntegerField(null=True)),
                        ("by", models.CharField(max_length=200)),
                        ("verb", models.CharField(max_length=60)),
                        (
                            "op",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", ""),
                                    ("upsert", "upsert"),
                                    ("delete", "delete"),
                                    ("merge", "merge"),
                                    ("unmerge", "unmerge"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        ("subject", models.CharField(max_length=60)),
                        ("diff", models.JSONField(default=dict)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("batch", models.CharField(blank=True, max_length=20)),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("previous_hash", models.CharField(max_length=64)),
                        ("hash", models.CharField(max_length=64, unique=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["subject", "-id"], name="change_by_subject"),
                            models.Index(
                                condition=models.Q(("batch", ""), _negated=True),
                                fields=["batch", "id"],
                                name="change_by_batch",
                            ),
                            models.Index(fields=["verb", "-id"], name="change_by_verb"),
                            models.Index(fields=["by", "-id"], name="change_by_author"),
                            models.Index(fields=["at", "id"], name="change_by_moment"),
                            models.Index(
                                condition=models.Q(("request_id", ""), _negated=True),
                                fields=["request_id", "id"],
                                name="change_by_request",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FacetBits",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.CharField(max_length=80)),
                        ("chunk", models.IntegerField()),
                        ("bits", registry.models.listings.BitField()),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("value", "chunk"), name="facet_bits_once")],
                    },
                ),
                migrations.CreateModel(
                    name="FreshnessPolicy",
                    fields=[
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("organization", "Organization"),
                                    ("partnership", "Partnership"),
                                    ("contact", "Contact"),
                                    ("identity", "Identity"),
                                ],
                                max_length=20,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("due_after_days", models.PositiveIntegerField()),
                        ("stale_after_days", models.PositiveIntegerField()),
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
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("stale_after_days__gt", models.F("due_after_days"))),
                                name="stale_comes_after_due",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportBatch",
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
                                default=registry.models.imports.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "Uploaded"),
                                    ("checking", "Being checked"),
                                    ("checked", "Checked, waiting for approval"),
                                    ("refused", "Could not be read"),
                                    ("approved", "Approved, being applied"),
                                    ("applied", "Applied"),
                                    ("undoing", "Being undone"),
                                    ("undone", "Undone"),
                                    ("discarded", "Discarded"),
                                ],
                                default="uploaded",
                                max_length=12,
                            ),
                        ),
                        ("file", models.FileField(upload_to="imports/")),
                        ("file_name", models.CharField(max_length=200)),
                        ("size", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("source", models.CharField(max_length=100, verbose_name="source")),
                        ("observed_on", models.DateField(blank=True, null=True, verbose_name="as of")),
                        ("sheet", models.CharField(blank=True, max_length=100)),
                        ("columns", models.JSONField(default=dict)),
                        ("header", models.JSONField(default=list)),
                        ("counts", models.JSONField(default=dict)),
                        ("warnings", models.JSONField(default=list)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="batches",
                                to="registry.importprofile",
                            ),
                        ),
                        ("refusal", models.JSONField(blank=True, default=dict)),
                        ("sheets", models.JSONField(default=list)),
                        ("corrections", models.JSONField(blank=True, default=dict)),
                        ("decided", models.JSONField(blank=True, default=dict)),
                        ("undo_asked_at", models.DateTimeField(blank=True, null=True)),
                        ("undo_reason", models.CharField(blank=True, max_length=300)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "undone_by",
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="import_approved_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["approved", "applied"]), _negated=True),
                                    ("approved_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="import_applied_only_when_approved",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "uploaded",
                                            "checking",
                                            "checked",
                                            "refused",
                                            "approved",
                                            "applied",
                                            "undoing",
                                            "undone",
                                            "discarded",
                                        ],
                                    )
                                ),
                                name="import_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("undo_asked_at__isnull", True),
                                        ("undo_reason", ""),
                                        ("undone_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("undo_asked_at__isnull", False),
                                        ("undone_by__isnull", False),
                                        models.Q(("undo_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="import_undone_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["undoing", "undone"]), ("undone_by__isnull", False)),
                                    models.Q(
                                        models.Q(("state__in", ["undoing", "undone"]), _negated=True),
                                        ("undone_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="import_undone_only_when_asked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Job",
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
                                default=registry.models.jobs.new_reference, editable=False, max_length=12, unique=True
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("subject", models.CharField(max_length=60)),
                        ("arguments", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("running", "Running"),
                                    ("done", "Done"),
                                    ("held", "Held: needs a person"),
                                    ("stopped", "Stopped"),
                                    ("paused", "Paused"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("attempt", models.PositiveSmallIntegerField(default=0)),
                        ("not_before", models.DateTimeField()),
                        ("lease_until", models.DateTimeField(blank=True, null=True)),
                        ("worker", models.CharField(blank=True, max_length=100)),
                        ("checkpoint", models.JSONField(default=dict)),
                        ("result", models.JSONField(default=dict)),
                        ("error", models.TextField(blank=True)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("done_when_taken", models.PositiveIntegerField(default=0)),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "lane",
                            models.CharField(
                                choices=[("short", "Short work"), ("long", "Long work")], default="long", max_length=5
                            ),
                        ),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "routine",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="registry.routine",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lease_until__isnull", False), ("state", "running")),
                                    models.Q(
                                        models.Q(("state", "running"), _negated=True), ("lease_until__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="running_job_has_a_lease",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "running", "done", "held", "stopped", "paused"])
                                ),
                                name="job_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["waiting", "running", "paused", "held"])),
                                fields=("kind", "subject"),
                                name="one_open_job_a_subject",
                            ),
                            models.UniqueConstraint(fields=("routine", "due_at"), name="one_run_of_a_routine_a_time"),
                            models.CheckConstraint(
                                condition=models.Q(("lane__in", ["short", "long"])), name="job_lane_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Listing",
                    fields=[
                        (
                            "organization",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="listing",
                                serialize=False,
                                to="registry.organization",
                            ),
                        ),
                        ("reference", models.CharField(max_length=12, unique=True)),
                        ("position", models.IntegerField(unique=True)),
                        ("name", models.CharField(max_length=300)),
                        ("sort_name", models.CharField(max_length=300)),
                        ("recent_on", models.DateField(null=True)),
                        (
                            "facets",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80), size=None
                            ),
                        ),
                        ("public", models.TextField()),
                        ("partner", models.TextField()),
                        ("etag", models.CharField(max_length=32)),
                        ("published_at", models.DateTimeField()),
                        ("verified_on", models.DateField(null=True)),
                        ("domain", models.CharField(blank=True, default="", max_length=253)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["sort_name", "organization"], name="listing_by_name"),
                            models.Index(
                                models.OrderBy(models.F("recent_on"), descending=True, nulls_last=True),
                                models.F("organization"),
                                name="listing_by_recency",
                            ),
                            models.Index(fields=["published_at", "organization"], name="listing_by_publication"),
                            models.Index(fields=["verified_on"], name="listing_by_verification"),
                            models.Index(
                                condition=models.Q(("domain", ""), _negated=True),
                                fields=["domain"],
                                name="listing_by_domain",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportTrace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source", models.CharField(max_length=100)),
                        ("key", models.CharField(max_length=64)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("seen_on", models.DateField()),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="traces",
                                to="registry.organization",
                            ),
                        ),
                        ("said", models.JSONField(default=dict)),
                        ("undone_at_version", models.PositiveIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("source", "key"), name="trace_once")],
                        "verbose_name_plural": "lines of sources",
                    },
                ),
                migrations.CreateModel(
                    name="ImportRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=64)),
                        ("number", models.PositiveIntegerField()),
                        ("lines", models.JSONField(default=list)),
                        ("name", models.CharField(blank=True, max_length=300)),
                        ("raw", models.JSONField(default=list)),
                        ("data", models.JSONField(default=dict)),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("update", "Update"),
                                    ("same", "No change"),
                                    ("possible", "Possible duplicate"),
                                    ("decide", "Needs a decision"),
                                    ("set_aside", "Set aside"),
                                    ("error", "Error"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("diff", models.JSONField(default=dict)),
                        ("reasons", models.JSONField(default=list)),
                        ("problems", models.JSONField(default=list)),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not decided"),
                                    ("add", "Add as a new organization"),
                                    ("update", "It is this one: update it"),
                                    ("skip", "Leave it out"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                        ("outcome", models.CharField(blank=True, max_length=10)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="registry.importbatch",
                            ),
                        ),
                        (
                            "decided_by",
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
                                related_name="import_rows",
                                to="registry.organization",
                            ),
                        ),
                        ("kept", models.JSONField(blank=True, default=list)),
                        (
                            "undone",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", ""),
                                    ("archived", "Goes out of the inventory"),
                                    ("taken_back", "Goes back"),
                                    ("partly", "Goes back in part"),
                                    ("kept", "Stays as it is"),
                                    ("nothing", "Nothing to take back"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("written", models.JSONField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["batch", "verdict", "number"], name="import_row_by_verdict")],
                        "constraints": [
                            models.UniqueConstraint(fields=("batch", "key"), name="import_row_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "verdict__in",
                                        ["new", "update", "same", "possible", "decide", "set_aside", "error"],
                                    )
                                ),
                                name="import_verdict_known",
                            ),
                        ],
                        "verbose_name_plural": "rows of imports",
                    },
                ),
                migrations.CreateModel(
                    name="Document",
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
                            "kind",
                            models.CharField(
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="expires on")),
                        (
                            "visibility",
                            models.CharField(
                                choices=[("members", "The organization and IOM staff"), ("staff", "IOM staff only")],
                                default="staff",
                                max_length=10,
                                verbose_name="who may read it",
                            ),
                        ),
                        ("file", models.FileField(upload_to="documents/")),
                        ("media_type", models.CharField(max_length=60)),
                        ("size", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="registry.document",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                default=registry.models.documents.new_reference, editable=False, max_length=12
                            ),
                        ),
                        ("original", models.FileField(blank=True, upload_to="originals/")),
                        ("original_sha256", models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_on__isnull", True),
                                    ("issued_on__isnull", True),
                                    ("expires_on__gte", models.F("issued_on")),
                                    _connector="OR",
                                ),
                                name="document_expires_after_issue",
                                violation_error_message="The document expires before it was issued. Check both dates.",
                            ),
                            models.UniqueConstraint(
                                fields=("organization", "reference"), name="document_reference_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("visibility__in", ["members", "staff"])),
                                name="document_visibility_known",
                            ),
                        ],
                        "verbose_name_plural": "documents",
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
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
                            "role",
                            models.CharField(
                                choices=[
                                    ("head", "Head of the organization"),
                                    ("focal_point", "Focal point for IOM"),
                                    ("representative", "Representative"),
                                    ("other", "Other contact"),
                                ],
                                default="other",
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                        ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("source", models.CharField(blank=True, max_length=200)),
                        ("last_confirmed_on", models.DateField(blank=True, null=True)),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                default=registry.models.people.new_contact_reference, editable=False, max_length=12
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True), ("role", "head")),
                                fields=("organization",),
                                name="one_current_head",
                                violation_error_message="The organization has a head already. End that entry first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("email", ""), ("name", ""), ("phone", ""), _negated=True),
                                name="contact_says_something",
                                violation_error_message="Give a name, an e-mail address or a telephone number.",
                            ),
                            models.UniqueConstraint(
                                fields=("organization", "reference"), name="contact_reference_once"
                            ),
                        ],
                        "verbose_name_plural": "contacts",
                    },
                ),
                migrations.CreateModel(
                    name="AtRisk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("raised_at", models.DateTimeField(auto_now_add=True)),
                        ("lift_proposed_at", models.DateTimeField(blank=True, null=True)),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "lift_proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="risks",
                                to="registry.organization",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at__isnull", True)),
                                fields=("organization",),
                                name="one_open_risk",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lifted_by__isnull", True),
                                    models.Q(("lifted_by", models.F("lift_proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="risk_lifted_by_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                                    models.Q(
                                        ("lift_proposed_by__isnull", False),
                                        ("lifted_at__isnull", False),
                                        ("lifted_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="risk_lifted_after_proposal",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                            "role",
                            models.CharField(
                                choices=[
                                    ("admin", "Administrator"),
                                    ("editor", "Editor"),
                                    ("signatory", "Signatory"),
                                    ("reader", "Reader"),
                                ],
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["admin", "editor", "signatory", "reader"])),
                                name="member_role_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("left_at__isnull", True)),
                                fields=("user", "organization"),
                                name="one_membership_an_organization",
                                violation_error_message="This person is already a member of the organization.",
                            ),
                        ],
                        "verbose_name_plural": "people with access",
                    },
                ),
                migrations.CreateModel(
                    name="Message",
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
                        ("kind", models.CharField(max_length=60)),
                        ("subject_reference", models.CharField(blank=True, max_length=60)),
                        ("address", models.EmailField(max_length=254)),
                        ("language", models.CharField(max_length=2)),
                        ("title", models.CharField(max_length=300)),
                        ("body", models.TextField(blank=True)),
                        ("carries_secret", models.BooleanField(default=False)),
                        ("message_id", models.CharField(max_length=120, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sent", "Sent"),
                                    ("held", "Held: could not be delivered"),
                                    ("bounced", "Came back"),
                                    ("gathered", "Waits for a summary"),
                                    ("told", "Told in a summary"),
                                    ("unwanted", "Not wanted by its reader"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("error", models.CharField(blank=True, max_length=300)),
                        (
                            "recipient",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                default=registry.models.messages.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "rhythm",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("now", "At once"),
                                    ("daily", "Once a day"),
                                    ("weekly", "Once a week"),
                                    ("never", "Never"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "told_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tells",
                                to="registry.message",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="message_due"
                            ),
                            models.Index(
                                django.db.models.functions.text.Upper("address"),
                                models.F("sent_at"),
                                condition=models.Q(("state", "sent")),
                                name="message_by_address",
                            ),
                            models.Index(fields=["-created_at"], name="message_newest_first"),
                            models.Index(
                                condition=models.Q(("state", "gathered")), fields=["recipient"], name="message_gathered"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["waiting", "sent", "held", "bounced", "gathered", "told", "unwanted"],
                                    )
                                ),
                                name="message_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sent_at__isnull", False), ("state__in", ["sent", "bounced"])),
                                    models.Q(
                                        models.Q(("state__in", ["sent", "bounced"]), _negated=True),
                                        ("sent_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="message_sent_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("rhythm__in", ["daily", "weekly"]), ("state", "gathered")),
                                    models.Q(("state", "gathered"), _negated=True),
                                    _connector="OR",
                                ),
                                name="gathered_for_a_summary",
                            ),
                        ],
                        "verbose_name_plural": "messages",
                    },
                ),
                migrations.CreateModel(
                    name="OrganizationIdentifier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.CharField(blank=True, max_length=100, verbose_name="identifier")),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        ("source", models.CharField(blank=True, max_length=200)),
                        ("checked_on", models.DateField(blank=True, null=True)),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="identifiers",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "scheme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.identifierscheme",
                                verbose_name="register",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("valid_until__isnull", True), models.Q(("value", ""), _negated=True)
                                ),
                                fields=("scheme", "value"),
                                name="identifier_names_one_organization",
                                violation_error_message="Another organization has this identifier.",
                            ),
                            models.UniqueConstraint(
                                fields=("organization", "scheme", "value"), name="identifier_told_once"
                            ),
                        ],
                        "verbose_name_plural": "identifiers",
                    },
                ),
                migrations.CreateModel(
                    name="OrganizationLink",
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
                                    ("branch_of", "Branch of"),
                                    ("member_of", "Member of the network"),
                                    ("affiliate_of", "Affiliate of"),
                                    ("successor_of", "Successor of"),
                                ],
                                max_length=20,
                                verbose_name="kind of link",
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "from_organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "to_organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links_to_it",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                default=registry.models.organizations.new_link_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("from_organization", models.F("to_organization")), _negated=True),
                                name="link_to_another",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True)),
                                fields=("from_organization", "kind", "to_organization"),
                                name="link_told_once",
                                violation_error_message="This link is there already.",
                            ),
                        ],
                        "verbose_name_plural": "links to other organizations",
                    },
                ),
                migrations.CreateModel(
                    name="OrganizationName",
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
                                    ("legal", "Official name"),
                                    ("translation", "Translation"),
                                    ("acronym", "Acronym"),
                                    ("local", "Name in local script"),
                                    ("former", "Former name"),
                                    ("other", "Other name"),
                                ],
                                default="legal",
                                max_length=12,
                                verbose_name="kind of name",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="name")),
                        ("folded", models.CharField(editable=False, max_length=300)),
                        (
                            "keys",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), default=list, editable=False, size=None
                            ),
                        ),
                        ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                        ("script", models.CharField(blank=True, max_length=4)),
                        ("is_primary", models.BooleanField(default=False, verbose_name="shown first")),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="registry.organization",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["folded"], name="name_folded"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["keys"], name="name_keys"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_primary", True)),
                                fields=("organization",),
                                name="one_name_shown_first",
                            ),
                            models.UniqueConstraint(
                                fields=("organization", "kind", "text", "language"),
                                name="name_told_once",
                                violation_error_message="This name is there already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="name_not_empty"
                            ),
                        ],
                        "verbose_name_plural": "names",
                    },
                ),
                migrations.CreateModel(
                    name="Presence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("admin1", models.CharField(blank=True, max_length=100, verbose_name="province or region")),
                        ("admin1_code", models.CharField(blank=True, max_length=20)),
                        (
                            "sectors",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200)),
                        ("observed_on", models.DateField(blank=True, null=True)),
                        (
                            "country",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.country",
                                verbose_name="country",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="presences",
                                to="registry.organization",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organization", "country", "admin1"), name="presence_told_once"
                            )
                        ],
                        "verbose_name_plural": "places of work",
                    },
                ),
                migrations.CreateModel(
                    name="Programme",
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
                        ("code", models.CharField(max_length=40, unique=True)),
                        ("names", models.JSONField(blank=True, default=list)),
                        ("statements", models.JSONField(blank=True, default=list)),
                        ("source", models.CharField(blank=True, max_length=300)),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programmes",
                                to="registry.unit",
                            ),
                        ),
                        ("areas", models.ManyToManyField(blank=True, related_name="programmes", to="registry.area")),
                        (
                            "donors",
                            models.ManyToManyField(
                                blank=True, related_name="programmes_funded", to="registry.organization"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "verbose_name_plural": "programmes",
                    },
                ),
                migrations.CreateModel(
                    name="ProgrammePhase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("dates_note", models.CharField(blank=True, max_length=200)),
                        ("budget", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ("currency", models.CharField(blank=True, max_length=3)),
                        (
                            "notes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=300), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phases",
                                to="registry.programme",
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=300)),
                        (
                            "countries",
                            models.ManyToManyField(blank=True, related_name="programme_phases", to="registry.country"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "number"), name="phase_numbered_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("budget__isnull", True), models.Q(("currency", ""), _negated=True), _connector="OR"
                                ),
                                name="budget_has_a_currency",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("starts_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="phase_ends_after_it_begins",
                                violation_error_message="The last day comes before the first. Check both dates.",
                            ),
                        ],
                        "verbose_name_plural": "phases of programmes",
                    },
                ),
                migrations.CreateModel(
                    name="Region",
                    fields=[
                        ("name_en", models.CharField(max_length=200)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("description_en", models.TextField(blank=True)),
                        ("description_fr", models.TextField(blank=True)),
                        ("description_es", models.TextField(blank=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("source", models.CharField(blank=True, max_length=300)),
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
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="registry.region",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
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
                        ("code", models.CharField(max_length=60, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("headquarters", "Headquarters"),
                                    ("office", "Office"),
                                    ("department", "Department"),
                                    ("division", "Division"),
                                    ("unit", "Unit"),
                                    ("regional_office", "Regional office"),
                                    ("liaison_office", "Special liaison office"),
                                    ("administrative_centre", "Administrative centre"),
                                    ("coordinating_office", "Country office with coordinating functions"),
                                    ("resource_office", "Country office with resource mobilization functions"),
                                    ("country_office", "Country office"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        ("valid_note", models.CharField(blank=True, max_length=200)),
                        ("source", models.CharField(blank=True, max_length=300)),
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
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="registry.country",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="registry.unit",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="registry.region",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="registry.unit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "headquarters",
                                            "office",
                                            "department",
                                            "division",
                                            "unit",
                                            "regional_office",
                                            "liaison_office",
                                            "administrative_centre",
                                            "coordinating_office",
                                            "resource_office",
                                            "country_office",
                                        ],
                                    )
                                ),
                                name="unit_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until__isnull", True),
                                    ("valid_from__isnull", True),
                                    ("valid_until__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="unit_ends_after_it_begins",
                                violation_error_message="A unit cannot close before it began. Check the date.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("successor", models.F("id")), _negated=True),
                                name="unit_succeeded_by_another",
                            ),
                        ],
                        "verbose_name_plural": "units",
                    },
                ),
                migrations.CreateModel(
                    name="StaffAssignment",
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
                            "function",
                            models.CharField(
                                choices=[
                                    ("curator", "Inventory curator"),
                                    ("data_steward", "Data steward"),
                                    ("reviewer", "Reviewer of applications"),
                                    ("decision_officer", "Decision officer"),
                                    ("consultation_organizer", "Consultation organizer"),
                                    ("router", "Enquiry router"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=30,
                                verbose_name="function",
                            ),
                        ),
                        (
                            "countries",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                            ),
                        ),
                        ("starts_on", models.DateField(default=django.utils.timezone.localdate)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "given_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="registry.unit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "function__in",
                                        [
                                            "curator",
                                            "data_steward",
                                            "reviewer",
                                            "decision_officer",
                                            "consultation_organizer",
                                            "router",
                                            "auditor",
                                            "administrator",
                                        ],
                                    )
                                ),
                                name="function_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="assignment_ends_after_it_begins",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True)),
                                fields=("user", "function"),
                                name="one_open_assignment_a_function",
                                violation_error_message="This person holds that function already. End it first.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Partnership",
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
                        ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("verified", "Verified"),
                                    ("stale", "Stale"),
                                    ("ended", "Ended"),
                                    ("rejected", "Rejected"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        (
                            "end_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="the reason in words"),
                        ),
                        ("evidence_note", models.CharField(blank=True, max_length=300, verbose_name="evidence")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        ("observed_on", models.DateField(blank=True, null=True)),
                        ("verified_on", models.DateField(blank=True, null=True)),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="partnerships",
                                to="registry.area",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="partnerships",
                                to="registry.country",
                                verbose_name="country",
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.document",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.level",
                                verbose_name="level",
                            ),
                        ),
                        (
                            "mode",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.mode",
                                verbose_name="mode",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="partnerships",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.area",
                                verbose_name="part of the area",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="partnerships",
                                to="registry.programme",
                                verbose_name="programme",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.role",
                                verbose_name="role",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="partnerships",
                                to="registry.unit",
                                verbose_name="unit or mission",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                default=registry.models.partnerships.new_reference, editable=False, max_length=12
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_on", models.DateField(blank=True, null=True)),
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
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="registry.partnership",
                            ),
                        ),
                        (
                            "ended_because",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.endreason",
                                verbose_name="reason for the end",
                            ),
                        ),
                        (
                            "activities",
                            models.ManyToManyField(
                                blank=True,
                                related_name="partnerships",
                                to="registry.activity",
                                verbose_name="activities",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("state__in", ["proposed", "verified", "stale", "ended"])),
                                expressions=[
                                    ("organization", "="),
                                    ("role", "="),
                                    ("area", "="),
                                    ("country", "="),
                                    (django.db.models.functions.comparison.Coalesce("programme", 0), "="),
                                    ("period", "&&"),
                                ],
                                name="partnership_told_once",
                                violation_error_message="This partnership is there already for part of that time. Change the existing one instead.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["proposed", "verified", "stale", "ended", "rejected"])
                                ),
                                name="partnership_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "verified"), _negated=True),
                                    models.Q(
                                        ("unit__isnull", False),
                                        ("verified_by__isnull", False),
                                        ("verified_on__isnull", False),
                                        models.Q(
                                            ("evidence__isnull", False),
                                            models.Q(("evidence_note", ""), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="partnership_verified_with_unit_and_evidence",
                                violation_error_message="A verified partnership needs its unit or mission and its evidence.",
                            ),
                            models.UniqueConstraint(
                                fields=("organization", "reference"), name="partnership_reference_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("period__isempty", False)),
                                name="partnership_lasts",
                                violation_error_message="The last day comes before the first. Check both dates.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_by__isnull", True), ("confirmed_on__isnull", True)),
                                    models.Q(("confirmed_by__isnull", False), ("confirmed_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="partnership_confirmed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_because__isnull", True),
                                    models.Q(("ended_because", "other"), _negated=True),
                                    models.Q(("end_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnership_other_end_says_why",
                                violation_error_message="Say in words why it ended.",
                            ),
                        ],
                        "verbose_name_plural": "partnerships",
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")],
                                default="en",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("admin", "Administrator"),
                                    ("editor", "Editor"),
                                    ("signatory", "Signatory"),
                                    ("reader", "Reader"),
                                ],
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "function",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("curator", "Inventory curator"),
                                    ("data_steward", "Data steward"),
                                    ("reviewer", "Reviewer of applications"),
                                    ("decision_officer", "Decision officer"),
                                    ("consultation_organizer", "Consultation organizer"),
                                    ("router", "Enquiry router"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=30,
                                verbose_name="function",
                            ),
                        ),
                        (
                            "countries",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("sent", "Sent"), ("accepted", "Accepted"), ("revoked", "Revoked")],
                                default="sent",
                                max_length=10,
                            ),
                        ),
                        ("token_sha256", models.CharField(max_length=64, unique=True)),
                        ("expires_at", models.DateTimeField()),
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
                            "invited_by",
                            models.ForeignKey(
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
                                related_name="invitations",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.unit",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                default=registry.models.people.new_invitation_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["sent", "accepted", "revoked"])),
                                name="invitation_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("function", ""),
                                        ("organization__isnull", False),
                                        ("role__in", ["admin", "editor", "signatory", "reader"]),
                                    ),
                                    models.Q(
                                        (
                                            "function__in",
                                            [
                                                "curator",
                                                "data_steward",
                                                "reviewer",
                                                "decision_officer",
                                                "consultation_organizer",
                                                "router",
                                                "auditor",
                                                "administrator",
                                            ],
                                        ),
                                        ("organization__isnull", True),
                                        ("role", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="invitation_to_staff_or_organization",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted_by__isnull", False), ("state", "accepted")),
                                    models.Q(
                                        models.Q(("state", "accepted"), _negated=True), ("accepted_by__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="invitation_accepted_by_somebody",
                            ),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                models.F("organization"),
                                condition=models.Q(("organization__isnull", False), ("state", "sent")),
                                name="one_open_invitation_a_member",
                                violation_error_message="This person has been invited already. Withdraw that invitation first.",
                            ),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                models.F("function"),
                                condition=models.Q(("organization__isnull", True), ("state", "sent")),
                                name="one_open_invitation_a_function",
                                violation_error_message="This person has been invited already. Withdraw that invitation first.",
                            ),
                        ],
                        "verbose_name_plural": "invitations",
                    },
                ),
                migrations.CreateModel(
                    name="FormerReference",
                    fields=[
                        ("reference", models.CharField(max_length=12, primary_key=True, serialize=False)),
                        (
                            "listing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_references",
                                to="registry.listing",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DuplicatePair",
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
                                default=registry.models.duplicates.new_pair_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To decide"),
                                    ("same", "The same organization"),
                                    ("different", "Not the same"),
                                    ("unsure", "Unsure"),
                                    ("closed", "Settled"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("score", models.FloatField()),
                        ("agreeing", models.JSONField(default=list)),
                        ("conflicting", models.JSONField(default=list)),
                        ("identity_sha256", models.CharField(max_length=64)),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pairs_as_first",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pairs_as_second",
                                to="registry.organization",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "-score", "id"], name="pair_by_state")],
                        "constraints": [
                            models.UniqueConstraint(fields=("first", "second"), name="pair_told_once"),
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("second"))), name="pair_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "same", "different", "unsure", "closed"])),
                                name="pair_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score__gte", 0), ("score__lte", 1)), name="pair_score_is_a_share"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["same", "different", "unsure"]),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    ("state__in", ["open", "closed"]),
                                    _connector="OR",
                                ),
                                name="pair_decided_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergeOperation",
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
                                default=registry.models.duplicates.new_merge_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waiting for a second person"),
                                    ("done", "Merged"),
                                    ("undone", "Undone"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        ("choices", models.JSONField(default=dict)),
                        ("moved", models.JSONField(default=list)),
                        ("before", models.JSONField(default=dict)),
                        ("winner_version", models.PositiveIntegerField()),
                        ("loser_version", models.PositiveIntegerField()),
                        ("proposed_at", models.DateTimeField(auto_now_add=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "loser",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merges_lost",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "winner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merges_won",
                                to="registry.organization",
                            ),
                        ),
                        ("undo_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "-proposed_at"], name="merge_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["proposed", "done", "undone", "withdrawn"])),
                                name="merge_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("winner", models.F("loser")), _negated=True),
                                name="merge_of_two_records",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["proposed", "done"])),
                                fields=("loser",),
                                name="one_open_merge_a_record",
                                violation_error_message="Somebody has proposed to merge this record already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by__isnull", True),
                                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="merge_confirmed_by_a_second_person",
                                violation_error_message="Two people must agree on a merge. Ask a colleague to confirm it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at__isnull", True), ("state__in", ["proposed", "withdrawn"])),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        ("state", "done"),
                                    ),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("state", "undone"),
                                        ("undone_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="merge_dated_as_it_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="merge_undone_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Fact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("field", models.CharField(max_length=20)),
                        ("about", models.CharField(blank=True, max_length=12)),
                        (
                            "teller",
                            models.CharField(
                                choices=[
                                    ("cso", "The organization itself"),
                                    ("staff", "IOM staff"),
                                    ("import", "An imported file"),
                                    ("partner", "A partner system"),
                                    ("registry", "The registry itself"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200)),
                        ("value", models.JSONField(null=True)),
                        ("value_sha256", models.CharField(max_length=64)),
                        ("observed_on", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("verified_on", models.DateField(blank=True, null=True)),
                        ("seen_on", models.DateField(blank=True, null=True)),
                        ("stands", models.BooleanField(default=False)),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="facts",
                                to="registry.organization",
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
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("doubted_on", models.DateField(blank=True, null=True)),
                        ("told_in", models.CharField(blank=True, db_default="", default="", max_length=12)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("stands", True)), fields=["field", "seen_on"], name="fact_by_age"
                            ),
                            models.Index(
                                condition=models.Q(("told_in", ""), _negated=True),
                                fields=["told_in"],
                                name="fact_by_answer",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organization", "about", "field", "teller", "source"),
                                name="source_says_one_thing",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("stands", True)),
                                fields=("organization", "about", "field"),
                                name="one_fact_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "field__in",
                                        [
                                            "contact_email",
                                            "contact_name",
                                            "contact_phone",
                                            "description_en",
                                            "description_es",
                                            "description_fr",
                                            "founded",
                                            "hq_city",
                                            "hq_country",
                                            "identifiers",
                                            "languages",
                                            "levels",
                                            "names",
                                            "presences",
                                            "types",
                                            "website",
                                        ],
                                    )
                                ),
                                name="fact_field_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("teller__in", ["cso", "staff", "import", "partner", "registry"])),
                                name="fact_teller_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("verified_by__isnull", True), ("verified_on__isnull", True)),
                                    models.Q(("verified_by__isnull", False), ("verified_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="fact_verified_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("about", ""), ("value", None), _connector="OR"),
                                name="private_value_not_kept",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
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
                                default=registry.models.notes.new_note_reference, editable=False, max_length=12
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("remark", "Remark"), ("concern", "Concern")],
                                default="remark",
                                max_length=10,
                                verbose_name="kind of note",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting for a second person"),
                                    ("open", "Counts"),
                                    ("refused", "Refused"),
                                    ("closed", "Closed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="note")),
                        ("review_on", models.DateField(verbose_name="look at it again by")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.CharField(blank=True, max_length=300)),
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("organization", "reference"), name="note_reference_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "open", "refused", "closed"])),
                                name="note_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="note_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "concern"), ("state", "open"), _negated=True),
                                    models.Q(
                                        ("answered_by__isnull", False),
                                        models.Q(("answered_by", models.F("written_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="concern_counts_by_two",
                                violation_error_message="Two people must agree on a concern. Ask a colleague to look at it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "concern"), ("state__in", ["open", "closed"]), _connector="OR"
                                ),
                                name="remark_needs_nobody",
                            ),
                        ],
                        "verbose_name_plural": "notes of staff",
                    },
                ),
                migrations.CreateModel(
                    name="ComparedRecord",
                    fields=[
                        ("organization_key", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("sha256", models.CharField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="ChangeProposal",
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
                                default=registry.models.proposals.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for IOM"),
                                    ("accepted", "Accepted"),
                                    ("partly_accepted", "Accepted in part"),
                                    ("refused", "Not accepted"),
                                    ("superseded", "Replaced by a later proposal"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="open",
                                max_length=15,
                            ),
                        ),
                        ("base_version", models.PositiveIntegerField()),
                        ("evidence", models.CharField(blank=True, max_length=500, verbose_name="what shows it")),
                        ("proposed_at", models.DateTimeField(auto_now_add=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "closed_by",
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
                                related_name="proposals",
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
                        ("told_in", models.CharField(blank=True, db_default="", default="", max_length=12)),
                        ("asked_sha256", models.CharField(blank=True, db_default="", default="", max_length=64)),
                        ("idempotency_key", models.CharField(blank=True, db_default="", default="", max_length=100)),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="registry.client",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "proposed_at"], name="proposal_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["open", "accepted", "partly_accepted", "refused", "superseded", "withdrawn"],
                                    )
                                ),
                                name="proposal_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True), ("closed_by__isnull", True), ("state", "open")
                                    ),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_closed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("client__isnull", True), ("proposed_by__isnull", False), ("told_in", "")),
                                    models.Q(
                                        ("client__isnull", True),
                                        ("proposed_by__isnull", True),
                                        models.Q(("told_in", ""), _negated=True),
                                    ),
                                    models.Q(("client__isnull", False), ("proposed_by__isnull", True), ("told_in", "")),
                                    _connector="OR",
                                ),
                                name="proposal_by_account_link_or_client",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("asked_sha256", ""), ("client__isnull", True), ("idempotency_key", "")),
                                    models.Q(
                                        ("client__isnull", False),
                                        models.Q(("idempotency_key", ""), _negated=True),
                                        models.Q(("asked_sha256", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_of_client_has_its_key",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("client__isnull", False)),
                                fields=("client", "idempotency_key"),
                                name="proposal_sent_once",
                            ),
                        ],
                        "verbose_name_plural": "proposed changes",
                    },
                ),
                migrations.CreateModel(
                    name="ProposedField",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "field",
                            models.CharField(
                                choices=[
                                    ("names", "names"),
                                    ("kind", "kind"),
                                    ("types", "types"),
                                    ("type_explained", "type_explained"),
                                    ("identifiers", "identifiers"),
                                    ("hq_country", "hq_country"),
                                    ("founded", "founded"),
                                    ("website", "website"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("before", models.JSONField(null=True)),
                        ("after", models.JSONField(null=True)),
                        (
                            "decision",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting for IOM"),
                                    ("accepted", "Accepted"),
                                    ("refused", "Not accepted"),
                                    ("superseded", "Replaced by a later proposal"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposed_fields",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fields",
                                to="registry.changeproposal",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "field"), name="field_proposed_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("decision", "waiting")),
                                fields=("organization", "field"),
                                name="one_waiting_proposal_a_field",
                                violation_error_message="Another change of this field is waiting already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decision__in", ["waiting", "accepted", "refused", "superseded", "withdrawn"])
                                ),
                                name="proposed_field_decision_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", "refused"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="refusal_says_why",
                            ),
                        ],
                        "verbose_name_plural": "fields of proposed changes",
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
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
                                default=registry.models.claims.new_reference, editable=False, max_length=12, unique=True
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("shown", "Domain shown"),
                                    ("accepted", "Accepted"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                    ("expired", "Expired"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        (
                            "proof",
                            models.CharField(
                                choices=[
                                    ("domain", "An e-mail address of the organization"),
                                    ("document", "A document"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("domain", models.CharField(blank=True, max_length=253)),
                        ("token_sha256", models.CharField(blank=True, max_length=64)),
                        ("expires_at", models.DateTimeField(blank=True, null=True)),
                        ("shown_at", models.DateTimeField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("file", models.FileField(blank=True, upload_to="claims/")),
                        ("media_type", models.CharField(blank=True, max_length=60)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "decided_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "created_at"], name="claim_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["asked", "shown", "accepted", "refused", "withdrawn", "expired"])
                                ),
                                name="claim_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["asked", "shown"])),
                                fields=("organization", "person"),
                                name="one_open_claim_a_person",
                                violation_error_message="You have an open claim to this organization already.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("token_sha256", ""), _negated=True),
                                fields=("token_sha256",),
                                name="claim_token_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("expires_at__isnull", False),
                                        ("proof", "domain"),
                                        models.Q(("domain", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("domain", ""),
                                        ("expires_at__isnull", True),
                                        ("proof", "document"),
                                        ("shown_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_by_domain_or_document",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "shown"), _negated=True),
                                    ("shown_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="claim_shown_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("state__in", ["accepted", "refused"]),
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ["accepted", "refused"]), _negated=True),
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("person")), _negated=True),
                                    _connector="OR",
                                ),
                                name="claim_decided_by_another",
                            ),
                        ],
                        "verbose_name_plural": "claims",
                    },
                ),
                migrations.CreateModel(
                    name="Joining",
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
                            "oddities",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "near",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joinings",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joinings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "verbose_name_plural": "entries by the public door",
                    },
                ),
                migrations.CreateModel(
                    name="ItemAssignment",
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
                                    ("proposal", "Proposed changes"),
                                    ("dispute", "Disputed partnership"),
                                    ("lesson", "Lesson to publish"),
                                    ("registration", "New registration"),
                                    ("claim", "Claim"),
                                    ("duplicate", "Possible duplicate"),
                                    ("merge", "Merge to confirm"),
                                    ("concern", "Concern to look at"),
                                    ("note", "Note to look at again"),
                                    ("lifting", "End of a protection"),
                                    ("refresh", "Question without an answer"),
                                    ("import", "Import to approve"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("subject", models.CharField(max_length=12)),
                        ("assigned_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("batch", models.CharField(max_length=12)),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "former",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["batch"], name="assignment_by_batch")],
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "subject"), name="item_assigned_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "proposal",
                                            "dispute",
                                            "lesson",
                                            "registration",
                                            "claim",
                                            "duplicate",
                                            "merge",
                                            "concern",
                                            "note",
                                            "lifting",
                                            "refresh",
                                            "import",
                                        ],
                                    )
                                ),
                                name="item_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Issue",
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
                                default=registry.models.issues.new_issue_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
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
                        (
                            "muted_by",
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
                                related_name="issues",
                                to="registry.organization",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "issues",
                        "indexes": [models.Index(fields=["state", "rule", "organization"], name="issue_by_rule")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "muted", "closed"])), name="issue_state_known"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "closed"), _negated=True),
                                fields=("organization", "rule", "about"),
                                name="issue_told_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                                    _connector="OR",
                                ),
                                name="issue_closed_at_a_moment",
                            ),
                            models.CheckConstraint(
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "muted"), _negated=True),
                                    ("muted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="issue_muted_with_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "open"), _negated=True),
                                    ("muted_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="issue_open_without_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkEdit",
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
                                default=registry.models.bulk_edits.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
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
                                condition=models.Q(
                                    ("state__in", ["prepared", "approved", "applied", "undoing", "undone"])
                                ),
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
                        (
                            "said_before",
                            models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True),
                        ),
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
                                    (
                                        "why__in",
                                        ["same", "scope", "merged", "state", "none", "care", "changed", "refused"],
                                    ),
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
                                default=registry.models.saved_views.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
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
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="view_has_a_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Digest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "view",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="digests",
                                to="registry.savedview",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "view", "day"), name="one_digest_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Subscription",
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
                            "rhythm",
                            models.CharField(choices=[("daily", "Every day"), ("weekly", "Every week")], max_length=6),
                        ),
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
                migrations.CreateModel(
                    name="EndReason",
                    fields=[
                        ("name_en", models.CharField(max_length=200)),
                        ("name_fr", models.CharField(blank=True, max_length=200)),
                        ("name_es", models.CharField(blank=True, max_length=200)),
                        ("code", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("description_en", models.TextField(blank=True)),
                        ("description_fr", models.TextField(blank=True)),
                        ("description_es", models.TextField(blank=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("source", models.CharField(blank=True, max_length=300)),
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
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Dispute",
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
                                default=registry.models.disputes.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for IOM"),
                                    ("accepted", "Accepted"),
                                    ("refused", "Not accepted"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "matter",
                            models.CharField(
                                choices=[
                                    ("dates", "The dates are different"),
                                    ("role", "Our role is different"),
                                    ("never", "This never happened"),
                                    ("other", "Something else is wrong"),
                                ],
                                max_length=10,
                                verbose_name="what is wrong",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="how it was")),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "remedy",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("corrected", "It was corrected"),
                                    ("ended", "It was ended"),
                                    ("rejected", "It was rejected"),
                                    ("already", "It had been put right already"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "partnership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disputes",
                                to="registry.partnership",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.role",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "disputes",
                        "indexes": [models.Index(fields=["state", "created_at"], name="dispute_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "accepted", "refused", "withdrawn"])),
                                name="dispute_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("partnership",),
                                name="one_open_dispute_a_partnership",
                                violation_error_message="Your organization has disputed this partnership already. Wait for the answer, or take that back.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True), ("closed_by__isnull", True), ("state", "open")
                                    ),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="dispute_closed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "accepted"), models.Q(("remedy", ""), _negated=True)),
                                    models.Q(models.Q(("state", "accepted"), _negated=True), ("remedy", "")),
                                    _connector="OR",
                                ),
                                name="accepted_dispute_says_what_was_done",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="refused_dispute_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lesson",
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
                                default=registry.models.lessons.new_lesson_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("text", models.TextField(blank=True, max_length=4000, verbose_name="what was learned")),
                        ("language", models.CharField(max_length=10, verbose_name="language")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waiting for IOM"),
                                    ("published", "Published"),
                                    ("refused", "Not published"),
                                    ("withdrawn", "Taken off the shelf"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("file", models.FileField(blank=True, upload_to="lessons/")),
                        ("media_type", models.CharField(blank=True, max_length=60)),
                        ("size", models.PositiveIntegerField(default=0)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("words", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="registry.area",
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="registry.country",
                            ),
                        ),
                        (
                            "decided_by",
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
                                related_name="lessons",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="registry.programme",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "lessons",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(fields=["words"], name="lesson_words"),
                            models.Index(fields=["programme", "state"], name="lesson_by_programme"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["proposed", "published", "refused", "withdrawn"])),
                                name="lesson_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(("file", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="lesson_says_something",
                                violation_error_message="Write what was learned, or send a document.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("state", "proposed"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "proposed"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="lesson_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["refused", "withdrawn"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="lesson_refused_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MissionDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("counted_at", models.DateTimeField()),
                        ("areas", models.PositiveIntegerField()),
                        ("areas_covered", models.PositiveIntegerField()),
                        ("facts", models.PositiveIntegerField()),
                        ("facts_fresh", models.PositiveIntegerField()),
                        ("duplicates_open", models.PositiveIntegerField()),
                        ("partnerships_unverified", models.PositiveIntegerField()),
                        ("proposals_waiting", models.PositiveIntegerField()),
                        ("claims_waiting", models.PositiveIntegerField()),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="days",
                                to="registry.unit",
                                verbose_name="mission",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "days of missions",
                        "indexes": [models.Index(fields=["on"], name="mission_days_by_day")],
                        "constraints": [
                            models.UniqueConstraint(fields=("unit", "on"), name="mission_counted_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("areas_covered__lte", models.F("areas")), ("facts_fresh__lte", models.F("facts"))
                                ),
                                name="mission_part_within_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Source",
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
                            "code",
                            models.CharField(
                                max_length=40,
                                unique=True,
                                validators=[django.core.validators.RegexValidator("^[a-z0-9]+(-[a-z0-9]+)*$")],
                                verbose_name="code",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, unique=True, verbose_name="source")),
                        (
                            "adapter",
                            models.CharField(
                                choices=[
                                    ("upload", "Somebody sends a file"),
                                    ("folder", "A file is put into a folder of the server"),
                                    ("address", "A file is fetched from an address of the web"),
                                ],
                                default="upload",
                                max_length=10,
                            ),
                        ),
                        (
                            "content",
                            models.CharField(
                                choices=[
                                    ("organizations", "Organizations: a spreadsheet, such as a 3W"),
                                    ("watch_list", "The consolidated list of the Security Council (XML)"),
                                ],
                                default="organizations",
                                max_length=20,
                            ),
                        ),
                        ("address", models.URLField(blank=True, max_length=500)),
                        ("every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("next_read_at", models.DateTimeField(blank=True, null=True)),
                        ("is_paused", models.BooleanField(default=False)),
                        (
                            "least_percent",
                            models.PositiveSmallIntegerField(
                                default=80,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                            ),
                        ),
                        ("etag", models.CharField(blank=True, max_length=200)),
                        ("last_modified", models.CharField(blank=True, max_length=100)),
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
                            "kept_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "trusted_by",
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
                        "verbose_name_plural": "sources",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("adapter", "address"), ("address__startswith", "https://")),
                                    models.Q(models.Q(("adapter", "address"), _negated=True), ("address", "")),
                                    _connector="OR",
                                ),
                                name="source_address_is_https",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("every_days", None), ("next_read_at", None)),
                                    models.Q(
                                        ("every_days__gte", 1),
                                        ("next_read_at__isnull", False),
                                        models.Q(("adapter", "upload"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="source_read_by_the_clock",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("least_percent__lte", 100)), name="source_least_percent"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourceRun",
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
                        ("number", models.PositiveIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("reading", "Being read"),
                                    ("checking", "Being compared"),
                                    ("compared", "Compared with the last one"),
                                    ("unchanged", "Nothing new"),
                                    ("refused", "Refused"),
                                ],
                                default="reading",
                                max_length=10,
                            ),
                        ),
                        ("file_name", models.CharField(blank=True, max_length=200)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("counts", models.JSONField(default=dict)),
                        ("refusal", models.JSONField(blank=True, default=dict)),
                        ("overruled_because", models.CharField(blank=True, max_length=300)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "batch",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="source_run",
                                to="registry.importbatch",
                            ),
                        ),
                        (
                            "overruled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="registry.source"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "readings of sources",
                        "constraints": [
                            models.UniqueConstraint(fields=("source", "number"), name="source_run_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["reading", "checking"])),
                                fields=("source",),
                                name="one_open_run_a_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["reading", "checking", "compared", "unchanged", "refused"])
                                ),
                                name="source_run_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("overruled_because", ""), ("overruled_by", None)),
                                    models.Q(
                                        ("overruled_by__isnull", False),
                                        models.Q(("overruled_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="source_run_overruled_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bounce",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.EmailField(max_length=254)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("hard", "There is no such mailbox"),
                                    ("soft", "It could not be delivered this time"),
                                    ("complaint", "Its reader complained about it"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("detail", models.CharField(blank=True, max_length=300)),
                        ("reported_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bounces",
                                to="registry.message",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "mails that came back",
                        "indexes": [
                            models.Index(
                                django.db.models.functions.text.Upper("address"),
                                models.F("reported_at"),
                                name="bounce_by_address",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("message", "kind"), name="bounce_reported_once"),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["hard", "soft", "complaint"])),
                                name="bounce_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MailPreference",
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
                        ("address", models.EmailField(blank=True, max_length=254)),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("record", "The record of your organization"),
                                    ("team", "Who acts for your organization"),
                                    ("observer", "Observer status: how your application goes on"),
                                    ("consultations", "Consultations: invitations and answers"),
                                    ("recommendations", "Recommendations that your organization follows"),
                                    ("systems", "Systems that you answer for: what became of their proposals"),
                                    ("work", "Work that waits for you at IOM"),
                                    ("summary", "Summaries"),
                                    ("notice", "Notices: decisions, deadlines and access"),
                                    ("access", "Signing in, and links that you asked for"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "how_often",
                            models.CharField(
                                choices=[
                                    ("now", "At once"),
                                    ("daily", "Once a day"),
                                    ("weekly", "Once a week"),
                                    ("never", "Never"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mail_preferences",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "choices of mails",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("how_often__in", ["now", "daily", "weekly", "never"])),
                                name="how_often_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("address", ""), ("person__isnull", False)),
                                    models.Q(
                                        ("how_often", "never"),
                                        ("person", None),
                                        models.Q(("address", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="preference_of_a_person_or_an_address",
                            ),
                            models.UniqueConstraint(fields=("person", "topic"), name="one_preference_a_topic"),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Upper("address"),
                                models.F("topic"),
                                condition=models.Q(("person", None)),
                                name="one_preference_an_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "topic__in",
                                        (
                                            "record",
                                            "team",
                                            "observer",
                                            "consultations",
                                            "recommendations",
                                            "systems",
                                            "work",
                                        ),
                                    )
                                ),
                                name="notices_are_not_for_choosing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoppedAddress",
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
                                default=registry.models.bounces.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("address", models.EmailField(max_length=254)),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("hard", "There is no such mailbox"),
                                    ("soft", "Mails came back again and again"),
                                    ("complaint", "Its reader complained"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "bounce",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.bounce"
                            ),
                        ),
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
                    ],
                    options={
                        "verbose_name_plural": "addresses that are not written to",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("why__in", ["hard", "soft", "complaint"])), name="why_stopped_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ended_by", None), ("ended_at__isnull", False), _connector="OR"),
                                name="written_to_again_at_a_time",
                            ),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Upper("address"),
                                condition=models.Q(("ended_at", None)),
                                name="address_stopped_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Edition",
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
                        ("number", models.PositiveIntegerField(unique=True)),
                        ("on", models.DateField(unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("making", "Being made"),
                                    ("made", "Made, not published"),
                                    ("published", "Published"),
                                ],
                                default="making",
                                max_length=10,
                            ),
                        ),
                        ("counts", models.JSONField(default=dict)),
                        ("words", models.JSONField(default=dict)),
                        ("rows_sha256", models.CharField(blank=True, max_length=64)),
                        ("folder", models.CharField(blank=True, max_length=100)),
                        ("files", models.JSONField(default=list)),
                        ("told_of", models.CharField(blank=True, max_length=60)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
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
                            "previous",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="following",
                                to="registry.edition",
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
                    ],
                    options={
                        "verbose_name_plural": "editions of the inventory",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["making", "made", "published"])),
                                name="edition_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="edition_numbered_from_one"
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
                                name="edition_published_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "making"), models.Q(("rows_sha256", ""), _negated=True), _connector="OR"
                                ),
                                name="edition_made_with_its_rows",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EditionRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=300)),
                        ("sort_name", models.CharField(max_length=300)),
                        (
                            "facets",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80), size=None
                            ),
                        ),
                        ("content", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="registry.edition"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "rows of editions",
                        "indexes": [
                            models.Index(fields=["edition", "sort_name", "reference"], name="edition_rows_by_name"),
                            django.contrib.postgres.indexes.GinIndex(fields=["facets"], name="edition_rows_by_facet"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("edition", "reference"), name="edition_tells_of_each_once")
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
                        ("kind", models.CharField(max_length=60)),
                        ("subject", models.CharField(max_length=60)),
                        ("due_at", models.DateTimeField()),
                        ("planned_at", models.DateTimeField(auto_now_add=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "reminders",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("cancelled_at__isnull", True), ("sent_at__isnull", True)),
                                fields=["due_at"],
                                name="reminder_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("subject", "kind", "due_at"), name="reminder_planned_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at__isnull", True), ("cancelled_at__isnull", True), _connector="OR"
                                ),
                                name="reminder_sent_or_called_off",
                            ),
                        ],
                    },
                ),
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
                                default=registry.models.screening.new_list_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            models.CheckConstraint(
                                condition=models.Q(("key__in", ["un", "demo"])), name="watch_list_known"
                            ),
                            models.UniqueConstraint(fields=("key", "made_at"), name="watch_list_once_a_moment"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WatchListEntry",
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
                        (
                            "kind",
                            models.CharField(choices=[("entity", "Entity"), ("individual", "Person")], max_length=10),
                        ),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="registry.watchlist",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "entries of watch lists",
                        "constraints": [
                            models.UniqueConstraint(fields=("key", "number"), name="watch_list_entry_told_once"),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["entity", "individual"])),
                                name="watch_list_entry_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScreeningMatch",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches",
                                to="registry.watchlist",
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
                                condition=models.Q(
                                    ("state__in", ["open", "proposed", "cleared", "confirmed", "closed"])
                                ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                migrations.CreateModel(
                    name="HeldRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("subject", models.CharField(blank=True, max_length=60)),
                        ("reason", models.CharField(max_length=500)),
                        ("cells", models.JSONField(default=dict)),
                        (
                            "job",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="held_rows", to="registry.job"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "held rows",
                        "constraints": [models.UniqueConstraint(fields=("job", "number"), name="row_held_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Routine",
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
                        ("key", models.SlugField(max_length=60, unique=True)),
                        ("next_due_at", models.DateTimeField()),
                        ("paused_at", models.DateTimeField(blank=True, null=True)),
                        ("pause_reason", models.CharField(blank=True, max_length=500)),
                        ("alarmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "paused_by",
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
                        "verbose_name_plural": "routines",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("pause_reason", ""), ("paused_at__isnull", True), ("paused_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("paused_at__isnull", False),
                                        ("paused_by__isnull", False),
                                        models.Q(("pause_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="routine_paused_by_somebody_for_a_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RefreshCampaign",
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
                                default=registry.models.refreshes.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("contact", "How to reach it"),
                                    ("organization", "What it does and where"),
                                    ("identity", "Who it is"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("only_aged", models.BooleanField(default=True)),
                        (
                            "list_name",
                            models.CharField(
                                choices=[("directory", "Directory"), ("inventory", "Inventory"), ("gaps", "Gaps")],
                                default="directory",
                                max_length=10,
                            ),
                        ),
                        ("filters", models.JSONField(default=dict)),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")], max_length=2
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")],
                                default="en",
                                max_length=2,
                            ),
                        ),
                        ("text_en", models.CharField(blank=True, max_length=600)),
                        ("text_fr", models.CharField(blank=True, max_length=600)),
                        ("text_es", models.CharField(blank=True, max_length=600)),
                        (
                            "first_wave",
                            models.PositiveIntegerField(
                                default=20, validators=[django.core.validators.MinValueValidator(1)]
                            ),
                        ),
                        (
                            "link_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                            ),
                        ),
                        (
                            "stop_bounced",
                            models.PositiveSmallIntegerField(
                                default=10, validators=[django.core.validators.MaxValueValidator(100)]
                            ),
                        ),
                        (
                            "stop_refused",
                            models.PositiveSmallIntegerField(
                                default=5, validators=[django.core.validators.MaxValueValidator(100)]
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("preparing", "Being prepared"),
                                    ("running", "Running"),
                                    ("paused", "Paused"),
                                    ("stopped", "Stopped by a rule"),
                                    ("ended", "Ended"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "stopped_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("bounced", "Mails that came back"),
                                    ("refused", "People who asked not to be written to"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("wave", models.PositiveSmallIntegerField(default=0)),
                        ("watched_from", models.DateTimeField(blank=True, null=True)),
                        ("facts_before", models.PositiveIntegerField(blank=True, null=True)),
                        ("fresh_before", models.PositiveIntegerField(blank=True, null=True)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                    ],
                    options={
                        "verbose_name_plural": "refresh campaigns",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", ""), ("kind__in", ["contact", "organization", "identity"]), _connector="OR"
                                ),
                                name="refresh_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("list_name__in", ["directory", "inventory"])),
                                name="refresh_list_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "stopped"), ("stopped_why__in", ["bounced", "refused"])),
                                    models.Q(models.Q(("state", "stopped"), _negated=True), ("stopped_why", "")),
                                    _connector="OR",
                                ),
                                name="refresh_stopped_by_a_rule",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("started_at__isnull", True), ("state", "draft")),
                                    models.Q(
                                        models.Q(("state", "draft"), _negated=True),
                                        ("started_at__isnull", False),
                                        ("watched_from__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="refresh_started_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("state", "ended")),
                                    models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", True)),
                                    _connector="OR",
                                ),
                                name="refresh_ended_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("fresh_before__isnull", True),
                                    ("fresh_before__lte", models.F("facts_before")),
                                    _connector="OR",
                                ),
                                name="refresh_fresh_within_all",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "preparing", "running", "paused", "stopped", "ended"])
                                ),
                                name="refresh_state_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RefreshInvite",
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
                                default=registry.models.refreshes.new_invite_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[("mail", "By e-mail"), ("mission", "By the mission")], max_length=10
                            ),
                        ),
                        ("address", models.EmailField(blank=True, max_length=254)),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")], max_length=2
                            ),
                        ),
                        ("wave", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "To be asked"),
                                    ("sent", "Asked"),
                                    ("opened", "Opened"),
                                    ("confirmed", "Confirmed"),
                                    ("changed", "Changed"),
                                    ("left", "The person has left"),
                                    ("refused", "Does not want to be written to"),
                                    ("bounced", "Came back"),
                                    ("silent", "No answer"),
                                ],
                                default="queued",
                                max_length=10,
                            ),
                        ),
                        ("token_sha256", models.CharField(blank=True, max_length=64)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("expires_at", models.DateTimeField(blank=True, null=True)),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("bounced_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("link", "By the link"),
                                    ("staff", "To the staff, who wrote it down"),
                                    ("mail", "By the mail program of its reader"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("told_by", models.CharField(blank=True, max_length=150)),
                        (
                            "changed",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("named", models.CharField(blank=True, max_length=150)),
                        ("named_email", models.EmailField(blank=True, max_length=254)),
                        (
                            "task",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reach", "Nobody to write to: ask them"),
                                    ("silent", "No answer: call them"),
                                    ("bounced", "The mail came back: find an address"),
                                    ("left", "The person has left: ask whom she named"),
                                    ("note", "They wrote something: read it"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("task_since", models.DateTimeField(blank=True, null=True)),
                        ("task_done_at", models.DateTimeField(blank=True, null=True)),
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invites",
                                to="registry.refreshcampaign",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refresh_invites",
                                to="registry.contact",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refresh_invites",
                                to="registry.organization",
                            ),
                        ),
                        (
                            "task_done_by",
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
                        "verbose_name_plural": "questions of refresh campaigns",
                        "indexes": [
                            models.Index(fields=["campaign", "state", "wave"], name="refresh_invite_by_state"),
                            models.Index(
                                condition=models.Q(
                                    ("task_done_at__isnull", True), models.Q(("task", ""), _negated=True)
                                ),
                                fields=["task_since"],
                                name="refresh_task_open",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["sent", "opened"])),
                                fields=["expires_at"],
                                name="refresh_invite_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "queued",
                                            "sent",
                                            "opened",
                                            "confirmed",
                                            "changed",
                                            "left",
                                            "refused",
                                            "bounced",
                                            "silent",
                                        ],
                                    )
                                ),
                                name="refresh_invite_state_known",
                            ),
                            models.UniqueConstraint(fields=("campaign", "organization"), name="one_invite_a_campaign"),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["opened", "queued", "sent"])),
                                fields=("organization",),
                                name="one_open_refresh_invite",
                                violation_error_message="Another campaign is asking this organization already.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("token_sha256", ""), _negated=True),
                                fields=("token_sha256",),
                                name="refresh_token_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("channel", "mail"), ("contact__isnull", False)),
                                    ("channel", "mission"),
                                    _connector="OR",
                                ),
                                name="refresh_mail_to_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sent_at__isnull", True), ("state", "queued")),
                                    models.Q(
                                        models.Q(("state", "queued"), _negated=True),
                                        ("expires_at__isnull", False),
                                        ("sent_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="refresh_sent_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("state__in", ["changed", "confirmed", "left", "refused"]),
                                        models.Q(("answered_how", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("state__in", ["changed", "confirmed", "left", "refused"]), _negated=True
                                        ),
                                        ("answered_at__isnull", True),
                                        ("answered_how", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="refresh_answered_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("task", ""), ("task_done_at__isnull", True), ("task_since__isnull", True)
                                    ),
                                    models.Q(
                                        ("task__in", ["reach", "silent", "bounced", "left", "note"]),
                                        ("task_since__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="refresh_task_since",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("task_done_at__isnull", True), ("task_done_by__isnull", True)),
                                    ("task_done_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="refresh_task_done_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Client",
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
                                default=registry.models.clients.new_client_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name of the system")),
                        ("run_by", models.CharField(max_length=150, verbose_name="who runs it")),
                        ("purpose", models.CharField(max_length=500, verbose_name="what it is for")),
                        (
                            "state",
                            models.CharField(
                                choices=[("active", "Active"), ("closed", "Closed")], default="active", max_length=10
                            ),
                        ),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), size=None
                            ),
                        ),
                        (
                            "countries",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                            ),
                        ),
                        ("partner_until", models.DateField(blank=True, null=True)),
                        (
                            "asks_because",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="why it needs the partner profile"
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clients",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "clients of the API",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["active", "closed"])), name="client_state_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                                    _connector="OR",
                                ),
                                name="client_closed_at_a_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "scopes__contained_by",
                                        ["read", "read:partner", "changes", "export", "webhooks", "propose"],
                                    )
                                ),
                                name="client_scopes_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("partner_until__isnull", True),
                                    ("scopes__contains", ["read:partner"]),
                                    _connector="OR",
                                ),
                                name="client_term_of_partner_profile",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClientKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("prefix", models.CharField(max_length=20, unique=True)),
                        ("sha256", models.CharField(max_length=64)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField()),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("warned_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="registry.client"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "keys of clients",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("created_at"))),
                                name="key_expires_after_it_begins",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedEntry",
                    fields=[
                        ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("at", models.DateTimeField()),
                        (
                            "op",
                            models.CharField(
                                choices=[
                                    ("", ""),
                                    ("upsert", "upsert"),
                                    ("delete", "delete"),
                                    ("merge", "merge"),
                                    ("unmerge", "unmerge"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("organization", "organization"),
                                    ("observer", "observer"),
                                    ("consultation", "consultation"),
                                    ("participation", "participation"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reference", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField()),
                        ("into", models.CharField(blank=True, default="", max_length=20)),
                        ("has_new_partnerships", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name_plural": "entries of the feed",
                        "indexes": [models.Index(fields=["at"], name="feed_by_moment")],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="feed_numbered_from_one"),
                            models.CheckConstraint(
                                condition=models.Q(("op__in", ["upsert", "delete", "merge", "unmerge"])),
                                name="feed_op_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("op", "merge"), models.Q(("into", ""), _negated=True)),
                                    models.Q(models.Q(("op", "merge"), _negated=True), ("into", "")),
                                    _connector="OR",
                                ),
                                name="feed_merge_says_into_what",
                            ),
                            models.UniqueConstraint(fields=("type", "reference", "version"), name="feed_version_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Webhook",
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
                                default=registry.models.webhooks.new_webhook_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("address", models.CharField(max_length=500)),
                        (
                            "events",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("organization.*", "Everything about organizations"),
                                        ("organization.upsert", "An organization came or changed"),
                                        ("organization.delete", "An organization went"),
                                        ("organization.merge", "An organization was merged into another"),
                                        ("organization.unmerge", "A merge was undone"),
                                        ("partnership.*", "Everything about partnerships"),
                                        ("partnership.upsert", "The partnerships of an organization came or changed"),
                                        ("partnership.delete", "An organization went, and its partnerships with it"),
                                        ("observer.*", "Everything about observer status"),
                                        ("observer.upsert", "An observer came, or its status changed"),
                                        ("observer.delete", "An observer went"),
                                        ("consultation.*", "Everything about consultations"),
                                        ("consultation.upsert", "A consultation came or changed"),
                                        ("consultation.delete", "A consultation went"),
                                        ("participation.*", "Everything about who took part in consultations"),
                                        ("participation.upsert", "An organization took part in a consultation"),
                                        (
                                            "participation.delete",
                                            "An organization is not named as taking part any more",
                                        ),
                                        ("export.ready", "The files of the night are ready"),
                                        ("proposal.decided", "IOM answered a proposal of this system"),
                                        ("match_job.done", "A list that this system sent was matched, or could not be"),
                                    ],
                                    max_length=40,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "Active"),
                                    ("paused", "Stopped"),
                                    ("disabled", "Stopped by the registry"),
                                ],
                                default="active",
                                max_length=10,
                            ),
                        ),
                        (
                            "because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("gone", "The receiver answered that it is gone for good."),
                                    ("failing", "No message arrived for five days."),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("secret", registry.models.webhooks.SecretField()),
                        ("old_secret", registry.models.webhooks.SecretField(blank=True, default="")),
                        ("old_secret_until", models.DateTimeField(blank=True, null=True)),
                        ("after", models.BigIntegerField()),
                        ("failing_since", models.DateTimeField(blank=True, null=True)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("not_before", models.DateTimeField(blank=True, null=True)),
                        ("taken_until", models.DateTimeField(blank=True, null=True)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="webhooks",
                                to="registry.client",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "webhooks",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["active", "paused", "disabled"])),
                                name="webhook_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "disabled"), models.Q(("because", ""), _negated=True)),
                                    models.Q(models.Q(("state", "disabled"), _negated=True), ("because", "")),
                                    _connector="OR",
                                ),
                                name="webhook_disabled_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("old_secret", ""), ("old_secret_until__isnull", True)),
                                    models.Q(
                                        models.Q(("old_secret", ""), _negated=True), ("old_secret_until__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="webhook_old_secret_has_an_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "events__contained_by",
                                        [
                                            "organization.*",
                                            "organization.upsert",
                                            "organization.delete",
                                            "organization.merge",
                                            "organization.unmerge",
                                            "partnership.*",
                                            "partnership.upsert",
                                            "partnership.delete",
                                            "observer.*",
                                            "observer.upsert",
                                            "observer.delete",
                                            "consultation.*",
                                            "consultation.upsert",
                                            "consultation.delete",
                                            "participation.*",
                                            "participation.upsert",
                                            "participation.delete",
                                            "export.ready",
                                            "proposal.decided",
                                            "match_job.done",
                                        ],
                                    ),
                                    models.Q(("events", []), _negated=True),
                                ),
                                name="webhook_events_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookDelivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "message_id",
                            models.CharField(
                                default=registry.models.webhooks.new_message_id,
                                editable=False,
                                max_length=40,
                                unique=True,
                            ),
                        ),
                        ("seq", models.BigIntegerField(blank=True, null=True)),
                        ("event", models.CharField(max_length=40)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("delivered", "Arrived"),
                                    ("failed", "Did not arrive"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("next_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("attempts", models.JSONField(default=list)),
                        (
                            "webhook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="registry.webhook",
                            ),
                        ),
                        ("told", models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        "verbose_name_plural": "messages to webhooks",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["webhook", "next_at"],
                                name="delivery_due",
                            ),
                            models.Index(fields=["webhook", "-id"], name="delivery_log"),
                            models.Index(fields=["ended_at"], name="delivery_by_end"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "delivered", "failed"])),
                                name="delivery_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="delivery_ended_at_a_moment",
                            ),
                            models.UniqueConstraint(
                                fields=("webhook", "seq", "event"), name="delivery_once_for_each_event"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListingVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sort_name", models.CharField(max_length=300)),
                        ("verified_on", models.DateField(null=True)),
                        (
                            "facets",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80), size=None
                            ),
                        ),
                        ("public", models.TextField()),
                        ("published_at", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        (
                            "listing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="registry.listing",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "versions of listings",
                        "indexes": [
                            models.Index(fields=["sort_name", "listing"], name="version_by_name"),
                            models.Index(fields=["until"], name="version_by_end"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["facets"], name="version_by_facets"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("listing", "published_at"), name="one_version_at_a_time"),
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("published_at"))),
                                name="version_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VocabularyEdition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.CharField(max_length=20)),
                        ("published_on", models.DateField()),
                        ("source", models.JSONField(default=dict)),
                        ("superseded_at", models.DateTimeField()),
                        ("entries", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        (
                            "vocabulary",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="editions",
                                to="registry.vocabulary",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "former versions of vocabularies",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("vocabulary", "version"), name="vocabulary_version_kept_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatchList",
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
                                default=registry.models.match_lists.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("file", models.FileField(upload_to="matches/")),
                        ("answers", models.CharField(max_length=100)),
                        ("refusal", models.JSONField(blank=True, default=dict)),
                        ("kept_until", models.DateTimeField(default=registry.models.match_lists.end_of_keeping)),
                        (
                            "job",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="match_list",
                                to="registry.job",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.client",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "lists to be matched",
                        "indexes": [models.Index(fields=["kept_until"], name="match_list_by_end")],
                    },
                ),
                migrations.CreateModel(
                    name="Departure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(max_length=12, unique=True)),
                    ],
                    options={
                        "verbose_name_plural": "departures",
                    },
                ),
                migrations.CreateModel(
                    name="Export",
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
                                default=registry.models.exports.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("on", models.DateField(blank=True, null=True, unique=True)),
                        ("asked", models.JSONField(default=dict)),
                        ("fingerprint", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("seq", models.BigIntegerField(default=0)),
                        ("departure", models.BigIntegerField(default=0)),
                        ("folder", models.CharField(blank=True, max_length=100)),
                        ("files", models.JSONField(default=list)),
                        ("told", models.JSONField(default=dict)),
                    ],
                    options={
                        "verbose_name_plural": "exports",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fingerprint__isnull", True), ("on__isnull", False)),
                                    models.Q(("fingerprint__isnull", False), ("on__isnull", True)),
                                    _connector="OR",
                                ),
                                name="export_of_a_day_or_of_a_list",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("files", []), ("taken_at__isnull", False), _connector="OR"),
                                name="export_taken_before_written",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListedPartnership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sort_name", models.CharField(max_length=300)),
                        ("reference", models.CharField(max_length=12)),
                        ("role", models.CharField(max_length=60)),
                        ("area", models.CharField(max_length=60)),
                        ("country", models.CharField(max_length=60)),
                        ("level", models.CharField(blank=True, max_length=60)),
                        ("mode", models.CharField(blank=True, max_length=60)),
                        ("programme", models.CharField(blank=True, max_length=60)),
                        ("unit", models.CharField(blank=True, max_length=60)),
                        ("state", models.CharField(max_length=20)),
                        ("starts_on", models.DateField(null=True)),
                        ("ends_on", models.DateField(null=True)),
                        ("verified_on", models.DateField(null=True)),
                        (
                            "listing",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="registry.listing",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["listing"], name="partnership_of_listing")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sort_name", "listing", "reference"),
                                include=(
                                    "role",
                                    "area",
                                    "country",
                                    "level",
                                    "mode",
                                    "programme",
                                    "unit",
                                    "state",
                                    "starts_on",
                                    "ends_on",
                                    "verified_on",
                                ),
                                name="listed_partnership_in_name_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublishedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("organization", "organization"),
                                    ("observer", "observer"),
                                    ("consultation", "consultation"),
                                    ("participation", "participation"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reference", models.CharField(max_length=40)),
                        ("organization", models.CharField(blank=True, db_index=True, default="", max_length=12)),
                        ("text", models.TextField()),
                    ],
                    options={
                        "verbose_name_plural": "published rows",
                        "constraints": [
                            models.UniqueConstraint(fields=("type", "reference"), name="row_published_once")
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_UNDONE),
        migrations.RunSQL(NO_LISTING_AT_RISK, NO_LISTING_AT_RISK_UNDONE),
        migrations.RunSQL(DOCUMENTS_KEEP, DOCUMENTS_KEEP_UNDONE),
        migrations.RunSQL(IN_ITS_COUNTRIES, IN_ITS_COUNTRIES_UNDONE),
        migrations.RunSQL(NEVER_REWRITTEN, "DROP TRIGGER feed_is_never_rewritten ON registry_feedentry"),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
    ]
