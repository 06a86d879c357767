from django.db import migrations

# Every answer of a list asks both. As functions they are planned once for each connection, and not for each request,
# which took longer than answering them. What they say and why: queries/state.py and queries/walks.py.
AT_ONCE = """
CREATE FUNCTION registry_state() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT concat_ws(' ', entry.seq, extract(epoch FROM entry.at),
            (SELECT md5(string_agg(word.sha256, '')) FROM registry_vocabulary word),
            (SELECT string_agg(concat_ws(' ', age.kind, age.due_after_days, age.stale_after_days), ' ')
                FROM registry_freshnesspolicy age))
        FROM registry_feedentry entry ORDER BY entry.seq DESC LIMIT 1
    );
END $$;

CREATE FUNCTION registry_last_change() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (SELECT max(published_at) FROM registry_listing)::text;
END $$;
"""
AS_BEFORE = "DROP FUNCTION registry_last_change(); DROP FUNCTION registry_state();"


class Migration(migrations.Migration):
    dependencies = [("registry", "0046_absent_is_null")]

    operations = [migrations.RunSQL(AT_ONCE, AS_BEFORE)]
