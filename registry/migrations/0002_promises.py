from django.db import migrations

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


class Migration(migrations.Migration):
    """What the database promises beyond constraints on single rows."""

    dependencies = [("registry", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_UNDONE),
        migrations.RunSQL(NO_LISTING_AT_RISK, NO_LISTING_AT_RISK_UNDONE),
    ]
