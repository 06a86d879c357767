"""Partnerships, contacts, documents and links get references; the database keeps that a document never changes."""

from django.db import migrations, models

import registry.models.documents
import registry.models.organizations
import registry.models.partnerships
import registry.models.people
from registry import references

PREFIXES = {"partnership": "PAR", "contact": "CON", "document": "DOC", "organizationlink": "LNK"}
DEFAULTS = {
    "partnership": registry.models.partnerships.new_reference,
    "contact": registry.models.people.new_contact_reference,
    "document": registry.models.documents.new_reference,
}

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


def give_references(apps, schema_editor):
    for name, prefix in PREFIXES.items():
        model = apps.get_model("registry", name)
        batch = []
        for row in model.objects.only("pk").iterator(chunk_size=2000):
            row.reference = references.new(prefix)
            batch.append(row)
            if len(batch) == 2000:
                model.objects.bulk_update(batch, ["reference"])
                batch = []
        model.objects.bulk_update(batch, ["reference"])


def _empty(name):
    return migrations.AddField(name, "reference", models.CharField(max_length=12, null=True, editable=False))


def _required(name, default):
    return migrations.AlterField(name, "reference", models.CharField(max_length=12, default=default, editable=False))


def _once(name):
    return migrations.AddConstraint(
        name,
        models.UniqueConstraint(fields=["organization", "reference"], name=f"{name}_reference_once"),
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_what_a_source_said")]

    operations = [
        *(_empty(name) for name in PREFIXES),
        migrations.RunPython(give_references, migrations.RunPython.noop, elidable=True),
        *(_required(name, default) for name, default in DEFAULTS.items()),
        migrations.AlterField(
            "organizationlink",
            "reference",
            models.CharField(
                max_length=12,
                unique=True,
                default=registry.models.organizations.new_link_reference,
                editable=False,
            ),
        ),
        *(_once(name) for name in DEFAULTS),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=models.Q(visibility__in=["members", "staff"]), name="document_visibility_known"
            ),
        ),
        migrations.RemoveConstraint("partnership", "partnership_lasts"),
        migrations.AddConstraint(
            "partnership",
            models.CheckConstraint(
                condition=models.Q(period__isempty=False),
                name="partnership_lasts",
                violation_error_message="The last day comes before the first. Check both dates.",
            ),
        ),
        migrations.RemoveConstraint("organizationlink", "link_told_once"),
        migrations.AddConstraint(
            "organizationlink",
            models.UniqueConstraint(
                fields=["from_organization", "kind", "to_organization"],
                condition=models.Q(ends_on__isnull=True),
                name="link_told_once",
                violation_error_message="This link is there already.",
            ),
        ),
        migrations.RunSQL(DOCUMENTS_KEEP, DOCUMENTS_KEEP_UNDONE),
    ]
