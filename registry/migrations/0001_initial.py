import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import registry.models.imports
import registry.models.jobs
import registry.models.listings
import registry.models.organizations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        # btree_gist lets an exclusion constraint compare keys and periods together.
        django.contrib.postgres.operations.BtreeGistExtension(),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=registry.models.organizations.new_reference, editable=False, max_length=12, unique=True
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
                ("type_explained", models.CharField(blank=True, max_length=200, verbose_name="other type, explained")),
                ("hq_city", models.CharField(blank=True, max_length=100, verbose_name="town of the head office")),
                ("founded", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of foundation")),
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
                ("description_en", models.CharField(blank=True, max_length=500, verbose_name="description in English")),
                ("description_fr", models.CharField(blank=True, max_length=500, verbose_name="description in French")),
                ("description_es", models.CharField(blank=True, max_length=500, verbose_name="description in Spanish")),
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
                    "levels",
                    models.ManyToManyField(
                        blank=True, related_name="organizations", to="registry.level", verbose_name="level"
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
            ],
        ),
        migrations.CreateModel(
            name="ListingFacet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=80)),
                ("sort_name", models.CharField(max_length=300)),
                ("recent_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ListingName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300)),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
            ],
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="one_account_for_an_address",
                        violation_error_message="There is already an account with this e-mail address.",
                    )
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        condition=models.Q(("batch", ""), _negated=True), fields=["batch", "id"], name="change_by_batch"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FacetBits",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "reference",
                    models.CharField(
                        default=registry.models.imports.new_reference, editable=False, max_length=12, unique=True
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
                ("refusal", models.TextField(blank=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["uploaded", "checking", "checked", "refused", "approved", "applied", "discarded"],
                            )
                        ),
                        name="import_state_known",
                    ),
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "done", "held", "stopped"])),
                        name="job_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "running")),
                            models.Q(models.Q(("state", "running"), _negated=True), ("lease_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="running_job_has_a_lease",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "held"])),
                        fields=("kind", "subject"),
                        name="one_open_job_a_subject",
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
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None),
                ),
                ("public", models.TextField()),
                ("partner", models.TextField()),
                ("etag", models.CharField(max_length=32)),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_name", "organization"], name="listing_by_name"),
                    models.Index(
                        models.OrderBy(models.F("recent_on"), descending=True, nulls_last=True),
                        models.F("organization"),
                        name="listing_by_recency",
                    ),
                    models.Index(fields=["-published_at"], name="listing_by_publication"),
                ],
            },
        ),
        migrations.AddField(
            model_name="organization",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="ImportTrace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=64)),
                ("seen_on", models.DateField()),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="traces", to="registry.organization"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "key"), name="trace_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="registry.importbatch"
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
            ],
            options={
                "indexes": [models.Index(fields=["batch", "verdict", "number"], name="import_row_by_verdict")],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "key"), name="import_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["new", "update", "same", "possible", "decide", "set_aside", "error"])
                        ),
                        name="import_verdict_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="registry.organization"
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
                ],
            },
        ),
        migrations.CreateModel(
            name="AtRisk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risks", to="registry.organization"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)), fields=("organization",), name="one_open_risk"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("held", "Held: could not be delivered")],
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
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="message_due")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sent", "held"])), name="message_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="message_sent_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganizationIdentifier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        condition=models.Q(("valid_until__isnull", True), models.Q(("value", ""), _negated=True)),
                        fields=("scheme", "value"),
                        name="identifier_names_one_organization",
                        violation_error_message="Another organization has this identifier.",
                    ),
                    models.UniqueConstraint(fields=("organization", "scheme", "value"), name="identifier_told_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganizationLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="registry.organization"
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
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganizationName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="registry.organization"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["folded"], name="name_folded")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_primary", True)), fields=("organization",), name="one_name_shown_first"
                    ),
                    models.UniqueConstraint(
                        fields=("organization", "kind", "text", "language"),
                        name="name_told_once",
                        violation_error_message="This name is there already.",
                    ),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="name_not_empty"),
                ],
            },
        ),
        migrations.AddField(
            model_name="organization",
            name="types",
            field=models.ManyToManyField(
                blank=True, related_name="organizations", to="registry.organizationtype", verbose_name="type"
            ),
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.UniqueConstraint(fields=("organization", "country", "admin1"), name="presence_told_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("areas", models.ManyToManyField(blank=True, related_name="programmes", to="registry.area")),
                (
                    "donors",
                    models.ManyToManyField(blank=True, related_name="programmes_funded", to="registry.organization"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammePhase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "countries",
                    models.ManyToManyField(blank=True, related_name="programme_phases", to="registry.country"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="registry.programme"
                    ),
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
                ],
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
        migrations.AddField(
            model_name="country",
            name="regions",
            field=models.ManyToManyField(blank=True, related_name="countries", to="registry.region"),
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("successor", models.F("id")), _negated=True),
                        name="unit_succeeded_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
        migrations.AddField(
            model_name="programme",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="programmes",
                to="registry.unit",
            ),
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="reason for the end")),
                ("evidence_note", models.CharField(blank=True, max_length=300, verbose_name="evidence")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("observed_on", models.DateField(blank=True, null=True)),
                ("verified_on", models.DateField(blank=True, null=True)),
                (
                    "activities",
                    models.ManyToManyField(
                        blank=True, related_name="partnerships", to="registry.activity", verbose_name="activities"
                    ),
                ),
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
                        condition=models.Q(("state__in", ["proposed", "verified", "stale", "ended", "rejected"])),
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
                    models.CheckConstraint(condition=models.Q(("period__isempty", False)), name="partnership_lasts"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                            models.Q(models.Q(("state", "accepted"), _negated=True), ("accepted_by__isnull", True)),
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
                ],
            },
        ),
        migrations.AddField(
            model_name="listingname",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="names", to="registry.listing"
            ),
        ),
        migrations.AddField(
            model_name="listingfacet",
            name="listing",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registry.listing"
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["state", "reference"], name="organization_by_state"),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "in_review", "published", "dormant", "archived", "merged"])),
                name="organization_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["cso", "government", "igo", "un", "other"])),
                name="organization_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True), name="not_merged_into_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verified_by__isnull", True), ("verified_on__isnull", True)),
                    models.Q(("verified_by__isnull", False), ("verified_on__isnull", False)),
                    _connector="OR",
                ),
                name="organization_verified_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("founded__isnull", True), models.Q(("founded__gte", 1000), ("founded__lte", 2200)), _connector="OR"
                ),
                name="organization_founded_in_a_year",
                violation_error_message="Write the year with four digits, such as 1998.",
            ),
        ),
        migrations.AddIndex(
            model_name="listingname",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["keys"], name="listing_name_keys"),
        ),
        migrations.AddIndex(
            model_name="listingfacet",
            index=models.Index(
                models.F("value"),
                models.OrderBy(models.F("recent_on"), descending=True, nulls_last=True),
                models.F("listing"),
                name="facet_in_recency_order",
            ),
        ),
        migrations.AddIndex(
            model_name="listingfacet",
            index=models.Index(fields=["listing"], name="facet_of_listing"),
        ),
        migrations.AddConstraint(
            model_name="listingfacet",
            constraint=models.UniqueConstraint(fields=("value", "sort_name", "listing"), name="facet_in_name_order"),
        ),
    ]
